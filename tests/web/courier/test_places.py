"""Home, districts, sub-districts, search; and what holds on every page."""

import gzip
import re
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

HERE = {"lat": "31.22420", "lon": "121.42940", "accuracy": "60"}
PAGES = (
    "/", "/near", "/near?at=night", "/search", "/search?q=示例", "/d/changning", "/d/changning/jiangsulu",
    "/d/huangpu", "/d/unknown", "/p/AAAA01", "/p/AAAA01/card", "/p/AAAA01/group", "/p/AAAA03", "/p/AAAA06",
    "/p/AAAA07", "/p/AAAA09", "/p/ZZZZZZ", "/d/changning/jiangsulu/news",
)  # fmt: skip
FULL = tuple(page for page in PAGES if not page.endswith("/news"))
ASSETS = ("site.css", "store.js", "locate.js", "street.js", "icon.svg")
MOST_BYTES = 14 * 1024


def test_home_asks_one_question_and_offers_the_first_needs(courier: FlaskClient) -> None:
    html = courier.get("/").text
    assert "找附近歇脚点" in html
    for label in ("热水", "充电", "厕所", "空调", "热饭", "换电", "夜里还开着的", "避暑"):
        assert label in html
    assert 'href="/d/changning">长宁区' in html


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("/d/长宁区", "/d/changning"),
        ("/d/长宁", "/d/changning"),
        ("/d/闸北区", "/d/jingan"),
        ("/d/长宁区/江苏路街道", "/d/changning/jiangsulu"),
        ("/d/changning/江苏路?need=toilet", "/d/changning/jiangsulu?need=toilet"),
    ],
)
def test_a_chinese_name_leads_to_the_ascii_address(courier: FlaskClient, typed: str, address: str) -> None:
    answer = courier.get(quote(typed, safe="/?="))
    assert answer.status_code == 301
    assert answer.headers["Location"] == address


@pytest.mark.parametrize("path", ["/d/nowhere", "/d/changning/nowhere", "/nowhere"])
def test_a_place_that_is_none_leads_on(courier: FlaskClient, path: str) -> None:
    answer = courier.get(path)
    assert answer.status_code == 404
    assert 'href="/d/changning"' in answer.text


def test_a_district_lists_those_without_a_position_too(courier: FlaskClient) -> None:
    html = courier.get("/d/changning").text
    assert "示例没位置驿站" in html
    assert "示例老驿站" not in html
    assert 'href="/d/changning/jiangsulu">江苏路街道 <small>9</small>' in html


def test_a_point_of_no_known_district_is_listed_too(courier: FlaskClient) -> None:
    assert 'href="/d/unknown">区没核实 <small>1<' in courier.get("/").text
    html = courier.get("/d/unknown").text
    assert "示例不知哪个区驿站" in html
    assert "示例镇宁路党群服务中心" not in html
    assert "示例不知哪个区驿站" not in courier.get("/d/changning").text


def test_a_sub_district_lists_its_own_only(courier: FlaskClient) -> None:
    html = courier.get("/d/changning/huayanglu").text
    assert re.findall(r'<h3><a class="clip" href="/p/(\w+)"', html) == ["AAAA07"]
    assert 'data-street="华阳路街道"' in html


def test_a_district_of_which_nothing_is_known_is_not_blank(courier: FlaskClient) -> None:
    assert "这里还没有收录歇脚点" in courier.get("/d/huangpu").text


def test_filters_stay_when_one_goes_up_or_down(courier: FlaskClient) -> None:
    assert 'href="/d/changning/jiangsulu?need=toilet"' in courier.get("/d/changning?need=toilet").text
    assert 'href="/d/changning?need=toilet"' in courier.get("/d/changning/jiangsulu?need=toilet").text


@pytest.mark.parametrize("words", ["镇宁路", "zhenninglu", "znl", "示例路1号"])
def test_a_search_finds_by_any_part_and_pinyin(courier: FlaskClient, words: str) -> None:
    assert 'href="/p/AAAA01"' in courier.get("/search", query_string={"q": words}).text


