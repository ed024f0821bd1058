"""What undoing an import would bring back at one point, and what newer stands against it. Pure.

Fields that only make sense together go together: whoever placed the pin anew, placed it for the address that
stood then. What a machine made of the import's own words (a position for its address) goes back with them;
what a person did, or said to be right, stands against it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from servicepoints.domain.points import Listing, Point
from servicepoints.domain.records import point_of, record_of
from servicepoints.register.revisions import Difference, Revision, difference
from servicepoints.services.importing.planning import UNDONE

_TOGETHER = (
    frozenset({"hours_text", "opening_hours", "hours_status", "hours_proposal", "hours_reasons"}),
    frozenset(
        {"address", "district", "sub_district", "latitude", "longitude", "precision_m", "position_basis"}
        | {"confirmed_by", "confirmed_on"}
    ),
    frozenset({"booking_note", "booking_note_date"}),
    frozenset({"valid_from", "valid_to"}),
    frozenset({"listing", "suspended_until", "listing_reason"}),
)
_CHECK = frozenset({"checked_on", "checked_by"})
_AMENITY = "amenities:"
Flat = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reversal:
    """A point as it stands and as it would be; `after` is `before` where nothing has to change."""

    before: Point
    after: Point

    @property
    def changes(self) -> Difference:
        """{field: (as it stands, as it would be)}"""
        return difference(record_of(self.before), record_of(self.after))

    @property
    def withdraws(self) -> bool:
        """Whether it is a new point that goes."""
        return self.after.listing is Listing.WITHDRAWN and self.before.listing is not Listing.WITHDRAWN


@dataclass(frozen=True, slots=True)
class Against:
    """Something newer: at which point, in which fields of its record, and whose."""

    code: str
    name: str
    fields: tuple[str, ...]
    by: str


def reversal(point: Point, revisions: Sequence[Revision]) -> Reversal | Against:
    """What undoing the first of these revisions (later ones follow, oldest first) makes of the point."""
    of_import, later = revisions[0], revisions[1:]
    by_people = [revision for revision in later if not revision.actor.is_machine]
    if of_import.revision == 1:
        return _gone(point, by_people)
    now = _flat(record_of(point))
    then = _before(now, later)
    old = {name: pair[0] for name, pair in _flat_what(of_import.what).items()}
    peoples = {name for revision in by_people for name in _flat_what(revision.what)}
    wanted, against = dict(now), []
    for name in sorted(_touched(old) | _CHECK):
        target = old[name] if name in old else then.get(name)
        if now.get(name) == target:
            continue
        if name in peoples and now.get(name) != then.get(name):
            against.append(name)
        else:
            wanted[name] = target
    if against:
        return _against(point, against, by_people)
    return Reversal(point, point_of(_record(wanted)))


def _gone(point: Point, by_people: Sequence[Revision]) -> Reversal | Against:
    if point.listing is Listing.WITHDRAWN:
        return Reversal(point, point)
    if by_people:
        return _against(point, [name for r in by_people for name in r.what], by_people)
    gone = replace(point, listing=Listing.WITHDRAWN, listing_reason=UNDONE, suspended_until=None)
    return Reversal(point, gone)


def _against(point: Point, names: Iterable[str], by_people: Sequence[Revision]) -> Against:
    fields = dict.fromkeys(name.partition(":")[0] for name in names)
    return Against(point.code, point.name, tuple(fields), by_people[-1].actor.name)


def _touched(names: Iterable[str]) -> frozenset[str]:
    """The names, with all that go together with one of them."""
    found = frozenset(names)
    return found.union(*(group for group in _TOGETHER if group & found))


def _before(now: Flat, later: Sequence[Revision]) -> Flat:
    """What stood before those later revisions."""
    then = dict(now)
    for revision in reversed(later):
        then |= {name: pair[0] for name, pair in _flat_what(revision.what).items()}
    return then


def _flat(record: Mapping[str, Any]) -> Flat:
    """A record with a field an amenity, and dates as revisions keep them."""
    flat = {name: _plain(value) for name, value in record.items() if name != "amenities"}
    return flat | {_AMENITY + key: has for key, has in record["amenities"].items()}


def _record(flat: Flat) -> Flat:
    """The record of such fields."""
    has = {
        name.removeprefix(_AMENITY): value
        for name, value in flat.items()
        if name.startswith(_AMENITY) and value is not None
    }
    return {name: value for name, value in flat.items() if not name.startswith(_AMENITY)} | {"amenities": has}


def _flat_what(what: Difference) -> dict[str, tuple[Any, Any]]:
    """A revision's changes with a field an amenity."""
    flat = {name: (_plain(old), _plain(new)) for name, (old, new) in what.items() if name != "amenities"}
    old, new = what.get("amenities", ({}, {}))
    changed = [key for key in {**old, **new} if old.get(key) is not new.get(key)]
    return flat | {_AMENITY + key: (old.get(key), new.get(key)) for key in changed}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
