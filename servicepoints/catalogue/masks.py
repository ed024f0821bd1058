"""Masks: which rows a search may return, computed once for each filter and quarter of an hour.

A mask lets through every row that could be an answer at some minute of its quarter (a superset); what the
minute and the ride decide is checked on the candidates. Masks are remembered, the oldest forgotten first.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

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
_QUARTERS_REMEMBERED = 8


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
    """`wanted`: uint8, one a row, 1 for those let through."""

    def __init__(self, wanted: NDArray[np.uint8], positioned: int) -> None:
        self.barred = np.ascontiguousarray(1 - wanted[:positioned])
        self.count = positioned - int(np.count_nonzero(self.barred))

    @cached_property
    def rows(self) -> NDArray[np.intp]:
        """The rows of the tree that are let through."""
        return np.flatnonzero(self.barred == 0)


class Masks:
    """The masks of one set of columns."""

    def __init__(self, columns: Columns, names: Names) -> None:
        self._columns, self._names = columns, names
        room = _BYTES_REMEMBERED // max(1, len(columns))
        most = max(16, min(_MOST_REMEMBERED, room))
        self._masks: Memory[Hashable, Mask] = Memory(most)
        self._open: Memory[Hashable, NDArray[np.uint8]] = Memory(_QUARTERS_REMEMBERED)

    def mask(self, asked: Filter, hours: DayHours, minute: int, ride_minutes: int) -> Mask:
        """The mask of a filter at a minute of these hours, for rides of at most so many minutes."""
        if asked.open is Openness.ANY:
            key: Hashable = (asked, hours.first)
            return self._masks.get(key, lambda: self._mask(asked, hours.first, None))
        quarter = minute // QUARTER
        quarters = (ride_minutes // QUARTER + 2) if asked.open is Openness.ARRIVAL else 1
        when = (hours.first, quarter, quarters)

        def opened() -> NDArray[np.uint8]:
            shapes = hours.openable(quarter * QUARTER, (quarter + quarters) * QUARTER)
            return np.asarray(shapes.take(self._columns["shape"]))

        def mask() -> Mask:
            return self._mask(asked, hours.first, self._open.get(when, opened))

        return self._masks.get((asked, when), mask)

    def wanted(self, asked: Filter, today: date) -> NDArray[np.uint8]:
        """The rows, uint8, that a filter lets through on a day, whatever the hour; never those withdrawn or
        ended."""
        columns = self._columns
        wanted: NDArray[np.uint8] = columns["listed"] * (columns["last_day"] >= today.toordinal())
        for need in asked.needs:
            having = columns.having(need)
            if having is None:
                return np.zeros(len(columns), dtype=np.uint8)
            wanted &= having
        if asked.open is Openness.ARRIVAL:
            wanted &= columns["precise"] & columns["admits"]
        if asked.free:
            wanted &= columns["free"]
        if asked.audience is not None:
            accepted = np.array([audience in asked.audience for audience in AUDIENCES], dtype=np.uint8)
            wanted &= accepted[columns["audience"]]
        for field, name in (("district", asked.district), ("sub_district", asked.sub_district)):
            if name:
                wanted *= columns[field] == self._names.known(name)
        return wanted

    def _mask(self, asked: Filter, today: date, opened: NDArray[np.uint8] | None) -> Mask:
        wanted = self.wanted(asked, today)
        return Mask(wanted if opened is None else wanted & opened, self._columns.positioned)
