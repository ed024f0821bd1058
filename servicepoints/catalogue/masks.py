"""Masks: which rows a search may return, computed once for each filter and quarter of an hour.

A mask lets through every row that could be an answer at some minute of its quarter (a superset); what the
minute and the ride decide is checked on the candidates. Masks are remembered, the oldest forgotten first.
"""

from collections.abc import Collection, Hashable, Iterator
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


Flags = NDArray[np.uint8]
"""One a row of the columns, 1 for those that are let through."""


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
    """What a search may return of the tree's rows, as the tree takes it and counted."""

    def __init__(self, wanted: Flags, positioned: int) -> None:
        self.barred = np.ascontiguousarray(1 - wanted[:positioned])
        self.count = positioned - int(np.count_nonzero(self.barred))

    @cached_property
    def rows(self) -> NDArray[np.intp]:
        """The rows of the tree that are let through."""
        return np.flatnonzero(self.barred == 0)


class Masks:
    """The masks of one set of columns, each the rows common to a few parts that searches share."""

    def __init__(self, columns: Columns, names: Names) -> None:
        self._columns, self._names = columns, names
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

        def openable() -> Flags:
            shapes = hours.openable(quarter * QUARTER, (quarter + quarters) * QUARTER)
            return np.asarray(shapes.take(self._columns["shape"]))

        def mask() -> Mask:
            wanted = self.wanted(asked, hours.first)
            if quarters:
                wanted = wanted & self._parts.get(when, openable)
            return Mask(wanted, self._columns.positioned)

        return self._masks.get((asked, when), mask)

    def wanted(self, asked: Filter, today: date) -> Flags:
        """The rows that a filter lets through on a day, whatever the hour; never those withdrawn, nor those
        that ended before that day."""
        wanted = self._parts.get(("standing", today), lambda: self._standing(today)).copy()
        for part in self._asked(asked):
            wanted &= part
        return wanted

    def _asked(self, asked: Filter) -> Iterator[Flags]:
        columns = self._columns
        for need in asked.needs:
            yield columns.having(need)
        if asked.open is Openness.ARRIVAL:
            yield self._parts.get("ridable", self._ridable)
        if asked.free:
            yield columns["free"]
        if asked.audience is not None:
            yield self._parts.get(asked.audience, lambda: self._letting_in(asked.audience or ()))
        if asked.district:
            yield self._parts.get(("district", asked.district), lambda: self._in("district", asked.district))
        if asked.sub_district:
            part = ("sub_district", asked.sub_district)
            yield self._parts.get(part, lambda: self._in("sub_district", asked.sub_district))

    def _standing(self, today: date) -> Flags:
        alive = self._columns["last_day"] >= today.toordinal()
        return np.asarray(self._columns["listed"] * alive, dtype=np.uint8)

    def _ridable(self) -> Flags:
        return np.asarray(self._columns["precise"] & self._columns["admits"], dtype=np.uint8)

    def _letting_in(self, audiences: Collection[Audience]) -> Flags:
        accepted = np.array([audience in audiences for audience in AUDIENCES], dtype=np.uint8)
        return accepted.take(self._columns["audience"])

    def _in(self, field: str, name: str) -> Flags:
        return np.asarray(self._columns[field] == self._names.known(name), dtype=np.uint8)
