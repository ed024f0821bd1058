"""What the API answers to who wrote, for the OpenAPI document only."""

import marshmallow as ma
from marshmallow import fields

from servicepoints.domain.offerings import OfferingKind, SessionState
from servicepoints.domain.points import Channel
from servicepoints.web.api.document_fields import moment, one_of, text


class WaitingDocument(ma.Schema):
    field = text()
    value = text()
    reason = text()


class WrittenDocument(ma.Schema):
    code = fields.String(required=True, allow_none=True, metadata={"description": "只是试一下的新点位还没有"})
    revision = fields.Integer(
        required=True, metadata={"description": "这个点位现在是第几版：下次写进 If-Match"}
    )
    changed = fields.List(fields.String(), required=True, metadata={"description": "改了哪几项"})
    dry_run = fields.Boolean(required=True, metadata={"description": "true 就是没有存"})
    waiting = fields.List(
        fields.Nested(WaitingDocument), required=True, metadata={"description": "没读懂、等局里看的开放时间"}
    )


class OwnSessionsDocument(ma.Schema):
    code = text()
    revision = fields.Integer(required=True)
    offering = fields.Integer(required=True)
    point = text()
    starts_at = fields.DateTime(required=True)
    ends_at = fields.DateTime(required=True)
    capacity = fields.Integer(required=True, allow_none=True)
    most = fields.Integer(required=True)
    queue = fields.Integer(required=True)
    opens_at = moment()
    closes_at = moment()
    notice_minutes = fields.Integer(required=True)
    state = one_of(SessionState)
    reason = text()
    taken = fields.Integer(required=True)
    waiting = fields.Integer(required=True)


class OwnSessionDocument(OwnSessionsDocument):
    to_tell = fields.Integer(required=True, metadata={"description": "局里要打电话通知几个人"})


class OfferingDocument(ma.Schema):
    id = fields.Integer(required=True)
    title = text()
    kind = one_of(OfferingKind)
    space = text()
    channel = one_of(Channel)
    sessions = fields.List(fields.Nested(OwnSessionsDocument), required=True)


class OfferingsDocument(ma.Schema):
    offerings = fields.List(fields.Nested(OfferingDocument), required=True)
