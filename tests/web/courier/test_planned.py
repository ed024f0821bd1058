"""A list of another moment than now, and of the night: what comes first, and that every word speaks of it."""

import html as markup
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from servicepoints.domain.arrival import Riding, arrival_in
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.coordinates import distance_m
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.point_hours import point_hours
from servicepoints.domain.points import Listing, Point, admits_couriers
from servicepoints.domain.timeline import HORIZON_DAYS
from tests.web.courier.conftest import CITY, HERE, WEDNESDAY_AT_TWO, a_point, at, hours
from tests.web.courier.test_near import names, sections

CityOf = Callable[..., FlaskClient]
OpenCity = Callable[..., Flask]
THREE = datetime(2026, 9, 16, 3, 0, tzinfo=TIMEZONE)
NIGHT = (
    a_point("CCCC01", "示例通宵到四点", position=at(100), schedule=hours("20:00-4:00", "20:00-04:00")),
    a_point("CCCC02", "示例远处不关门", position=at(2000), schedule=hours("24小时", "24/7; PH 00:00-24:00")),
    a_point("CCCC03", "示例八点开", position=at(150), schedule=hours("8:00-20:00", "08:00-20:00")),
    a_point("CCCC04", "示例五点半开", position=at(900), schedule=hours("5:30-20:00", "05:30-20:00")),
    a_point("CCCC05", "示例没读懂", position=at(120), schedule=hours("随便开", None)),
)


