"""Masks: which rows a search may return, computed once for each filter and quarter of an hour.

A mask lets through every row that could be an answer at some minute of its quarter (a superset); what the
minute and the ride decide is checked on the candidates. Masks are remembered, the oldest forgotten first.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property, partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from servicepoints.catalogue.columns import AUDIENCES, Columns, Names
from servicepoints.catalogue.day_hours import DayHours
from servicepoints.catalogue.memory import Memory
from servicepoints.domain.points import Audience

QUARTER = 15
"""Minutes that share a mask."""

_BYTES_REMEMBERED = 16_000_000
_MOST_REMEMBERED = 256


Flags = NDArray[np.uint8]
"""One a row, 1 for those that are let through."""
Rows = NDArray[np.intp]
At = Rows | slice
"""Some rows, or all."""

_ALL = slice(None)


class Openness(StrEnum):
    """Which points are wanted: those one can ride to, those open now, or all."""

    ARRIVAL = "arrival"
    NOW = "now"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Filter:
    """What of a search depends on no place and no time. "" and None ask for nothing; `audience` is a set of
    audiences that will do; `free` wants only what is known to be free."""

    needs: frozenset[str] = frozenset()
    audience: frozenset[Audience] | None = None
    free: bool = False
    district: str = ""
    sub_district: str = ""
    open: Openness = Openness.ARRIVAL


class Mask:
    """What a search may return of the tree's rows: how many, which, and as the tree takes it."""

    def __init__(self, count: int, rows: Callable[[], Rows], barred: Callable[[], Flags]) -> None:
        self.count, self._rows, self._barred = count, rows, barred

    @classmethod
    def of_flags(cls, wanted: Flags) -> "Mask":
        """Of the flags of all the tree's rows."""
        barred = np.ascontiguousarray(1 - wanted)
        return cls(int(np.count_nonzero(wanted)), lambda: np.flatnonzero(barred == 0), lambda: barred)

    @classmethod
    def of_rows(cls, rows: Rows, positioned: int) -> "Mask":
        """Of some of the tree's rows, of which there are `positioned`."""

        def barred() -> Flags:
            flags = np.ones(positioned, dtype=np.uint8)
            flags[rows] = 0
            return flags

        return cls(len(rows), lambda: rows, barred)

    @cached_property
    def rows(self) -> Rows:
        """The rows of the tree that are let through."""
        return self._rows()

    @cached_property
    def barred(self) -> Flags:
        """1 for the rows of the tree that are not."""
        return self._barred()


class _Part(NamedTuple):
    """One thing that is asked of rows: what it is remembered by for all of them (None: it costs nothing to
    make), and what tells of some of them, or of all, whether they have it."""

    key: Hashable
    flags: Callable[[At], Flags]


