"""The API over the demonstration: the shape of its answers, and what it says to a wrong question."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from servicepoints.app import create_app
from servicepoints.config import load
from servicepoints.domain.coordinates import Datum, convert
from servicepoints.domain.hours import TIMEZONE

AT = datetime(2026, 9, 16, 14, 0, tzinfo=TIMEZONE)
NEAR = "/api/v1/near?lat=31.2242&lon=121.4294"


@pytest.fixture(scope="module")
def api(demo_home: Path) -> FlaskClient:
    """A reader of the demonstration, on a Wednesday at two."""
    return create_app(load({"SERVICEPOINTS_HOME": str(demo_home)}), clock=lambda: AT).test_client()


def got(api: FlaskClient, url: str, status: int = 200) -> Any:
    answer = api.get(url)
    assert answer.status_code == status, answer.text
    return answer.json


def test_near_gives_the_promised_shape(api: FlaskClient) -> None:
    answer = got(api, NEAR + "&limit=5")
    assert answer["as_of"] == "2026-09-16T14:00:00+08:00"
    assert answer["revision"] > 0
    assert 0 < len(answer["points"]) <= 5
    for point in answer["points"]:
        assert {"code", "name", "kind", "distance_m", "ride_minutes", "status", "amenities"} <= point.keys()
        assert {"audience", "access", "trust", "booking", "position"} <= point.keys()
        assert {"state", "until", "opens_at", "certain"} <= point["status"].keys()
        assert {"channel", "phone", "link", "note", "note_date"} == point["booking"].keys()
        assert point["position"]["datum"] == "wgs84"
        assert point["arrival"]["state"] in {"usable", "opens_by_arrival"}


def test_near_is_sorted_and_filtered_by_all_needs(api: FlaskClient) -> None:
    found = got(api, NEAR + "&open=any&need=hot_water,toilet&limit=100")["points"]
    assert found
    assert all(p["amenities"].get("hot_water") and p["amenities"].get("toilet") for p in found)
    distances = [p["distance_m"] for p in found if p["distance_m"] is not None]
    assert distances == sorted(distances)


@pytest.mark.parametrize("datum", list(Datum))
def test_the_datum_holds_for_what_is_asked_and_for_what_is_answered(api: FlaskClient, datum: Datum) -> None:
    lat, lon = convert(31.2242, 121.4294, Datum.WGS84, datum)
    here = got(api, f"/api/v1/near?lat={lat}&lon={lon}&datum={datum}&open=any")["points"]
    plain = got(api, NEAR + "&open=any")["points"]
    assert [(p["code"], p["distance_m"]) for p in here] == [(p["code"], p["distance_m"]) for p in plain]
    for one, other in zip(here, plain, strict=True):
        assert one["position"]["datum"] == datum
        expected = convert(other["position"]["latitude"], other["position"]["longitude"], Datum.WGS84, datum)
        assert (one["position"]["latitude"], one["position"]["longitude"]) == pytest.approx(
            expected, abs=2e-7
        )


def test_a_moment_may_be_chosen(api: FlaskClient) -> None:
    day = {p["code"] for p in got(api, NEAR + "&limit=100")["points"]}
    night = {p["code"] for p in got(api, NEAR + "&limit=100&at=2026-09-16T03:00")["points"]}
    assert night
    assert night < day or len(night) < len(day)
    zoned = got(api, NEAR + "&limit=100&at=2026-09-15T19:00:00Z")["points"]
    assert {p["code"] for p in zoned} == night


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("lat=31.2", "lon"),
        ("lat=91&lon=121", "lat"),
        ("lat=nan&lon=121", "lat"),
        ("lat=31.2&lon=here", "lon"),
        ("lat=31.2&lon=121.4&need=sauna", "need"),
        ("lat=31.2&lon=121.4&needs=toilet", "needs"),
        ("lat=31.2&lon=121.4&open=maybe", "open"),
        ("lat=31.2&lon=121.4&audience=dogs", "audience"),
        ("lat=31.2&lon=121.4&free=perhaps", "free"),
        ("lat=31.2&lon=121.4&at=tomorrow", "at"),
        ("lat=31.2&lon=121.4&at=9999-12-31T23:59", "at"),
        ("lat=31.2&lon=121.4&limit=0", "limit"),
        ("lat=31.2&lon=121.4&limit=101", "limit"),
        ("lat=31.2&lon=121.4&datum=cgcs", "datum"),
        ("lat=31.2&lon=121.4&district=atlantis", "district"),
        ("lat=3_1&lon=121.4", "lat"),
        ("lat=31.2&lon=121.4&limit=1_0", "limit"),
        ("lat=31.2&lon=121.4&need=toilet&need=nap", "need"),
        ("lat=31.2&lat=31.3&lon=121.4", "lat"),
    ],
)
def test_a_wrong_parameter_is_named_with_what_to_write(api: FlaskClient, query: str, field: str) -> None:
    error = got(api, f"/api/v1/near?{query}", 422)["error"]
    assert error["code"] == 422
    assert list(error["fields"]) == [field]
    assert any("\u4e00" <= c <= "\u9fff" for c in error["fields"][field])
    assert field in error["message"]


@pytest.mark.parametrize(
    ("query", "field", "shown", "fix"),
    [
        ("lat=abc&lon=121.4", "lat", "“abc”", "-90"),
        ("lat=31.2", "lon", "缺这个参数", "经度"),
        ("lat=121.4&lon=31.2", "lat", "“121.4”", "写反了"),
        ("lat=31.2&lon=121.4&needs=nap", "needs", "没有这个参数", "need、"),
        ("lat=31.2&lon=121.4&district=atlantis", "district", "“atlantis”", "changning（长宁区）"),
        ("lat=31.2&lon=121.4&need=nap,sauna", "need", "“sauna”", "toilet（厕所）"),
        ("lat=31.2&lon=121.4&q%00=1", "q\0", "没有这个参数", "lat"),
        ("lat=31.2&lon=121.4&at=" + "9" * 500, "at", "“" + "9" * 40 + "…”", "2026-09-14T21:30"),
    ],
)
def test_what_was_given_is_named_with_the_fix(
    api: FlaskClient, query: str, field: str, shown: str, fix: str
) -> None:
    said = got(api, f"/api/v1/near?{query}", 422)["error"]["fields"][field]
    assert shown in said
    assert fix in said
    assert len(said) < 700


def test_a_thousand_wrong_parameters_are_not_all_told_of(api: FlaskClient) -> None:
    query = "&".join(f"wrong{i}=1" for i in range(1000))
    assert 0 < len(got(api, f"/api/v1/near?{query}", 422)["error"]["fields"]) <= 10


@pytest.mark.parametrize("need", ["", ",", "toilet,", ",toilet,,"])
def test_an_empty_need_asks_for_nothing(api: FlaskClient, need: str) -> None:
    wanted = "toilet" if "toilet" in need else ""
    found = got(api, f"{NEAR}&need={need}&audience=&limit=100")["points"]
    plain = got(api, f"{NEAR}&limit=100" + (f"&need={wanted}" if wanted else ""))["points"]
    assert [p["code"] for p in found] == [p["code"] for p in plain] != []


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("长宁区", "长宁区"),
        ("长宁", "长宁区"),
        ("changning", "长宁区"),
        ("闸北", "静安区"),
        ("浦东", "浦东新区"),
        ("南汇区", "浦东新区"),
    ],
)
def test_a_district_is_known_by_the_names_that_people_use(api: FlaskClient, name: str, meant: str) -> None:
    found = got(api, f"/api/v1/points?district={name}")["points"]
    assert {p["district"] for p in found} == {meant}


def test_a_moment_is_answered_in_shanghai(api: FlaskClient) -> None:
    assert got(api, NEAR + "&at=2026-09-16T06:00:00Z")["as_of"] == "2026-09-16T14:00:00+08:00"
    assert got(api, NEAR + "&at=2026-09-16T14:00")["as_of"] == "2026-09-16T14:00:00+08:00"


def test_an_unknown_need_is_told_the_known_ones(api: FlaskClient) -> None:
    said = got(api, NEAR + "&need=toilet,sauna", 422)["error"]["fields"]["need"]
    assert "sauna" in said
    assert "hot_water（热水）" in said


def test_near_is_never_kept_and_the_rest_shortly(api: FlaskClient) -> None:
    assert api.get(NEAR).headers["Cache-Control"] == "no-store"
    for url in ("/api/v1/points", "/api/v1/search?q=示例", "/api/v1/districts"):
        answer = api.get(url)
        assert answer.headers["Cache-Control"] == "public, max-age=30"
        again = api.get(url, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


def test_any_site_may_read(api: FlaskClient) -> None:
    for url in (NEAR, "/api/v1/points", "/api/v1/points/000000", "/api/v1/near"):
        assert api.get(url).headers["Access-Control-Allow-Origin"] == "*"


def test_the_list_pages_through_everything_once(api: FlaskClient) -> None:
    first = got(api, "/api/v1/points?limit=40")
    codes: list[str] = []
    while len(codes) < first["total"]:
        page = got(api, f"/api/v1/points?limit=40&offset={len(codes)}")["points"]
        assert page
        codes += [p["code"] for p in page]
    assert len(codes) == len(set(codes)) == first["total"]


def test_a_point_is_found_by_its_code_as_it_is_read_out(api: FlaskClient) -> None:
    code = got(api, NEAR + "&limit=1&open=any")["points"][0]["code"]
    answer = got(api, f"/api/v1/points/{code.lower()}")
    assert answer["point"]["code"] == code
    assert answer["point"]["distance_m"] is None
    missing = got(api, "/api/v1/points/000000", 404)["error"]
    assert "000000" in missing["message"]


def test_search_and_near_say_the_same_of_a_point(api: FlaskClient) -> None:
    near = {p["code"]: p for p in got(api, NEAR + "&open=any&limit=100")["points"]}
    found = got(api, "/api/v1/search?q=示例&limit=100")["points"]
    assert found
    for point in found:
        if point["code"] in near:
            assert point["status"] == near[point["code"]]["status"]
            assert point["trust"] == near[point["code"]]["trust"]


def test_districts_count_what_stands_in_them(api: FlaskClient) -> None:
    districts = got(api, "/api/v1/districts")["districts"]
    assert len(districts) == 16
    changning = next(d for d in districts if d["slug"] == "changning")
    listed = got(api, "/api/v1/points?district=changning&limit=100")
    assert changning["points"] == listed["total"] > 0
    assert sum(s["points"] for s in changning["sub_districts"]) <= changning["points"]


def test_no_name_and_no_mobile_number_of_a_contact_is_given(api: FlaskClient) -> None:
    text = api.get("/api/v1/points?limit=100").text
    assert "contact" not in text
