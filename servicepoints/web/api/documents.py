"""What the API's answers look like, for the OpenAPI document only: the answers themselves are made
in `answers`.
"""

import marshmallow as ma
from marshmallow import fields

from servicepoints.domain.arrival import ArrivalState
from servicepoints.domain.bookings import PlacesState
from servicepoints.domain.coordinates import Datum
from servicepoints.domain.offerings import Category, OfferingKind, Welcome
from servicepoints.domain.points import (
    Access,
    Audience,
    Channel,
    Demonstration,
    Kind,
    Listing,
    ScheduleStatus,
)
from servicepoints.domain.status import State
from servicepoints.domain.trust import TrustLevel
from servicepoints.web.api.document_fields import day, marks, moment, one_of, text


class StatusDocument(ma.Schema):
    state = one_of(State)
    until = moment()
    opens_at = moment()
    certain = fields.Boolean(required=True)
    reason = fields.String(
        required=True,
        metadata={"description": "门口的反馈：door 是有人说门关着，disputed 是说法不一，这时都不算开着"},
    )
    reported = fields.DateTime(
        required=True, allow_none=True, metadata={"description": "reason 是 door 时，几点说的"}
    )
    holiday = text()
    space = fields.String(
        required=True, metadata={"description": "说的是里面哪一处的时间；空的就是这个点自己的"}
    )
    words = text()


class ArrivalDocument(ma.Schema):
    state = one_of(ArrivalState)
    arrives_at = fields.DateTime(required=True)
    usable_minutes = fields.Integer(required=True, allow_none=True)
    opens_at = moment()
    space = text()
    words = text()


class PositionDocument(ma.Schema):
    latitude = fields.Float(required=True)
    longitude = fields.Float(required=True)
    datum = one_of(Datum)
    precision_m = fields.Float(required=True)
    coarse = fields.Boolean(required=True, metadata={"description": "粗于 150 米：没有距离，也不算能骑到"})
    basis = text()


class HoursDocument(ma.Schema):
    text = text()
    opening_hours = fields.String(
        required=True, allow_none=True, metadata={"description": "OSM opening_hours"}
    )
    status = one_of(ScheduleStatus)


class SpaceDocument(ma.Schema):
    name = text()
    amenities = marks()
    hours = fields.Nested(HoursDocument, required=True, allow_none=True)


class BookingDocument(ma.Schema):
    channel = one_of(Channel)
    phone = text()
    link = text()
    note = text()
    note_date = day()


class TrustDocument(ma.Schema):
    level = one_of(TrustLevel)
    words = text()
    checked_on = day()
    by = text()
    confirmed_on = fields.Date(
        required=True, allow_none=True, metadata={"description": "小哥最近哪天说开着；不算核实"}
    )
    shut_at = fields.DateTime(
        required=True, allow_none=True, metadata={"description": "有人几点说门关着，几小时后自动过去"}
    )


class PointDocument(ma.Schema):
    code = text()
    revision = fields.Integer(required=True)
    name = text()
    kind = one_of(Kind)
    kind_words = text()
    demonstration = one_of(Demonstration)
    bureau = text()
    district = text()
    sub_district = text()
    address = text()
    position = fields.Nested(PositionDocument, required=True, allow_none=True)
    audience = one_of(Audience)
    free = fields.Boolean(required=True, allow_none=True)
    access = one_of(Access)
    access_note = text()
    entry_words = text()
    parking_note = text()
    hours = fields.Nested(HoursDocument, required=True)
    amenities = marks()
    spaces = fields.List(fields.Nested(SpaceDocument), required=True)
    phones = fields.List(fields.String(), required=True)
    booking = fields.Nested(BookingDocument, required=True)
    link_group = text()
    valid_from = day()
    valid_to = day()
    listing = one_of(Listing)
    trust = fields.Nested(TrustDocument, required=True)
    source = text()
    source_date = text()
    note = text()
    distance_m = fields.Integer(required=True, allow_none=True)
    ride_minutes = fields.Integer(required=True, allow_none=True)
    status = fields.Nested(StatusDocument, required=True)
    arrival = fields.Nested(ArrivalDocument, required=True, allow_none=True)


