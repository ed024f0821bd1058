"""Foreseeing: how many of the searches that found nothing a change would have served.

Three changes are tried at every point: that it stays open longer, that it has one thing more; and in every
cell, a new point that is always open and has everything. A cell's searches are taken to be spread evenly
over it: a point answers the share of them that lies within `REACH_M`. By opening only those hours can gain in
which the point is not usable yet: in the others it was there and they went unmet all the same.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from servicepoints.catalogue.columns import Columns
from servicepoints.catalogue.finder import Finder
from servicepoints.domain.arrival import Riding
from servicepoints.domain.cells import Cell, bounds, cell_of
from servicepoints.domain.coordinates import EARTH_RADIUS_M
from servicepoints.domain.demand import ANY, HOURS, REACH_M, ByCell
from servicepoints.domain.points import Listing
from servicepoints.domain.week_hours import open_until, usable_hours, week_of

_PARTS = 5
"""A cell is looked at in so many places each way."""
MOST = 500
_BESIDE = [(north, east) for north in (-1, 0, 1) for east in (-1, 0, 1)]
"""What lies within reach of a point is in its own cell or in one beside it."""

Flags = NDArray[np.bool_]
Numbers = NDArray[np.float32]
Sums = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Gain:
    """A change, and how many searches it would have served: the point of a code stays open longer (`need` is
    ANY), or has `need` as well; or, with no code, a new point in `cell`."""

    served: float
    code: str = ""
    need: str = ANY
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be foreseen: the week to judge by (its Monday), until which minute of the day points would
    stay open (1440: round the clock), how couriers ride, the day on which points must still be there, and
    whose points may change (None: all)."""

    monday: date
    until: int
    riding: Riding
    today: date
    codes: Collection[str] | None = None


def foresee(finder: Finder, counts: ByCell, asked: Asked) -> list[Gain]:
    """What every change would have served of the unmet among `counts` (of one month), the most first; of each
    kind of change (longer, one thing more) no more than `MOST`."""
    unmet = _Unmet(counts)
    gains = unmet.by_cell()
    columns = finder.arrays.columns
    rows = _changeable(columns, asked)
    if len(rows) and unmet.cells:
        near = _near(columns, rows, unmet)
        opened, added = _served(columns, near, _hours_of(finder, rows, asked), unmet)
        gains += _gains(columns, rows, opened, ANY)
        for number, need in enumerate(unmet.needs):
            gains += _gains(columns, rows, added[:, number], need)
    return sorted(gains, key=lambda g: (-g.served, g.code, g.need, g.cell or Cell(0, 0)))


class _Unmet:
    """The searches that found nothing: in which cells, with which needs, and how many in each hour."""

    def __init__(self, counts: ByCell) -> None:
        self.number: dict[Cell, int] = {}
        named = {need for lines in counts.values() for _, need, _, _ in lines}
        rows = {need: row for row, need in enumerate(sorted(named - {ANY}))}
        self.needs, rows[ANY] = tuple(rows), len(rows)
        found = [
            (self.number.setdefault(cell, len(self.number)), rows[need], hour, asked - served)
            for cell, lines in counts.items()
            for hour, need, asked, served in lines
            if asked > served
        ]
        self.cells = list(self.number)
        table = np.array(found, dtype=np.int32).reshape(-1, 4)
        table = table[np.argsort(table[:, 0], kind="stable")]
        self._row, self._hour, self._left = table[:, 1], table[:, 2], table[:, 3].astype(np.float32)
        self._begin = np.searchsorted(table[:, 0], np.arange(len(self.cells) + 1))

    def of(self, cell: int) -> Numbers:
        """Those of one cell: a row for each need and the last for all, a column for each hour."""
        table = np.zeros((len(self.needs) + 1, HOURS), dtype=np.float32)
        part = slice(self._begin[cell], self._begin[cell + 1])
        table[self._row[part], self._hour[part]] = self._left[part]
        return table

    def by_cell(self) -> list[Gain]:
        """What a new point would serve in each cell."""
        every = np.where(self._row == len(self.needs), self._left, 0)
        sums = [float(every[a:b].sum()) for a, b in zip(self._begin, self._begin[1:], strict=False)]
        return [Gain(n, cell=cell) for cell, n in zip(self.cells, sums, strict=True) if n]


@dataclass(frozen=True, slots=True)
class _Near:
    """Which points reach which cells: three arrays of one length. `point` counts within the rows asked about,
    `share` is how much of the cell lies within reach of it."""

    rows: NDArray[np.intp]
    point: NDArray[np.intp]
    cell: NDArray[np.intp]
    share: Numbers


def _changeable(columns: Columns, asked: Asked) -> NDArray[np.intp]:
    """The points that a courier could count on if they were open: certain of place, letting couriers in."""
    wanted = columns["listed"] * columns["precise"] * columns["admits"] > 0
    wanted &= columns["last_day"] >= asked.today.toordinal()
    wanted[columns.positioned :] = False
    if asked.codes is not None:
        own = np.zeros(len(columns), dtype=bool)
        own[[columns.row_of[code] for code in asked.codes if code in columns.row_of]] = True
        wanted &= own
    return np.flatnonzero(wanted)


