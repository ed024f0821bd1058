"""What the API may be asked: every parameter with its bounds, its default and what to write when
it is wrong.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate
from webargs.fields import DelimitedList

from servicepoints import reference
from servicepoints.domain.coordinates import Datum
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Audience

MOST_POINTS = 100
MOST_REMEMBERED = 512
LONGEST_REMEMBERED = 200
"""Characters of a question that is remembered."""
_UNKNOWN_NEED = "没有这样的设施：{input}。可以写：" + "、".join(
    f"{a.key}（{a.label}）" for a in reference.vocabulary().values()
)

_DISTRICTS = [
    name
    for d in reference.gazetteer().districts
    for name in (d.slug, d.name, d.name.removesuffix("区"), *d.former_names)
]


def _said(**messages: str) -> dict[str, Any]:
    """The messages of a field, in Chinese."""
    usual = {"required": "缺这个参数", "null": "不能为空", "validator_failed": "写得不对"}
    return usual | messages


class Question(ma.Schema):
    """A question in an address. A parameter that we do not know is an error: it would be ignored
    in silence.
    """

    class Meta:
        unknown = ma.RAISE

    error_messages = {"unknown": "没有这个参数", "type": "写得不对"}


def _degrees(largest: int, of: str) -> fields.Float:
    span = f"{of}要写 -{largest} 到 {largest} 之间的度数"
    return fields.Float(
        required=True,
        validate=validate.Range(-largest, largest, error=span),
        error_messages=_said(invalid=span, special=span, too_large=span),
        metadata={"description": f"{of}，度，坐标系见 datum"},
    )


class Moment(fields.Field[datetime]):
    """An ISO moment; Shanghai's when it names no zone. A + that arrived as a space is taken for
    what it was.
    """

    says = "要写 2000 到 2099 年之间的时刻，例如 2026-09-14T21:30（没写时区就是上海时间）"
    pattern = (
        r"^20\d\d-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8]))"
        r"T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-](0\d|1[0-3]):[0-5]\d)?$"
    )

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        try:
            at = datetime.fromisoformat(str(value).replace(" ", "+"))
        except ValueError:
            raise ma.ValidationError(self.says) from None
        if not 2000 <= at.year <= 2099 or "T" not in str(value):
            raise ma.ValidationError(self.says)
        return at if at.tzinfo else at.replace(tzinfo=TIMEZONE)


def _moment() -> Moment:
    shown = {"type": "string", "pattern": Moment.pattern, "example": "2026-09-14T21:30"}
    return Moment(error_messages=_said(), metadata={"description": "问哪个时刻，默认现在", **shown})


def _choice(words: list[str], default: str, description: str) -> fields.String:
    says = "只能写：" + "、".join(words)
    return fields.String(
        load_default=default,
        validate=validate.OneOf(words, error=says),
        error_messages=_said(invalid=says),
        metadata={"description": description},
    )


def _limit() -> fields.Integer:
    says = f"要写 1 到 {MOST_POINTS} 之间的整数"
    return fields.Integer(
        load_default=20,
        validate=validate.Range(1, MOST_POINTS, error=says),
        error_messages=_said(invalid=says, too_large=says),
        metadata={"description": "最多几个"},
    )


class Filtered(Question):
    """The filters that near, the list and search share."""

    need = DelimitedList(
        fields.String(validate=validate.OneOf(list(reference.vocabulary()), error=_UNKNOWN_NEED)),
        load_default=list,
        validate=validate.Length(max=20, error="最多写 20 个"),
        error_messages=_said(invalid="用逗号隔开，例如 hot_water,toilet"),
        metadata={"description": "要有的设施，逗号隔开，全部都要有"},
    )
    audience = DelimitedList(
        fields.String(
            validate=validate.OneOf(
                [a.value for a in Audience], error="只能写：" + "、".join(a.value for a in Audience)
            )
        ),
        load_default=list,
        error_messages=_said(invalid="用逗号隔开，例如 everyone,couriers"),
        metadata={"description": "谁能进，逗号隔开，有一个符合就行；不写就不限"},
    )
    free = fields.Boolean(
        load_default=False,
        error_messages=_said(invalid="只能写 true 或 false"),
        metadata={"description": "只要免费的"},
    )
    district = fields.String(
        load_default="",
        validate=validate.OneOf(
            ["", *_DISTRICTS], error="没有这个区：{input}。可以写：" + "、".join(_DISTRICTS)
        ),
        error_messages=_said(invalid="写区名或拼音，例如 changning"),
        metadata={"description": "只要这个区的（区名或拼音）"},
    )
    at = _moment()
    limit = _limit()
    datum = _choice([d.value for d in Datum], Datum.WGS84.value, "输入和输出的坐标系：wgs84、gcj02、bd09")


class Near(Filtered):
    """What is near a place. The place is another in each question, the rest seldom is: it is read once and
    remembered.
    """

    lat = _degrees(90, "纬度")
    lon = _degrees(180, "经度")
    open = _choice(["arrival", "now", "any"], "arrival", "arrival 骑到还开着、now 现在开着、any 都要")

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
        error_messages=_said(invalid="要写文字"),
        metadata={"description": "名字、路名、街道、拼音或首字母，空格隔开就是都要有"},
    )
    open = _choice(["now", "any"], "any", "now 现在开着、any 都要")


class Box(fields.Field[tuple[float, float, float, float]]):
    """Two corners in degrees, longitude first: west,south,east,north, or the other way round."""

    says = "要写“西,南,东,北”四个度数，例如 121.40,31.20,121.46,31.25"
    _longitude = r"-?(180(\.0+)?|(1[0-7]\d|\d{1,2})(\.\d{1,15})?)"
    _latitude = r"-?(90(\.0+)?|[1-8]?\d(\.\d{1,15})?)"
    pattern = f"^{_longitude},{_latitude},{_longitude},{_latitude}$"

    def _deserialize(
        self, value: Any, attr: str | None, data: Any, **kwargs: Any
    ) -> tuple[float, float, float, float]:
        if not re.fullmatch(self.pattern, str(value), re.ASCII):
            raise ma.ValidationError(self.says)
        x, y, other_x, other_y = (float(part) for part in str(value).split(","))
        return min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y)


class Listed(Filtered):
    """All points, or as GeoJSON those in a box of the map."""

    bbox = Box(
        metadata={
            "type": "string",
            "pattern": Box.pattern,
            "description": "西,南,东,北（度）；写了就返回 GeoJSON，服务器上聚合，最多 300 个",
        },
    )
    zoom = fields.Integer(
        load_default=15,
        validate=validate.Range(0, 20, error="要写 0 到 20 之间的整数"),
        error_messages=_said(invalid="要写 0 到 20 之间的整数", too_large="要写 0 到 20 之间的整数"),
        metadata={"description": "地图的缩放级别，和 bbox 一起用"},
    )
    open = _choice(
        ["arrival", "now", "any"], "any", "arrival（从 bbox 中间骑过去还开着）、now 现在开着、any 都要"
    )
    offset = fields.Integer(
        load_default=0,
        validate=validate.Range(0, 1_000_000, error="要写 0 到 1000000 之间的整数"),
        error_messages=_said(invalid="要写整数", too_large="要写 0 到 1000000 之间的整数"),
        metadata={"description": "从第几个开始"},
    )


class OnePoint(Question):
    """How one point is to be given."""

    at = _moment()
    datum = _choice([d.value for d in Datum], Datum.WGS84.value, "输出的坐标系：wgs84、gcj02、bd09")
