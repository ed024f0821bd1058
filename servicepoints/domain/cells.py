"""Cells: the fixed grid in which searches are counted, and nothing finer.

A cell spans 0.009° of latitude and 0.0105° of longitude (WGS-84): 1,001 m by some 998 m in Shanghai. It is
named by two whole numbers, how many such steps it lies north of the equator and east of Greenwich; its south
and west edges belong to it. Counting in millionths of a degree keeps the edges exact.
"""

from typing import NamedTuple

NORTH_STEP, EAST_STEP = 9_000, 10_500
"""Millionths of a degree of latitude and of longitude."""

_MILLION = 1_000_000


class Cell(NamedTuple):
    """A square of the grid: `north` steps of latitude, `east` steps of longitude."""

    north: int
    east: int

    @property
    def name(self) -> str:
        """Its two numbers as they are shown: 3469-11564."""
        return f"{self.north}-{self.east}"


class Bounds(NamedTuple):
    """The edges of a cell, WGS-84 degrees."""

    south: float
    west: float
    north: float
    east: float


def cell_of(latitude: float, longitude: float) -> Cell:
    """The cell in which a place lies (WGS-84 degrees, taken to the nearest millionth: 11 cm)."""
    return Cell(round(latitude * _MILLION) // NORTH_STEP, round(longitude * _MILLION) // EAST_STEP)


def bounds(cell: Cell) -> Bounds:
    """The edges of a cell."""
    south, west = cell.north * NORTH_STEP, cell.east * EAST_STEP
    return Bounds(
        south / _MILLION, west / _MILLION, (south + NORTH_STEP) / _MILLION, (west + EAST_STEP) / _MILLION
    )


def centre(cell: Cell) -> tuple[float, float]:
    """The latitude and longitude (WGS-84 degrees) of its middle."""
    edges = bounds(cell)
    return (edges.south + edges.north) / 2, (edges.west + edges.east) / 2
