"""The holidays and make-up days that are coming, and the points of which nobody has said how they are open on
them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from servicepoints.domain.calendar import Calendar, DayType
from servicepoints.domain.points import Point
from servicepoints.domain.timeline import point_timeline

MAKE_UP_WORDS = "调休上班日"
AHEAD_DAYS = 14
"""A holiday is asked about when it begins within so many days."""

_DAY = timedelta(days=1)
_SILENT = ("holiday", "unannounced")


@dataclass(frozen=True, slots=True)
class Break:
    """Days in a row that need a decision: of a holiday (国庆), or a make-up workday. `announced` is whether
    its whole arrangement is known; without it only the statutory days are."""

    name: str
    days: tuple[date, ...]
    announced: bool = True

    @property
    def is_holiday(self) -> bool:
        """Whether people are off on these days; else it is a weekend day worked."""
        return self.name != MAKE_UP_WORDS


def coming_breaks(calendar: Calendar, first: date, days: int) -> list[Break]:
    """The breaks and make-up days that begin at most so many days after `first`, in order; a break that has
    begun is among them with the days that are left."""
    found: list[Break] = []
    day = first
    while day <= first + timedelta(days=days):
        run = _run(calendar, day)
        if run is not None:
            found.append(run)
            day = run.days[-1]
        day += _DAY
    return found


def _run(calendar: Calendar, day: date) -> Break | None:
    """The break that this day begins, or None for an ordinary day."""
    known = calendar.day(day)
    if known.type is DayType.MAKE_UP:
        return Break(MAKE_UP_WORDS, (day,))
    if known.type is not DayType.PUBLIC_HOLIDAY:
        return None
    days = [day]
    while (after := calendar.day(days[-1] + _DAY)).type is DayType.PUBLIC_HOLIDAY:
        days.append(after.date)
    round_it = (calendar.day(d) for d in (days[0] - _DAY, days[-1] + _DAY))
    return Break(known.holiday, tuple(days), all(d.type is not DayType.UNANNOUNCED for d in round_it))


def is_silent(point: Point, breaks: Sequence[Break], today: date, calendar: Calendar) -> bool:
    """Whether the evaluator is uncertain of that point on a day of these breaks, for want of a word on
    them. What shuts it anyway (a suspension, the end of a pop-up) needs no word."""
    if not breaks:
        return False
    days = {(day - today).days for coming in breaks for day in coming.days}
    timeline = point_timeline(point, today, max(days) + 1, calendar)
    return any(
        reason in _SILENT and any(start < (day + 1) * 1440 and day * 1440 < end for day in days)
        for start, end, reason, _ in timeline.uncertain
    )
