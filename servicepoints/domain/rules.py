"""The rules of a schedule: which dates and days each names, and its spans. Their text is in `rules_text`."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

Span = tuple[int, int]
"""Minutes since the midnight on which the day begins; the end may lie beyond 1440 (past midnight), not
beyond 2880."""

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_NAMED_DATES_DAYS = 15
"""A stretch of open days up to this long names its dates, holidays among them; a longer one is a season."""


@dataclass(frozen=True, slots=True, order=True)
class MonthDay:
    """A date in a selector: `year` 0 is every year, `day` 0 the whole month."""

    year: int
    month: int
    day: int

    def on_calendar(self) -> date:
        """The date itself. Raises ValueError for one without year or day."""
        return date(self.year, self.month, self.day)

    def __str__(self) -> str:
        parts = [
            f"{self.year}" if self.year else "",
            MONTHS[self.month - 1],
            f"{self.day:02}" if self.day else "",
        ]
        return " ".join(p for p in parts if p)


@dataclass(frozen=True, slots=True, order=True)
class DateRange:
    """Dates from `first` to `last`, both included; without years it may run over New Year (Oct-May)."""

    first: MonthDay
    last: MonthDay

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    def __contains__(self, day: date) -> bool:
        first = (self.first.month, self.first.day)
        last = (self.last.month, self.last.day or 31)
        if self.first.year:
            return (self.first.year, *first) <= (day.year, day.month, day.day) <= (self.last.year, *last)
        this = (day.month, day.day)
        return first <= this <= last if first <= last else (this >= first or this <= last)

    @property
    def length(self) -> int:
        """How many days it has (of a leap year, where no year is said)."""
        first = date(self.first.year or 2024, self.first.month, self.first.day or 1)
        year, month = self.last.year or 2024, self.last.month
        last = date(year, month, self.last.day or calendar.monthrange(year, month)[1])
        days = (last - first).days + 1
        return days if days > 0 else days + 366


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. No `dates`: all year. No day selector at all: every day. No spans: off.

    `weekdays` are 0 (Monday) to 6; `nth` are (weekday, n) for the n-th of a month, negative from its end;
    `holidays` is PH. `additional` adds to what earlier rules gave, else it replaces it.
    """

    spans: tuple[Span, ...]
    weekdays: frozenset[int] = frozenset()
    nth: frozenset[tuple[int, int]] = frozenset()
    holidays: bool = False
    dates: tuple[DateRange, ...] = ()
    additional: bool = False

    def matches(self, day: date, weekday: int, is_holiday: bool) -> bool:
        """Whether it speaks of that date, taken as that weekday, holiday or not."""
        if not self.in_season(day):
            return False
        if not (self.weekdays or self.nth or self.holidays):
            return True
        return weekday in self.weekdays or (is_holiday and self.holidays) or self._nth_matches(day, weekday)

    def in_season(self, day: date) -> bool:
        """Whether its dates include that one."""
        return not self.dates or any(day in dates for dates in self.dates)

    @property
    def names_dates(self) -> bool:
        """Whether it names dates so exactly that it decides even on holidays (10月1日至7日闭馆)."""
        if not self.dates or any(not (d.first.day or d.first.year) for d in self.dates):
            return False
        shut_throughout = not (self.spans or self.weekdays or self.nth or self.holidays)
        return shut_throughout or all(d.length <= _NAMED_DATES_DAYS for d in self.dates)

    def _nth_matches(self, day: date, weekday: int) -> bool:
        if not self.nth:
            return False
        from_start = (day.day - 1) // 7 + 1
        from_end = -((calendar.monthrange(day.year, day.month)[1] - day.day) // 7 + 1)
        return (weekday, from_start) in self.nth or (weekday, from_end) in self.nth


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same minutes as sorted spans that neither overlap nor touch."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
