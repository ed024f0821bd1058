"""The public holidays that are coming, and the points of which nobody has said how they are open on them."""

from dataclasses import dataclass
from datetime import date, timedelta

from servicepoints.domain.calendar import Calendar, DayType
from servicepoints.domain.points import Point
from servicepoints.domain.timeline import point_timeline

AHEAD_DAYS = 14
"""A holiday is asked about when it begins within so many days."""

_DAY = timedelta(days=1)
_SILENT = ("holiday", "unannounced")


@dataclass(frozen=True, slots=True)
class Break:
    """A public holiday (法定节假日) without gaps: its short name (国庆) and its days in order."""

    name: str
    days: tuple[date, ...]


def coming_breaks(calendar: Calendar, today: date) -> tuple[Break, ...]:
    """The breaks of which a day is still to come and the first is at most AHEAD_DAYS away, whole from today
    on."""
    found: list[Break] = []
    day, last = today, today + timedelta(days=AHEAD_DAYS)
    while day <= last:
        days: list[date] = []
        name = calendar.day(day).holiday
        while calendar.day(day).type is DayType.PUBLIC_HOLIDAY:
            days.append(day)
            day += _DAY
        if days:
            found.append(Break(name, tuple(days)))
        day += _DAY
    return tuple(found)


def is_silent(point: Point, breaks: tuple[Break, ...], today: date, calendar: Calendar) -> bool:
    """Whether the evaluator is uncertain of that point on a day of these breaks, for want of a word on
    holidays. What shuts it anyway (a suspension, the end of a pop-up) needs no word."""
    if not breaks:
        return False
    days = {(day - today).days for coming in breaks for day in coming.days}
    timeline = point_timeline(point, today, max(days) + 1, calendar)
    return any(
        reason in _SILENT and any(start < (day + 1) * 1440 and day * 1440 < end for day in days)
        for start, end, reason, _ in timeline.uncertain
    )
