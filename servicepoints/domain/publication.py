"""What of a point the public may see: no person's name, no private number, nothing that is held."""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from servicepoints.domain.offerings import Offering, Session
from servicepoints.domain.people import mobiles, without_people
from servicepoints.domain.points import Contact, Listing, Point, Position, Schedule, Space
from servicepoints.domain.remarks import without_anyone

# 街道, 黄浦邮政管理局, 示例网点, 驿站负责人…; but a person 张三, 王局 or 李国镇 may be: nobody asked them
_OFFICE = re.compile(
    "(?:街道|政府|邮局|中心|驿站|网点|公司|集团|工会|[居村]委会?|社区|支部|物业|负责人|..[局站点办所]|...[镇乡])$"
)


_NAMES = ("name", "address", "link_group", "checked_by", "source_date")
_TEXTS = (*_NAMES, "access_note", "parking_note", "listing_reason", "source", "note")


def published(point: Point) -> Point | None:
    """The point as couriers and machines may see it, or None if they may not see it at all.

    Contacts that are not public go, with the names of those that are, and with those of the people who
    checked it or set its pin (a body's name stays). So do mobile numbers in its texts, and the names beside
    them, unless the number is a public contact's or the one to book by; and whomever its remarks name. A held
    point is not published; a withdrawn one keeps only what tells a visitor which place it was.
    """
    if point.listing is Listing.HELD:
        return None
    point = _without_people(point)
    if point.listing is Listing.WITHDRAWN:
        return Point(
            name=point.name,
            kind=point.kind,
            code=point.code,
            revision=point.revision,
            bureau=point.bureau,
            district=point.district,
            sub_district=point.sub_district,
            address=point.address,
            position=_impersonal(point.position),
            listing=point.listing,
            listing_reason=point.listing_reason,
            updated_at=point.updated_at,
        )
    return replace(
        point,
        contacts=tuple(replace(c, name="") for c in point.contacts if c.public and c.number),
        position=_impersonal(point.position),
        checked_by=_body(point.checked_by),
    )


def published_offering(offering: Offering) -> Offering:
    """An offering as couriers and machines may see it: without the people whom its texts name. The number to
    book by is shown, as its field says."""
    public = frozenset(mobiles(offering.phone))
    return replace(
        offering,
        title=without_anyone(offering.title, public),
        description=without_anyone(offering.description, public),
        how=without_anyone(offering.how, public),
    )


def published_session(session: Session) -> Session:
    """A session as couriers and machines may see it: without the people whom its reason names."""
    return replace(session, reason=without_anyone(session.reason)) if session.reason else session


def public_mobiles(contacts: Iterable[Contact], booking_phone: str) -> frozenset[str]:
    """The mobile numbers that may be shown: of public contacts, and the one to book by."""
    shown = [contact.number for contact in contacts if contact.public]
    return frozenset(number for text in (*shown, booking_phone) for number in mobiles(text))


def text_shown(field: str, text: str, public: Collection[str]) -> str:
    """What the public reads of a text of a point, by the name of its field, beside these `public` mobiles."""
    return without_people(text, public) if field in _NAMES else without_anyone(text, public)


def _without_people(point: Point) -> Point:
    public = public_mobiles(point.contacts, point.booking.phone)
    changes: dict[str, Any] = {
        name: masked
        for name in _TEXTS
        if (text := getattr(point, name)) and (masked := text_shown(name, text, public)) != text
    }
    schedule = _schedule(point.schedule, public)
    if schedule != point.schedule:
        changes["schedule"] = schedule
    if point.booking.note:
        changes["booking"] = replace(point.booking, note=without_anyone(point.booking.note, public))
    if point.spaces:
        changes["spaces"] = tuple(_space(space, public) for space in point.spaces)
    return replace(point, **changes) if changes else point


def _schedule(schedule: Schedule, public: frozenset[str]) -> Schedule:
    text = without_anyone(schedule.text, public)
    if text == schedule.text:
        return schedule
    reasons = tuple(without_anyone(reason, public) for reason in schedule.reasons)
    return replace(schedule, text=text, reasons=reasons)


def _space(space: Space, public: frozenset[str]) -> Space:
    schedule = space.schedule and _schedule(space.schedule, public)
    return replace(space, name=without_people(space.name, public), schedule=schedule)


def _impersonal(position: Position | None) -> Position | None:
    return None if position is None else replace(position, confirmed_by=_body(position.confirmed_by))


def _body(name: str) -> str:
    """The name of an office, a company or a role; "" for what may be the name of a person."""
    return name if _OFFICE.search(name) else ""
