"""How a point is open in a coming holiday: what its schedule leaves open, and a person's decision about it.

A decision becomes rules that name their dates, behind the schedule's own; its words stay as the roster has
them, so the same roster read again changes nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum

from servicepoints.domain.calendar import Calendar, DayType
from servicepoints.domain.hours import OpeningHours
from servicepoints.domain.points import Schedule, ScheduleStatus
from servicepoints.domain.rules import DateRange, MonthDay, Rule, Span

_DAY = timedelta(days=1)


class Decision(StrEnum):
    """What holds on the days of a break: shut, as on an ordinary such weekday, or the same hours each day."""

    CLOSED = "closed"
    AS_USUAL = "as_usual"
    HOURS = "hours"


def undecided(schedule: Schedule | None, days: Iterable[date], calendar: Calendar) -> tuple[date, ...]:
    """Those of the days of which a schedule that was read says nothing certain."""
    if schedule is None or schedule.status is not ScheduleStatus.READ or not schedule.opening_hours:
        return ()
    hours = OpeningHours.parse(schedule.opening_hours)
    return tuple(day for day in days if not hours.spans_on(day, calendar).certain)


def decided(
    opening_hours: str, days: Sequence[date], decision: Decision, spans: tuple[Span, ...] = ()
) -> str:
    """The schedule with the decision for these days put behind it; exceptions that lie before them are left
    out. `spans` (minutes) are those of Decision.HOURS."""
    hours = OpeningHours.parse(opening_hours)
    standing = tuple(rule for rule in hours.rules if not _over(rule, min(days)))
    by_day = {day: _spans(hours, day, decision, spans) for day in sorted(days)}
    return str(OpeningHours((*standing, *_dated(by_day))))


def _spans(hours: OpeningHours, day: date, decision: Decision, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    if decision is Decision.CLOSED:
        return ()
    return usual(hours, day) if decision is Decision.AS_USUAL else spans


def usual(hours: OpeningHours, day: date) -> tuple[Span, ...]:
    """What would start on that date, were it no holiday nor a make-up day."""
    plain = DayType.REST_DAY if day.weekday() >= 5 else DayType.WORKDAY
    return hours.spans_on(day, Calendar({day: (plain, "")})).spans


def _dated(by_day: dict[date, tuple[Span, ...]]) -> Iterable[Rule]:
    """One rule for each run of days with the same hours."""
    days = list(by_day)
    start = 0
    for i, day in enumerate(days):
        last = i + 1 == len(days)
        if last or days[i + 1] != day + _DAY or by_day[days[i + 1]] != by_day[day]:
            yield Rule(by_day[day], dates=(DateRange(_on(days[start]), _on(day)),))
            start = i + 1


def _on(day: date) -> MonthDay:
    return MonthDay(day.year, day.month, day.day)


def _over(rule: Rule, first: date) -> bool:
    """Whether all dates that a rule names lie before that day, years and all."""
    return bool(rule.dates) and all(
        d.last.year and d.last.day and d.last.on_calendar() < first for d in rule.dates
    )
