"""Chinese opening hours, fourth step: clauses → weeks, one or one a season, and the rules of single dates."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from servicepoints.domain.hours_text.meanings import EVERY_DAY, WEEKEND, Days
from servicepoints.domain.hours_text.model import ALL_DAY, Clause, Dates, Reading
from servicepoints.domain.hours_text.week import Week
from servicepoints.domain.hours_text.writing import write_holidays, write_week
from servicepoints.domain.rules import Rule, merge


class Weaver:
    """Turns one reading into rules; adds doubts and refusals to the reading on the way."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        yearly = [c for c in reading.clauses if not c.of_one_year]
        self.opened = [c for c in yearly if not c.off]
        self.offs = [c for c in yearly if c.off]

    def rules(self) -> tuple[Rule, ...]:
        """The rules, to be trusted as far as the reading has no doubts, and not at all where it has
        refusals.
        """
        if not self.reading.opened:
            self.reading.refuse("只写了哪天不开，没写几点开" if self.reading.clauses else "没写钟点")
            return ()
        if not self.opened:
            self.reading.doubt("只写了几天的时间，平时怎么开没写")
        self._check_days()
        self._settle_inherited()
        weeks = self._weeks()
        self._check_all_heard(weeks)
        rules = [rule for week in weeks for rule in write_week(week)]
        return (*rules, *write_holidays(weeks), *self._dated())

    # words that mean something only beside others

    def _check_days(self) -> None:
        told = [c.days for c in self.reading.clauses if c.days] + self.reading.same
        weekend_told = any(d.weekdays & WEEKEND for d in told)
        whole_weekend_told = frozenset().union(*(d.weekdays for d in told)) >= WEEKEND
        for clause in self.reading.opened:
            if clause.days and clause.days.vague and not weekend_told:
                self.reading.doubt("“平日”是不是周一至周五，要人看")
            if clause.days and clause.days.plain_holidays and not whole_weekend_told:
                self.reading.doubt("“节假日”含不含双休日，要人看")
        if self.reading.later and any(d.holidays for d in told):
            self.reading.refuse("节假日写了怎么开，又要等通知")
        scoped = [c for c in self.offs if c.within and c.days and c.days.holidays]
        if scoped and len(self.opened) > 1:
            self.reading.doubt("“除外”管到哪几天，要人看")
            self.offs = [c for c in self.offs if c not in scoped]

    def _settle_inherited(self) -> None:
        """What follows the last season without dates of its own: is it said of that season or of the year?"""
        seasons = list(dict.fromkeys(c.dates for c in self.opened if c.dates))
        if not seasons:
            return
        for clause in [*self.opened, *self.offs]:
            if not clause.inherited or clause.dates != seasons[-1] or clause.days is None:
                continue
            others = [c for c in self.opened + self.offs if c.dates != clause.dates]
            if not (clause.days.weekdays or clause.days.nth):
                if not any(c.days and c.days.holidays for c in others):
                    clause.dates = ()
            elif not clause.off:
                lacking = {c.dates for c in others} - {c.dates for c in others if c.days == clause.days}
                self.opened += [replace(clause, dates=dates) for dates in lacking]
                if lacking:
                    self.reading.doubt(f"“{clause.said}”说的是全年还是最后一个季节，要人看")

    # weeks

    def _weeks(self) -> list[Week]:
        base = [c for c in self.opened if not c.dates]
        dated_offs = [c for c in self.offs if c.dates and c.own_dates and c.days]
        seasons = list(dict.fromkeys(c.dates for c in [*self.opened, *dated_offs] if c.dates))
        rest = any(c.rest_of_year for c in base)
        if rest and not (seasons and all(c.rest_of_year for c in base if not _only_holidays(c))):
            self.reading.refuse("“其他月份”指哪些月份，对不上")
        if seasons:
            self._check_seasons(seasons, bool(base))
        year = Week((), self.reading)
        self._fill(year, base)
        weeks = [year] if base or not seasons else []
        for dates in seasons:
            week = Week(dates, self.reading, base=year if base and not rest else None)
            self._fill(week, [c for c in self.opened if c.dates == dates])
            self._check_against_base(week)
            weeks.append(week)
        self._close(weeks)
        for week in weeks:
            week.as_usual()
            if any(c.days and c.days.working for c in self.opened if c.dates == week.dates):
                week.shut_on_holidays()
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

    def _check_against_base(self, week: Week) -> None:
        if week.base is None:
            if not week.said:
                self.reading.refuse("季节里只写了哪天不开，没写几点开")
            return
        usual = {d for d, spans in week.base.spans.items() if spans}
        if week.said and not usual <= frozenset().union(*week.said):
            self.reading.doubt("季节里没提到的日子怎么开，要人看")

    def _fill(self, week: Week, clauses: list[Clause]) -> None:
        for clause in sorted(clauses, key=lambda c: bool(c.days and c.days.nth)):
            if clause.days is None:
                clause.days = self._unstated(week, clauses)
            else:
                week.stated |= clause.days.weekdays
            week.open(clause.days, clause)

    def _unstated(self, week: Week, clauses: list[Clause]) -> Days:
        """Which days a clause without days means: every day, with a doubt unless something else says so."""
        seasonal = bool(week.dates) or all(c.rest_of_year for c in clauses)
        if seasonal:
            others = [c.days for c in self.opened if c.dates != week.dates and c.days]
            if any(days.weekdays not in (frozenset(), EVERY_DAY) for days in others):
                self.reading.doubt("季节时间没写哪几天")
        elif not self._daily(clauses):
            self.reading.doubt("没写哪几天开，按每天开给出建议")
        return Days(EVERY_DAY)

    def _daily(self, clauses: list[Clause]) -> bool:
        """Whether the text shows elsewhere that hours without days hold every day."""
        told = [c.days for c in clauses if c.days is not None and c.days.weekdays]
        offs = [c.days for c in self.offs if c.days is not None and not c.days.nth]
        if told:  # 9:00-17:00，双休日10:00-16:00; with Saturday alone nobody knows of Sunday
            return frozenset().union(*(days.weekdays for days in [*told, *offs])) >= WEEKEND
        return (
            self.reading.always
            or bool(self.reading.same)  # 9:00-17:00，节假日不休
            or bool(offs)  # 9:00-17:00，周一闭馆
            or all(c.spans == [ALL_DAY] for c in clauses)
        )

    def _close(self, weeks: list[Week]) -> None:
        """Apply the days to close on; said without dates of their own they hold for the whole year."""
        for clause in self.offs:
            if clause.days is None:
                continue
            for week in weeks:
                if clause.own_dates and clause.dates != week.dates:
                    continue
                other = clause.inherited and week.dates != clause.dates
                unclear = other and (clause.rest_of_year or not clause.apart)
                if unclear and any(week.spans.get(d) for d in clause.days.weekdays):
                    self.reading.doubt(f"“{clause.said}”不开说的是全年还是最后一个季节，要人看")
                both = week.stated & clause.days.weekdays if week.dates and not clause.dates else frozenset()
                if both:  # 周一闭馆；7月至8月每天9:00-20:00
                    self.reading.doubt(f"“{clause.said}”不开，在季节里算不算，要人看")
                week.shut(replace(clause.days, weekdays=clause.days.weekdays - both))

    def _check_all_heard(self, weeks: list[Week]) -> None:
        """No hours may have been laid over altogether: then they were meant otherwise."""
        for clause in self.opened:
            concerned = [w for w in weeks if w.dates == clause.dates]
            if clause.days and not any(week.has(clause.days, clause.spans) for week in concerned):
                self.reading.refuse("有的时间被后面的话全盖掉了，对不上")

    # dates of one year

    def _dated(self) -> Iterable[Rule]:
        for clause in self.reading.clauses:
            if clause.of_one_year or (clause.dates and clause.days is None and clause.off):
                days = clause.days or Days()
                yield Rule(
                    merge(clause.spans), days.weekdays, days.nth, days.holidays, tuple(sorted(clause.dates))
                )


def _only_holidays(clause: Clause) -> bool:
    return clause.days is not None and clause.days.holidays and not clause.days.weekdays
