"""Chinese opening hours, last step: weeks → rules in the order in which `opening_hours` applies them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from servicepoints.domain.hours_text.meanings import EVERY_DAY
from servicepoints.domain.hours_text.model import ALL_DAY
from servicepoints.domain.rules import DateRange, Rule, Span
from servicepoints.domain.timeline import intersect

Dates = tuple[DateRange, ...]


@dataclass(slots=True)
class Week:
    """What is said of each weekday, of n-th weekdays and of holidays in one season; not said is not in it."""

    dates: Dates
    spans: dict[int, tuple[Span, ...]] = field(default_factory=dict)
    said: list[frozenset[int]] = field(default_factory=list)
    nth: list[tuple[frozenset[tuple[int, int]], tuple[Span, ...]]] = field(default_factory=list)
    holidays: tuple[Span, ...] | None = None


def write_week(week: Week) -> Iterable[Rule]:
    """The rules of one season but those of holidays that stand alone: open days, closed days, n-th
    weekdays.
    """
    groups: dict[tuple[Span, ...], set[int]] = {}
    for d in sorted(week.spans):
        groups.setdefault(week.spans[d], set()).add(d)
    closed = groups.pop((), set())
    shared = week.holidays if week.holidays in groups else None
    if not week.dates and week.holidays is None and groups == {(ALL_DAY,): set(EVERY_DAY)}:
        yield Rule((ALL_DAY,))
        groups = {}
    for spans, days in groups.items():
        if spans != shared:
            yield Rule(spans, frozenset(days), dates=week.dates)
    if closed:
        yield Rule((), frozenset(closed), dates=week.dates)
    for nth, spans in week.nth:
        beside = spans and not any(intersect(week.spans.get(d, ()), spans) for d, _ in nth)
        adds = bool(beside) and any(week.spans.get(d) for d, _ in nth)
        yield Rule(spans, nth=nth, dates=week.dates, additional=adds)
    if shared:
        # last, so that its days off work keep these hours whatever weekday they are
        yield Rule(shared, frozenset(groups[shared]), holidays=True, dates=week.dates)


def write_holidays(weeks: list[Week]) -> Iterable[Rule]:
    """The rules of holidays that no weekday shares; one for the year when all seasons agree."""
    alone = [
        (w.dates, w.holidays) for w in weeks if w.holidays is not None and w.holidays not in w.spans.values()
    ]
    alone += [(w.dates, ()) for w in weeks if w.holidays == () and () in w.spans.values()]
    if len(alone) == len(weeks) and len({spans for _, spans in alone}) == 1:
        alone = [((), alone[0][1])]
    for dates, spans in alone:
        yield Rule(spans or (), holidays=True, dates=dates)
