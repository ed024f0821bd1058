"""The hours of an ordinary week, one answer for each: what counts by hour of the week is compared with.

An hour is judged at its middle: who sets out then and rides so long finds it open for long enough, or not.
"""

from dataclasses import replace
from datetime import date, timedelta

from servicepoints.domain.calendar import Calendar, DayType
from servicepoints.domain.demand import HOURS
from servicepoints.domain.point_hours import point_hours
from servicepoints.domain.points import Point
from servicepoints.domain.rules import Span, merge
from servicepoints.domain.timeline import Timeline, is_open

_DAY = 1440
_MIDDLE = 30
_DAYS = 9
"""The Sunday before, whose night shift reaches into Monday; the week; the Monday after."""

_ORDINARY = (*[DayType.WORKDAY] * 5, *[DayType.REST_DAY] * 2)


def ordinary_monday(month: str, calendar: Calendar) -> date:
    """The Monday of the last week of a month (2026-11) that lies in it and has five plain workdays and two
    days of rest; if there is none, of the last that lies in it."""
    first = date.fromisoformat(f"{month}-01")
    days = (first + timedelta(days=n) for n in range(25))
    mondays = [d for d in days if d.weekday() == 0 and (d + timedelta(days=6)).month == first.month]
    plain = (monday for monday in reversed(mondays) if _is_ordinary(monday, calendar))
    return next(plain, mondays[-1])


def week_of(point: Point, monday: date, calendar: Calendar) -> Timeline:
    """When a point is open from the Sunday before that Monday to the Monday after."""
    return point_hours(point, monday - timedelta(days=1), _DAYS, calendar).whole


def usable_hours(week: Timeline, ride_minutes: int, least_minutes: int) -> tuple[bool, ...]:
    """For each of the 168 hours from Monday on, whether who sets out at its middle can use it."""
    return tuple(
        is_open(week, _DAY + hour * 60 + _MIDDLE + ride_minutes, max(1, least_minutes))
        for hour in range(HOURS)
    )


def open_until(week: Timeline, until: int) -> Timeline:
    """The same as if on every day on which it opens it stayed open until that minute of the day (1440: round
    the clock, from that day's midnight to the next)."""
    return replace(week, open=merge((*week.open, *_longer(week, until))))


def _longer(week: Timeline, until: int) -> list[Span]:
    added: list[Span] = []
    for day in range(week.days):
        begin, end = day * _DAY, (day + 1) * _DAY
        opened = [span for span in week.open if begin <= span[0] < end]
        if not opened:
            continue
        if until >= _DAY:
            added.append((begin, end))
        elif (closes := max(span[1] for span in opened)) < begin + until:
            added.append((closes, begin + until))
    return added


def _is_ordinary(monday: date, calendar: Calendar) -> bool:
    return all(calendar.day(monday + timedelta(days=n)).type is kind for n, kind in enumerate(_ORDINARY))
