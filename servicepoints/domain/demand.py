"""Demand: how searches are counted, and how small a number is still shown.

A search is counted by cell, month, hour of the week and need, with whether something usable lay within
`REACH_M` on arrival. Under `ANY` every search is counted once, whatever it asked for; under a need every
search that named it, so a search for two things is in two of those. Nothing finer than this is ever kept.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from servicepoints.domain.cells import Cell
from servicepoints.domain.hours import TIMEZONE

ANY = ""
"""The need under which every search is counted."""

REACH_M = 1000.0
"""Straight metres within which something usable answers a search."""

LEAST_SHOWN = 5
"""A cell with fewer searches in a month is shown to nobody, nor is a line with fewer."""

HOURS = 168


class Slot(NamedTuple):
    """What is counted together: the cell, the month (2026-11), the hour of the week and the need."""

    cell: Cell
    month: str
    hour: int
    need: str


class Count(NamedTuple):
    """How many searches, and how many of them found something usable within reach."""

    asked: int
    served: int

    @property
    def unmet(self) -> int:
        """How many found nothing."""
        return self.asked - self.served


Counts = Mapping[Slot, Count]

Line = tuple[int, str, int, int]
"""Of one cell in one month: the hour of the week, the need, how many searches, how many served."""

ByCell = Mapping[Cell, Sequence[Line]]
"""A month's counts: hundreds of thousands of lines, so they are plain tuples."""


class Part(NamedTuple):
    """A part of the day, in words and hours (the last is not included)."""

    words: str
    first: int
    last: int


PARTS = (
    Part("凌晨0–5点", 0, 5),
    Part("清早5–9点", 5, 9),
    Part("上午9–11点", 9, 11),
    Part("中午11–14点", 11, 14),
    Part("下午14–17点", 14, 17),
    Part("傍晚17–19点", 17, 19),
    Part("晚上19–22点", 19, 22),
    Part("夜里22–24点", 22, 24),
)
"""The parts of a day as couriers live it: two rushes, the rest between them, the night."""


def hour_of_week(at: datetime) -> int:
    """0 (Monday from midnight to one) to 167, by Shanghai's clock. `at` is aware."""
    local = at.astimezone(TIMEZONE)
    return local.weekday() * 24 + local.hour


def month_of(at: datetime) -> str:
    """The month of a moment (aware) in Shanghai: 2026-11."""
    local = at.astimezone(TIMEZONE)
    return f"{local.year:04}-{local.month:02}"


def months_before(month: str, count: int) -> str:
    """The month so many before that one."""
    year, number = map(int, month.split("-"))
    index = year * 12 + number - 1 - count
    return f"{index // 12:04}-{index % 12 + 1:02}"


_PART_OF = [part for part in PARTS for _ in range(part.first, part.last)]


def part_of(hour: int) -> Part:
    """The part of the day in which an hour of the week lies."""
    return _PART_OF[hour % 24]


def at_weekend(hour: int) -> bool:
    """Whether an hour of the week is on a Saturday or Sunday."""
    return hour >= 5 * 24
