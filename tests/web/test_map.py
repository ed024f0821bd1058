"""The map's shell: its own policy, nothing kept, and the basemap that the settings ask for."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from servicepoints.app import create_app
from servicepoints.config import load
from servicepoints.domain.coordinates import Datum, convert
from servicepoints.maps import OSM, Basemap, TileSet, map_parts, tianditu
from servicepoints.web.map import Chosen


def over(home: Path, **settings: str) -> FlaskClient:
    return create_app(load({"SERVICEPOINTS_HOME": str(home), **settings})).test_client()


def test_each_view_has_a_nonce_of_its_own_and_is_never_kept(demo_home: Path) -> None:
    client = over(demo_home)
    first, second = client.get("/map"), client.get("/map")
    nonces = [re.findall(r'<script nonce="([^"]+)">', page.text) for page in (first, second)]
    assert len(nonces[0]) == len(nonces[1]) == 1
    assert nonces[0] != nonces[1]
    assert f"'nonce-{nonces[0][0]}'" in first.headers["Content-Security-Policy"]
    assert "unsafe" not in first.headers["Content-Security-Policy"]
    assert first.headers["Cache-Control"] == "no-store"
    assert "ETag" not in first.headers


@pytest.mark.parametrize(
    ("settings", "source"),
    [
        ({"SERVICEPOINTS_BASEMAP": "osm"}, "img-src 'self' data: https://tile.openstreetmap.org;"),
        (
            {"SERVICEPOINTS_BASEMAP": "tianditu", "SERVICEPOINTS_TIANDITU_BROWSER_KEY": "k"},
            "img-src 'self' data: https://*.tianditu.gov.cn;",
        ),
        (
            {
                "SERVICEPOINTS_BASEMAP": "xyz",
                "SERVICEPOINTS_XYZ_URL": "https://a{s}.t.example/{z}/{x}/{y}",
                "SERVICEPOINTS_XYZ_ATTRIBUTION": "示例",
            },
            "img-src 'self' data: https://*.t.example;",
        ),
        ({"SERVICEPOINTS_BASEMAP": "none"}, "img-src 'self' data:;"),
    ],
)
def test_only_the_tile_host_is_let_in(demo_home: Path, settings: dict[str, str], source: str) -> None:
    answer = over(demo_home, **settings).get("/map")
    assert source in answer.headers["Content-Security-Policy"]
    foreign = re.findall(r'(?:src|href)="(?!http://localhost/)(https?:)?//', answer.text)
    assert foreign == []


def test_no_word_of_a_point_stands_in_the_shell(demo_home: Path) -> None:
    assert "示例镇宁路" not in over(demo_home).get("/map").text


def test_a_map_in_another_datum_is_centred_in_that_datum() -> None:
    gcj = Basemap((TileSet("https://t.example/{z}/{x}/{y}", "x"),), Datum.GCJ02)
    latitude, longitude = convert(31.2242, 121.4294, Datum.WGS84, Datum.GCJ02)
    assert f"center: [{latitude}, {longitude}]" in map_parts(gcj, 31.2242, 121.4294, 15).script
    assert "center: [31.2242, 121.4294]" in map_parts(OSM, 31.2242, 121.4294, 15).script


def test_the_same_map_gives_the_same_bytes() -> None:
    assert map_parts(tianditu("k"), 31.2, 121.4, 12) == map_parts(tianditu("k"), 31.2, 121.4, 12)


def test_an_attribution_is_text_and_not_code(demo_home: Path) -> None:
    settings = {
        "SERVICEPOINTS_BASEMAP": "xyz",
        "SERVICEPOINTS_XYZ_URL": "https://t.example/{z}/{x}/{y}",
        "SERVICEPOINTS_XYZ_ATTRIBUTION": "</script><img src=x>${1}",
    }
    text = over(demo_home, **settings).get("/map").text
    assert "<img src=x>" not in text
    assert text.count("</script>") == text.count("<script")


def test_an_unknown_code_shows_the_city(demo_home: Path) -> None:
    assert 'data-chosen=""' in over(demo_home).get("/map?p=000000").text
    assert over(demo_home).get("/map?p=<script>").status_code == 200


def test_the_point_that_is_asked_for_has_its_card_before_any_script(demo_home: Path) -> None:
    client = over(demo_home)
    found = client.get("/api/v1/near?lat=31.2242&lon=121.4294&open=any&limit=100").json["points"]
    for point in (found[0], next(p for p in found if p["position"]["coarse"])):
        text = client.get(f"/map?p={point['code']}").text
        card = text[text.index('<section class="tapped"') : text.index("</section>")]
        assert "hidden" not in card
        assert point["name"] in card
        assert point["status"]["words"] in card
        assert f'href="/p/{point["code"]}#go"' in card
        assert ("位置没核实" in card) == point["position"]["coarse"]


@pytest.mark.parametrize(("precision_m", "zoom"), [(5, 17), (150, 17), (1000, 14), (5000, 12), (50_000, 12)])
def test_the_circle_of_a_rough_position_fits_a_phone(precision_m: float, zoom: int) -> None:
    chosen = Chosen("", "", "", "", "", 31.2, 121.4, precision_m)
    assert chosen.zoom == zoom
