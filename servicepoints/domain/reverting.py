"""Taking a change of a point back as a new change, however much was changed after it.

Fields that only make sense together go back together: a reading without its text, a latitude without its
longitude or a date without who looked would be a point that never stood.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from servicepoints.domain.points import Point
from servicepoints.domain.records import Record, point_of, record_of

What = Mapping[str, tuple[Any, Any]]
"""{field of the record: (old, new)}, dates and times perhaps in ISO 8601."""

_TOGETHER = (
    ("hours_text", "opening_hours", "hours_status", "hours_proposal", "hours_reasons"),
    ("latitude", "longitude", "precision_m", "position_basis", "confirmed_by", "confirmed_on"),
    ("listing", "suspended_until", "listing_reason"),
    ("checked_on", "checked_by"),
    ("booking_note", "booking_note_date"),
    ("district", "sub_district"),
    ("valid_from", "valid_to"),
)
_UNIT = {name: unit for unit in _TOGETHER for name in unit}


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A point with a change taken back.

    `what`: {field: (as it stands, as it becomes)}, only what differs. `changed_since`: those of the fields
    that were changed again after that change; taking it back overwrites what was said then.
    """

    point: Point
    what: What
    changed_since: tuple[str, ...]


def take_back(point: Point, change: What, later: Sequence[What], *, spare: bool = False) -> TakenBack:
    """The point as if `change` had not been made; `later` are the changes after it, oldest first.

    With `spare`, what was changed again since stays as it stands.
    """
    now = record_of(point)
    units = dict.fromkeys(_UNIT.get(name, (name,)) for name in change if name in now)
    back: Record = {}
    since: list[str] = []
    for unit in units:
        before = {name: _before(name, change, later, now) for name in unit}
        if all(_same(now[name], value) for name, value in before.items()):
            continue  # somebody took it back before
        touched = [name for name in unit if not _same(now[name], _after(name, change, later, now))]
        since += touched
        if not (touched and spare):
            back |= before
    what = {name: (now[name], value) for name, value in back.items() if not _same(now[name], value)}
    return TakenBack(point_of(now | {name: new for name, (_, new) in what.items()}), what, tuple(since))


def _before(name: str, change: What, later: Iterable[What], now: Record) -> Any:
    return change[name][0] if name in change else _after(name, change, later, now)


def _after(name: str, change: What, later: Iterable[What], now: Record) -> Any:
    """What the field was when the change had been made."""
    if name in change:
        return change[name][1]
    return next((what[name][0] for what in later if name in what), now[name])


def _same(one: Any, other: Any) -> bool:
    return bool(_plain(one) == _plain(other))


def _plain(value: Any) -> Any:
    """A moment in whatever offset, a date, a list: as it compares with what history keeps."""
    if isinstance(value, str) and "T" in value:
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return value
    if isinstance(value, datetime):
        return value.timestamp()
    return value.isoformat() if isinstance(value, date) else value
