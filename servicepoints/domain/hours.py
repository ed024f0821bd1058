"""Opening hours: the subset of OSM `opening_hours` that we store, written canonically, evaluated by date.

    rules    = rule ("; " overriding rule | ", " additional rule)*
    rule     = "24/7" | [dates] [days] ("off" | span ("," span)*)
    dates    = Jun-Sep | Jul 01-Sep 30 | 2026 Oct 01-2026 Oct 07, comma separated
    days     = Mo-Fr | Sa,PH | Sa[1] | PH, comma separated

Two laws are ours, not OSM's: a span belongs to the day on which it starts (a night shift is not cut at
midnight by the next day's `off`), and silence is not consent: on a public holiday a schedule that names
neither PH nor that date is uncertain.
https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from servicepoints.domain.calendar import Calendar, DayType
from servicepoints.domain.rules import Rule, Span, merge
from servicepoints.domain.rules_text import parse_rules, write_rules

TIMEZONE = ZoneInfo("Asia/Shanghai")

_MONDAY_TO_FRIDAY = range(5)


@dataclass(frozen=True, slots=True)
class DaySpans:
    """The spans that start on one day, when that is certain; else why not, and for which holiday.

    `reason` is "", "holiday" (the schedule is silent on holidays), "unannounced" or "make_up".
    """

    spans: tuple[Span, ...]
    certain: bool = True
    reason: str = ""
    holiday: str = ""


@dataclass(frozen=True)
class OpeningHours:
    """A parsed schedule; `str()` writes it canonically, and parsing that gives an equal one."""

    rules: tuple[Rule, ...]

    @staticmethod
    @lru_cache(maxsize=8192)
    def parse(text: str) -> "OpeningHours":
        """Read our subset of `opening_hours`. Raises InvalidValue for anything else."""
        return OpeningHours(parse_rules(text))

    def __str__(self) -> str:
        return write_rules(self.rules)

    def spans_on(self, day: date, calendar: Calendar) -> DaySpans:
        """What starts on that date. An unannounced day is certain only if all it may turn out to be agree."""
        d = calendar.day(day)
        if d.type is not DayType.UNANNOUNCED:
            return self._as(d.type, day, d.holiday)
        weekend = day.weekday() >= 5
        plain = DayType.REST_DAY if weekend else DayType.WORKDAY
        possible = [plain, DayType.PUBLIC_HOLIDAY, *([DayType.MAKE_UP] if weekend else [])]
        outcomes = {self._as(kind, day, d.holiday) for kind in possible}
        if len(outcomes) == 1 and (only := outcomes.pop()).certain:
            return only
        return DaySpans((), False, "unannounced", d.holiday)

    @cached_property
    def longest_tail(self) -> int:
        """Minutes by which its longest night shift reaches into the next day."""
        return max((0, *(end - 1440 for rule in self.rules for _, end in rule.spans)))

    def _as(self, kind: DayType, day: date, holiday: str) -> DaySpans:
        """What starts on that date if it is of that kind."""
        is_holiday = kind is DayType.PUBLIC_HOLIDAY
        spans, dated = self._evaluate(day, day.weekday(), is_holiday)
        if dated:
            return DaySpans(spans)
        if is_holiday and not any(r.holidays and r.in_season(day) for r in self.rules):
            return DaySpans((), False, "holiday", holiday)
        if kind is DayType.MAKE_UP:
            week = {self._evaluate(day, weekday, is_holiday)[0] for weekday in _MONDAY_TO_FRIDAY}
            return DaySpans(week.pop()) if len(week) == 1 else DaySpans((), False, "make_up", holiday)
        return DaySpans(spans)

    def _evaluate(self, day: date, weekday: int, is_holiday: bool) -> tuple[tuple[Span, ...], bool]:
        """The spans of a date as that weekday, and whether a rule that names the date itself decided them."""
        spans: tuple[Span, ...] = ()
        dated = False
        for rule in self.rules:
            if not rule.matches(day, weekday, is_holiday):
                continue
            spans = merge((*spans, *rule.spans)) if rule.additional else rule.spans
            dated = rule.names_dates or (rule.additional and dated)
        return spans, dated