def test_a_search_for_a_place_leads_to_its_page(courier: FlaskClient) -> None:
    html = courier.get("/search", query_string={"q": "江苏路街道"}).text
    assert 'href="/d/changning/jiangsulu"' in html


def test_a_search_that_finds_nothing_leads_on(courier: FlaskClient) -> None:
    html = courier.get("/search", query_string={"q": "<b>火星"}).text
    assert "没找到" in html
    assert "<b>火星" not in html
    assert 'href="/d/changning"' in html


def test_my_streets_news_are_what_is_shut_and_what_can_be_booked(courier: FlaskClient) -> None:
    html = courier.get("/d/changning/jiangsulu/news").text
    assert "示例修水管驿站" in html
    assert "电话预约" in html
    assert "没有临时关门的" in courier.get("/d/changning/huayanglu/news").text


@pytest.mark.parametrize("page", FULL)
def test_every_page_says_it_is_a_demonstration_and_who_runs_it(courier: FlaskClient, page: str) -> None:
    html = courier.get(page).text
    assert "演示数据" in html
    assert "示例邮政管理局" in html


@pytest.mark.parametrize("page", PAGES)
def test_no_page_carries_anything_inline_that_the_policy_forbids(courier: FlaskClient, page: str) -> None:
    html = courier.get(page).text
    assert not re.search(r"<[^>]+\s(?:style|on\w+)=", html)
    assert not re.search(r"<style|<script(?![^>]*(?:src=|application/ld\+json))", html)
    assert not re.search(r'(?:src|href)="(?:http:)?//', html)
    assert not re.search(r'<(?:script|link rel="stylesheet"|img)[^>]+(?:src|href)="https?:', html)


@pytest.mark.parametrize("page", PAGES)
def test_a_name_that_looks_like_a_script_stays_a_name(courier: FlaskClient, page: str) -> None:
    assert "<script>alert" not in courier.get(page).text


def test_that_name_is_shown_as_it_is(courier: FlaskClient) -> None:
    shown = "&lt;script&gt;alert(1)&lt;/script&gt;${alert(2)}`&#34;&#39;"
    assert shown in courier.get("/p/AAAA06").text
    assert shown in courier.post("/near", data=HERE).text


@pytest.mark.parametrize("page", FULL)
def test_every_page_can_be_zoomed_and_has_one_heading(courier: FlaskClient, page: str) -> None:
    html = courier.get(page).text
    assert "user-scalable" not in html
    assert "maximum-scale" not in html
    assert html.count("<h1") == 1
    assert re.search(r"<title>[^<]+</title>", html)


def test_a_page_asked_for_again_is_not_sent_again(courier: FlaskClient) -> None:
    first = courier.get("/d/changning", headers={"Accept-Encoding": "gzip"})
    assert first.headers["Cache-Control"] == "public, max-age=30"
    assert "Accept-Encoding" in first.headers["Vary"]
    assert "Set-Cookie" not in first.headers
    again = courier.get("/d/changning", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_a_full_list_with_all_it_needs_stays_under_14_kilobytes(courier: FlaskClient) -> None:
    gz = {"Accept-Encoding": "gzip"}
    shell = courier.get("/near", headers=gz)
    groups = courier.post("/near", data=HERE).text
    card = re.search(r'<li class="card">.*?</li>', groups, re.S)[0]  # type: ignore[index]
    cards = "".join(card.replace("AAAA01", f"A{i:05}").replace("镇宁路", f"第{i * 37}路") for i in range(40))
    parts = [shell.data, gzip.compress((groups + cards).encode(), 6)]
    for name in ASSETS:
        address = re.search(rf'"(/static/\w+/{name})"', courier.get("/").text)
        assert address is not None, name
        parts.append(courier.get(address[1], headers=gz).data)
    assert sum(map(len, parts)) <= MOST_BYTES, [len(part) for part in parts]
