"""The datums agree with the published vectors and lose nothing on the way there and back."""

import json
from math import isnan
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicepoints.domain.coordinates import Datum, convert, distance_m, in_shanghai

VECTORS = json.loads((Path(__file__).parents[1] / "data" / "coord_vectors.json").read_text(encoding="utf-8"))
PAIRS = [(a, b) for a in Datum for b in Datum if a is not b]
shanghai = st.tuples(st.floats(30.66, 31.90), st.floats(120.84, 122.25))
china = st.tuples(st.floats(18.0, 53.6), st.floats(73.5, 134.8))


@pytest.mark.parametrize("place", VECTORS)
@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_every_pair_of_datums_meets_the_vectors(place: str, source: Datum, target: Datum) -> None:
    lon, lat = VECTORS[place][source]
    expected_lon, expected_lat = VECTORS[place][target]
    got = convert(lat, lon, source, target)
    assert got == pytest.approx((expected_lat, expected_lon), abs=1e-6, rel=0)


@given(place=shanghai | china, pair=st.sampled_from(PAIRS))
def test_there_and_back_is_under_a_millimetre(place: tuple[float, float], pair: tuple[Datum, Datum]) -> None:
    back = convert(*convert(*place, *pair), pair[1], pair[0])
    assert distance_m(*place, *back) < 0.001


@given(place=shanghai)
def test_the_shift_in_shanghai_is_what_it_is_known_to_be(place: tuple[float, float]) -> None:
    gcj = convert(*place, Datum.WGS84, Datum.GCJ02)
    assert 400 < distance_m(*place, *gcj) < 560
    assert 700 < distance_m(*gcj, *convert(*gcj, Datum.GCJ02, Datum.BD09)) < 1100


@pytest.mark.parametrize("place", [(51.5, -0.12), (35.68, 139.69), (-33.9, 151.2), (0.0, 0.0)])
@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_outside_china_nothing_is_shifted(place: tuple[float, float], source: Datum, target: Datum) -> None:
    assert convert(*place, source, target) == place


def test_what_is_no_number_stays_none() -> None:
    lat, lon = convert(float("nan"), 121.0, Datum.WGS84, Datum.BD09)
    assert isnan(lat)
    assert lon == 121.0


def test_distances_are_those_of_the_sphere() -> None:
    assert distance_m(31.0, 121.0, 32.0, 121.0) == pytest.approx(111_195.08, abs=0.01)
    assert distance_m(0.0, 0.0, 0.0, 180.0) == pytest.approx(20_015_114.4, abs=1)
    assert distance_m(31.2242, 121.4294, 31.2242, 121.4294) == 0.0


@pytest.mark.parametrize(
    ("place", "inside"),
    [
        ((31.2304, 121.4737), True),
        ((31.6236, 121.3974), True),
        ((30.7418, 121.3417), True),
        ((31.30, 120.58), False),
        ((39.9, 116.4), False),
        ((121.4737, 31.2304), False),
    ],
)
def test_the_box_round_shanghai_holds_the_islands_and_not_the_neighbours(
    place: tuple[float, float], inside: bool
) -> None:
    assert in_shanghai(*place) is inside
