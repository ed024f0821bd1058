"""The rules of a schedule: which dates they name, and the text form of our `opening_hours` subset, both
ways."""

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import opening_hours

from servicepoints.errors import InvalidValue

Span = tuple[int, int]
"""Minutes since the midnight on which the day begins; the end may lie beyond 1440 (past midnight), not
beyond 2880."""

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_NAMED_DATES_DAYS = 15
"""A stretch of open days up to this long names its dates, holidays among them; a longer one is a season."""

_WEEKDAY = "|".join(WEEKDAYS)
_MONTH = "|".join(MONTHS)
_TIME = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")
_ONE_DATE = rf"(?:(\d{{4}}) )?({_MONTH})(?: (\d{{1,2}}))?"
_DATES = re.compile(rf"{_ONE_DATE}(?:-(?:{_ONE_DATE}|(\d{{1,2}})(?!\d)))?(?=[ ,]|$)")
_DAYS = re.compile(rf"({_WEEKDAY})-({_WEEKDAY})|({_WEEKDAY})\[((?:-?[1-5])(?:,-?[1-5])*)\]|({_WEEKDAY})|(PH)")
_ADDITIONAL = re.compile(r"(?<=\d\d),\s+(?=[A-Z]|\d{4} )|(?<=off),\s+")


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
        shut_throughout = not (self.spans or self.weekdays or self.nth)
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


def parse_rules(text: str) -> tuple[Rule, ...]:
    """The rules of a text in our subset. Raises InvalidValue."""
    if not isinstance(text, str) or len(text) > 2000 or not opening_hours.validate(text):
        raise _invalid(text, "不是 opening_hours 写法")
    rules: list[Rule] = []
    for group in text.split(";"):
        for i, part in enumerate(_ADDITIONAL.split(group.strip())):
            rules.append(_parse_rule(part.strip(), text, additional=i > 0))
    return tuple(rules)


def _parse_rule(part: str, text: str, additional: bool) -> Rule:
    if part == "24/7":
        return Rule(((0, 1440),), additional=additional)
    rest, dates = _take_dates(part, text)
    rest, weekdays, nth, holidays = _take_days(rest)
    if rest in ("off", "closed"):
        spans: tuple[Span, ...] = ()
    elif rest == "24/7":
        spans = ((0, 1440),)
    else:
        spans = merge(_parse_span(s, text) for s in rest.split(","))
    if additional and not spans:
        raise _invalid(text, "“, off”没有意义，关门的规则前面用分号")
    return Rule(spans, weekdays, nth, holidays, dates, additional)


def _take_dates(part: str, text: str) -> tuple[str, tuple[DateRange, ...]]:
    found: list[DateRange] = []
    rest = part
    while match := _DATES.match(rest):
        found.append(_date_range(match, text))
        rest = rest[match.end() :]
        if not rest.startswith(","):
            break
        rest = rest[1:].lstrip()
    return rest.lstrip(": "), tuple(sorted(found))


def _date_range(match: re.Match[str], text: str) -> DateRange:
    year, month, day, last_year, last_month, last_day, same_month_day = match.groups()
    first = MonthDay(int(year or 0), MONTHS.index(month) + 1, int(day or 0))
    if same_month_day:
        last = MonthDay(first.year, first.month, int(same_month_day))
    elif last_month:
        last = MonthDay(int(last_year or first.year), MONTHS.index(last_month) + 1, int(last_day or 0))
    else:
        last = first
    if bool(first.year) != bool(last.year) or bool(first.day) != bool(last.day):
        raise _invalid(text, "日期范围两端写法不一样")
    for end in (first, last):
        if end.day > calendar.monthrange(end.year or 2024, end.month)[1]:
            raise _invalid(text, f"没有{end.month}月{end.day}日")
    if first.year and last < first:
        raise _invalid(text, "日期范围前后颠倒")
    return DateRange(first, last)


def _take_days(rest: str) -> tuple[str, frozenset[int], frozenset[tuple[int, int]], bool]:
    weekdays: set[int] = set()
    nth: set[tuple[int, int]] = set()
    holidays = False
    while match := _DAYS.match(rest):
        first, last, nth_day, numbers, single, holiday = match.groups()
        if first:
            start, length = WEEKDAYS.index(first), (WEEKDAYS.index(last) - WEEKDAYS.index(first)) % 7
            weekdays |= {(start + i) % 7 for i in range(length + 1)}
        elif nth_day:
            nth |= {(WEEKDAYS.index(nth_day), int(n)) for n in numbers.split(",")}
        elif single:
            weekdays.add(WEEKDAYS.index(single))
        holidays = holidays or bool(holiday)
        rest = rest[match.end() :]
        if not rest.startswith(","):
            break
        rest = rest[1:].lstrip()
    return rest.lstrip(": "), frozenset(weekdays), frozenset(nth), holidays


def _parse_span(part: str, text: str) -> Span:
    match = _TIME.fullmatch(part.strip())
    if not match:
        raise _invalid(text, f"看不懂“{part.strip()}”")
    h1, m1, h2, m2 = map(int, match.groups())
    start, end = h1 * 60 + m1, h2 * 60 + m2
    if m1 > 59 or m2 > 59 or start >= 1440 or end > 2880 or start == end:
        raise _invalid(text, f"“{part.strip()}”不是有效的时段")
    return (start, end if end > start else end + 1440)


def _invalid(text: object, reason: str) -> InvalidValue:
    return InvalidValue("开放时间", str(text), reason, "例如 Mo-Fr 08:30-17:00; PH off")


def write_rules(rules: tuple[Rule, ...]) -> str:
    """The canonical text of some rules; `parse_rules` gives them back."""
    text = ""
    for rule in rules:
        joint = "" if not text else ", " if rule.additional else "; "
        text += joint + _write_rule(rule)
    return text


def _write_rule(rule: Rule) -> str:
    selectors = [",".join(map(str, rule.dates)), ",".join(_write_days(rule))]
    selectors = [s for s in selectors if s]
    if not selectors and rule.spans == ((0, 1440),):
        return "24/7"
    return " ".join([*selectors, ",".join(map(_write_span, rule.spans)) or "off"])


def _write_days(rule: Rule) -> Iterator[str]:
    for start in range(7):
        if start in rule.weekdays and (start == 0 or start - 1 not in rule.weekdays):
            last = start
            while last + 1 in rule.weekdays:
                last += 1
            yield WEEKDAYS[start] if start == last else f"{WEEKDAYS[start]}-{WEEKDAYS[last]}"
    for weekday in range(7):
        numbers = sorted(n for w, n in rule.nth if w == weekday)
        if numbers:
            yield f"{WEEKDAYS[weekday]}[{','.join(map(str, numbers))}]"
    if rule.holidays:
        yield "PH"


def _write_span(span: Span) -> str:
    start, end = span
    if 1440 < end < start + 1440:
        end -= 1440  # 22:00-06:00; a whole day or more is written as 09:00-33:00
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