class AsOf(ma.Schema):
    as_of = fields.DateTime(required=True, metadata={"description": "回答的是哪个时刻"})
    revision = fields.Integer(required=True, metadata={"description": "目录的版本"})


class PointsDocument(AsOf):
    points = fields.List(fields.Nested(PointDocument), required=True)


class ChangeDocument(ma.Schema):
    code = text()
    gone = fields.Boolean(
        required=True,
        metadata={"description": "小哥看不到了：撤了（point 里只剩名字和地址），或者不公开了"},
    )
    point = fields.Nested(PointDocument, required=True, allow_none=True)


class ChangesDocument(ma.Schema):
    changes = fields.List(fields.Nested(ChangeDocument), required=True)
    more = fields.Boolean(required=True, metadata={"description": "没给完：马上接着要 next"})
    next = fields.String(required=True, metadata={"description": "下次要这个地址，记下来就行"})
    catalogue = fields.String(required=True, metadata={"description": "目录的标记，换了就要从头取"})
    as_of = fields.DateTime(required=True, metadata={"description": "回答的是哪个时刻"})
    revision = fields.Integer(required=True, metadata={"description": "到这个版本为止的改动都给了"})


class PagedDocument(PointsDocument):
    next = fields.String(
        required=True, allow_none=True, metadata={"description": "下一页的地址；没有了就是空的"}
    )


class ListDocument(PagedDocument):
    total = fields.Integer(required=True, metadata={"description": "一共几个，不管 limit"})


class OnePointDocument(AsOf):
    point = fields.Nested(PointDocument, required=True)


class PlacesDocument(ma.Schema):
    state = one_of(PlacesState)
    left = fields.Integer(
        required=True, allow_none=True, metadata={"description": "还剩几个；不知道或不是在这里约的就是空的"}
    )
    words = text()


class SessionDocument(ma.Schema):
    code = text()
    title = text()
    kind = one_of(OfferingKind)
    category = one_of(Category)
    point = text()
    point_name = text()
    space = text()
    description = text()
    welcome = one_of(Welcome)
    starts_at = fields.DateTime(required=True)
    ends_at = fields.DateTime(required=True)
    channel = one_of(Channel)
    phone = text()
    link = text()
    how = text()
    how_date = day()
    opens_at = moment()
    closes_at = fields.DateTime(required=True)
    places = fields.Nested(PlacesDocument, required=True)


class SessionsDocument(AsOf):
    sessions = fields.List(fields.Nested(SessionDocument), required=True)
    next = fields.String(
        required=True, allow_none=True, metadata={"description": "下一页的地址；没有了就是空的"}
    )


class SubDistrictDocument(ma.Schema):
    name = text()
    slug = text()
    points = fields.Integer(required=True)


class DistrictDocument(SubDistrictDocument):
    code = text()
    sub_districts = fields.List(fields.Nested(SubDistrictDocument), required=True)


class DistrictsDocument(AsOf):
    districts = fields.List(fields.Nested(DistrictDocument), required=True)


ErrorBody = ma.Schema.from_dict(
    {
        "code": fields.Integer(required=True),
        "message": text(),
        "fields": fields.Dict(keys=fields.String(), values=fields.String(), required=True),
    },
    name="ErrorBody",
)
"""Not a class of its own: a schema has an attribute `fields` already."""


class ErrorDocument(ma.Schema):
    error = fields.Nested(ErrorBody, required=True)


POINTS_OR_FEATURES = {
    "oneOf": [
        {"$ref": "#/components/schemas/ListDocument"},
        {
            "type": "object",
            "required": ["type", "features", "datum", "offset_from_wgs84", "as_of", "revision"],
            "properties": {
                "type": {"const": "FeatureCollection"},
                "features": {"type": "array", "maxItems": 300, "items": {"type": "object"}},
                "datum": {"enum": [d.value for d in Datum]},
                "offset_from_wgs84": {
                    "type": "array",
                    "items": {"type": "number"},
                    "description": "在 bbox 中间，坐标系和 WGS-84 差几度（纬度、经度）",
                },
                "as_of": {"type": "string", "format": "date-time"},
                "revision": {"type": "integer"},
            },
        },
    ]
}
"""The list, or with a box GeoJSON (in the datum that was asked for, named in `datum`)."""
