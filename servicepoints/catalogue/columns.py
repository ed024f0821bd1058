"""The points' fields that a search filters by, as arrays: one row a point, those with a position first.

Rows with a position are the rows of the tree; within both parts a build puts them in the order of codes. What
is only shown stays in the catalogue's file. Arrays are never changed in place: a change makes new ones.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from servicepoints.catalogue.prominence import prominence
from servicepoints.catalogue.shapes import Shapes, offered
from servicepoints.domain.hours import OpeningHours
from servicepoints.domain.points import (
    Audience,
    Listing,
    Point,
    ScheduleStatus,
    admits_couriers,
    insiders_only,
)

Array = NDArray[Any]

AUDIENCES = tuple(Audience)
INSIDERS = frozenset(number for number, audience in enumerate(AUDIENCES) if insiders_only(audience))
"""The numbers of the audiences that leave couriers out."""

FIELDS: Mapping[str, type] = {
    "latitude": np.float64,
    "longitude": np.float64,
    "precise": np.uint8,
    "admits": np.uint8,
    "audience": np.uint8,
    "free": np.uint8,
    "listed": np.uint8,
    "last_day": np.int32,
    "valid_to": np.int32,
    "district": np.int32,
    "sub_district": np.int32,
    "shape": np.int32,
    "prominence": np.int32,
    "revision": np.int64,
}

_NO_LAST_DAY = 2**31 - 1


class Names:
    """Numbers for names, in order of first use; "" is 0."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._numbers = {"": 0}
        for name in names:
            self.number(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def number(self, name: str) -> int:
        """The name's number, a new one if it is new."""
        return self._numbers.setdefault(name, len(self._numbers))

    def known(self, name: str) -> int:
        """The name's number, or -1, which no row has."""
        return self._numbers.get(name, -1)


@dataclass(frozen=True, slots=True)
class Columns:
    """`codes` and arrays of the same length; the first `positioned` rows have a position.

    `values` has `FIELDS` and, under `has(key)`, a uint8 array for every amenity that some row is known to
    have. `last_day` is the ordinal of the last date on which it may be open, `valid_to` that of its life. A
    point that is seen no more keeps its row and is not `listed`.
    """

    codes: list[str]
    row_of: Mapping[str, int]
    positioned: int
    values: Mapping[str, Array]

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, field: str) -> Array:
        return self.values[field]

    def having(self, amenity: str) -> Array:
        """Which rows are known to have it: uint8, none for an amenity that nobody has."""
        found = self.values.get(has(amenity))
        return np.zeros(len(self), dtype=np.uint8) if found is None else found


class Positions(Mapping[str, tuple[float, float]]):
    """Latitude and longitude (WGS-84 degrees) by code, of the rows that have a position and are listed."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def __getitem__(self, code: str) -> tuple[float, float]:
        row = self._columns.row_of[code]
        if row >= self._columns.positioned or not self._columns["listed"][row]:
            raise KeyError(code)
        return float(self._columns["latitude"][row]), float(self._columns["longitude"][row])

    def __iter__(self) -> Iterator[str]:
        rows = np.flatnonzero(self._columns["listed"][: self._columns.positioned])
        return (self._columns.codes[row] for row in rows.tolist())

    def __len__(self) -> int:
        return int(np.count_nonzero(self._columns["listed"][: self._columns.positioned]))


def has(amenity: str) -> str:
    """The name of an amenity's column."""
    return f"has:{amenity}"


def columns_of(points: Iterable[Point], shapes: Shapes, names: Names) -> Columns:
    """The columns of published points."""
    gathering = Gathering(shapes, names)
    for point in points:
        gathering.add(point)
    return gathering.columns()


class Gathering:
    """Makes the columns of published points that come one after the other."""

    def __init__(self, shapes: Shapes, names: Names) -> None:
        self.shapes, self.names = shapes, names
        self._codes: list[str] = []
        self._standing: list[bool] = []
        self._rows: list[tuple[float | int, ...]] = []
        self._having: dict[str, list[int]] = {}

    def add(self, point: Point) -> None:
        """One more."""
        for key in offered(point):
            self._having.setdefault(key, []).append(len(self._codes))
        self._codes.append(point.code)
        self._standing.append(point.position is not None)
        self._rows.append(_row(point, self.shapes, self.names))

    def passing(self, points: Iterable[Point]) -> Iterator[Point]:
        """These points, each of them added as it passes by."""
        for point in points:
            self.add(point)
            yield point

    def columns(self) -> Columns:
        """Those of all that came."""
        table = zip(*self._rows, strict=True) if self._rows else [() for _ in FIELDS]
        values: dict[str, Array] = {
            field: np.array(column, dtype=kind)
            for (field, kind), column in zip(FIELDS.items(), table, strict=True)
        }
        for key, having in self._having.items():
            values[has(key)] = _flags(len(self._codes), having)
        return _ordered(self._codes, np.array(self._standing, dtype=bool), values)


