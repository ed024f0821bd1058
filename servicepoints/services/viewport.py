"""What is in view on a map: points, and where they stand too close to be told apart, clusters.

The grid is fixed to the world, not to the view: a cluster stays what it is while the map is dragged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import asinh, pi, radians, tan
from typing import NamedTuple

from servicepoints.catalogue.finder import Finder, Hit, Query
from servicepoints.domain.coordinates import EARTH_RADIUS_M, distance_m

MOST_FEATURES = 300
CELL_PX = 56
"""Screen pixels within which points are one: a little more than a finger."""

APART_FROM_ZOOM = 17
"""From here on points stand apart; whatever still overlaps is there to be tapped one by one."""

_TILE_PX = 256


class Box(NamedTuple):
    """What is in view: WGS-84 degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, latitude: float, longitude: float) -> bool:
        """Whether a place is in it."""
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east

    @property
    def centre(self) -> tuple[float, float]:
        """The latitude and longitude of its middle."""
        return (self.south + self.north) / 2, (self.west + self.east) / 2

    @property
    def reach_m(self) -> float:
        """Metres from its middle beyond which nothing of it lies."""
        if max(self.east - self.west, self.north - self.south) > 90:
            return pi * EARTH_RADIUS_M  # of so large a box the corners are not the furthest
        return max(
            distance_m(*self.centre, y, x) for y in (self.south, self.north) for x in (self.west, self.east)
        )


class Place(NamedTuple):
    """A point on the map: WGS-84 degrees."""

    code: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """Points that stand as one: their middle, how many they are."""

    latitude: float
    longitude: float
    count: int


@dataclass(frozen=True, slots=True)
class View:
    """What stands in a box: hits to draw one by one, and clusters."""

    alone: tuple[tuple[Place, Hit], ...]
    clusters: tuple[Cluster, ...]


def view(
    finder: Finder, positions: Mapping[str, tuple[float, float]], box: Box, zoom: int, query: Query
) -> View:
    """What of a query is in a box; its place and bounds are the box's, and rides are reckoned from the
    middle.

    `positions`: WGS-84 (latitude, longitude) by code.
    """
    latitude, longitude = box.centre
    everything = replace(
        query, latitude=latitude, longitude=longitude, limit=max(1, len(positions)), radius_m=box.reach_m
    )
    inside: dict[Place, Hit] = {}
    for hit in finder.near(everything):
        position = positions.get(hit.code)
        if position is not None and box.holds(*position):
            inside[Place(hit.code, *position)] = hit
    alone, clusters = clustered(list(inside), zoom)
    return View(tuple((place, inside[place]) for place in alone), tuple(clusters))


def clustered(
    places: Sequence[Place], zoom: int, most: int = MOST_FEATURES
) -> tuple[list[Place], list[Cluster]]:
    """The places that stand alone, and clusters of the others; at most `most` of both together.

    The cells of the grid double until few enough are left.
    """
    if zoom >= APART_FROM_ZOOM and len(places) <= most:
        return list(places), []
    cell = CELL_PX / (_TILE_PX * 2**zoom)
    while True:
        cells: dict[tuple[int, int], list[Place]] = {}
        for place in places:
            x, y = _on_the_plane(place.latitude, place.longitude)
            cells.setdefault((int(x // cell), int(y // cell)), []).append(place)
        if len(cells) <= most:
            break
        cell *= 2
    alone = [group[0] for group in cells.values() if len(group) == 1]
    return alone, [_middle(group) for group in cells.values() if len(group) > 1]


def _middle(group: Sequence[Place]) -> Cluster:
    n = len(group)
    return Cluster(sum(p.latitude for p in group) / n, sum(p.longitude for p in group) / n, n)


def _on_the_plane(latitude: float, longitude: float) -> tuple[float, float]:
    """Web Mercator, the world being 1 by 1."""
    return longitude / 360 + 0.5, 0.5 - asinh(tan(radians(latitude))) / (2 * pi)
