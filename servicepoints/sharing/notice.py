"""What a group notice (群通知) says of a point and of a session; `digest` lays it out.

It lives in a group for days: dates, never 今天. What is said of hours is what the evaluator says; what nobody
has read yet is 时间待核实.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.booking_words import WELCOME_WORDS, channel_words, places_words, session_words
from servicepoints.domain.bookings import Places, PlacesState
from servicepoints.domain.calendar import Calendar, DayType
from servicepoints.domain.digests import last_day
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.hours_words import (
    DayWords,
    date_words,
    schedule_words,
    space_words,
    space_words_on,
    stretch_words,
    week,
)
from servicepoints.domain.offerings import Offering, Session, Welcome
from servicepoints.domain.points import Access, Audience, Channel, Listing, Point, ScheduleStatus
from servicepoints.domain.status_words import NOT_TOLD, clock
from servicepoints.domain.timeline import point_timeline
from servicepoints.domain.wording import access_words, audience_words, booking_words, labels

HOURS_WAITING = "时间待核实"
_MOST_LABELS = 4


@dataclass(frozen=True, slots=True)
class Said:
    """What a notice says of one point: the lines of its entry, how it is booked, and what to mind in these
    days."""

    entry: tuple[str, ...]
    booking: str = ""
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Activity:
    """What a notice says of one session: what and when, and how it is booked. `at` is its point's place among
    the points of the notice, from 0."""

    at: int
    what: str
    how: str


def activity_of(
    at: int, offering: Offering, session: Session, places: Places, counted_at: datetime
) -> Activity:
    """What a notice says of a session, its places as they were counted at a moment."""
    what = _one_line(f"{session_words(session)} {offering.title}")
    if places.state is PlacesState.LEFT:
        counted = counted_at.astimezone(TIMEZONE)
        how = f"{places_words(places, session, offering.kind)}名额（{counted.day}日{clock(counted)}）"
    elif offering.welcome is Welcome.INVITED:
        how = WELCOME_WORDS[Welcome.INVITED]
    else:
        how = places_words(places, session, offering.kind) or channel_words(offering)
    return Activity(at, what, how)


def said_of(point: Point, first: date, days: int, calendar: Calendar, vocabulary: Vocabulary) -> Said:
    """What the notice of so many days from `first` says of a published point: of one day its hours on that
    date, of more its schedule and then the dates on which it differs."""
    offers = "、".join(labels((k for k in vocabulary if point.has(k)), vocabulary)[:_MOST_LABELS])
    lines = (
        "｜".join(part for part in (point.name, point.address) if part),
        _hours(point, first, days, calendar),
        _beside(point, first, days, calendar),
        "｜".join(part for part in (offers, _entering(point)) if part),
    )
    cautions = [*_limits(point, first, days), *(_holidays(point, first, days, calendar) if days > 1 else ())]
    return Said(tuple(_one_line(line) for line in lines if line), _booking(point), tuple(cautions))


def note_of(point: Point, first: date, days: int) -> str:
    """What keeps a point shut in these days, under its own name: for one that is no further told of."""
    return _one_line("，".join([point.name, *_limits(point, first, days)]))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _hours(point: Point, first: date, days: int, calendar: Calendar) -> str:
    if days == 1:
        shut = point_timeline(point, first, 1, calendar).shut
        said = [day.told for day in week(point.schedule, first, calendar, shut, 1)]
    else:
        said = list(schedule_words(point.schedule, first, calendar))
    silent = point.schedule.status is ScheduleStatus.NONE
    return "，".join(said) or (silent and _of_spaces(point, first, days, calendar)) or HOURS_WAITING


def _beside(point: Point, first: date, days: int, calendar: Calendar) -> str:
    """The hours of spaces that keep their own, beside those of the point: the corner that never closes."""
    silent = point.schedule.status is ScheduleStatus.NONE
    return "" if silent else _of_spaces(point, first, days, calendar)


def _of_spaces(point: Point, first: date, days: int, calendar: Calendar) -> str:
    if days > 1:
        return "；".join(space_words(point, first, calendar))
    shut = point_timeline(point, first, 1, calendar).shut
    return "；".join(space_words_on(point, first, calendar, shut))


def _entering(point: Point) -> str:
    who = "" if point.audience is Audience.UNKNOWN else audience_words(point.audience)
    how = "" if point.access is Access.UNKNOWN else access_words(point.access)
    return "，".join(part for part in (who, how) if part)


def _booking(point: Point) -> str:
    booking = point.booking
    if booking.channel in (Channel.UNKNOWN, Channel.WALK_IN):
        return ""
    dated = f"（{booking.note_date.month}月{booking.note_date.day}日的说明）" if booking.note_date else ""
    note = _one_line(booking.note)
    return booking_words(booking) + (f"，{note}{dated}" if note else "")


def _limits(point: Point, first: date, days: int) -> list[str]:
    """What keeps it shut in these days apart from its schedule, with dates."""
    said = []
    until = point.suspended_until and point.suspended_until.astimezone(TIMEZONE)
    if point.listing is Listing.SUSPENDED and (until is None or until.date() >= first):
        said.append(f"临时关门，{date_words(until.date())}{clock(until)}再开" if until else "临时关门")
    if point.valid_from and point.valid_from > first:
        said.append(f"{date_words(point.valid_from)}起")
    if point.valid_to and point.valid_to <= last_day(first, days):
        said.append(f"只到{date_words(point.valid_to)}")
    return said


def _holidays(point: Point, first: date, days: int, calendar: Calendar) -> list[str]:
    """How it is open on the days of a holiday, or that nobody has said so yet."""
    shut = point_timeline(point, first, days, calendar).shut
    found = [d for d in week(point.schedule, first, calendar, shut, days) if d.holiday]
    return [words for _, run in groupby(found, key=lambda d: d.holiday) for words in _holiday(run, calendar)]


def _holiday(days: Iterable[DayWords], calendar: Calendar) -> list[str]:
    """The certain days of one holiday with their hours; in one breath, and once, that nobody has said how it
    is open on the others. On days that may yet be ordinary ones, what is certain is what is usual."""
    runs = [list(run) for _, run in groupby(days, key=lambda d: (d.hours, _may_be_ordinary(d, calendar)))]
    told = [_stretch(run) for run in runs if run[0].certain and not _may_be_ordinary(run[0], calendar)]
    silent = list(dict.fromkeys(run[0].hours for run in runs if not run[0].certain))
    if told and silent:
        return [*told[:-1], f"{told[-1]}，前后几天{NOT_TOLD}"]
    return told or silent


def _may_be_ordinary(day: DayWords, calendar: Calendar) -> bool:
    return calendar.day(day.date).type is DayType.UNANNOUNCED


def _stretch(run: Sequence[DayWords]) -> str:
    return f"{run[0].holiday}{stretch_words(run[0].date, run[-1].date)}{run[0].hours}"
