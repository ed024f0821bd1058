"""What may be sent to be stored: every field with its bounds, and what to write when it is wrong. What fits
here may still contradict what stands; that the services tell.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from servicepoints import reference
from servicepoints.domain.coordinates import Datum, convert
from servicepoints.domain.points import Access, Audience, Channel, Demonstration, Kind
from servicepoints.services.booking.scheduling import LONGEST_REASON, MOST_PLACES
from servicepoints.services.editing.cleaning import MOST_PARTS
from servicepoints.web.api.json_fields import (
    LONG,
    SHORT,
    Day,
    Instant,
    WholeNumber,
    Words,
    count,
    degrees,
    line,
    one_of,
    text,
    truth,
)
from servicepoints.web.api.parameters import said

_NAMING = r"^[^\x00-\x1f\x7f]*[A-Za-z\u4e00-\u9fff][^\x00-\x1f\x7f]*$"
_SPACE = r"^[A-Za-z\u4e00-\u9fff][^\x00-\x1f\x7f｜|：:；;]*$"
_PHONE = r"^(0(10|2[0-9])-[2-9]\d{7}|1[3-9]\d{9}|)$"
_LINK = r"^(https?://[A-Za-z0-9][A-Za-z0-9.-]{0,200}(/[A-Za-z0-9._~/?=&%-]*)?|)$"


class Body(ma.Schema):
    """An object of JSON; a field that we do not know is refused."""

    class Meta:
        unknown = ma.RAISE

    error_messages = {"unknown": "没有这一项", "type": "要写一个对象 {…}"}


class _Several(fields.List[Any]):
    def __init__(self, of: type[Body], what: str, description: str) -> None:
        super().__init__(
            fields.Nested(of),
            validate=validate.Length(max=MOST_PARTS, error=f"最多 {MOST_PARTS} 个"),
            error_messages=said(invalid=f"要写一串{what} […]"),
            metadata={"description": description},
        )


_AMENITIES: Mapping[str, Any] = {
    key: truth(amenity.label, allow_none=True) for key, amenity in reference.vocabulary().items()
}
AmenitiesBody: type[Body] = type("AmenitiesBody", (Body,), {**_AMENITIES, "__doc__": "Amenities by key."})


def _amenities() -> fields.Nested:
    return fields.Nested(
        AmenitiesBody, metadata={"description": "true 有、false 没有、null 没核实；没写的不动"}
    )


class SpaceBody(Body):
    """A part of a point."""

    name = Words(_SPACE, SHORT, "要写名称，不能有｜：；这些符号", "叫什么", required=True)
    amenities = _amenities()
    hours = text("这一处自己的开放时间")


class ContactBody(Body):
    """Someone to phone."""

    name = line("谁，不会公开")
    number = Words(_PHONE, 20, "要写 021-55500000 或手机号", "电话")
    public = truth("true 才给小哥看号码")


class BookingBody(Body):
    """How things there are booked."""

    channel = one_of(Channel, "怎么预约")
    phone = Words(_PHONE, 20, "要写 021-55500000 或手机号", "预约电话")
    link = Words(_LINK, LONG, "要写 https:// 开头的网址", "预约网址")
    note = text("预约说明")
    note_date = Day("说明是哪天写的", allow_none=True)


class PositionBody(Body):
    """Where it stands, as somebody of the bureau looked it up at the place."""

    latitude = degrees(30, 32, "纬度")
    longitude = degrees(120, 123, "经度")
    datum = one_of(Datum, "坐标系，不写就是 wgs84", load_default=Datum.WGS84.value)
    precision_m = WholeNumber(
        load_default=30,
        validate=validate.OneOf([10, 30, 100], error="只能写 10、30、100"),
        error_messages=said(invalid="只能写 10、30、100"),
        metadata={"description": "准到几米：10 就在门口、30 在这栋楼、100 在这一片"},
    )

    @ma.post_load
    def to_wgs84(self, data: Mapping[str, Any], **_: Any) -> tuple[float, float, float]:
        """(latitude, longitude, metres), in WGS-84."""
        latitude, longitude = convert(data["latitude"], data["longitude"], Datum(data["datum"]), Datum.WGS84)
        return latitude, longitude, float(data["precision_m"])


class PointBody(Body):
    """What is to change of a point; what is not said stays as it is."""

    name = Words(_NAMING, SHORT, "要写名称，里面要有文字", "名称")
    kind = one_of(Kind, "类型", but=Kind.UNKNOWN)
    demonstration = one_of(Demonstration, "是不是示范点")
    district = line("区，例如 黄浦区；换了区，没写的街道就清空")
    sub_district = line("街道或镇，要在这个区里")
    address = line("地址")
    position = fields.Nested(PositionBody, metadata={"description": "位置，现场核实过的"})
    audience = one_of(Audience, "谁能进")
    free = truth("免不免费", allow_none=True)
    access = one_of(Access, "怎么进")
    access_note = text("怎么进的说明")
    parking_note = text("车停哪儿")
    hours = text("开放时间，用平常的话写；读不懂的在后台等人看")
    amenities = _amenities()
    spaces = _Several(SpaceBody, "功能空间", "功能空间，写了就整个换掉")
    contacts = _Several(
        ContactBody, "联系人", "联系人，写了就整个换掉（看不到的也换掉）；不公开的从来不给出去"
    )
    booking = fields.Nested(BookingBody)
    link_group = line("联动组的名字，同名的是同一处", 60)
    valid_from = Day("临时点从哪天开始", allow_none=True)
    valid_to = Day("临时点到哪天为止", allow_none=True)
    source = line("来源")
    source_date = line("来源是哪天、哪月的")
    note = text("备注，小哥看得到")
    reason = line("为什么改，写进改动记录")


class NewPointBody(PointBody):
    """A new point of the token's bureau."""

    name = Words(_NAMING, SHORT, "要写名称，里面要有文字", "名称", required=True)
    kind = one_of(Kind, "类型", but=Kind.UNKNOWN, required=True)


class SuspensionBody(Body):
    """Shut for a while."""

    until = Instant("关到什么时候，要在以后；不知道就写一个要再看一眼的时候", required=True)
    reason = Words(_NAMING, SHORT, "要写理由", "理由，小哥会看到", required=True)


class SessionBody(Body):
    """What is to change of a session; what is not said stays as it is."""

    starts_at = Instant("开始")
    ends_at = Instant("结束，三天以内")
    capacity = count(1, MOST_PLACES, "名额；不在这里约的写 null", allow_none=True)
    most = count(1, MOST_PLACES, "一次最多约几个")
    queue = count(0, MOST_PLACES, "最多几个人排队，0 是不排队")
    opens_at = Instant("什么时候开始约，null 是马上", allow_none=True)
    closes_at = Instant("什么时候停止约，null 是到开场", allow_none=True)
    notice_minutes = count(0, 10_080, "开场前几分钟停止约")

    @ma.post_load
    def to_fields(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """By the names of `domain.offerings.Session`."""
        if "notice_minutes" in data:
            data["notice"] = timedelta(minutes=data.pop("notice_minutes"))
        return data


class NewSessionBody(SessionBody):
    """A new session."""

    starts_at = Instant("开始，要在以后", required=True)
    ends_at = Instant("结束，三天以内", required=True)


class CancellationBody(Body):
    """Why a session is called off."""

    reason = Words(_NAMING, LONGEST_REASON, "要写原因", "原因，约了的人会看到", required=True)
