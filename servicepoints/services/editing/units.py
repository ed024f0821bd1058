"""What of a point is changed as one: a field, an amenity, the schedule. Two editors collide only in a unit.

A unit is called like its field of the record; `place` is district and sub-district, `validity` the first and
the last day, `schedule` all that is known of the hours, `amenity:<key>` one amenity. `said` has a unit's
words at the desk, `told` as a courier is told them.
"""

from collections.abc import Mapping
from datetime import date

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.hours_grid import grid_of
from servicepoints.domain.hours_grid_words import grid_words
from servicepoints.domain.hours_words import schedule_words
from servicepoints.domain.points import Point, Schedule, ScheduleStatus
from servicepoints.domain.records import Record, record_of
from servicepoints.domain.rules_text import parse_rules
from servicepoints.domain.wording import (
    ACCESS_WORDS,
    AUDIENCE_WORDS,
    CHANNEL_WORDS,
    DEMONSTRATION_WORDS,
    FREE_WORDS,
    HOURS_UNKNOWN,
    KIND_WORDS,
)
from servicepoints.services.importing.words import label
from servicepoints.sheets.space_cells import write_spaces

AMENITY = "amenity:"
HAS_WORDS: Mapping[bool | None, str] = {True: "有", False: "没有", None: "没核实"}
NOTHING = "（空）"

_LABELS = {"place": "区和街道", "schedule": "开放时间", "validity": "有效期"}
PARTS: Mapping[str, tuple[str, ...]] = {
    "place": ("district", "sub_district"),
    "schedule": ("hours_text", "opening_hours", "hours_status", "hours_proposal", "hours_reasons"),
    "validity": ("valid_from", "valid_to"),
}
"""The fields of the record that go together."""

PLAIN = (
    "name", "kind", "demonstration", "address", "audience", "free", "access", "access_note", "parking_note",
    "spaces", "contacts", "booking_channel", "booking_phone", "booking_link", "booking_note",
    "booking_note_date", "link_group", "validity", "source", "source_date", "note", "bureau",
)  # fmt: skip


def units(vocabulary: Vocabulary) -> tuple[str, ...]:
    """All units, in the order of the page."""
    before, after = PLAIN[:3], PLAIN[3:]
    amenities = (AMENITY + key for key in vocabulary)
    return (*before, "place", *after[:6], "schedule", *amenities, *after[6:])


def value(unit: str, record: Record) -> object:
    """What a record has of a unit, to be compared."""
    if unit.startswith(AMENITY):
        return record["amenities"].get(unit.removeprefix(AMENITY))
    return tuple(record[name] for name in PARTS.get(unit, (unit,)))


def put(unit: str, source: Record, into: Record) -> None:
    """Carries a unit from one record into another."""
    if unit.startswith(AMENITY):
        key = unit.removeprefix(AMENITY)
        kept = {k: has for k, has in into["amenities"].items() if k != key}
        if key in source["amenities"]:
            kept[key] = source["amenities"][key]
        into["amenities"] = dict(sorted(kept.items()))
        return
    for name in PARTS.get(unit, (unit,)):
        into[name] = source[name]


def changed(before: Point, after: Point, vocabulary: Vocabulary) -> list[str]:
    """The units in which two points differ."""
    old, new = record_of(before), record_of(after)
    return [unit for unit in units(vocabulary) if value(unit, old) != value(unit, new)]


def name_of(unit: str, vocabulary: Vocabulary) -> str:
    """What a unit is called: 设施：热水, 开放时间."""
    if unit.startswith(AMENITY):
        return f"设施：{vocabulary.label(unit.removeprefix(AMENITY))}"
    return _LABELS.get(unit) or label(unit)


def said(unit: str, point: Point, vocabulary: Vocabulary) -> str:
    """The words of a unit at the desk."""
    if unit.startswith(AMENITY):
        return HAS_WORDS[point.amenities.get(unit.removeprefix(AMENITY))]
    match unit:
        case "place":
            return f"{point.district}{point.sub_district}" or NOTHING
        case "schedule":
            return _schedule_said(point.schedule)
        case "validity":
            return _validity_said(point)
        case "spaces":
            return write_spaces(point.spaces, vocabulary) or NOTHING
        case "contacts":
            return _contacts_said(point)
        case _:
            return _plain(unit, point)


def told(unit: str, point: Point, vocabulary: Vocabulary, today: date, calendar: Calendar) -> str:
    """The words of a unit as couriers have them; of a point as it is published."""
    match unit:
        case "schedule":
            return _schedule_told(point.schedule, today, calendar)
        case "contacts":
            return "、".join(contact.number for contact in point.contacts) or NOTHING
        case "spaces":
            return "｜".join(
                _space_told(point, i, vocabulary, today, calendar) for i in range(len(point.spaces))
            )
        case _:
            return said(unit, point, vocabulary)


def _plain(unit: str, point: Point) -> str:
    words = {
        "kind": KIND_WORDS[point.kind],
        "demonstration": DEMONSTRATION_WORDS[point.demonstration],
        "audience": AUDIENCE_WORDS[point.audience],
        "access": ACCESS_WORDS[point.access],
        "free": FREE_WORDS[point.free],
        "booking_channel": CHANNEL_WORDS[point.booking.channel],
    }
    return words.get(unit) or str(record_of(point)[unit] or NOTHING)


def _schedule_said(schedule: Schedule) -> str:
    if not schedule.text:
        return NOTHING
    unread = schedule.status is ScheduleStatus.REVIEW
    return f"{schedule.text}（没读懂，{HOURS_UNKNOWN}）" if unread else schedule.text


def _schedule_told(schedule: Schedule, today: date, calendar: Calendar) -> str:
    if schedule.status is not ScheduleStatus.READ or not schedule.opening_hours:
        return f"{HOURS_UNKNOWN}（原文：{schedule.text}）" if schedule.text else HOURS_UNKNOWN
    grid = grid_of(parse_rules(schedule.opening_hours))
    return grid_words(grid) if grid else "，".join(schedule_words(schedule, today, calendar))


def _space_told(point: Point, i: int, vocabulary: Vocabulary, today: date, calendar: Calendar) -> str:
    space = point.spaces[i]
    has = "、".join(
        f"{'' if there else '无'}{vocabulary.label(key)}" for key, there in space.amenities.items()
    )
    hours = _schedule_told(space.schedule, today, calendar) if space.schedule else ""
    return space.name + "".join(f"，{part}" for part in (has, hours) if part)


def _validity_said(point: Point) -> str:
    first = f"{point.valid_from}起" if point.valid_from else ""
    last = f"到{point.valid_to}为止" if point.valid_to else ""
    return "，".join(filter(None, (first, last))) or NOTHING


def _contacts_said(point: Point) -> str:
    lines = (
        f"{' '.join(filter(None, (c.name, c.number)))}（{'公开' if c.public else '不公开'}）"
        for c in point.contacts
    )
    return "、".join(lines) or NOTHING
