"""Chinese opening hours, fifth step: clauses → weeks. Which clause adds, which overrides, and which
contradicts.

A later clause on fewer days overrides where the times overlap and adds where they do not; one on as many
days that overlaps contradicts. Days to close on must be fewer than those that are open, or others.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from servicepoints.domain.hours_text.meanings import EVERY_DAY, WEEKEND, Days
from servicepoints.domain.hours_text.model import ALL_DAY, Clause, Reading
from servicepoints.domain.hours_text.writing import Dates, Week, write_holidays, write_week
from servicepoints.domain.rules import Rule, Span, merge
from servicepoints.domain.timeline import intersect


class Weaver:
    """Turns one reading into rules; adds doubts and refusals to the reading on the way."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.opened = [c for c in reading.clauses if not c.off]
        self.offs = [c for c in reading.clauses if c.off]

    def rules(self) -> tuple[Rule, ...]:
        """The rules, to be trusted as far as the reading has no doubts, and not at all where it has
        refusals.
        """
        if not self.opened:
            self.reading.refuse("只写了哪天不开，没写几点开" if self.offs else "没写钟点")
            return ()
        yearly = [c for c in self.opened if not _of_one_year(c.dates)]
        if not yearly:
            self.reading.doubt("只写了几天的时间，平时怎么开没写")
        self._check_days()
        weeks = self._weeks(yearly)
        rules = [rule for week in weeks for rule in write_week(week)]
        rules += write_holidays(weeks)
        return (*rules, *self._dated())

    def _check_days(self) -> None:
        """Words that mean something only beside their counterpart."""
        told = [c.days for c in self.reading.clauses if c.days] + self.reading.same
        weekend_told = any(d.weekdays & WEEKEND for d in told)
        whole_weekend_told = frozenset().union(*(d.weekdays for d in told)) >= WEEKEND
        for clause in self.opened:
            if clause.days and clause.days.vague and not weekend_told:
                self.reading.doubt("“平日”是不是周一至周五，要人看")
            if clause.days and clause.days.plain_holidays and not whole_weekend_told:
                self.reading.doubt("“节假日”含不含双休日，要人看")

    # seasons

    def _weeks(self, yearly: list[Clause]) -> list[Week]:
        base = [c for c in yearly if not c.dates]
        seasons: dict[Dates, list[Clause]] = {}
        for clause in yearly:
            if clause.dates:
                seasons.setdefault(clause.dates, []).append(clause)
        if any(c.rest_of_year for c in base) and (not seasons or not all(c.rest_of_year for c in base)):
            self.reading.refuse("“其他月份”指哪些月份，对不上")
        if seasons:
            self._check_seasons(list(seasons), bool(base))
        weeks = [Week(dates) for dates in ([()] if base or not seasons else [])]
        weeks += [Week(dates) for dates in seasons]
        for week in weeks:
            self._fill(week, base if not week.dates else seasons[week.dates], base)
        self._close(weeks)
        for week in weeks:
            self._as_usual(week)
        if seasons and base:
            self._check_against_base(weeks)
        return weeks

    def _check_seasons(self, seasons: list[Dates], has_base: bool) -> None:
        day = date(2023, 1, 1)
        counts = []
        while day.year == 2023:
            counts.append(sum(any(day in r for r in dates) for dates in seasons))
            day += timedelta(days=1)
        if max(counts) > 1:
            self.reading.refuse("几个季节的日期有重叠")
        elif min(counts) == 0 and not has_base:
            self.reading.doubt("写到的季节没有覆盖全年")

    def _check_against_base(self, weeks: list[Week]) -> None:
        base, *seasons = weeks
        for week in seasons:
            if set(week.spans) < {d for d, spans in base.spans.items() if spans}:
                self.reading.doubt("季节里没提到的日子怎么开，要人看")

    # one week

    def _fill(self, week: Week, clauses: list[Clause], base: list[Clause]) -> None:
        for clause in clauses:
            days = clause.days or self._unstated(week, clauses, base)
            spans = merge(clause.spans)
            if days.weekdays:
                self._put(week, days.weekdays, spans)
            if days.nth:
                week.nth.append((days.nth, spans))
            if days.holidays:
                if week.holidays not in (None, spans):
                    self.reading.refuse("节假日写了两种时间")
                week.holidays = spans
        if week.holidays is None and any(c.days and c.days.working for c in clauses):
            week.holidays = ()

    def _unstated(self, week: Week, clauses: list[Clause], base: list[Clause]) -> Days:
        """Which days a clause without days means: every day, with a doubt unless something else says so."""
        if week.dates:
            if any(c.days is not None and c.days.weekdays != EVERY_DAY for c in base):
                self.reading.doubt("季节时间没写哪几天")
        elif not self._daily(clauses):
            self.reading.doubt("没写哪几天开，按每天开给出建议")
        return Days(EVERY_DAY)

    def _daily(self, clauses: list[Clause]) -> bool:
        """Whether the text shows elsewhere that hours without days hold every day."""
        told = [c.days for c in clauses if c.days is not None]
        return (
            all(c.rest_of_year for c in clauses)  # 其他月份9:00-17:00
            or self.reading.always
            or bool(self.reading.same)  # 9:00-17:00，节假日不休
            or any(c.days for c in self.offs)  # 9:00-17:00，周一闭馆
            or any(days.weekdays >= WEEKEND for days in told)  # 9:00-17:00，双休日10:00-16:00
            or (not told and all(c.spans == [ALL_DAY] for c in clauses))
        )

    def _put(self, week: Week, days: frozenset[int], spans: tuple[Span, ...]) -> None:
        taken = [d for d in sorted(days) if week.spans.get(d)]
        narrower = all(days < said for said in week.said if said & days)
        overlapping = any(intersect(week.spans[d], spans) for d in taken)
        if overlapping and not narrower and any(week.spans.get(d) != spans for d in days):
            self.reading.refuse("同样的日子写了两种时间")
        for d in days:
            adds = d in taken and not overlapping
            week.spans[d] = merge((*week.spans[d], *spans)) if adds else spans
        week.said.append(days)

    def _close(self, weeks: list[Week]) -> None:
        """Apply the days to close on; said after the last season they hold for the whole year."""
        seasonal = [w for w in weeks if w.dates]
        yearly_offs = [c for c in self.offs if not _of_one_year(c.dates)]
        only_last = len(seasonal) > 1 and all(c.dates == weeks[-1].dates for c in yearly_offs)
        for clause in yearly_offs:
            if clause.days is None:
                continue
            if clause.dates and not only_last and all(week.dates != clause.dates for week in weeks):
                self.reading.refuse("有的季节只写了哪天不开，没写几点开")
            if only_last and clause.days.weekdays and not clause.apart:
                self.reading.doubt("闭馆日说的是全年还是最后一个季节，要人看")
            for week in weeks:
                if only_last or not clause.dates or week.dates == clause.dates:
                    if week.dates and not clause.dates and not weeks[0].dates:
                        self._doubt_closing(week, clause.days)
                    self._shut(week, clause.days)

    def _doubt_closing(self, season: Week, days: Days) -> None:
        """周一闭馆，周二至周日9:00-17:00；7月至8月每天9:00-20:00: on Mondays in July too?"""
        if any(season.spans.get(d) for d in days.weekdays):
            self.reading.doubt("平时的闭馆日在季节里算不算，要人看")

    def _shut(self, week: Week, days: Days) -> None:
        for said in week.said:
            if said <= days.weekdays:
                self.reading.refuse("同样的日子又开又关")
        for d in days.weekdays:
            week.spans[d] = ()
        if days.nth:
            week.nth.append((days.nth, ()))
        if days.holidays or days.working:
            if days.holidays and week.holidays:
                self.reading.refuse("节假日又开又关")
            week.holidays = week.holidays or ()

    def _as_usual(self, week: Week) -> None:
        """全年无休, 节假日不休: the days named are open like the others."""
        same = [*self.reading.same, *([Days(EVERY_DAY, holidays=True)] if self.reading.always else [])]
        usual = {spans for spans in week.spans.values() if spans}
        for days in same:
            missing = {d for d in days.weekdays if not week.spans.get(d)}
            if len(usual) != 1:
                if missing:
                    self.reading.refuse("照常开放按哪个时间，分不清")
                self.reading.doubt("节假日照常按哪个时间，要人看")
            if missing and self.reading.always:
                self.reading.refuse("写了全年无休，又有不开的日子")
            for d in missing:
                if d in week.spans:
                    self.reading.refuse("同样的日子又开又关")
                week.spans[d] = next(iter(usual), ())
            if days.holidays:
                if week.holidays is not None:
                    self.reading.refuse("节假日又开又关")
                if () in week.spans.values():
                    self.reading.doubt("节假日碰上闭馆日开不开，要人看")
                week.holidays = week.spans.get(0) or next(iter(usual), ())

    # dates of one year

    def _dated(self) -> Iterable[Rule]:
        for clause in self.reading.clauses:
            if clause.dates and (_of_one_year(clause.dates) or (clause.days is None and clause.off)):
                days = clause.days or Days()
                yield Rule(merge(clause.spans), days.weekdays, days.nth, days.holidays, clause.dates)


def _of_one_year(dates: Dates) -> bool:
    return bool(dates) and dates[0].first.year > 0