def words(html: str) -> str:
    return markup.unescape(re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize("place", ["near", "district"])
def test_in_the_night_what_never_closes_comes_first_then_what_opens_next(city_of: CityOf, place: str) -> None:
    city = city_of(*NIGHT, moment=THREE)
    html = city.post("/near", data=HERE).text if place == "near" else city.get("/d/changning").text
    groups = sections(html)
    assert list(groups) == ["usable", "closed", "unknown"]
    assert names(groups["usable"]) == ["CCCC02", "CCCC01"]
    assert names(groups["closed"]) == ["CCCC04", "CCCC03"]
    assert '<details class="group closed" open>' in groups["closed"]
    assert "现在关着，先开的在前 2" in words(groups["closed"])
    assert "关着 · 5:30开" in groups["closed"]


def test_by_day_the_nearest_comes_first_and_what_is_closed_stays_folded(city_of: CityOf) -> None:
    day = sections(city_of(*NIGHT, moment=WEDNESDAY_AT_TWO).post("/near", data=HERE).text)
    assert list(day) == ["usable", "unknown", "closed"]
    assert names(day["usable"]) == ["CCCC03", "CCCC04", "CCCC02"]
    assert '<details class="group closed">' in day["closed"]


def test_a_list_for_tomorrow_morning_speaks_of_tomorrow_morning(courier: FlaskClient) -> None:
    html = courier.post("/near?at=morning", data=HERE).text
    said = words(html)
    assert "按明早7:00出发算，不是现在" in said
    assert "明早7:00还开着 0" in said
    assert "附近没有明早7:00还开着的，先看看这些" in said
    assert "明天7:00关着 · 8:30开" in said
    assert "明天7:00关着 · 18:00开" in said
    assert "现在关着" not in said
    assert 'href="/p/AAAA01?at=morning"' in html
    rough = words(courier.post("/near?at=morning", data={**HERE, "accuracy": "800"}).text)
    assert "明天7:00关着 · 8:30开" in rough


def test_what_opens_by_arrival_names_the_moment_of_setting_out(city_of: CityOf) -> None:
    soon = a_point("CCCC09", "示例七点零三开", position=at(1100), schedule=hours("7:03-20:00", "07:03-20:00"))
    group = sections(city_of(soon).post("/near?at=morning", data=HERE).text)["usable"]
    assert "明早7:00关着，骑到正好开（7:03）" in words(group)


def test_a_day_is_named_as_the_reader_calls_it_not_as_it_looks_from_there(city_of: CityOf) -> None:
    office = a_point("CCCC08", "示例上班才开", position=at(100), schedule=hours("8:30-17:00", "08:30-17:00"))
    said = words(city_of(office).post("/near?at=2026-09-17T20:00", data=HERE).text)
    assert "明天20:00关着 · 周五8:30开" in said  # on Thursday evening; read on Wednesday


def test_a_check_is_as_old_as_it_is_today_whatever_one_plans_for(courier: FlaskClient) -> None:
    for query in ("", "?at=morning", "?at=2026-09-20T09:00"):
        assert "3天前街道核实" in courier.post(f"/near{query}", data=HERE).text
        assert "3天前街道核实" in courier.get(f"/p/AAAA01{query}").text


def test_the_page_of_a_point_keeps_the_moment_and_leads_back_to_now(courier: FlaskClient) -> None:
    page = courier.get("/p/AAAA02?need=toilet&at=morning").text
    said = words(page)
    assert "按明早7:00算，不是现在" in said
    assert 'href="/p/AAAA02?need=toilet" data-filter>看现在的' in page
    assert "明天7:00关着 · 18:00开" in said
    assert 'data-ride="/p/AAAA02/ride?need=toilet&amp;at=morning"' in page
    assert re.search(r'<dt class="today">[^<]*16日', page)  # the week is the reader's
    assert "不是现在" not in words(courier.get("/p/AAAA02").text)


def test_a_closed_points_page_offers_the_three_nearest_open_then_with_the_same_needs(
    city_of: CityOf,
) -> None:
    shut = a_point("DDDD01", "示例关了的", position=at(0), schedule=hours("8:00-9:00", "08:00-9:00"))
    others = [
        a_point(f"DDDD1{n}", f"示例第{n}个", position=at(100 * n), amenities={"hot_water": n % 2 == 0})
        for n in range(1, 9)
    ]
    city = city_of(shut, *others)
    page = city.get("/p/DDDD01?need=hot_water&at=19:30").text
    instead = page[page.index("离这儿近、今晚19:30还开着的") : page.index('id="week"')]
    assert re.findall(r'href="(/p/\w+)\?', instead) == ["/p/DDDD12", "/p/DDDD14", "/p/DDDD16"]
    assert "need=hot_water&amp;at=19:30" in instead
    assert "离这儿近" not in city.get("/p/DDDD11?at=19:30").text  # it is open then itself
    assert "离这儿近、还开着的" in city.get("/p/DDDD01?need=hot_water").text
    page = city.get("/p/DDDD01?need=hot_water,shower&at=19:30").text
    assert "离这儿近" not in page
    assert "近处今晚19:30没有还开着、有热水、淋浴的" in words(page)
    assert 'href="/p/DDDD01?at=19:30"' in page, "without the wish there is somewhere to go"


@pytest.mark.parametrize("listing", [Listing.SUSPENDED, Listing.WITHDRAWN])
def test_so_does_the_page_of_one_that_is_shut_for_a_while_or_gone(city_of: CityOf, listing: Listing) -> None:
    gone = a_point("DDDD01", "示例没了的", position=at(0), listing=listing)
    dry = a_point("DDDD02", "示例没水的", position=at(50), amenities={"hot_water": False})
    wet = a_point("DDDD03", "示例有水的", position=at(90))
    page = city_of(gone, dry, wet).get("/p/DDDD01?need=hot_water").text
    assert "示例有水的" in page
    assert "示例没水的" not in page


@pytest.mark.parametrize("path", ["/d/changning", "/d/changning/jiangsulu", "/search?q=示例"])
def test_lists_without_a_position_speak_of_the_moment_too(courier: FlaskClient, path: str) -> None:
    html = courier.get(f"{path}{'&' if '?' in path else '?'}at=morning").text
    said = words(html)
    assert "按明早7:00算，不是现在" in said
    assert "明天7:00关着" in said
    assert "at=morning" in html
    assert 'type="datetime-local" name="at"' in html


def test_any_moment_can_be_asked_for_without_a_script(courier: FlaskClient) -> None:
    html = courier.get("/d/changning?need=toilet").text
    assert '<form class="find" action="/d/changning">' in html
    assert '<input type="hidden" name="need" value="toilet">' in html
    assert 'href="/d/changning?need=toilet&amp;at=night"' in html


EDGES = [
    datetime(2026, 9, 17, hour, minute, tzinfo=TIMEZONE) for hour, minute in ((8, 18), (19, 38), (23, 10))
]
"""Shortly before the city opens and closes, where a minute's ride more or less makes a difference."""
MOMENTS = [
    *(WEDNESDAY_AT_TWO + timedelta(minutes=97 * n) for n in range(1, 50)),
    *(edge + timedelta(minutes=n) for edge in EDGES for n in range(16)),
]


def usable_by_the_domain(moment: datetime) -> set[str]:
    """Who is open on arrival, asked of the domain point by point, without finder or page."""
    found, here = set(), (float(HERE["lat"]), float(HERE["lon"]))
    for point in CITY:
        if not _counts(point) or point.position is None:
            continue
        hours_of = point_hours(point, moment.date(), HORIZON_DAYS, Calendar())
        away = distance_m(*here, point.position.latitude, point.position.longitude)
        if arrival_in(hours_of, moment, away, Riding()).rides_to_open:
            found.add(point.code)
    return found


def _counts(point: Point) -> bool:
    precise = point.position is not None and not point.position.coarse
    shown = point.listing is not Listing.WITHDRAWN
    return precise and shown and admits_couriers(point.kind, point.audience)


def test_page_filter_order_and_api_have_one_evaluator_at_every_moment(courier: FlaskClient) -> None:
    place = f"lat={HERE['lat']}&lon={HERE['lon']}"
    seen = set()
    for moment in MOMENTS:
        asked = f"{moment:%Y-%m-%dT%H:%M}"
        html = courier.post(f"/near?at={asked}", data=HERE).text
        usable = names(sections(html)["usable"])
        api = courier.get(f"/api/v1/near?{place}&at={asked}&limit=50").json["points"]
        everything = courier.get(f"/api/v1/near?{place}&at={asked}&limit=50&open=any").json["points"]
        assert set(usable) == {p["code"] for p in api} == usable_by_the_domain(moment), asked
        seen.add(tuple(usable))
        cards = dict(zip(names(html), re.findall(r'<p class="state">(.*?)</p>', html), strict=True))
        for point in everything:
            by_arrival = point["arrival"] and point["arrival"]["state"] == "opens_by_arrival"
            badge = point["arrival"]["words"] if by_arrival else point["status"]["words"]
            assert badge in markup.unescape(cards[point["code"]]), (asked, point["code"])
    assert len(seen) > 3
