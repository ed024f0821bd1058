"""Embedded lists: who may frame them, and that they remember and set nothing."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from tests.web.courier.conftest import CITY, HERE, city_home, open_city

__all__ = ["city_home", "open_city"]
PARENTS = "https://www.example.gov.cn https://*.rider.example.com"
PATHS = ("/embed/d/changning", "/embed/d/changning/jiangsulu", "/embed/near")


@pytest.mark.parametrize("path", PATHS)
def test_nobody_may_frame_it_unless_the_setting_says_so(open_city: Callable[..., Flask], path: str) -> None:
    answer = open_city().test_client().get(path)
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "SERVICEPOINTS_EMBED_PARENTS" in answer.text
    allowed = open_city(SERVICEPOINTS_EMBED_PARENTS=PARENTS).test_client()
    for _ in range(2):  # the second one may have been kept
        again = allowed.get(path)
        assert f"frame-ancestors {PARENTS};" in again.headers["Content-Security-Policy"]
        assert "SERVICEPOINTS_EMBED_PARENTS" not in again.text
    assert "frame-ancestors 'none'" in allowed.get("/d/changning").headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", PATHS)
def test_it_sets_no_cookie_and_is_in_no_search_engine(open_city: Callable[..., Flask], path: str) -> None:
    answer = open_city(SERVICEPOINTS_EMBED_PARENTS=PARENTS).test_client().get(path)
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "<form" not in answer.text


def test_a_district_lists_open_points_first_and_opens_them_in_windows_of_their_own(
    open_city: Callable[..., Flask],
) -> None:
    page = open_city(SERVICEPOINTS_EMBED_PARENTS=PARENTS).test_client().get("/embed/d/changning").text
    names = re.findall(r'<a class="clip" href="/p/(\w{6})" target="_blank" rel="noopener">', page)
    assert names[0] in {p.code for p in CITY}
    assert "AAAA09" not in names, "withdrawn"
    assert names.index("AAAA01") < names.index("AAAA08"), "what is shut comes later"
    outside = re.findall(r'<a (?![^>]*target="_blank")[^>]*href="([^"]*)"', page)
    assert outside == ["#main"]
    assert "<script" not in page, "it needs none"


def test_the_chinese_name_leads_to_the_address(open_city: Callable[..., Flask]) -> None:
    client = open_city().test_client()
    assert client.get("/embed/d/长宁区").headers["Location"] == "/embed/d/changning"
    assert client.get("/embed/d/changning/江苏路街道").headers["Location"] == "/embed/d/changning/jiangsulu"
    assert client.get("/embed/d/nowhere").status_code == 404
    assert "这里还没有收录" in client.get("/embed/d/chongming").text


def test_round_a_position_what_one_can_ride_to_comes_first(open_city: Callable[..., Flask]) -> None:
    client = open_city(SERVICEPOINTS_EMBED_PARENTS=PARENTS).test_client()
    answer = client.post("/embed/near", data=HERE)
    assert answer.headers["Cache-Control"] == "no-store"
    names = re.findall(r'href="/p/(\w{6})" target="_blank" rel="noopener"', answer.text)
    assert names[0] == "AAAA01"
    assert "450米·骑3分" in answer.text
    wrong = client.post("/embed/near", data={"lat": "x", "lon": "1"})
    assert wrong.status_code == 422
    assert "纬度" in wrong.text
    assert "不在上海" in client.post("/embed/near", data={"lat": "39.9", "lon": "116.4"}).text


def test_the_districts_of_the_shell_stay_in_the_frame(open_city: Callable[..., Flask]) -> None:
    page = open_city(SERVICEPOINTS_EMBED_PARENTS=PARENTS).test_client().get("/embed/near").text
    assert 'href="/embed/d/changning"' in page
    assert "/unknown" not in page
