"""How a point is open in a coming holiday: what its schedule leaves open, and a person's decision about it.

A decision becomes rules that name their dates, behind the schedule's own; its words stay as the roster has
them, so the same roster read again changes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from servicepoints.domain.calendar import Calendar, DayType
from servicepoints.domain.hours import OpeningHours
from servicepoints.domain.points import Schedule, ScheduleStatus
from servicepoints.domain.rules import DateRange, MonthDay, Rule, Span

MAKE_UP_WORDS = "调休上班日"
_DAY = timedelta(days=1)


class Decision(StrEnum):
    """What holds on the days of a break: shut, as on an ordinary such weekday, or the same hours each day."""

    CLOSED = "closed"
    AS_USUAL = "as_usual"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Break:
    """Days in a row that need a decision: of a holiday (国庆), or a make-up workday. `announced` is whether
    its whole arrangement is known; without it only the statutory days are."""

    name: str
    days: tuple[date, ...]
    announced: bool = True


def coming_breaks(calendar: Calendar, first: date, days: int) -> list[Break]:
    """The breaks and make-up days that begin within so many days from `first`, in order; a break that has
    begun is among them with the days that are left."""
    found: list[Break] = []
    day = first
    while day < first + timedelta(days=days):
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