class Masks:
    """The masks of one set of columns, each the rows common to a few parts that searches share.

    Who asks for a district has only its rows looked at; else each row of the country is, once for each part.
    """

    def __init__(self, columns: Columns, names: Names) -> None:
        self._columns, self._names = columns, names
        self._districts = _ByNumber(columns["district"])
        most = max(16, min(_MOST_REMEMBERED, _BYTES_REMEMBERED // max(1, len(columns))))
        self._masks: Memory[Hashable, Mask] = Memory(most)
        self._parts: Memory[Hashable, Flags] = Memory(most)

    def mask(self, asked: Filter, hours: DayHours, minute: int, ride_minutes: int) -> Mask:
        """The mask of a filter at a minute of these hours, for rides of at most so many minutes."""
        quarter = minute // QUARTER
        quarters = {
            Openness.ARRIVAL: ride_minutes // QUARTER + 2,
            Openness.NOW: 1,
            Openness.ANY: 0,
        }[asked.open]
        when = (hours.first, quarter, quarters) if quarters else (hours.first,)

        def openable(at: At) -> Flags:
            shapes = hours.openable(quarter * QUARTER, (quarter + quarters) * QUARTER)
            return shapes.take(self._columns["shape"][at])

        def mask() -> Mask:
            parts = [*self._asked(asked, hours.first), *([_Part(when, openable)] if quarters else [])]
            positioned = self._columns.positioned
            if asked.district:
                rows = _sifted(self._of_district(asked), parts)
                return Mask.of_rows(rows[: np.searchsorted(rows, positioned)], positioned)
            return Mask.of_flags(self._common(parts)[:positioned])

        return self._masks.get((asked, when), mask)

    def wanted(self, asked: Filter, today: date) -> Rows:
        """The rows that a filter lets through on a day, whatever the hour; never those withdrawn, nor those
        that ended before that day."""
        parts = list(self._asked(asked, today))
        if asked.district:
            return _sifted(self._of_district(asked), parts)
        return np.flatnonzero(self._common(parts))

    def passing(self, rows: Rows, asked: Filter, today: date) -> Rows:
        """Those of these rows that a filter lets through on a day, in their order."""
        if asked.district:
            rows = rows[self._columns["district"][rows] == self._names.known(asked.district)]
        return _sifted(rows, self._asked(asked, today))

    def _of_district(self, asked: Filter) -> Rows:
        return self._districts.rows(self._names.known(asked.district))

    def _common(self, parts: Iterable[_Part]) -> Flags:
        """The flags of all rows that have all of these parts."""
        wanted: Flags | None = None
        for key, flags in parts:
            part = flags(_ALL) if key is None else self._parts.get(key, partial(flags, _ALL))
            wanted = part if wanted is None else wanted & part
        return np.zeros(0, dtype=np.uint8) if wanted is None else wanted

    def _asked(self, asked: Filter, today: date) -> Iterator[_Part]:
        """All that a filter asks but for the district."""
        columns, audience = self._columns, asked.audience

        def standing(at: At) -> Flags:
            return _flags(columns["listed"][at] * (columns["last_day"][at] >= today.toordinal()))

        def sub_district(at: At) -> Flags:
            return _flags(columns["sub_district"][at] == self._names.known(asked.sub_district))

        yield _Part(("standing", today), standing)
        for need in asked.needs:
            yield _Part(None, columns.having(need).__getitem__)
        if asked.open is Openness.ARRIVAL:
            yield _Part("ridable", lambda at: _flags(columns["precise"][at] & columns["admits"][at]))
        if asked.free:
            yield _Part(None, columns["free"].__getitem__)
        if audience is not None:
            accepted = np.array([one in audience for one in AUDIENCES], dtype=np.uint8)
            yield _Part(audience, lambda at: accepted.take(columns["audience"][at]))
        if asked.sub_district:
            yield _Part(("sub_district", asked.sub_district), sub_district)


class _ByNumber:
    """The rows of each number of a column, found without a look at the others. Shape of the column: (n,)."""

    def __init__(self, numbers: NDArray[np.int32]) -> None:
        # of so few numbers numpy makes buckets, which takes a tenth of the time
        few = numbers.max(initial=0) < 2**16
        self._rows = np.argsort(numbers.astype(np.uint16) if few else numbers, kind="stable")
        self._ends = np.cumsum(np.bincount(numbers)) if len(numbers) else np.zeros(0, dtype=np.intp)

    def rows(self, number: int) -> Rows:
        """In their order; none for a number that no row has."""
        if not 0 <= number < len(self._ends):
            return self._rows[:0]
        return self._rows[self._ends[number - 1] if number else 0 : self._ends[number]]


def _flags(found: NDArray[Any]) -> Flags:
    return np.asarray(found, dtype=np.uint8)


def _sifted(rows: Rows, parts: Iterable[_Part]) -> Rows:
    """Those of these rows that have all of these parts."""
    for _, flags in parts:
        rows = rows[flags(rows) != 0]
    return rows
