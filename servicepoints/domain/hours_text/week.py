"""Chinese opening hours: what is said of the days of one week, laid one over the other.

A later clause on fewer days overrides where the times overlap and adds where they do not; one on as many
days that overlaps contradicts. Where adding and overriding would both make sense, a person decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain

from servicepoints.domain.hours_text.meanings import EVERY_DAY, WEEKEND, Days
from servicepoints.domain.hours_text.model import ALL_DAY, Clause, Dates, Reading
from servicepoints.domain.rules import Span, merge
from servicepoints.domain.timeline import intersect, subtract

Spans = tuple[Span, ...]


@dataclass(slots=True)
class Week:
    """What is said of each weekday, of n-th weekdays and of holidays in one season; not said is not in it.

    `base`: the week outside the seasons, on which this one rests. `stated`: the days whose hours this season
    gives by their names (每天, 周一).
    """

    dates: Dates
    reading: Reading
    base: "Week | None" = None
    spans: dict[int, Spans] = field(default_factory=dict)
    said: list[frozenset[int]] = field(default_factory=list)
    stated: frozenset[int] = frozenset()
    nth: dict[tuple[int, int], Spans] = field(default_factory=dict)
    holidays: Spans | None = None

    def __post_init__(self) -> None:
        if self.base is not None:
            self.spans, self.nth = dict(self.base.spans), dict(self.base.nth)
            self.holidays = self.base.holidays

    def open(self, days: Days, clause: Clause) -> None:
        """Lay a clause with hours over what was said before."""
        spans = merge(clause.spans)
        if spans != (ALL_DAY,) and any(end - start >= 1440 for start, end in spans):
            self.reading.doubt("前后连起来是24小时，要人看")
        if days.weekdays:
            self._open_weekdays(days.weekdays, spans, clause)
        for weekday, number in days.nth:
            self.nth[weekday, number] = self._over(self.spans.get(weekday, ()), spans, clause)
        if days.holidays:
            own = self.base is None or self.holidays != self.base.holidays
            if own and self.holidays not in (None, spans):
                self.reading.refuse("节假日写了两种时间")
            self.holidays = spans

    def shut(self, days: Days) -> None:
        """Close some days; they must be fewer than those that are open, or others."""
        if any(said <= days.weekdays for said in self.said):
            self.reading.refuse("同样的日子又开又关")
        self.spans |= dict.fromkeys(days.weekdays, ())
        self.nth |= dict.fromkeys(days.nth, ())
        if days.holidays:
            if self.holidays:
                self.reading.refuse("节假日又开又关")
            self.holidays = ()

    def shut_on_holidays(self) -> None:
        """工作日 leaves holidays out, unless the days off work have hours: they may be holidays too."""
        if self.holidays is None and not all(self.spans.get(d) for d in WEEKEND) and not self.reading.later:
            self.holidays = ()

    def as_usual(self) -> None:
        """全年无休, 节假日不休: the days named are open like the others."""
        always = self.reading.always
        usual = {spans for spans in self.spans.values() if spans}
        same = [*self.reading.same, *([Days(EVERY_DAY, holidays=True)] if always else [])]
        missing = {d for days in same for d in days.weekdays if not self.spans.get(d)}
        if missing and (always or any(d in self.spans for d in missing)):
            self.reading.refuse("写了全年无休，又有不开的日子" if always else "同样的日子又开又关")
        if missing and len(usual) != 1:
            self.reading.refuse("照常开放按哪个时间，分不清")
            return
        self.spans |= dict.fromkeys(missing, next(iter(usual), ()))
        if any(days.holidays for days in same):
            self._holidays_as_usual(usual)

    def has(self, days: Days, spans: Iterable[Span]) -> bool:
        """Whether a clause's hours still stand on some day."""
        kept = [self.spans.get(d, ()) for d in days.weekdays]
        kept += [found for which, found in self.nth.items() if which in days.nth]
        kept += [self.holidays or ()] if days.holidays else []
        return any(not subtract(merge(spans), one) for one in kept)

    def _open_weekdays(self, days: frozenset[int], spans: Spans, clause: Clause) -> None:
        taken = [d for d in days if self.spans.get(d)]
        narrower = all(days < said for said in self.said if said & days)
        overlapping = any(intersect(self.spans[d], spans) for d in taken)
        if overlapping and not narrower and any(self.spans.get(d) != spans for d in days):
            self.reading.refuse("同样的日子写了两种时间")
        for d in days:
            self.spans[d] = self._over(self.spans.get(d, ()), spans, clause)
        self.said.append(days)

    def _over(self, before: Spans, spans: Spans, clause: Clause) -> Spans:
        """The hours of a day on which `spans` are said after those before."""
        touched = tuple(s for s in before if intersect((s,), spans))
        rest = tuple(s for s in before if s not in touched)
        if not touched:
            if before and clause.own_dates and not clause.by_part:
                self.reading.doubt("季节时间是加上去的，还是换掉平时的，要人看")
            return merge(chain(before, spans))
        longer = subtract(touched, spans) and 2 * _length(intersect(touched, spans)) < _length(spans)
        if longer:
            self.reading.doubt(f"“{clause.said}”的时间是加上去的，还是换掉原来的，要人看")
        # 周五13:30-16:00 after 8:30-11:30、13:30-17:00: is the morning as before?
        whole = not clause.by_part and (clause.own_dates or subtract(touched, spans))
        if rest and (whole or touched == spans):
            self.reading.doubt(f"“{clause.said}”的时间只换一段，还是换掉一整天，要人看")
        return merge(chain(rest, spans))

    def _holidays_as_usual(self, usual: set[Spans]) -> None:
        if self.base is not None and not self.said:
            self.holidays = self.base.holidays
            return
        if self.holidays is not None and not (self.base and self.holidays == self.base.holidays):
            self.reading.refuse("节假日又开又关")
        if len(usual) > 1 and self.reading.always and not self.reading.same:
            self.reading.note("节假日也开，没说按哪个时间")
            return
        if len(usual) > 1:
            self.reading.doubt("节假日照常按哪个时间，要人看")
        elif set(self.spans.values()) != usual or len(self.spans) < 7:
            self.reading.doubt("节假日碰上平时不开的日子开不开，要人看")
        self.holidays = self.spans.get(0) or next(iter(usual), ())


def _length(spans: Iterable[Span]) -> int:
    return sum(end - start for start, end in spans)
