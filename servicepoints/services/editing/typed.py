"""A form as it was typed: strings, to be cleaned or to be shown again as they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from servicepoints.domain.hours_grid import Grid, Season, Spans, Week, grid_of
from servicepoints.domain.hours_words import minute_words
from servicepoints.domain.points import Point, Schedule, ScheduleStatus
from servicepoints.domain.rules_text import parse_rules

TypedSpans = tuple[tuple[str, str], ...]
"""From and to of each span of a day."""

YES, NO, UNKNOWN = "yes", "no", ""
BY_TEXT, BY_GRID = "text", "grid"
SILENT, OFF, OPEN = "silent", "off", "open"
"""What a week says of public holidays."""

TEXTS = (
    "name", "address", "access_note", "parking_note", "booking_phone", "booking_link", "booking_note",
    "booking_note_date", "link_group", "valid_from", "valid_to", "source", "source_date", "note",
)  # fmt: skip
CHOICES = ("kind", "demonstration", "place", "audience", "free", "access", "booking_channel")


@dataclass(frozen=True, slots=True)
class TypedWeek:
    """Seven days, and holidays: `holidays` is SILENT, OFF or OPEN (then with spans)."""

    days: tuple[TypedSpans, ...] = ((),) * 7
    holidays: str = SILENT
    holiday_spans: TypedSpans = ()


@dataclass(frozen=True, slots=True)
class TypedSeason:
    """Months as numbers, and their week; days of theirs, or "" for whole months."""

    first: str = ""
    last: str = ""
    week: TypedWeek = field(default_factory=TypedWeek)
    first_day: str = ""
    last_day: str = ""


@dataclass(frozen=True, slots=True)
class TypedDate:
    """Dates, and their spans (none: closed)."""

    first: str = ""
    last: str = ""
    spans: TypedSpans = ()


@dataclass(frozen=True, slots=True)
class TypedGrid:
    """A weekly grid."""

    week: TypedWeek = field(default_factory=TypedWeek)
    seasons: tuple[TypedSeason, ...] = ()
    dates: tuple[TypedDate, ...] = ()


@dataclass(frozen=True, slots=True)
class TypedHours:
    """Hours in words or in a grid (`by`); `accepted` is the proposal that a person took."""

    by: str = BY_TEXT
    text: str = ""
    accepted: str = ""
    grid: TypedGrid = field(default_factory=TypedGrid)


@dataclass(frozen=True, slots=True)
class TypedContact:
    """A person or number, and whether 可公开 is ticked."""

    name: str = ""
    number: str = ""
    public: bool = False


@dataclass(frozen=True, slots=True)
class TypedSpace:
    """A space: amenities by key as YES or NO, hours in words."""

    name: str = ""
    amenities: Mapping[str, str] = field(default_factory=dict)
    hours: TypedHours = field(default_factory=TypedHours)


@dataclass(frozen=True, slots=True)
class Typed:
    """A whole form: TEXTS and CHOICES by name, and the rest."""

    fields: Mapping[str, str]
    amenities: Mapping[str, str] = field(default_factory=dict)
    hours: TypedHours = field(default_factory=TypedHours)
    spaces: tuple[TypedSpace, ...] = ()
    contacts: tuple[TypedContact, ...] = ()


def typed_of(point: Point) -> Typed:
    """The form of a point as it stands."""
    return Typed(
        fields=_fields(point),
        amenities=_states(point.amenities),
        hours=_hours(point.schedule),
        spaces=tuple(
            TypedSpace(s.name, _states(s.amenities), TypedHours(text=s.schedule.text if s.schedule else ""))
            for s in point.spaces
        ),
        contacts=tuple(TypedContact(c.name, c.number, c.public) for c in point.contacts),
    )


def grid_of_schedule(schedule: Schedule) -> Grid | None:
    """The grid of a schedule that was read, of a proposal to be looked at, or an empty one; None where only
    words will do."""
    rules = schedule.opening_hours if schedule.status is ScheduleStatus.READ else schedule.proposal
    return grid_of(parse_rules(rules)) if rules else Grid()


def typed_grid(grid: Grid) -> TypedGrid:
    """A grid as its cells are filled in."""
    return TypedGrid(
        _week(grid.week),
        tuple(map(_season, grid.seasons)),
        tuple(TypedDate(d.first.isoformat(), d.last.isoformat(), _spans(d.spans)) for d in grid.dates),
    )


def _season(season: Season) -> TypedSeason:
    first_day, last_day = (str(day or "") for day in (season.first_day, season.last_day))
    return TypedSeason(str(season.first), str(season.last), _week(season.week), first_day, last_day)


def _fields(point: Point) -> dict[str, str]:
    booking = point.booking
    return {
        "name": point.name,
        "kind": point.kind.value,
        "demonstration": point.demonstration.value,
        "place": f"{point.district}|{point.sub_district}",
        "address": point.address,
        "audience": point.audience.value,
        "free": _state(point.free),
        "access": point.access.value,
        "access_note": point.access_note,
        "parking_note": point.parking_note,
        "booking_channel": booking.channel.value,
        "booking_phone": booking.phone,
        "booking_link": booking.link,
        "booking_note": booking.note,
        "booking_note_date": _day(booking.note_date),
        "link_group": point.link_group,
        "valid_from": _day(point.valid_from),
        "valid_to": _day(point.valid_to),
        "source": point.source,
        "source_date": point.source_date,
        "note": point.note,
    }


def _hours(schedule: Schedule) -> TypedHours:
    return TypedHours(text=schedule.text, grid=typed_grid(grid_of_schedule(schedule) or Grid()))


def _week(week: Week) -> TypedWeek:
    said = SILENT if week.holidays is None else OPEN if week.holidays else OFF
    return TypedWeek(tuple(map(_spans, week.days)), said, _spans(week.holidays or ()))


def _spans(spans: Spans) -> TypedSpans:
    return tuple((minute_words(start), minute_words(end)) for start, end in spans)


def _states(amenities: Mapping[str, bool]) -> dict[str, str]:
    return {key: _state(has) for key, has in amenities.items()}


def _state(said: bool | None) -> str:
    return UNKNOWN if said is None else YES if said else NO


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
