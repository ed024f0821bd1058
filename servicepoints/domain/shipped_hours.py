"""The coming days of a point as words with the minute from which each holds: for a phone without a network.

A phone knows no laws of hours. It is given, out of the one evaluator, what the badge says from which minute
on, and finds the last line that has begun; after the last nothing is known, which is what the last one says.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from servicepoints.domain.calendar import Calendar
from servicepoints.domain.doors import NOBODY_CAME, Door
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.point_hours import PointHours, point_hours
from servicepoints.domain.points import Point
from servicepoints.domain.status import State, at_door, status_in
from servicepoints.domain.status_words import status_words
from servicepoints.domain.timeline import HORIZON_DAYS, Timeline
from servicepoints.domain.wording import PAST_KNOWN

SHIPPED_DAYS = 3
"""The day on which it is made, and the next two, to their last midnight."""

_DAY = 1440
_WEEK = 7 * _DAY
_TOLD_APART = (0, 10 * 60, 15 * 60)
"""Minutes of a day from which the same status has other words: 明天 is today, a break is one over noon."""


class Said(NamedTuple):
    """From this minute on, counted from 1970 (UTC), the state is this and the badge says that."""

    minute: int
    state: str
    words: str


def shipped_hours(
    point: Point, calendar: Calendar, made: datetime, door: Door = NOBODY_CAME, days: int = SHIPPED_DAYS
) -> tuple[Said, ...]:
    """What the badge of a point says from `made` (aware) on, as far as it is shipped: at any minute in
    between the last line that has begun says what `status_words` would. The last line says that nobody
    knows."""
    made = made.astimezone(TIMEZONE).replace(second=0, microsecond=0)
    said = [one for day in range(days) for one in _of_day(point, calendar, made, door, day)]
    midnight = made.replace(hour=0, minute=0) + timedelta(days=days)
    said.append(Said(epoch_minute(midnight), State.UNKNOWN.value, PAST_KNOWN))
    return (said[0], *(one for before, one in pairwise(said) if before[1:] != one[1:]))


def epoch_minute(at: datetime) -> int:
    """The minutes from 1970 (UTC) to a moment (aware)."""
    return int(at.timestamp()) // 60


def _of_day(point: Point, calendar: Calendar, made: datetime, door: Door, ahead: int) -> Iterator[Said]:
    midnight = made.replace(hour=0, minute=0) + timedelta(days=ahead)
    hours = point_hours(point, midnight.date(), HORIZON_DAYS, calendar)
    begin = hours.whole.minute(made) if ahead == 0 else 0
    turns = {begin, *_TOLD_APART, *_turns(hours), *_door_turns(door, midnight.date())}
    for minute in sorted(turn for turn in turns if begin <= turn < _DAY):
        at = midnight + timedelta(minutes=minute)
        status = at_door(status_in(hours, at), door.seen(at))
        yield Said(epoch_minute(at), status.state.value, status_words(status, at))


def _turns(hours: PointHours) -> Iterator[int]:
    """The minutes at which a status may become another: where anything begins or ends, and where it comes
    into the week that is looked ahead."""
    parts = [*hours.alone, *(part for parts in hours.by_need for part in parts)]
    timelines = {id(t): t for t in (hours.whole, hours.own, *(part.timeline for part in parts)) if t}
    for edge in _edges(timelines.values()):
        yield from (edge, edge - _WEEK, edge - _WEEK + 1)


def _edges(timelines: Iterable[Timeline]) -> Iterator[int]:
    for timeline in timelines:
        spans = [*timeline.open, *(s[:2] for s in timeline.uncertain), *(s[:2] for s in timeline.shut)]
        yield from (edge for span in spans for edge in span)


def _door_turns(door: Door, day: date) -> Iterator[int]:
    """The minutes of a day at which what couriers said of a door begins to hold, or no longer does."""
    for at in (door.shut_at, door.shut_until, door.doubted_at, door.doubted_until):
        if at is not None:
            local = at.astimezone(TIMEZONE)
            minute = (local.date() - day).days * _DAY + local.hour * 60 + local.minute
            yield from (minute, minute + 1)
