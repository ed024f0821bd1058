"""The worker, what it keeps by hash, the points that a phone keeps, and the switch that takes them away."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from servicepoints.domain.shipped_hours import SHIPPED_DAYS, epoch_minute
from servicepoints.domain.wording import PAST_KNOWN, SITE_NAME
from servicepoints.web.courier.packs import MOST_POINTS
from servicepoints.web.static_files import FOLDER
from tests.web.courier.conftest import HERE, WEDNESDAY_AT_TWO, a_point, at

STREET = "/d/changning/jiangsulu/pack"


def files_of(client: FlaskClient) -> dict[str, str]:
    """What the worker keeps, with its hashes."""
    said = re.match(r"const FILES = (\{.*\});\n", client.get("/sw.js").get_data(as_text=True))
    assert said is not None
    found: dict[str, str] = json.loads(said[1])
    return found


def test_each_file_that_the_worker_keeps_has_the_hash_that_it_asks_for(courier: FlaskClient) -> None:
    answer = courier.get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    files = files_of(courier)
    for address, expected in files.items():
        content = courier.get(address).data
        assert f"sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}" == expected
    page = courier.get("/offline").get_data(as_text=True)
    loaded = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))
    assert loaded | {"/offline"} == set(files)


def test_the_worker_changes_with_what_it_keeps_and_with_nothing_else(open_city: Callable[..., Flask]) -> None:
    one = open_city().test_client().get("/sw.js").data
    assert one == open_city().test_client().get("/sw.js").data
    assert one != open_city(SERVICEPOINTS_HOST_NAME="示例主办").test_client().get("/sw.js").data


def test_turned_off_the_worker_takes_itself_away_and_nothing_more_is_kept(
    open_city: Callable[..., Flask],
) -> None:
    off = open_city(SERVICEPOINTS_OFFLINE="0").test_client()
    script = off.get("/sw.js").get_data(as_text=True)
    assert "unregister()" in script
    assert "caches.delete" in script
    assert "FILES" not in script
    assert off.get("/offline").status_code == 404
    assert off.get(STREET).status_code == 404
    assert off.post("/near/pack", data=HERE).status_code == 404
    assert "data-keep" not in off.get("/").get_data(as_text=True)


def test_the_points_round_a_place_come_without_it_and_in_no_order_that_tells_it(courier: FlaskClient) -> None:
    answer = courier.post("/near/pack", data=HERE)
    assert answer.headers["Cache-Control"] == "no-store"
    codes = [p["code"] for p in answer.get_json()["points"]]
    assert codes == sorted(codes)
    assert "AAAA09" not in codes, "a withdrawn point is not one to go to"
    text = answer.get_data(as_text=True)
    assert HERE["lat"] not in text
    assert "distance" not in text
    assert courier.post("/near/pack", data={"lat": "x", "lon": "1"}).status_code == 422


def test_what_is_kept_says_no_more_than_may_be_said_days_later(courier: FlaskClient) -> None:
    kept = courier.get(STREET).get_json()
    assert kept["made"] == epoch_minute(WEDNESDAY_AT_TWO)
    points = {p["code"]: p for p in kept["points"]}
    first = points["AAAA01"]
    assert first["checked"] == "街道9月13日核实"
    assert first["phones"] == [["021-55550001-6111", "tel:02155550001,6111"]]
    assert kept["hours"][first["hours"]][0] == [kept["made"], "open", "开着 · 20:00关门"]
    assert points["AAAA04"]["at"] is None, "a coarse position gives no distance"
    midnight = epoch_minute(WEDNESDAY_AT_TWO.replace(hour=0)) + SHIPPED_DAYS * 1440
    assert all(lines[-1] == [midnight, "unknown", PAST_KNOWN] for lines in kept["hours"])
    text = json.dumps(kept, ensure_ascii=False)
    assert not re.search("还剩|天前|昨天|张示例", text)
    assert courier.get("/d/changning/nowhere/pack").status_code == 404


def test_what_is_kept_is_bounded_and_light(city_of: Callable[..., FlaskClient]) -> None:
    many = [a_point(f"B{i:05}", f"示例第{i}个很长名字的党群服务中心驿站", position=at(i)) for i in range(200)]
    client = city_of(*many)
    for answer in (
        client.get(STREET, headers={"Accept-Encoding": "br"}),
        client.post("/near/pack", data=HERE, headers={"Accept-Encoding": "br"}),
    ):
        assert len(answer.data) <= 6 * 1024
    kept = client.get(STREET).get_json()
    assert len(kept["points"]) == MOST_POINTS
    assert len(kept["hours"]) == 1, "equal timetables are sent once"


@pytest.mark.parametrize("path", ["/", "/near", "/d/changning", "/p/AAAA01", "/map"])
def test_the_site_can_be_installed(courier: FlaskClient, path: str) -> None:
    page = courier.get(path).get_data(as_text=True)
    found = re.search('<link rel="manifest" href="([^"]+)">', page)
    assert found is not None
    answer = courier.get(found[1])
    assert answer.mimetype == "application/manifest+json"
    said: dict[str, Any] = answer.get_json(force=True)
    assert (said["name"], said["start_url"], said["display"]) == (SITE_NAME, "/", "standalone")
    assert "maskable" in {icon.get("purpose") for icon in said["icons"]}
    for icon in said["icons"]:
        png = courier.get(found[1].rpartition("/")[0] + "/" + icon["src"]).data
        side = int.from_bytes(png[16:20])
        assert f"{side}x{side}" == icon["sizes"]
        assert png == (FOLDER / icon["src"]).read_bytes()
