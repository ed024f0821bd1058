"""The grid in which searches are counted: every place lies in one cell, which tells no more than itself."""

from datetime import datetime
from math import cos, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicepoints.domain.cells import Cell, bounds, cell_of, centre
from servicepoints.domain.demand import PARTS, at_weekend, hour_of_week, month_of, months_before, part_of
from servicepoints.domain.hours import TIMEZONE

LATITUDES, LONGITUDES = st.floats(30.66, 31.90), st.floats(120.84, 122.25)
MILLIONTH = 0.000_000_6


@given(LATITUDES, LONGITUDES)
def test_a_place_lies_within_the_edges_of_its_cell(latitude: float, longitude: float) -> None:
    edges = bounds(cell_of(latitude, longitude))
    assert edges.south - MILLIONTH <= latitude < edges.north + MILLIONTH
    assert edges.west - MILLIONTH <= longitude < edges.east + MILLIONTH


@given(st.integers(3406, 3544), st.integers(11508, 11642))
def test_cells_neither_overlap_nor_leave_gaps(north: int, east: int) -> None:
    here = bounds(Cell(north, east))
    assert here.north == bounds(Cell(north + 1, east)).south
    assert here.east == bounds(Cell(north, east + 1)).west
    assert cell_of(here.south, here.west) == Cell(north, east), "its south-west corner is its own"
    assert cell_of(here.north, here.west) == Cell(north + 1, east), "its north edge is its neighbour's"
    assert cell_of(*centre(Cell(north, east))) == Cell(north, east)


@given(st.integers(3406, 3544), st.integers(11508, 11642), st.floats(0, 0.999_9), st.floats(0, 0.999_9))
def test_all_places_of_a_cell_are_one_and_the_same(north: int, east: int, up: float, right: float) -> None:
    edges = bounds(Cell(north, east))
    latitude = edges.south + up * (edges.north - edges.south)
    longitude = edges.west + right * (edges.east - edges.west)
    assert cell_of(latitude, longitude) == Cell(north, east)


@given(LATITUDES, LONGITUDES)
def test_a_cell_is_about_a_kilometre_each_way(latitude: float, longitude: float) -> None:
    edges = bounds(cell_of(latitude, longitude))
    assert 990 < (edges.north - edges.south) * 111_195 < 1_010
    assert 980 < (edges.east - edges.west) * 111_195 * cos(radians(latitude)) < 1_010


@pytest.mark.parametrize(
    ("at", "hour"),
    [("2026-11-23T00:00", 0), ("2026-11-23T23:59", 23), ("2026-11-29T23:30", 167), ("2026-11-28T00:00", 120)],
)
def test_hours_count_from_monday_midnight_in_shanghai(at: str, hour: int) -> None:
    assert hour_of_week(datetime.fromisoformat(at).replace(tzinfo=TIMEZONE)) == hour


def test_a_month_is_shanghais_whatever_the_zone_of_the_clock() -> None:
    assert month_of(datetime.fromisoformat("2026-11-30T16:00+00:00")) == "2026-12"
    assert (months_before("2026-11", 12), months_before("2026-01", 1)) == ("2025-11", "2025-12")


def test_the_parts_of_a_day_are_all_of_it() -> None:
    assert [h for part in PARTS for h in range(part.first, part.last)] == list(range(24))
    assert part_of(5 * 24 + 23).words == "夜里22–24点"
    assert at_weekend(5 * 24)
    assert not at_weekend(5 * 24 - 1)
