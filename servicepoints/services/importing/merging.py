"""What a roster's row makes of a point: the standing one with what the row says put over it, or a new one.

A blank cell or an absent column says nothing and so erases nothing. A standing reading of the same words
stays (a person may have accepted it), and so does a pin that a person confirmed, unless the roster brings a
confirmed one.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from unicodedata import normalize

from servicepoints.domain.coordinates import distance_m
from servicepoints.domain.points import Contact, Kind, Point, Position, Schedule, Space
from servicepoints.services.importing.reading import Draft
from servicepoints.sheets.readings import SpaceReading

ReadHours = Callable[[str], Schedule]

SAME_PLACE_M = 1.0
"""Positions closer than this are the same one, written with fewer digits or in another datum."""

_PLAIN = (
    "name", "demonstration", "address", "audience", "free", "access", "access_note", "parking_note",
    "link_group",
    "valid_from", "valid_to", "checked_on", "checked_by", "source", "source_date", "note",
)  # fmt: skip
_BOOKING = {
    "booking_channel": "channel", "booking_phone": "phone", "booking_link": "link", "booking_note": "note",
    "booking_note_date": "note_date",
}  # fmt: skip
_PIN = "pin"


def new_point(draft: Draft, kind: Kind, read: ReadHours, today: date) -> Point:
    """The point of a row that no standing point fits."""
    blank = Point(name=draft.name, kind=kind, bureau=draft.bureau)
    made = Point(**({"name": draft.name, "kind": kind} | _changes(blank, draft, read, today)))
    if "listing" not in draft.fields:
        return made
    return replace(made, listing=draft.fields["listing"], listing_reason=draft.fields["listing_reason"])


def merged(point: Point, draft: Draft, read: ReadHours, today: date) -> Point:
    """The point with what the row says put over it; equal to `point` if the row says nothing new."""
    return replace(point, **_changes(point, draft, read, today))


def _changes(point: Point, draft: Draft, read: ReadHours, today: date) -> dict[str, Any]:
    said: Mapping[str, Any] = draft.fields
    changes: dict[str, Any] = {name: said[name] for name in _PLAIN if name in said}
    changes["bureau"] = point.bureau or draft.bureau
    if "kind" in said:
        changes["kind"] = said["kind"]
    elif point.kind is Kind.UNKNOWN and draft.kind:
        changes["kind"] = draft.kind
    if draft.district:
        changes |= _place(point, draft)
    if "hours" in said:
        changes["schedule"] = _schedule(point.schedule, said["hours"], read)
    if "amenities" in said:
        changes["amenities"] = {**point.amenities, **said["amenities"]}
    if "spaces" in said:
        changes["spaces"] = _spaces(point.spaces, said["spaces"], read)
    if "contacts" in said:
        changes["contacts"] = contacts(point.contacts, said["contacts"], draft.said)
    if "position" in said:
        changes["position"] = _position(point.position, said["position"], draft, today)
    booking = {ours: said[theirs] for theirs, ours in _BOOKING.items() if theirs in said}
    if booking:
        changes["booking"] = replace(point.booking, **booking)
    return changes


def _place(point: Point, draft: Draft) -> dict[str, str]:
    """District and sub-district; a sub-district that stands goes when the point turns out to be elsewhere."""
    stays = point.sub_district if point.district in ("", draft.district) else ""
    return {"district": draft.district, "sub_district": draft.sub_district or stays}


def same_words(one: str, other: str) -> bool:
    """Whether two texts of hours differ in nothing but spaces and full-width forms."""
    return "".join(normalize("NFKC", one).split()) == "".join(normalize("NFKC", other).split())


def _schedule(standing: Schedule, text: str, read: ReadHours) -> Schedule:
    return standing if standing.text and same_words(standing.text, text) else read(text)


def _spaces(
    standing: tuple[Space, ...], said: tuple[SpaceReading, ...], read: ReadHours
) -> tuple[Space, ...]:
    """The spaces that the cell lists; each keeps what stands of it and is not said anew."""
    known = {space.name: space for space in standing}
    spaces = []
    for reading in said:
        old = known.get(reading.name, Space(name=reading.name))
        hours = _schedule(old.schedule or Schedule(), reading.hours, read) if reading.hours else old.schedule
        spaces.append(replace(old, amenities={**old.amenities, **reading.amenities}, schedule=hours))
    return tuple(spaces)


def contacts(
    standing: tuple[Contact, ...], said: tuple[Contact, ...], columns: frozenset[str]
) -> tuple[Contact, ...]:
    """The contacts that the row states, with what stands of each kept where the roster has no column for
    it."""
    known = {contact.number: contact for contact in standing if contact.number}
    numbered = [_contact(known.get(contact.number), contact, columns) for contact in said if contact.number]
    named = [contact for contact in said if not contact.number]
    if "phone" not in columns:
        numbered = list(({c.number: c for c in numbered} | known).values())  # said may be one to book by
        told = {contact.name for contact in numbered}
        named = [contact for contact in named if contact.name not in told]
    if "contact" not in columns:
        named = [contact for contact in standing if not contact.number]
    return (*numbered, *named)


def _contact(old: Contact | None, new: Contact, columns: frozenset[str]) -> Contact:
    if old is None:
        return new
    name = new.name if "contact" in columns else old.name
    public = new.public if "contact_public" in columns else old.public
    return Contact(name=name, number=new.number, public=public)


def _position(old: Position | None, new: Position, draft: Draft, today: date) -> Position:
    """The position that stands after the row: see the law at the top."""
    if new.basis == _PIN:
        new = _confirmed(old, new, draft, today)
    if old is None:
        return new
    if old.confirmed_by and not new.confirmed_by:
        return old
    near = distance_m(old.latitude, old.longitude, new.latitude, new.longitude) < SAME_PLACE_M
    as_good = (old.basis, old.precision_m) == (new.basis, new.precision_m)
    return old if near and as_good else new


def _confirmed(old: Position | None, pin: Position, draft: Draft, today: date) -> Position:
    """A pin of the roster, with the person who answers for it."""
    by = pin.confirmed_by or draft.fields.get("checked_by") or "台账"
    on = pin.confirmed_on or draft.fields.get("checked_on") or (old and old.confirmed_on) or today
    return replace(pin, confirmed_by=by, confirmed_on=on)


def kept_pin(old: Point, draft: Draft) -> float | None:
    """How far (metres) the row's position lies from a confirmed pin that stays; None where nothing is at
    odds."""
    pin, said = old.position, draft.fields.get("position")
    if pin is None or said is None or not pin.confirmed_by or said.basis == _PIN:
        return None
    away = distance_m(pin.latitude, pin.longitude, said.latitude, said.longitude)
    return away if away > max(pin.precision_m, said.precision_m) else None
