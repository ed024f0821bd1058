"""A schedule in words: seven days by date, the spaces with hours of their own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.hours import OpeningHours
from servicepoints.domain.points import Point, Schedule, ScheduleStatus
from servicepoints.domain.status import status_at
from servicepoints.domain.status_words import WEEKDAYS, status_words, unknown_words
from servicepoints.domain.wording import labels
from servicepoints.web.courier.cards import state_style

DAYS = 7
_PAUSES = re.compile(r"[，；;\n]+")


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day: 11月24日 周二 (with its holiday), and when it is open."""

    date: str
    hours: str
    today: bool


@dataclass(frozen=True, slots=True)
class SpaceView:
    """A part of a point: what it has, and its own hours if it keeps any."""

    name: str
    has: str
    state: str
    status: str
    week: tuple[DayLine, ...]
    text: str


def week_view(schedule: Schedule, first: date, calendar: Calendar) -> tuple[DayLine, ...]:
    """The seven days from `first` on, one line each; () where the schedule could not be read."""
    if schedule.status is not ScheduleStatus.READ or not schedule.opening_hours:
        return ()
    hours = OpeningHours.parse(schedule.opening_hours)
    lines = []
    for i in range(DAYS):
        day = first + timedelta(days=i)
        spans = hours.spans_on(day, calendar)
        said = _spans(spans.spans) if spans.certain else unknown_words(spans.reason, spans.holiday)
        holiday = calendar.day(day).holiday
        words = f"{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}" + (f" {holiday}" if holiday else "")
        lines.append(DayLine(words, said, i == 0))
    return tuple(lines)


def space_views(
    point: Point, at: datetime, calendar: Calendar, vocabulary: Vocabulary
) -> tuple[SpaceView, ...]:
    """The spaces of a point. One without hours of its own says none: the point's hold."""
    views = []
    for space in point.spaces:
        has = "、".join(labels((key for key, there in space.amenities.items() if there), vocabulary))
        if space.schedule is None:
            views.append(SpaceView(space.name, has, "", "", (), ""))
            continue
        status = status_at(space.schedule, at, calendar)
        week = week_view(space.schedule, at.date(), calendar)
        said = status_words(status, at)
        views.append(SpaceView(space.name, has, state_style(status, None), said, week, space.schedule.text))
    return tuple(views)


def hours_lines(point: Point) -> tuple[str, ...]:
    """The schedule in the roster's own words, cut where it pauses; () where it has none."""
    return tuple(part.strip() for part in _PAUSES.split(point.schedule.text) if part.strip())


def _spans(spans: Sequence[tuple[int, int]]) -> str:
    if not spans:
        return "不开"
    if spans == ((0, 1440),):
        return "24小时"
    return "，".join(f"{_clock(start)}–{_clock(end)}" for start, end in spans)


def _clock(minutes: int) -> str:
    if minutes <= 1440:
        return f"{minutes // 60}:{minutes % 60:02}"
    return f"次日{minutes // 60 - 24}:{minutes % 60:02}"
