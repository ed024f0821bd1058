"""What the API may be asked: every parameter with its bounds, its default and what to write when
it is wrong.
"""

from collections.abc import Mapping
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from servicepoints import reference
from servicepoints.domain.coordinates import Datum
from servicepoints.domain.points import Audience
from servicepoints.web.api.parameters import Box, Cursor, choice, degrees, listed, moment, said, whole

MOST_POINTS = 100
MOST_SESSIONS = 500
MOST_CHANGES = 500
MOST_SEARCHED = 2000
_SWAPPED = "。像是和经度写反了：lat 是纬度（上海约 31），lon 是经度（约 121）"
MOST_REMEMBERED = 512
LONGEST_REMEMBERED = 200
"""Characters of a question that is remembered."""
_NO_SUCH_NEED = "没有这样的设施。可以写：" + "、".join(
    f"{a.key}（{a.label}）" for a in reference.vocabulary().values()
)
_NO_SUCH_DISTRICT = "没有这个区。可以写：" + "、".join(
    f"{d.slug}（{d.name}）" for d in reference.gazetteer().districts
)
_AUDIENCES = [a.value for a in Audience]
_DISTRICTS = [
    name
    for d in reference.gazetteer().districts
    for known in (d.name, *d.former_names)
    for name in (d.slug, known, known.removesuffix("区").removesuffix("新"))
]


class Question(ma.Schema):
    """A question in an address. A parameter that we do not know is an error: it would be ignored
    in silence.
    """

    class Meta:
        unknown = ma.RAISE

    error_messages = {"unknown": "没有这个参数", "type": "写得不对"}


class Filtered(Question):
    """The filters that near, the list and search share."""

    need = listed(list(reference.vocabulary()), _NO_SUCH_NEED, "要有的设施，全部都要有")
    audience = listed(_AUDIENCES, "只能写：" + "、".join(_AUDIENCES), "谁能进，有一个符合就行")
    free = fields.Boolean(
        load_default=False,
        error_messages=said(invalid="只能写 true 或 false"),
        metadata={"description": "只要免费的"},
    )
    district = fields.String(
        load_default="",
        validate=validate.OneOf(["", *dict.fromkeys(_DISTRICTS)], error=_NO_SUCH_DISTRICT),
        error_messages=said(invalid=_NO_SUCH_DISTRICT),
        metadata={"description": "只要这个区的（区名或拼音）"},
    )
    at = moment()
    limit = whole(1, MOST_POINTS, 20, "最多几个")
    datum = choice([d.value for d in Datum], Datum.WGS84.value, "输入和输出的坐标系：wgs84、gcj02、bd09")


class Near(Filtered):
    """What is near a place. The place is another in each question, the rest seldom is: it is read once and
    remembered.
    """

    lat = degrees(90, "纬度", _SWAPPED)
    lon = degrees(180, "经度")
    open = choice(["arrival", "now", "any"], "arrival", "arrival 骑到还开着、now 现在开着、any 都要")

    _place = ("lat", "lon")

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._known: dict[tuple[tuple[str, str], ...], dict[str, Any]] = {}

    def load(self, data: Any, **options: Any) -> dict[str, Any]:
        """The question, checked. What is wrong with it is found by reading all of it."""
        known = self.remembered(data)
        if known is not None:
            return known
        loaded: dict[str, Any] = super().load(data, **options)
        rest = self._rest(data)
        if sum(len(value) for _, value in rest) < LONGEST_REMEMBERED:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            self._known[rest] = {name: value for name, value in loaded.items() if name not in self._place}
        return loaded

    def remembered(self, data: Mapping[str, str]) -> dict[str, Any] | None:
        """The question, checked, if all but its place was read before and nothing is wrong with it."""
        known = self._known.get(self._rest(data))
        if known is None:
            return None
        try:
            return known | {name: self.fields[name].deserialize(data.get(name, "")) for name in self._place}
        except ma.ValidationError:
            return None

    def _rest(self, data: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        return tuple(item for item in data.items() if item[0] not in self._place)


NEAR = Near()


class Search(Filtered):
    """Points by any part of their name, address, sub-district or pinyin."""

    q = fields.String(
        required=True,
        validate=validate.Length(1, 200, error="要写 1 到 200 个字"),
        error_messages=said(required="缺这个参数：要找的字", invalid="要写文字"),
        metadata={"description": "名字、路名、街道、拼音或首字母，空格隔开就是都要有"},
    )
    open = choice(["now", "any"], "any", "now 现在开着、any 都要")
    offset = whole(0, MOST_SEARCHED, 0, "从第几个开始")


class Listed(Filtered):
    """All points, or as GeoJSON those in a box of the map."""

    bbox = Box(
        metadata={
            "type": "string",
            "pattern": Box.pattern,
            "description": "西,南,东,北（度）；写了就返回 GeoJSON，服务器上聚合，最多 300 个",
        },
    )
    zoom = whole(0, 20, 15, "地图的缩放级别，和 bbox 一起用")
    open = choice(
        ["arrival", "now", "any"], "any", "arrival（从 bbox 中间骑过去还开着）、now 现在开着、any 都要"
    )
    offset = whole(0, 1_000_000, 0, "从第几个开始")


class Sessions(Question):
    """What can be booked in the coming days."""

    district = fields.String(
        load_default="",
        validate=validate.OneOf(["", *dict.fromkeys(_DISTRICTS)], error=_NO_SUCH_DISTRICT),
        error_messages=said(invalid=_NO_SUCH_DISTRICT),
        metadata={"description": "只要这个区的（区名或拼音）"},
    )
    point = fields.String(
        load_default="",
        validate=validate.Length(max=20, error="点的编号是 6 个字"),
        error_messages=said(invalid="要写点的编号"),
        metadata={"description": "只要这个点的（编号）"},
    )
    days = whole(1, 60, 14, "往后几天")
    limit = whole(1, MOST_SESSIONS, 100, "最多几场")
    offset = whole(0, 100_000, 0, "从第几场开始")


class Changes(Question):
    """What changed since a revision; all, if none is named."""

    since = whole(
        0, 2**53, None, "上次回答里的 revision：只要那以后改动过的。不写就是从头取全部，按 next 一页页取完"
    )
    catalogue = fields.String(
        load_default="",
        validate=validate.Regexp("^([0-9a-f]{12})?$", error="照抄上次回答里的 catalogue"),
        error_messages=said(invalid="照抄上次回答里的 catalogue"),
        metadata={"description": "上次回答里的 catalogue：目录换过（恢复备份、升级）就会告诉你从头取"},
    )
    cursor = Cursor(
        metadata={
            "type": "string",
            "pattern": Cursor.pattern,
            "description": "next 里带着的：一次装不下，从这里接着取；写了它就不看 since",
        },
    )
    limit = whole(1, MOST_CHANGES, 100, "一页最多几个")
    datum = choice([d.value for d in Datum], Datum.WGS84.value, "输出的坐标系：wgs84、gcj02、bd09")


class OnePoint(Question):
    """How one point is to be given."""

    at = moment()
    datum = choice([d.value for d in Datum], Datum.WGS84.value, "输出的坐标系：wgs84、gcj02、bd09")
