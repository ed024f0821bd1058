"""The list round a position."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from servicepoints.domain.hours import TIMEZONE

HERE = {"lat": "31.22420", "lon": "121.42940", "accuracy": "60"}


def sections(html: str) -> dict[str, str]:
    """The three groups of a list by their style."""
    parts = re.split(r'(?=<(?:section|details) class="group )', html)
    return {re.search(r'class="group (\w+)"', part)[1]: part for part in parts[1:]}  # type: ignore[index]


def names(html: str) -> list[str]:
    return re.findall(r'<h3><a class="clip" href="/p/(\w+)[?"]', html)


def test_what_one_can_ride_to_comes_first_nearest_first(courier: FlaskClient) -> None:
    groups = sections(courier.post("/near", data=HERE).text)
    assert names(groups["usable"]) == ["AAAA01", "AAAA06", "AAAA07", "AAAA11"]


def test_unknown_hours_coarse_positions_and_unknown_audiences_are_not_counted_on(
    courier: FlaskClient,
) -> None:
    groups = sections(courier.post("/near", data=HERE).text)
    assert sorted(names(groups["unknown"])) == ["AAAA03", "AAAA04", "AAAA05"]
    assert "<details" in groups["unknown"]
    assert " open>" not in groups["unknown"].split("<summary>")[0]


def test_closed_ones_are_folded_with_their_count(courier: FlaskClient) -> None:
    groups = sections(courier.post("/near", data=HERE).text)
    assert sorted(names(groups["closed"])) == ["AAAA02", "AAAA08"]
    assert "<h2>现在关着 2</h2>" in groups["closed"]
    assert "关着 · 18:00开" in groups["closed"]
    assert "临时关门，16:00开" in groups["closed"]


def test_a_card_answers_in_five_lines(courier: FlaskClient) -> None:
    card = sections(courier.post("/near", data=HERE).text)["usable"].split("</li>")[0]
    for words in (
        "示例镇宁路党群服务中心", "示范点", "开着 · 20:00关门", "骑到还开着", "450米·骑3分", "都能进·直接进",
        "热水 厕所", "党群服务中心", "3天前街道核实", "电话预约",
    ):  # fmt: skip
        assert words in card


def test_a_planned_demonstration_point_bears_no_badge(courier: FlaskClient) -> None:
    html = courier.post("/near", data=HERE).text
    assert html.count('<span class="badge">') == 1


def test_a_coarse_position_has_no_metres(courier: FlaskClient) -> None:
    cards = sections(courier.post("/near", data=HERE).text)["unknown"].split("<li")
    coarse = next(card for card in cards if "示例大概位置驿站" in card)
    assert "位置没核实" in coarse
    assert not re.search(r"\d+米|骑\d", coarse)


def test_what_opens_just_in_time_says_so(courier: FlaskClient) -> None:
    assert "现在关着，骑到正好开（14:03）" in courier.post("/near", data=HERE).text


def test_the_list_is_never_blank(open_city: Callable[..., Flask]) -> None:
    midnight = datetime(2026, 9, 16, 3, 0, tzinfo=TIMEZONE)
    html = open_city(midnight).test_client().post("/near", data=HERE).text
    groups = sections(html)
    assert "骑到还开着 0" in groups["usable"]
    assert "附近没有骑到还开着的" in html
    assert '<details class="group closed" open>' in groups["closed"]  # in the night what opens next


def test_where_little_is_known_the_city_s_own_map_is_named(courier: FlaskClient) -> None:
    far = courier.post("/near", data={"lat": "31.6", "lon": "121.5", "accuracy": "30"}).text
    assert "这一片收录还少" in far
    assert "全域友好服务地图" in far
    assert "这一片收录还少" not in courier.post("/near", data=HERE).text


def test_a_list_without_a_point_says_so_once_and_has_no_empty_groups(courier: FlaskClient) -> None:
    html = courier.post("/near", data={"lat": "31.6", "lon": "121.5"}).text
    assert "10公里内还没有收录歇脚点" in html
    assert not sections(html)
    asked_too_much = courier.post("/near?need=sauna,battery_swap", data=HERE).text
    assert "少选一样" in asked_too_much


def test_an_empty_group_is_left_out_unless_it_is_the_first(open_city: Callable[..., Flask]) -> None:
    noon = open_city(datetime(2026, 9, 16, 19, 0, tzinfo=TIMEZONE)).test_client()
    groups = sections(noon.post("/near", data=HERE).text)
    assert "closed" not in groups
    assert "usable" in groups


def test_a_list_of_another_moment_says_which(open_city: Callable[..., Flask]) -> None:
    day = open_city().test_client()
    for address in ("/near?at=night", "/near?at=night&open=any"):
        assert "按今晚23:00出发算，不是现在" in day.post(address, data=HERE).text
    assert "按今晚23:00算，不是现在" in day.get("/d/changning?at=night&open=any").text
    assert "按今晚23:00" not in day.post("/near", data=HERE).text
    late = open_city(datetime(2026, 9, 16, 22, 30, tzinfo=TIMEZONE)).test_client()
    assert "按今晚23:00" not in late.post("/near?at=night", data=HERE).text


def test_a_place_outside_shanghai_is_told_so(courier: FlaskClient) -> None:
    assert "不在上海" in courier.post("/near", data={"lat": "39.9", "lon": "116.4"}).text


def test_a_coarse_fix_is_shown(courier: FlaskClient) -> None:
    assert "定位偏差约800米" in courier.post("/near", data={**HERE, "accuracy": "800"}).text


def test_needs_are_all_wanted_and_stay_in_the_links(courier: FlaskClient) -> None:
    html = courier.post("/near?need=battery_swap,toilet", data=HERE).text
    assert not names(html)
    assert 'href="/near?need=toilet"' in html
    assert 'aria-current="true">厕所✓' in html


def test_the_switch_lists_all_by_distance(courier: FlaskClient) -> None:
    html = courier.post("/near?open=any", data=HERE).text
    assert names(html)[:4] == ["AAAA04", "AAAA05", "AAAA03", "AAAA01"]
    assert "AAAA02" in names(html)


def test_night_asks_about_eleven_tonight(courier: FlaskClient) -> None:
    groups = sections(courier.post("/near?at=night", data=HERE).text)
    assert names(groups["usable"]) == ["AAAA02"]
    assert "今晚23:00还开着" in groups["usable"]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "lat“”：缺少纬度"),
        ({"lat": "31.2"}, "lon“”：缺少经度"),
        ({"lat": "north", "lon": "121"}, "lat“north”"),
        ({"lat": "nan", "lon": "121"}, "lat“nan”"),
        ({"lat": "91", "lon": "121"}, "-90 到 90"),
        ({"lat": "3_1", "lon": "121"}, "-90 到 90"),
        ({"lat": "３１.2", "lon": "121"}, "-90 到 90"),
        ({"lat": "31", "lon": "inf"}, "-180 到 180"),
        ({"lat": "31", "lon": "121", "accuracy": "<b>"}, "accuracy“&lt;b&gt;”"),
    ],
)
def test_a_wrong_number_is_refused_by_name_with_the_way_on(
    courier: FlaskClient, form: dict[str, str], said: str
) -> None:
    answer = courier.post("/near", data=form)
    assert answer.status_code == 422
    assert said in answer.text
    assert "请重新定位，或者按区找" in answer.text


def test_no_page_repeats_the_position_and_none_of_it_is_kept(courier: FlaskClient) -> None:
    answer = courier.post("/near", data=HERE)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "31.2242" not in answer.text
    assert "121.4294" not in answer.text


def test_the_shell_needs_no_script_to_lead_on(courier: FlaskClient) -> None:
    answer = courier.get("/near?need=toilet")
    assert answer.headers["Cache-Control"].startswith("public")
    assert 'href="/d/changning?need=toilet"' in answer.text
    assert '<input type="hidden" name="need" value="toilet">' in answer.text
    assert "<noscript>" in answer.text
