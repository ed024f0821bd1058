"""Chinese opening hours: what one token means — a number, a clock time, days, dates."""

import re
from dataclasses import dataclass
from datetime import date

from servicepoints.domain.hours_text.writings import NUMBER
from servicepoints.domain.rules import DateRange, MonthDay

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_WEEK = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6} | {str(i + 1): i for i in range(7)}

WORKING_WEEK = frozenset(range(5))
WEEKEND = frozenset((5, 6))
EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Days:
    """Days of the week (0 is Monday), n-th weekdays of a month, public holidays.

    `working`: 工作日 was said, which leaves holidays out. `vague`: 平日, which is Monday to Friday only where
    周末 is told apart. `plain_holidays`: 节假日 without 法定, which may mean weekends too. `each`: 每天,
    which after other days means each of those (周一至周五每天).
    """

    weekdays: frozenset[int] = frozenset()
    nth: frozenset[tuple[int, int]] = frozenset()
    holidays: bool = False
    working: bool = False
    vague: bool = False
    plain_holidays: bool = False
    each: bool = False

    def __or__(self, other: "Days") -> "Days":
        return Days(
            self.weekdays | other.weekdays,
            self.nth | other.nth,
            self.holidays or other.holidays,
            self.working or other.working,
            self.vague or other.vague,
            self.plain_holidays or other.plain_holidays,
        )


def number(text: str) -> int:
    """An Arabic number, or a Chinese one below a hundred (十七, 三十). Raises ValueError."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        if len(text) > 2 or (len(text) == 2 and text[0] not in "零〇"):
            raise ValueError(text)
        return _digit(text[-1])
    return (_digit(tens) if tens else 1) * 10 + (_digit(ones) if ones else 0)


def _digit(text: str) -> int:
    if text not in _DIGITS:
        raise ValueError(text)
    return _DIGITS[text]


def clock(text: str) -> tuple[int, int]:
    """Hour and minute as written (8:30, 9.00, 八点半, 17时30分, a bare 9). Raises ValueError for what is no
    time.
    """
    match = re.fullmatch(
        rf"({NUMBER})(?::(\d\d)(?::00)?[点时分]?|[点时]?(半|一刻|三刻|整|钟)?(?:({NUMBER})分?)?)", text
    )
    if not match:
        raise ValueError(text)
    hour, digits, word, minutes = match.groups()
    minute = int(digits) if digits else {"半": 30, "一刻": 15, "三刻": 45}.get(word or "", 0)
    minute = number(minutes) if minutes else minute
    if number(hour) > 24 or minute > 59 or (number(hour) == 24 and minute):
        raise ValueError(text)
    return number(hour), minute


def days(text: str) -> Days:
    """The days that a DAYS token names. Raises ValueError for what nobody writes on purpose: a range from a
    day to itself, a range of three, a day said twice, a list without marks that goes back (周二一五).
    """
    if "非工作日" in text:
        return Days(WEEKEND, holidays=True)
    if "工作日" in text:
        return Days(WORKING_WEEK, working=True)
    if "节" in text or "假" in text:
        return Days(holidays=True, plain_holidays=not re.search("国家|法定|国定|公众|公共", text))
    if "双休" in text or "末" in text:
        return Days(WEEKEND)
    if text in ("平日", "平时"):
        return Days(WORKING_WEEK, vague=True)
    if text in ("每", "每天", "每日", "天天", "全周") or "七天" in text or "7天" in text:
        return Days(EVERY_DAY, each=text != "全周" and "七" not in text and "7" not in text)
    found: list[int] = []
    for part in re.split("[、,/和及与]", text):
        found += _weekdays(part)
    if len(set(found)) < len(found):
        raise ValueError(text)
    return Days(frozenset(found))


def _weekdays(text: str) -> list[int]:
    """The days of one run without list marks: 周一至周五, 周一三五, 周一周三至周五."""
    found: list[int] = []
    begins, ranged, joint, named = -1, False, False, False
    for char in text:
        if char not in _WEEK:
            joint, named = joint or char in "至到-", True
            continue
        day = _WEEK[char]
        if joint:
            if begins < 0 or ranged or day == begins:
                raise ValueError(text)
            found += [(begins + i) % 7 for i in range(1, (day - begins) % 7 + 1)]
        else:
            if not named and begins > day:
                raise ValueError(text)
            found.append(day)
        begins, ranged, joint, named = day, joint, False, False
    return found


def nth(text: str) -> Days:
    """每月第一、三个周六 → the first and third Saturday of a month; 最后一个 is -1. Raises ValueError."""
    found: set[tuple[int, int]] = set()
    for ordinal, weekday in re.findall("([^周期拜]*?)的?(?:周|星期|礼拜)([一二三四五六日天])", text):
        said = re.sub("^[、和及]?(?:每个?月的?)?", "", ordinal)
        if "最" in said or "首个" in said:
            numbers = {-1 if "最" in said else 1}
        else:
            if not said.endswith("个"):  # 第二周的周三 may be the second week's
                raise ValueError(text)
            numbers = {number(n) for n in re.findall(NUMBER, said)}
        if not numbers <= {-1, 1, 2, 3, 4, 5}:
            raise ValueError(text)
        found |= {(_WEEK[weekday], n) for n in numbers}
    return Days(nth=frozenset(found))


def dates(text: str, last: MonthDay | None, in_list: bool) -> tuple[DateRange, ...]:
    """The dates or months of a DATES token; without a year they return every year. Raises ValueError.

    `last` is the date said before: 4日至7日 is of its month and year, and `in_list` 11月5日 of its year.
    """
    text = re.sub("次年|翌年|第二年|来年|份|自|起|开始", "", text).replace(" ", "")
    if "日" not in text and "号" not in text:
        return _months(text)
    first, *rest = re.split("[至到-]", text)
    begin = _one_date(first, last if in_list or "月" not in first else None)
    end = _one_date(rest[0], begin) if rest else begin
    if begin.year and end < begin:
        raise ValueError(text)
    return (DateRange(begin, end),)


def _one_date(text: str, before: MonthDay | None) -> MonthDay:
    """One date; its month and year are, where they are not said, those of the date before."""
    match = re.fullmatch(rf"(?:(\d{{4}})年)?(?:({NUMBER})月)?({NUMBER})[日号]", text)
    if not match:
        raise ValueError(text)
    year, month, day = match.groups()
    if not month and (before is None or not before.day):
        raise ValueError(text)
    found = MonthDay(
        int(year) if year else before.year if before else 0,
        number(month) if month else before.month if before else 0,
        number(day),
    )
    date(found.year or 2024, found.month, found.day)
    return found


def _months(text: str) -> tuple[DateRange, ...]:
    ends = re.split("[至到-]", text.replace("月", ""))
    if len(ends) == 1:
        numbers = [number(n) for n in re.split("[、和/]", ends[0])]
        pairs = [(n, n) for n in numbers]
    else:
        pairs = [(number(ends[0]), number(ends[1]))]
    if any(not 1 <= n <= 12 for pair in pairs for n in pair):
        raise ValueError(text)
    return tuple(DateRange(MonthDay(0, a, 0), MonthDay(0, b, 0)) for a, b in pairs)