def _hours_of(finder: Finder, rows: NDArray[np.intp], asked: Asked) -> tuple[Flags, Flags]:
    """For each of the rows, the hours in which it is usable, and those in which it would be besides if it
    stayed open longer. One that is shut for a while is neither."""
    columns, shapes = finder.arrays.columns, finder.arrays.shapes
    numbers, of_row = np.unique(columns["shape"][rows], return_inverse=True)
    ride = asked.riding.ride_minutes(REACH_M)
    usable = np.zeros((len(numbers), HOURS), dtype=bool)
    longer = np.zeros_like(usable)
    for i, number in enumerate(numbers.tolist()):
        if shapes[number].listing is not Listing.LISTED:
            continue
        week = week_of(shapes[number].point(), asked.monday, finder.calendar)
        usable[i] = usable_hours(week, ride, asked.riding.least_minutes)
        later = usable_hours(open_until(week, asked.until), ride, asked.riding.least_minutes)
        longer[i] = np.array(later) & ~usable[i]
    return usable[of_row], longer[of_row]


def _near(columns: Columns, rows: NDArray[np.intp], unmet: _Unmet) -> _Near:
    found: list[tuple[NDArray[np.intp], NDArray[np.intp], Numbers]] = []
    latitude, longitude = columns["latitude"][rows], columns["longitude"][rows]
    here = [cell_of(*place) for place in zip(latitude.tolist(), longitude.tolist(), strict=True)]
    for up, right in _BESIDE:
        beside = [unmet.number.get(Cell(cell.north + up, cell.east + right), -1) for cell in here]
        cells = np.array(beside, dtype=np.intp)
        points = np.flatnonzero(cells >= 0)
        cells = cells[points]
        share = _shares(latitude[points], longitude[points], [unmet.cells[i] for i in cells.tolist()])
        found.append((points[share > 0], cells[share > 0], share[share > 0]))
    points, cells, shares = (np.concatenate(column) for column in zip(*found, strict=True))
    return _Near(rows, points, cells, shares)


def _shares(latitude: NDArray[np.float64], longitude: NDArray[np.float64], cells: list[Cell]) -> Numbers:
    """How much of each cell lies within reach of the place beside it."""
    edges = np.array([bounds(cell) for cell in cells], dtype=np.float64).reshape(-1, 4)
    inside = np.zeros(len(cells), dtype=np.float32)
    steps = (np.arange(_PARTS) + 0.5) / _PARTS
    phi, cosine = np.radians(latitude), np.cos(np.radians(latitude))
    for up in steps:
        to = np.radians(edges[:, 0] + up * (edges[:, 2] - edges[:, 0]))
        north = np.sin((to - phi) / 2) ** 2
        for right in steps:
            apart = np.radians(edges[:, 1] + right * (edges[:, 3] - edges[:, 1]) - longitude)
            half = north + cosine * np.cos(to) * np.sin(apart / 2) ** 2
            inside += 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(half)) <= REACH_M
    return inside / np.float32(_PARTS * _PARTS)


def _served(columns: Columns, near: _Near, hours: tuple[Flags, Flags], unmet: _Unmet) -> tuple[Sums, Sums]:
    """For each of the rows what staying open longer would have served, and what each need more, a column a
    need.

    By opening, a search for what the point is not known to have would not be served: those are taken off,
    each need's on its own, so of searches for several things at once rather too many.
    """
    lacks = np.column_stack(
        [1 - columns.having(need)[near.rows] for need in unmet.needs] or [np.zeros((len(near.rows), 0))]
    ).astype(np.float32)
    usable, longer = (flags.astype(np.float32) for flags in hours)
    opened = np.zeros(len(near.rows), dtype=np.float64)
    added = np.zeros((len(near.rows), len(unmet.needs)), dtype=np.float64)
    order = np.argsort(near.cell, kind="stable")
    begin = np.searchsorted(near.cell[order], np.arange(len(unmet.cells) + 1))
    for cell in range(len(unmet.cells)):
        pairs = order[begin[cell] : begin[cell + 1]]
        points, share, table = near.point[pairs], near.share[pairs], unmet.of(cell)
        for_needs, for_all = table[:-1], table[-1]
        left = np.maximum(for_all - lacks[points] @ for_needs, 0)
        opened[points] += (left * longer[points]).sum(axis=1) * share
        added[points] += (usable[points] @ for_needs.T) * lacks[points] * share[:, None]
    return opened, added


def _gains(columns: Columns, rows: NDArray[np.intp], total: Sums, need: str) -> list[Gain]:
    some = np.argsort(-total, kind="stable")[:MOST]
    return [
        Gain(n, code=columns.codes[row], need=need)
        for row, n in zip(rows[some].tolist(), total[some].tolist(), strict=True)
        if n > 0
    ]
