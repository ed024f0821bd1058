"""The text form of rules, both ways: the subset of OSM `opening_hours` that we store.

Its grammar stands in `domain.hours`. `opening_hours` (the library) says first whether a text is valid at all.
"""

import calendar
import re
from collections.abc import Iterator

import opening_hours

from servicepoints.domain.rules import MONTHS, WEEKDAYS, DateRange, MonthDay, Rule, Span, merge
from servicepoints.errors import InvalidValue

_WEEKDAY = "|".join(WEEKDAYS)
_MONTH = "|".join(MONTHS)
_TIME = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")
_ONE_DATE = rf"(?:(\d{{4}}) )?({_MONTH})(?: (\d{{1,2}}))?"
_DATES = re.compile(rf"{_ONE_DATE}(?:-(?:{_ONE_DATE}|(\d{{1,2}})(?!\d)))?(?=[ ,]|$)")
_DAYS = re.compile(rf"({_WEEKDAY})-({_WEEKDAY})|({_WEEKDAY})\[((?:-?[1-5])(?:,-?[1-5])*)\]|({_WEEKDAY})|(PH)")
_ADDITIONAL = re.compile(r"(?<=\d\d),\s+(?=[A-Z]|\d{4} )|(?<=off),\s+")


def parse_rules(text: str) -> tuple[Rule, ...]:
    """The rules of a text in our subset. Raises InvalidValue."""
    # our subset is ASCII; asked of half a character, the library fails instead of saying no
    if (
        not isinstance(text, str)
        or len(text) > 2000
        or not text.isascii()
        or not opening_hours.validate(text)
    ):
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
