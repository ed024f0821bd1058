"""The page of one point, its card, its parts, its link group."""

import json
import re
import struct
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from servicepoints.domain.hours import TIMEZONE

HERE = {"lat": "31.22420", "lon": "121.42940", "accuracy": "60"}


def test_the_first_screen_says_open_how_to_enter_and_what_there_is(courier: FlaskClient) -> None:
    html = courier.get("/p/AAAA01").text
    for words in (
        "开着 · 20:00关门", "东侧小门，直接进 · 都能进 · 免费", "门口可停", "3天前街道核实", "热水✓", "换电✗",
        "热饭?", "示范点",
    ):  # fmt: skip
        assert words in html


def test_it_is_asked_for_each_time_and_sent_only_if_it_changed(courier: FlaskClient) -> None:
    first = courier.get("/p/AAAA01")
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    again = courier.get("/p/AAAA01", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_week_names_dates_and_keeps_the_rosters_own_words(courier: FlaskClient) -> None:
    html = courier.get("/p/AAAA01").text
    assert "9月16日 周三" in html
    assert "原文：每天8:30-20:00" in html
    assert "原文：周一至周五9:00-17:00" in html


def test_a_holiday_is_named_and_its_silence_said(open_city: Callable[..., Flask]) -> None:
    eve = datetime(2026, 9, 30, 10, 0, tzinfo=TIMEZONE)
    html = open_city(eve).test_client().get("/p/AAAA02").text
    assert re.search(r"10月1日 周四 国庆</dt><dd[^>]*>国庆怎么开还没通知", html)


def test_hours_that_could_not_be_read_are_shown_with_their_text(courier: FlaskClient) -> None:
    html = courier.get("/p/AAAA03").text
    assert "开门时间没核实" in html
    assert "原文：下午11:30开门" in html


def test_when_it_is_closed_the_nearest_open_ones_are_offered(courier: FlaskClient) -> None:
    html = courier.get("/p/AAAA02").text
    assert "离这儿近、还开着的" in html
    assert re.findall(r'<h3><a class="clip" href="/p/(\w+)"', html)[:2] == ["AAAA07", "AAAA06"]
    assert "离这儿近、还开着的" not in courier.get("/p/AAAA01").text


def test_when_it_is_closed_the_first_screen_names_the_nearest_open_one(courier: FlaskClient) -> None:
    html = courier.get("/p/AAAA02?need=hot_water").text
    first = html[: html.index('<dl class="facts">')]
    line = re.search(r'近处开着：<a href="([^"]+)">([^<]+?)&nbsp;›</a> <span>([^<]+)</span>', first)
    assert line is not None
    assert line[1] == "/p/AAAA07?need=hot_water"
    assert len(line[2]) <= 24
    assert re.fullmatch(r"\d+米·骑\d+分", line[3])
    assert "近处" not in courier.get("/p/AAAA01").text


def test_a_suspended_point_says_until_when_and_why(courier: FlaskClient) -> None:
    html = courier.get("/p/AAAA08").text
    assert "临时关门，16:00开" in html
    assert "水管在修" in html


def test_an_unchecked_point_says_so(courier: FlaskClient) -> None:
    assert "还没人核实过" in courier.get("/p/AAAA02").text


def test_phones_dial_their_extension_and_hide_their_owner(courier: FlaskClient) -> None:
    html = courier.get("/p/AAAA01").text
    assert 'href="tel:02155550001,6111"' in html
    assert 'href="tel:02155550002"' in html
    assert "张示例" not in html


def test_booking_says_how_with_the_notes_date(courier: FlaskClient) -> None:
    html = courier.get("/p/AAAA01").text
    assert "电话预约 021-55550002" in html
    assert "每月第三个周四理发 <small>（2026年9月1日）</small>" in html


def test_a_link_that_would_run_is_no_link(courier: FlaskClient) -> None:
    assert "javascript:" not in courier.get("/p/AAAA01").text


@pytest.mark.parametrize("typed", ["aaaa01", "AAAAOl", "aaaaoI"])
def test_a_code_as_typed_from_a_poster_leads_to_the_point(courier: FlaskClient, typed: str) -> None:
    answer = courier.get(f"/p/{typed}")
    assert answer.status_code == 301
    assert answer.headers["Location"] == "/p/AAAA01"
    assert courier.get(f"/p/{typed}/card").headers["Location"] == "/p/AAAA01/card"


def test_an_unknown_code_leads_on(courier: FlaskClient) -> None:
    answer = courier.get("/p/ZZZZZZ")
    assert answer.status_code == 404
    for way in ('action="/search"', 'href="/d/changning"', "data-locate", "没有这个编号"):
        assert way in answer.text


def test_a_withdrawn_point_says_so_and_offers_its_neighbours(courier: FlaskClient) -> None:
    answer = courier.get("/p/AAAA09")
    assert answer.status_code == 410
    for words in ("已撤点", "搬走了", "示例老驿站", "离这儿最近的", 'href="/p/AAAA01"', "noindex"):
        assert words in answer.text


def test_the_text_for_a_group_ends_with_the_public_link(courier: FlaskClient) -> None:
    html = courier.get("/p/AAAA01").text
    text = re.search(r'<pre class="text" id="share-text">(.*?)</pre>', html, re.S)[1]  # type: ignore[index]
    assert text.startswith("【歇脚】示例镇宁路党群服务中心")
    assert text.splitlines()[-1] == "https://example.gov.cn/p/AAAA01"
    assert len(text.encode()) <= 400


def test_json_ld_stands_in_the_page(courier: FlaskClient) -> None:
    html = courier.get("/p/AAAA01").text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert found is not None
    data = json.loads(found[1])
    assert data["url"] == "https://example.gov.cn/p/AAAA01"
    assert data["openingHoursSpecification"][0]["opens"] == "08:30"


def test_the_card_has_one_picture_that_a_long_press_reads(courier: FlaskClient) -> None:
    html = courier.get("/p/AAAA01/card").text
    assert re.findall(r'<img src="([^"]+)" width="180"', html) == ["/p/AAAA01/qr.png"]
    png = courier.get("/p/AAAA01/qr.png")
    assert png.mimetype == "image/png"
    assert struct.unpack(">I", png.data[16:20])[0] >= 320


def test_the_small_map_shows_the_point_among_its_neighbours(courier: FlaskClient) -> None:
    assert 'src="/p/AAAA01/around.svg"' in courier.get("/p/AAAA01").text
    svg = courier.get("/p/AAAA01/around.svg")
    assert svg.mimetype == "image/svg+xml"
    assert svg.text.count('class="o"') == 7
    assert "around.svg" not in courier.get("/p/AAAA10").text
    assert courier.get("/p/AAAA10/around.svg").status_code == 404


def test_the_ride_is_told_to_who_says_where_they_are(courier: FlaskClient) -> None:
    answer = courier.post("/p/AAAA01/ride", data=HERE)
    assert "450米·骑3分" in answer.text
    assert "到了还开着" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert courier.post("/p/AAAA04/ride", data=HERE).text == ""
    assert courier.post("/p/AAAA01/ride", data={}).status_code == 422


def test_a_link_group_says_which_of_its_points_has_what(courier: FlaskClient) -> None:
    html = courier.get("/p/AAAA01/group").text
    assert "<h2>一起用的2处</h2>" in html
    for words in (
        "政治生活",
        "文化生活",
        "日常生活",
        "党员活动室",
        "阅览室",
        "没核实：党群活动",
        "没有：换电",
    ):
        assert words in html
    assert "示例快递网点" in html
    assert courier.get("/p/AAAA02/group").headers["Location"] == "/p/AAAA02"


def test_both_points_of_a_group_give_one_address_to_keep(courier: FlaskClient) -> None:
    canonical = '<link rel="canonical" href="https://example.gov.cn/p/AAAA01/group">'
    assert canonical in courier.get("/p/AAAA01/group").text
    assert canonical in courier.get("/p/AAAA05/group").text


def test_what_is_over_has_no_week_and_says_when_it_ended(courier: FlaskClient) -> None:
    html = courier.get("/p/AAAA13").text
    assert "已结束" in html
    assert "到2023年11月10日为止" in html
    assert "7天开门时间" not in html
    assert "7天开门时间" in courier.get("/p/AAAA01").text


def test_what_nobody_knows_is_said_once(courier: FlaskClient) -> None:
    html = courier.get("/p/AAAA13").text
    assert "谁能进、怎么进没核实，是否免费也没核实" in html
    assert "怎么进没核实 · " not in html
    assert "地址和位置都没核实" in html
    assert "导航按地址找" not in html


def test_an_unknown_kind_is_said_on_the_point_s_page_only(courier: FlaskClient) -> None:
    page = courier.get("/p/AAAA13").text
    assert page.count("类型没核实") == 1
    assert '<meta name="description" content="上海市徐汇区示例结束了的点。有什么没核实。">' in page
    found = courier.get("/search?q=示例结束了的点").text
    assert '<p class="foot clip">还没人核实过</p>' in found
    assert "类型没核实" not in found


def test_only_a_place_with_a_number_can_be_called_first(courier: FlaskClient) -> None:
    assert "开门时间没核实，去之前先找人问一声。" in courier.get("/p/AAAA03").text
    assert "先打电话" not in courier.get("/p/AAAA03").text


def test_a_point_without_a_position_is_not_looked_for_on_the_map(courier: FlaskClient) -> None:
    assert "/map?p=" not in courier.get("/p/AAAA10").text
    assert "/map?p=AAAA01" in courier.get("/p/AAAA01").text
