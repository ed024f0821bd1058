"""Day types: workday, make-up workday, rest day, public holiday, and the days of which nobody has said it
yet.

A public holiday (法定节假日) is every day of the announced break: a listed holiday, or a weekend day that
is not worked and joined to one. Official arrangements come from the `holidays` package (the State Council's
yearly notice); the instance's own table beats it day by day. Of a year without a notice the statutory days
are certain by law (全国年节及纪念日放假办法), and the days round them, which a break or a make-up workday
may take, are unannounced."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from servicepoints.domain import china
from servicepoints.domain.china import OFFICIAL_THROUGH

_SHORT = {
    "元旦": "元旦",
    "农历除夕": "春节",
    "春节": "春节",
    "清明节": "清明",
    "劳动节": "五一",
    "端午节": "端午",
    "中秋节": "中秋",
    "国庆节": "国庆",
}
_BRACKETS = re.compile("（.*?）")

# How far from its statutory days a break has reached (days before, days after), and a make-up workday has
# lain from them, in the notices of 2014-2026; tests/domain/test_calendar.py holds them to that history.
_BREAK_REACH = {
    "元旦": (2, 2),
    "春节": (2, 6),
    "清明": (2, 2),
    "五一": (2, 4),
    "端午": (2, 2),
    "中秋": (2, 2),
    "国庆": (2, 5),
}
_MAKE_UP_REACH = {"元旦": 4, "春节": 9, "清明": 4, "五一": 10, "端午": 4, "中秋": 5, "国庆": 11}

_DAY = timedelta(days=1)


class DayType(StrEnum):
    """What sort of day it is. MAKE_UP is a weekend day worked; UNANNOUNCED may yet become holiday or
    make-up day."""

    WORKDAY = "workday"
    MAKE_UP = "make_up"
    REST_DAY = "rest_day"
    PUBLIC_HOLIDAY = "public_holiday"
    UNANNOUNCED = "unannounced"


@dataclass(frozen=True, slots=True)
class Day:
    """One date, its type, and the short name of the holiday it belongs to or may belong to (国庆, or "")."""

    date: date
    type: DayType
    holiday: str = ""


class Calendar:
    """Types of days; `overrides` maps a date to its type and holiday name and beats everything else.

    A break in the table may leave its weekends out: they join it like those of an official break. A holiday
    of an unannounced year counts as announced as soon as the table names one of its statutory days."""

    def __init__(self, overrides: Mapping[date, tuple[DayType, str]] | None = None) -> None:
        self._overrides = dict(overrides or {})
        self._listed: dict[int, dict[date, tuple[DayType, str]]] = {}
        self._days: dict[date, Day] = {}

    def day(self, d: date) -> Day:
        """The type of one date; pure, and remembered."""
        found = self._days.get(d)
        if found is None:
            found = self._days[d] = self._classify(d)
        return found

    def _classify(self, d: date) -> Day:
        said = self._overrides.get(d)
        if said is not None:
            return Day(d, said[0], short_name(said[1]))
        listed = self._said(d)
        if listed is not None and listed[0] is DayType.MAKE_UP:
            return Day(d, DayType.MAKE_UP)
        if self._is_off(d):
            named = self._break_around(d)
            if named is not None:
                return Day(d, DayType.PUBLIC_HOLIDAY, named)
        near = self._unannounced_near(d)
        if near:
            return Day(d, DayType.UNANNOUNCED, near)
        return Day(d, DayType.REST_DAY if d.weekday() >= 5 else DayType.WORKDAY)

    def _said(self, d: date) -> tuple[DayType, str] | None:
        """What the table or the notice says of a date by name; None for the days they do not mention."""
        return self._overrides.get(d) or self._year(d.year).get(d)

    def _year(self, year: int) -> dict[date, tuple[DayType, str]]:
        if year not in self._listed:
            self._listed[year] = _notice(year)
        return self._listed[year]

    def _break_around(self, d: date) -> str | None:
        """The name of the break a day off lies in (国庆中秋 when two holidays share it); None for a plain
        weekend."""
        first = d
        while self._is_off(first - _DAY):
            first -= _DAY
        names: dict[str, None] = {}
        listed = False
        while self._is_off(first):
            said = self._said(first)
            if said is not None:
                listed = True
                names |= dict.fromkeys(short_name(n) for n in said[1].split(";") if n)
            first += _DAY
        return "".join(names) if listed else None

    def _is_off(self, d: date) -> bool:
        said = self._said(d)
        if said is not None:
            return said[0] is DayType.PUBLIC_HOLIDAY
        return d.weekday() >= 5 and not self._unannounced_near(d)

    def _unannounced_near(self, d: date) -> str:
        """The holiday without a notice that may take this date for its break or its make-up day, or ""."""
        for year in {d.year, (d + timedelta(days=14)).year}:
            if year <= OFFICIAL_THROUGH:
                continue
            for name, days in statutory(year).items():
                if not any(day in self._overrides for day in days) and _within_reach(d, name, days):
                    return name
        return ""


def short_name(name: str) -> str:
    """A holiday's name as people say it: 国庆节 → 国庆, 劳动节 → 五一; other names stay as they are."""
    return _SHORT.get(name, name)


@lru_cache(maxsize=64)
def statutory(year: int) -> dict[str, tuple[date, ...]]:
    """The statutory days of a year by the short name of their holiday, from law alone (no arrangement)."""
    days: dict[str, list[date]] = {}
    for d, label in sorted(china.listed(year).items()):
        for part in label.split("; "):
            name = _BRACKETS.sub("", part)
            if name in _SHORT and "补假" not in part:
                days.setdefault(_SHORT[name], []).append(d)
    return {name: tuple(found) for name, found in days.items()}


def _within_reach(d: date, name: str, days: tuple[date, ...]) -> bool:
    before, after = _BREAK_REACH[name]
    if d.weekday() >= 5:
        before, after = max(before, _MAKE_UP_REACH[name]), max(after, _MAKE_UP_REACH[name])
    return -before <= (d - days[0]).days and (d - days[-1]).days <= after


def _notice(year: int) -> dict[date, tuple[DayType, str]]:
    """What is certain of a year by name: its notice, or, without one, the statutory days alone."""
    if year > OFFICIAL_THROUGH:
        return {d: (DayType.PUBLIC_HOLIDAY, name) for name, days in statutory(year).items() for d in days}
    listed = china.listed(year)
    said: dict[date, tuple[DayType, str]] = {}
    for d, label in listed.items():
        names = _BRACKETS.sub("", label).removesuffix("延长假期").split("; ")
        said[d] = (DayType.PUBLIC_HOLIDAY, ";".join(n for n in names if n != "休息日"))
    for d in listed.weekend_workdays:
        if d.year == year:  # the package lists some of other years too
            said[d] = (DayType.MAKE_UP, "")
    return said
