"""Chinese opening hours, last step: weeks → rules in the order in which `opening_hours` applies them."""

from collections.abc import Iterable

from servicepoints.domain.hours_text.meanings import EVERY_DAY
from servicepoints.domain.hours_text.model import ALL_DAY
from servicepoints.domain.hours_text.week import Spans, Week
from servicepoints.domain.rules import Rule


def write_week(week: Week) -> Iterable[Rule]:
    """The rules of one season but those of holidays that stand alone: open days, closed days, n-th weekdays.

    A season says only what differs from the rest of the year.
    """
    base = week.base
    groups: dict[Spans, set[int]] = {}
    for d in sorted(week.spans):
        if base is None or base.spans.get(d) != week.spans[d]:
            groups.setdefault(week.spans[d], set()).add(d)
    closed = groups.pop((), set())
    shared = _shared(week)
    if not week.dates and week.holidays is None and groups == {(ALL_DAY,): set(EVERY_DAY)}:
        yield Rule((ALL_DAY,))
        groups = {}
    for spans, days in groups.items():
        if spans != shared:
            yield Rule(spans, frozenset(days), dates=week.dates)
    if closed:
        yield Rule((), frozenset(closed), dates=week.dates)
    same: dict[Spans, set[tuple[int, int]]] = {}
    for which, spans in week.nth.items():
        same.setdefault(spans, set()).add(which)
    for spans, nth in same.items():
        yield Rule(spans, nth=frozenset(nth), dates=week.dates)
    if shared:
        # last, so that its days off work keep these hours whatever weekday they are
        days = {d for d, spans in week.spans.items() if spans == shared}
        yield Rule(shared, frozenset(days), holidays=True, dates=week.dates)


def write_holidays(weeks: list[Week]) -> Iterable[Rule]:
    """The rules of holidays that no weekday shares; one for the year when all seasons agree."""
    alone = [(w.dates, w.holidays) for w in weeks if w.holidays is not None and not _shared(w)]
    if len(alone) == len(weeks) and len({spans for _, spans in alone}) == 1:
        alone = [((), alone[0][1])]
    for dates, spans in alone:
        yield Rule(spans, holidays=True, dates=dates)


def _shared(week: Week) -> Spans | None:
    """The hours of holidays, if some weekday has them too."""
    return week.holidays if week.holidays and week.holidays in week.spans.values() else None
