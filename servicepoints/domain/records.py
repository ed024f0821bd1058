"""A point as one flat record, and back: the one form in which both stores keep it.

The register and the catalogue have the same columns, and a revision names the same fields; all three take
them from here, so they cannot drift apart. Dates stay `date`, times stay aware `datetime`; `amenities`,
`spaces`, `contacts` and `hours_reasons` are plain dicts and lists.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import (
    Access,
    Audience,
    BookingInfo,
    Channel,
    Contact,
    Demonstration,
    Kind,
    Listing,
    Point,
    Position,
    Schedule,
    ScheduleStatus,
    Space,
)

Record = dict[str, Any]

DATE_FIELDS = ("confirmed_on", "booking_note_date", "valid_from", "valid_to", "checked_on")
TIME_FIELDS = ("suspended_until", "updated_at")
NESTED_FIELDS = ("hours_reasons", "amenities", "spaces", "contacts")
STORE_FIELDS = ("code", "revision", "updated_at")
"""Fields that the register sets; no difference in them is a change of the point."""


def record_of(point: Point) -> Record:
    """The point's fields, flat, in the order of the tables. `unknown` stays None or an absent amenity."""
    at, hours, booking = point.position, point.schedule, point.booking
    return {
        "code": point.code,
        "revision": point.revision,
        "name": point.name,
        "kind": point.kind.value,
        "demonstration": point.demonstration.value,
        "bureau": point.bureau,
        "district": point.district,
        "sub_district": point.sub_district,
        "address": point.address,
        "latitude": at.latitude if at else None,
        "longitude": at.longitude if at else None,
        "precision_m": at.precision_m if at else None,
        "position_basis": at.basis if at else "",
        "confirmed_by": at.confirmed_by if at else "",
        "confirmed_on": at.confirmed_on if at else None,
        "audience": point.audience.value,
        "free": point.free,
        "access": point.access.value,
        "access_note": point.access_note,
        "parking_note": point.parking_note,
        **_schedule_record(hours),
        "amenities": _sorted(point.amenities),
        "spaces": [_space_record(s) for s in point.spaces],
        "contacts": [{"name": c.name, "number": c.number, "public": c.public} for c in point.contacts],
        "booking_channel": booking.channel.value,
        "booking_phone": booking.phone,
        "booking_link": booking.link,
        "booking_note": booking.note,
        "booking_note_date": booking.note_date,
        "link_group": point.link_group,
        "valid_from": point.valid_from,
        "valid_to": point.valid_to,
        "listing": point.listing.value,
        "suspended_until": point.suspended_until,
        "listing_reason": point.listing_reason,
        "checked_on": point.checked_on,
        "checked_by": point.checked_by,
        "source": point.source,
        "source_date": point.source_date,
        "note": point.note,
        "updated_at": point.updated_at,
    }


def point_of(r: Mapping[str, Any]) -> Point:
    """The point of such a record (dates as `date`, times aware or ISO 8601; nested fields decoded)."""
    return Point(
        code=r["code"],
        revision=r["revision"],
        name=r["name"],
        kind=Kind(r["kind"]),
        demonstration=Demonstration(r["demonstration"]),
        bureau=r["bureau"],
        district=r["district"],
        sub_district=r["sub_district"],
        address=r["address"],
        position=_position(r),
        audience=Audience(r["audience"]),
        free=None if r["free"] is None else bool(r["free"]),
        access=Access(r["access"]),
        access_note=r["access_note"],
        parking_note=r["parking_note"],
        schedule=schedule_of(r),
        amenities=r["amenities"],
        spaces=tuple(space_of(s) for s in r["spaces"]),
        contacts=tuple(
            Contact(name=c["name"], number=c["number"], public=c["public"]) for c in r["contacts"]
        ),
        booking=BookingInfo(
            channel=Channel(r["booking_channel"]),
            phone=r["booking_phone"],
            link=r["booking_link"],
            note=r["booking_note"],
            note_date=_date(r["booking_note_date"]),
        ),
        link_group=r["link_group"],
        valid_from=_date(r["valid_from"]),
        valid_to=_date(r["valid_to"]),
        listing=Listing(r["listing"]),
        suspended_until=_time(r["suspended_until"]),
        listing_reason=r["listing_reason"],
        checked_on=_date(r["checked_on"]),
        checked_by=r["checked_by"],
        source=r["source"],
        source_date=r["source_date"],
        note=r["note"],
        updated_at=_time(r["updated_at"]),
    )


def schedule_of(r: Mapping[str, Any]) -> Schedule:
    """The schedule of a point's or a space's record."""
    return Schedule(
        text=r["hours_text"],
        opening_hours=r["opening_hours"],
        status=ScheduleStatus(r["hours_status"]),
        proposal=r["hours_proposal"],
        reasons=tuple(r["hours_reasons"]),
    )


def space_of(r: Mapping[str, Any]) -> Space:
    """The space of a record; one without `hours_status` has no hours of its own."""
    return Space(
        name=r["name"], amenities=r["amenities"], schedule=schedule_of(r) if r.get("hours_status") else None
    )


def _schedule_record(schedule: Schedule) -> Record:
    return {
        "hours_text": schedule.text,
        "opening_hours": schedule.opening_hours,
        "hours_status": schedule.status.value,
        "hours_proposal": schedule.proposal,
        "hours_reasons": list(schedule.reasons),
    }


def _space_record(space: Space) -> Record:
    hours = _schedule_record(space.schedule) if space.schedule else {}
    return {"name": space.name, "amenities": _sorted(space.amenities), **hours}


def _sorted(amenities: Mapping[str, bool]) -> dict[str, bool]:
    return dict(sorted(amenities.items()))


def _position(r: Mapping[str, Any]) -> Position | None:
    if r["latitude"] is None:
        return None
    return Position(
        latitude=r["latitude"],
        longitude=r["longitude"],
        precision_m=r["precision_m"],
        basis=r["position_basis"],
        confirmed_by=r["confirmed_by"],
        confirmed_on=_date(r["confirmed_on"]),
    )


def _date(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _time(value: datetime | str | None) -> datetime | None:
    """Shanghai time, whatever offset it was kept with."""
    if value is None:
        return None
    return (datetime.fromisoformat(value) if isinstance(value, str) else value).astimezone(TIMEZONE)
