"""Points in view as GeoJSON: clustered on the server, never more than 300, in the datum of the map."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from servicepoints.domain.coordinates import Datum, convert
from servicepoints.services.viewport import MOST_FEATURES, Place, clustered
from tests.web.test_api import api, got

__all__ = ["api"]
CITY = "bbox=120.8,30.6,122.2,31.9"

places = st.builds(
    Place, st.text("ABC123", min_size=6, max_size=6), st.floats(30.7, 31.8), st.floats(120.9, 122.1)
)


def count(answer: dict[str, Any]) -> int:
    return sum(f["properties"].get("count", 1) for f in answer["features"])


def test_the_whole_city_holds_every_point_with_a_position(api: FlaskClient) -> None:
    answer = got(api, f"/api/v1/points?{CITY}&zoom=10")
    listed = [p for o in (0, 100) for p in got(api, f"/api/v1/points?limit=100&offset={o}")["points"]]
    assert answer["type"] == "FeatureCollection"
    assert count(answer) == sum(p["position"] is not None for p in listed)
    assert any("count" in f["properties"] for f in answer["features"])


@pytest.mark.parametrize("bbox", ["-180,-90,180,90", "0,0,180,90", "60,-10,150,60", "122.2,31.9,120.8,30.6"])
def test_however_large_the_box_nobody_in_it_is_lost(api: FlaskClient, bbox: str) -> None:
    city = got(api, f"/api/v1/points?{CITY}&zoom=10")
    assert count(got(api, f"/api/v1/points?bbox={bbox}&zoom=10")) == count(city) > 0


def test_close_by_the_points_stand_apart(api: FlaskClient) -> None:
    answer = got(api, "/api/v1/points?bbox=121.42,31.22,121.44,31.23&zoom=18")
    assert answer["features"]
    for feature in answer["features"]:
        west, south = feature["geometry"]["coordinates"]
        assert 121.42 <= west <= 121.44
        assert 31.22 <= south <= 31.23
        assert {"code", "name", "entry", "precision_m", "status"} <= feature["properties"].keys()


def test_a_map_in_another_datum_is_given_that_datum(api: FlaskClient) -> None:
    plain = got(api, f"/api/v1/points?{CITY}&zoom=18")
    shifted = got(api, f"/api/v1/points?{CITY}&zoom=18&datum=gcj02")
    assert shifted["datum"] == "gcj02"
    by_code = {f["properties"].get("code"): f["geometry"]["coordinates"] for f in shifted["features"]}
    for feature in plain["features"]:
        lon, lat = feature["geometry"]["coordinates"]
        expected = convert(lat, lon, Datum.WGS84, Datum.GCJ02)
        if feature["properties"].get("code") in by_code:
            found = by_code[feature["properties"]["code"]]
            assert (found[1], found[0]) == pytest.approx(expected, abs=2e-7)
    assert plain["offset_from_wgs84"] == [0, 0]
    assert abs(shifted["offset_from_wgs84"][1]) > 0.003


def test_the_filter_for_arrival_rides_from_the_middle(api: FlaskClient) -> None:
    everything = got(api, f"/api/v1/points?{CITY}&zoom=18&open=any")
    usable = got(api, f"/api/v1/points?{CITY}&zoom=18&open=arrival")
    night = got(api, f"/api/v1/points?{CITY}&zoom=18&open=arrival&at=2026-09-16T03:00")
    assert count(everything) > count(usable) > count(night)


@pytest.mark.parametrize(
    "bbox", ["1,2,3", "a,b,c,d", "31.2,121.4,31.3,121.5", "121,31,122,nan", "-181,0,0,1", ""]
)
def test_a_wrong_box_is_told_how_to_write_one(api: FlaskClient, bbox: str) -> None:
    error = got(api, f"/api/v1/points?bbox={bbox}&zoom=12", 422)["error"]
    assert "西,南,东,北" in error["fields"]["bbox"]


@given(st.lists(places, max_size=400), st.integers(0, 20))
def test_clusters_lose_nobody_and_stay_few(found: list[Place], zoom: int) -> None:
    alone, clusters = clustered(found, zoom)
    assert len(alone) + sum(c.count for c in clusters) == len(found)
    assert len(alone) + len(clusters) <= MOST_FEATURES
    assert all(c.count > 1 for c in clusters)
    assert set(alone) <= set(found)


def test_dragging_the_map_does_not_change_a_cluster() -> None:
    found = [Place(str(i), 31.2 + i / 997, 121.4 + (i * 7 % 101) / 400) for i in range(200)]
    _, whole = clustered(found, 12)
    half = [p for p in found if p.latitude < 31.3]
    _, part = clustered(half, 12)
    inner = [c for c in whole if c.latitude < 31.27]
    assert inner
    assert all(c in part for c in inner)


def test_however_many_stand_on_one_spot_the_answer_ends() -> None:
    alone, clusters = clustered([Place(str(i), 31.2, 121.4) for i in range(1000)], 20)
    assert (alone, [c.count for c in clusters]) == ([], [1000])
