"""The nearest of fixed positions: a KD-tree to look with, exact distances to decide with.

The tree holds unit vectors less their middle, in float32: without the middle, whose size would eat the
digits, rounding is a few centimetres over a city. Every answer says up to which distance it is complete, so
that a caller who measures in float64 loses nothing to that rounding.
"""

import os
from collections.abc import Iterator
from math import asin, cos, pi, radians, sin

import numpy as np
from numpy.typing import NDArray

from servicepoints.domain.coordinates import EARTH_RADIUS_M

# A query is some ten microseconds: OpenMP's threads would cost more than they bring (and milliseconds at the
# tail). Its runtime reads this once, when pykdtree is loaded.
os.environ.setdefault("OMP_NUM_THREADS", "1")

from pykdtree.kdtree import KDTree

Rows = NDArray[np.intp]
Flags = NDArray[np.uint8]

NEIGHBOURS = (24, 48, 96, 192)
"""How many are asked of the tree, one after the other; beyond, a scan is cheaper."""

SCANNED = (1024, 16_384)
"""How many of a scan are looked at first."""

_ROUNDING = 2.0**-20
"""Generous bound of float32's relative error (2^-24) after a few operations."""


class NearestTree:
    """Positions in WGS-84 degrees, float64, shape (n,); n may be 0. Immutable."""

    def __init__(self, latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> None:
        self._phi, self._lambda = np.radians(latitude), np.radians(longitude)
        self._cos_phi = np.cos(self._phi)
        vectors = _unit_vectors(self._phi, self._lambda)
        self._middle = vectors.mean(axis=0) if len(vectors) else np.zeros(3)
        self._vectors = np.ascontiguousarray(vectors - self._middle, dtype=np.float32)
        self._extent = float(np.abs(self._vectors).max(initial=0.0))
        self._tree = KDTree(self._vectors, leafsize=16) if len(vectors) else None

    def __len__(self) -> int:
        return len(self._vectors)

    def distances(self, latitude: float, longitude: float, rows: Rows) -> NDArray[np.float64]:
        """Metres from a place to these rows: `domain.coordinates.distance_m`, for many at once."""
        phi, lam = radians(latitude), radians(longitude)
        north = np.sin((self._phi[rows] - phi) / 2) ** 2
        east = np.sin((self._lambda[rows] - lam) / 2) ** 2
        half = north + cos(phi) * self._cos_phi[rows] * east
        return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(half))))

    def nearest_first(
        self, latitude: float, longitude: float, radius_m: float, barred: Flags, least: int
    ) -> Iterator[tuple[Rows, float]]:
        """Ever larger sets of rows that are not barred, each with the distance up to which it is complete.

        `barred`: uint8, shape (n,), 1 for rows that are not wanted. The sets begin with at least `least` rows
        where there are so many; the last is complete up to `radius_m`.
        """
        place = self._place(latitude, longitude)
        for k in NEIGHBOURS:
            if k < least:
                continue
            rows, complete_m = self._ask(place, k, radius_m, barred)
            yield rows, complete_m
            if complete_m >= radius_m:
                return
        yield from self.scan(latitude, longitude, radius_m, np.flatnonzero(barred == 0), least)

    def within(self, latitude: float, longitude: float, radius_m: float, limit: int) -> Rows:
        """The rows within so many metres, nearest first, at most so many."""
        nobody = np.zeros(len(self), dtype=np.uint8)
        rows, distances = np.empty(0, dtype=np.intp), np.empty(0)
        for rows, complete_m in self.nearest_first(latitude, longitude, radius_m, nobody, limit):
            distances = self.distances(latitude, longitude, rows)
            if int(np.count_nonzero(distances <= complete_m)) >= limit:
                break
        order = np.lexsort((rows, distances))
        return np.asarray(rows[order[distances[order] <= radius_m]][:limit], dtype=np.intp)

    def scan(
        self, latitude: float, longitude: float, radius_m: float, rows: Rows, least: int
    ) -> Iterator[tuple[Rows, float]]:
        """The same, for given rows, by looking at each of them."""
        place = self._place(latitude, longitude)
        apart = self._vectors[rows] - place
        squared = np.einsum("ij,ij->i", apart, apart)
        reach = _chord(radius_m) + self._slack(place, _chord(radius_m))
        inside = squared <= reach * reach
        rows, squared = rows[inside], squared[inside]
        for size in SCANNED:
            if size < least:
                continue
            if size >= len(rows):
                break
            first = np.argpartition(squared, size)[:size]
            furthest = float(np.sqrt(squared[first].max()))
            yield rows[first], _arc(furthest - self._slack(place, furthest))
        yield rows, radius_m

    def _ask(self, place: NDArray[np.float32], k: int, radius_m: float, barred: Flags) -> tuple[Rows, float]:
        """The k nearest by the tree. It fills up missing neighbours with an index beyond the last row."""
        if self._tree is None:
            return np.empty(0, dtype=np.intp), radius_m
        reach = _chord(radius_m)
        bound = reach + self._slack(place, reach)
        apart, found = self._tree.query(place[None, :], k=k, distance_upper_bound=bound, mask=barred)
        rows = found.reshape(-1).astype(np.intp)
        real = rows < len(self)
        if not real.all():
            return rows[real], radius_m
        furthest = float(apart.reshape(-1)[-1])
        return rows, _arc(furthest - self._slack(place, furthest))

    def _place(self, latitude: float, longitude: float) -> NDArray[np.float32]:
        phi, lam = radians(latitude), radians(longitude)
        vector = (cos(phi) * cos(lam), cos(phi) * sin(lam), sin(phi))
        return np.asarray(vector - self._middle, dtype=np.float32)

    def _slack(self, place: NDArray[np.float32], chord: float) -> float:
        """By how much float32 may misjudge a chord of that length, seen from that place."""
        return _ROUNDING * (self._extent + float(max(map(abs, place.tolist()))) + chord)


def _unit_vectors(phi: NDArray[np.float64], lam: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=1)


def _chord(metres: float) -> float:
    """The straight line through the unit sphere under an arc of that many metres."""
    return 2 * sin(min(metres / EARTH_RADIUS_M, pi) / 2)


def _arc(chord: float) -> float:
    return 2 * EARTH_RADIUS_M * asin(min(max(chord, 0.0) / 2, 1.0))
