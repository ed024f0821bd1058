"""Schedules to draw from, for property tests of opening hours."""

from datetime import date, datetime

from hypothesis import strategies as st

from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Schedule, ScheduleStatus
from servicepoints.domain.rules import DateRange, MonthDay, Rule, Span, merge


def shanghai(text: str) -> datetime:
    """A moment, Asia/Shanghai, from "2026-10-01 09:30"."""
    return datetime.fromisoformat(text).replace(tzinfo=TIMEZONE)


def read(opening_hours: str) -> Schedule:
    """A schedule that was read as that."""
    return Schedule(text="示例", opening_hours=opening_hours, status=ScheduleStatus.READ)


@st.composite
def day_spans(draw: st.DrawFn, past_midnight: bool = True) -> tuple[Span, ...]:
    """One to three spans of a day on quarters of an hour, merged; the last may run past midnight."""
    count = draw(st.integers(1, 3))
    edges = sorted(draw(st.sets(st.integers(0, 96), min_size=2 * count, max_size=2 * count)))
    spans = [(a * 15, b * 15) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < 96]
    start, _ = spans[-1]
    if past_midnight and spans[0][0] > 120 and start > 720 and draw(st.booleans()):
        spans[-1] = (start, 1440 + draw(st.integers(1, 8)) * 15)
    return merge(spans)


WEEKDAY_SETS = st.frozensets(st.integers(0, 6), min_size=1)


@st.composite
def date_ranges(draw: st.DrawFn) -> DateRange:
    """Months, dates without year, or dates of 2026."""
    form = draw(st.sampled_from(["months", "dates", "year"]))
    if form == "months":
        first, last = draw(st.integers(1, 12)), draw(st.integers(1, 12))
        return DateRange(MonthDay(0, first, 0), MonthDay(0, last, 0))
    days = sorted(draw(st.tuples(*[st.dates(date(2026, 1, 1), date(2026, 12, 31))] * 2)))
    year = 2026 if form == "year" else 0
    first_day, last_day = (MonthDay(year, d.month, d.day) for d in days)
    return DateRange(first_day, last_day)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Any rule of the subset."""
    spans = draw(st.one_of(st.just(()), day_spans()))
    weekdays = draw(st.one_of(st.just(frozenset()), WEEKDAY_SETS))
    nth = draw(st.frozensets(st.tuples(st.integers(0, 6), st.sampled_from([-1, 1, 2, 3, 4, 5])), max_size=2))
    dates = tuple(sorted(set(draw(st.lists(date_ranges(), max_size=2)))))
    holidays = draw(st.booleans())
    # ", 09:00-10:00" without days would be one more span of the rule before it
    adds = bool(spans) and bool(weekdays or nth or dates or holidays) and draw(st.booleans())
    return Rule(spans, weekdays, nth, holidays, dates, additional=adds)


@st.composite
def rule_lists(draw: st.DrawFn) -> tuple[Rule, ...]:
    """One to four rules; the first cannot add to anything."""
    first, *rest = draw(st.lists(rules(), min_size=1, max_size=4))
    head = Rule(first.spans, first.weekdays, first.nth, first.holidays, first.dates)
    return (head, *rest)
