"""Hours as typed, in words or in a grid → a Schedule, with what is wrong beside the cell it is in.

Fields of a grid are called as on the page: `w-d0` Monday of the ordinary week, `t1-ph` holidays of the second
season, `t1` its months, `x0` the first date.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from unicodedata import normalize

from servicepoints.domain.hours_grid import LEAP_YEAR, Dated, Grid, Season, Spans, Week, faults
from servicepoints.domain.hours_grid_words import schedule_of
from servicepoints.domain.hours_text import read_hours
from servicepoints.domain.points import Point, Schedule, ScheduleStatus
from servicepoints.domain.rules import Span, merge
from servicepoints.errors import InvalidValue
from servicepoints.services.editing.typed import (
    BY_GRID,
    OFF,
    SILENT,
    TypedDate,
    TypedGrid,
    TypedHours,
    TypedSeason,
    TypedSpans,
    TypedWeek,
    grid_of_schedule,
)
from servicepoints.services.importing.merging import same_words
from servicepoints.sheets import cleaning
from servicepoints.sheets.texts import clean_text

Errors = dict[str, str]
"""What is wrong, in Chinese, by the field's name on the page."""

_CLOCK = re.compile(r"(次日)?\s*(\d{1,2})(?:[:点时](\d{2})?分?)?")
_DAY = 1440
_NIGHT_BEGINS = 17 * 60
_NIGHT_ENDS = 9 * 60


def said(error: InvalidValue) -> str:
    """A refusal as it stands beside its field."""
    return "。".join(filter(None, (error.reason, error.fix)))


def schedule_from(typed: TypedHours, standing: Schedule) -> tuple[Schedule, Errors]:
    """The schedule that was typed over the standing one, which stays where it says the same."""
    if typed.by == BY_GRID:
        return _from_grid(typed.grid, standing)
    text = clean_text(typed.text)
    if not text:
        return Schedule(), {}
    try:
        cleaning.text(text)
    except InvalidValue as error:
        return standing, {"hours_text": said(error)}
    same = bool(standing.text) and same_words(standing.text, text)
    read = standing if same else read_hours(text)
    if typed.accepted and read.status is ScheduleStatus.REVIEW and typed.accepted == read.proposal:
        return accepted(read), {}
    return read, {}


def standing_hours(point: Point, space: str, text: str) -> Schedule:
    """What the hours typed for a space replace: its own, else those of a space that says the same words (it
    was that one before it got another name), else none."""
    standing = [(one.name, one.schedule) for one in point.spaces if one.schedule]
    own = (schedule for name, schedule in standing if name == space)
    same = (schedule for _, schedule in standing if same_words(schedule.text, text))
    return next(own, None) or next(same, Schedule())


def accepted(schedule: Schedule) -> Schedule:
    """The schedule with its proposal taken for true by a person."""
    return replace(
        schedule, opening_hours=schedule.proposal, status=ScheduleStatus.READ, proposal=None, reasons=()
    )


def _from_grid(typed: TypedGrid, standing: Schedule) -> tuple[Schedule, Errors]:
    filling = Filling()
    grid = filling.grid(typed)
    if filling.errors:
        return standing, filling.errors
    if grid.blank:
        return standing, {"w-d0": "表格是空的，至少写上一天的时间"}
    if standing.status is ScheduleStatus.READ and grid_of_schedule(standing) == grid:
        return standing, {}  # the roster's own words stay
    return schedule_of(grid), {}