def counts(columns: Columns, names: Names, today: date) -> dict[tuple[str, str], int]:
    """How many points stand on a day in each (district, sub-district), by name; "" where it is not known."""
    here = np.flatnonzero(columns["listed"] * (columns["valid_to"] >= today.toordinal()))
    called = list(names)
    places = columns["district"][here].astype(np.int64) * len(called) + columns["sub_district"][here]
    numbers, found = np.unique(places, return_counts=True)
    pairs = (divmod(number, len(called)) for number in numbers.tolist())
    return {(called[a], called[b]): n for (a, b), n in zip(pairs, found.tolist(), strict=True)}


def moved(columns: Columns, changed: Mapping[str, Point | None]) -> bool:
    """Whether a change of these points makes another tree: a position is new, elsewhere, or no more."""
    return any(_moved(columns, code, point) for code, point in changed.items() if point is not None)


def changed_in_place(columns: Columns, gone: Iterable[str], fresh: Columns) -> Columns:
    """Columns with the fresh rows over the standing ones of the same code, and new codes at the end.

    For changes that move nothing (see `moved`).
    """
    added = [code for code in fresh.codes if code not in columns.row_of]
    codes = columns.codes + added
    row_of = {**columns.row_of, **{code: len(columns) + i for i, code in enumerate(added)}}
    rows = [row_of[code] for code in fresh.codes]
    values: dict[str, Array] = {}
    for field, old, new in _both(columns, fresh):
        values[field] = np.concatenate([old, np.zeros(len(added), dtype=old.dtype)])
        values[field][rows] = new
    values["listed"][[row_of[code] for code in gone if code in row_of]] = 0
    return Columns(codes, row_of, columns.positioned, values)


def changed_anew(columns: Columns, gone: Iterable[str], fresh: Columns) -> Columns:
    """Columns in an order of their own, for changes that move something."""
    replaced = {*gone, *fresh.codes}
    kept = np.array([code not in replaced for code in columns.codes], dtype=bool)
    codes = [code for code in columns.codes if code not in replaced] + fresh.codes
    standing = np.concatenate([_standing(columns)[kept], _standing(fresh)])
    values = {field: np.concatenate([old[kept], new]) for field, old, new in _both(columns, fresh)}
    return _ordered(codes, standing, values)


def _row(point: Point, shapes: Shapes, names: Names) -> tuple[float | int, ...]:
    """One row, in the order of FIELDS."""
    at = point.position
    return (
        at.latitude if at else 0.0,
        at.longitude if at else 0.0,
        at is not None and not at.coarse,
        admits_couriers(point.kind, point.audience),
        AUDIENCES.index(point.audience),
        point.free is True,
        point.listing in (Listing.LISTED, Listing.SUSPENDED),
        _last_day(point),
        _NO_LAST_DAY if point.valid_to is None else point.valid_to.toordinal(),
        names.number(point.district),
        names.number(point.sub_district),
        shapes.number(point),
        prominence(point),
        point.revision,
    )


def _last_day(point: Point) -> int:
    """The last day of its life, or the day after where a night shift may run into it, as an ordinal."""
    if point.valid_to is None:
        return _NO_LAST_DAY
    schedules = (point.schedule, *(space.schedule for space in point.spaces if space.schedule))
    read = [s.opening_hours for s in schedules if s.status is ScheduleStatus.READ and s.opening_hours]
    return point.valid_to.toordinal() + any(OpeningHours.parse(text).longest_tail for text in read)


def _moved(columns: Columns, code: str, point: Point) -> bool:
    row = columns.row_of.get(code)
    stood = row is not None and row < columns.positioned
    if point.position is None or row is None or not stood:
        return stood or point.position is not None
    here = (columns["latitude"][row], columns["longitude"][row])
    return here != (point.position.latitude, point.position.longitude)


def _both(columns: Columns, fresh: Columns) -> Iterator[tuple[str, Array, Array]]:
    """Every field of either; an amenity that one of them does not know is had by none of its rows."""
    for field in {**columns.values, **fresh.values}:
        none: Array = np.zeros(0, dtype=FIELDS.get(field, np.uint8))
        old, new = columns.values.get(field, none), fresh.values.get(field, none)
        yield (
            field,
            old if len(old) == len(columns) else np.zeros(len(columns), dtype=none.dtype),
            new if len(new) == len(fresh) else np.zeros(len(fresh), dtype=none.dtype),
        )


def _standing(columns: Columns) -> NDArray[np.bool_]:
    return np.arange(len(columns)) < columns.positioned


def _ordered(codes: Sequence[str], standing: NDArray[np.bool_], values: Mapping[str, Array]) -> Columns:
    order = sorted(range(len(codes)), key=lambda i: (not standing[i], codes[i]))
    ordered = [codes[i] for i in order]
    return Columns(
        ordered,
        {code: i for i, code in enumerate(ordered)},
        int(standing.sum()),
        {field: column[order] for field, column in values.items()},
    )


def _flags(size: int, rows: Sequence[int]) -> Array:
    flags = np.zeros(size, dtype=np.uint8)
    flags[rows] = 1
    return flags