@dataclass
class Filling:
    """Turns the cells of a grid into a grid; `errors` by the field."""

    errors: Errors = field(default_factory=dict)

    def grid(self, typed: TypedGrid) -> Grid:
        """The grid; not to be used where there are errors."""
        seasons = [self._season(f"t{i}", s) for i, s in enumerate(typed.seasons)]
        dated = {i: self._dated(f"x{i}", d) for i, d in enumerate(typed.dates)}
        told = {i: d for i, d in dated.items() if d is not None}
        grid = Grid(self._week("w", typed.week), tuple(seasons), tuple(told.values()))
        if not self.errors:
            names = {"week": ["w-d0"], "season": [f"t{i}" for i in range(len(seasons))]}
            names["date"] = [f"x{i}" for i in told]
            for fault in faults(grid):
                self.errors.setdefault(names[fault.part][fault.index], fault.reason)
        return replace(grid, dates=tuple(sorted(grid.dates, key=lambda d: d.first)))

    def _week(self, name: str, typed: TypedWeek) -> Week:
        days = tuple(self._spans(f"{name}-d{i}", spans) for i, spans in enumerate(typed.days))
        if typed.holidays == SILENT:
            return Week(days)
        holidays = () if typed.holidays == OFF else self._spans(f"{name}-ph", typed.holiday_spans)
        if typed.holidays != OFF and not holidays:
            self.errors.setdefault(f"{name}-ph", "写上几点到几点，或者选“不开”")
        return Week(days, holidays)

    def _season(self, name: str, typed: TypedSeason) -> Season:
        """From the first day of a month, or to the last, where only the other day is said."""
        first, last = self._month(name, typed.first), self._month(name, typed.last)
        first_day = self._day(name, typed.first_day, first)
        last_day = self._day(name, typed.last_day, last)
        if first_day or last_day:
            first_day, last_day = first_day or 1, last_day or _length(last)
        return Season(first, last, self._week(name, typed.week), first_day, last_day)

    def _day(self, name: str, text: str, month: int) -> int:
        """A day of that month, 0 where none is said."""
        plain = normalize("NFKC", text).strip().removesuffix("日").removesuffix("号").strip()
        if not plain:
            return 0
        if plain.isdecimal() and len(plain) < 3 and 1 <= int(plain) <= _length(month):
            return int(plain)
        self.errors.setdefault(name, f"{month}月没有“{plain[:10]}”日")
        return 0

    def _month(self, name: str, text: str) -> int:
        if text.isdecimal() and 1 <= int(text) <= 12:
            return int(text)
        self.errors[name] = "选上从几月到几月"
        return 1

    def _dated(self, name: str, typed: TypedDate) -> Dated | None:
        first, last = typed.first.strip(), typed.last.strip()
        spans = self._spans(name, typed.spans)
        if not first and not last and not spans:
            return None
        try:
            begins = cleaning.day(first or last)
            return Dated(begins, cleaning.day(last or first), spans)
        except InvalidValue as error:
            self.errors[name] = said(error)
            return Dated(date.min, date.min)

    def _spans(self, name: str, typed: TypedSpans) -> Spans:
        try:
            spans = sorted(_spans(typed))
        except InvalidValue as error:
            self.errors[name] = said(error)
            return ()
        if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
            self.errors[name] = "同一天的时段有重叠"
        return merge(spans)


def _length(month: int) -> int:
    """The days of a month, of February in a leap year."""
    return monthrange(LEAP_YEAR, month)[1]


def _spans(typed: TypedSpans) -> Iterator[Span]:
    for first, last in typed:
        if not first.strip() and not last.strip():
            continue
        if not first.strip() or not last.strip():
            raise InvalidValue("", first + last, "从几点到几点要写全")
        yield _span(_minute(first), _minute(last))


def _span(start: tuple[bool, int], end: tuple[bool, int]) -> Span:
    """What is before its beginning ends on the next day, at night; by day it is a slip of the pen."""
    begin, finish = start[1], end[1] + (_DAY if end[0] else 0)
    if start[0] or begin >= _DAY:
        raise InvalidValue("", "", "开始的钟点要在当天")
    if finish <= begin:
        if begin < _NIGHT_BEGINS or finish > _NIGHT_ENDS:
            raise InvalidValue("", "", "结束比开始早", "用24小时制，比如17:00；过夜的写“次日5:00”")
        finish += _DAY
    return begin, finish


def _minute(text: str) -> tuple[bool, int]:
    """(whether 次日 is said, the minute of the day)."""
    found = _CLOCK.fullmatch(normalize("NFKC", text).strip())
    hour, minute = (int(found[2]), int(found[3] or 0)) if found else (99, 0)
    if found is None or minute > 59 or hour * 60 + minute > _DAY:
        raise InvalidValue("", text, f"“{text.strip()[:20]}”不是钟点", "写成 8:30 的样子")
    return bool(found[1]), hour * 60 + minute
