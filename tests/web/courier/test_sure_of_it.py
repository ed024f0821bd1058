"""Nothing is promised that is not sure: a door that is not for couriers, a vague place, what is over."""

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient

from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import (
    Access,
    Audience,
    BookingInfo,
    Channel,
    Contact,
    Kind,
    Listing,
    Point,
    Schedule,
    ScheduleStatus,
)
from tests.web.courier.conftest import HERE, a_point, at, hours
from tests.web.courier.test_near import names, sections

CityOf = Callable[..., FlaskClient]
ALWAYS = hours("24小时", "24/7; PH 00:00-24:00")


def residents(**said: object) -> Point:
    fields: dict[str, object] = {"audience": Audience.RESIDENTS, "position": at(200), "schedule": ALWAYS}
    return a_point("BBBB01", "示例住户之家", **fields | said)


def neighbour() -> Point:
    return a_point("BBBB02", "示例隔壁驿站", position=at(600), schedule=ALWAYS)


@pytest.mark.parametrize(
    ("audience", "word"), [(Audience.RESIDENTS, "仅住户"), (Audience.COMPANY, "仅本公司")]
)
def test_a_place_for_insiders_is_listed_last_without_a_promise(
    city_of: CityOf, audience: Audience, word: str
) -> None:
    city = city_of(residents(audience=audience), neighbour())
    html = city.post("/near", data=HERE).text
    groups = sections(html)
    assert list(groups) == ["usable", "doubtful"]
    assert names(groups["usable"]) == ["BBBB02"]
    assert "<h2>不一定能进 1</h2>" in groups["doubtful"]
    assert f'<span class="unknown">{word}</span>' in groups["doubtful"]
    assert "骑到还开着" not in groups["doubtful"]
    assert "不一定能进 1" in city.get("/d/changning").text


@pytest.mark.parametrize("said", [{}, {"kind": Kind.OUTLET, "audience": Audience.UNKNOWN}])
def test_its_page_warns_and_offers_others(city_of: CityOf, said: dict[str, object]) -> None:
    city = city_of(residents(**said), neighbour())
    page = city.get("/p/BBBB01").text
    word = "谁能进没核实" if said else "仅住户"
    assert f'<span class="open">24小时开着</span> <span class="unknown">{word}</span>' in page
    assert "离这儿近、还开着的" in page
    assert names(page) == ["BBBB02"]
    assert "到了" not in city.post("/p/BBBB01/ride", data=HERE).text


def test_a_vague_place_gives_no_metres_and_minutes_that_it_does_not_know(city_of: CityOf) -> None:
    until_five = hours("8:30-17:00", "08:30-17:00")
    city = city_of(
        a_point("BBBB01", "示例近的", position=at(80), schedule=until_five),
        a_point("BBBB02", "示例远的", position=at(2000), schedule=until_five),
        moment=datetime(2026, 9, 16, 15, 30, tzinfo=TIMEZONE),
    )
    vague = city.post("/near", data={**HERE, "accuracy": "800"}).text
    assert "880米以内" in vague
    assert "约2.0公里·骑约11分" in vague
    assert not re.search(r"80米·|能歇\d", vague)
    assert "880米以内" in city.post("/p/BBBB01/ride", data={**HERE, "accuracy": "800"}).text
    assert "80米·骑1分" in city.post("/near", data=HERE).text


def test_who_may_come_too_late_is_not_told_that_it_is_open(city_of: CityOf) -> None:
    soon_shut = a_point("BBBB01", "示例快关的", position=at(80), schedule=hours("8:30-17:00", "08:30-17:00"))
    city = city_of(soon_shut, moment=datetime(2026, 9, 16, 16, 47, tzinfo=TIMEZONE))
    assert "骑到还开着</span>" not in city.post("/near", data={**HERE, "accuracy": "800"}).text
    assert "骑到能歇12分钟" in city.post("/near", data=HERE).text


@pytest.mark.parametrize(
    ("said", "words", "never"),
    [
        ({"listing": Listing.SUSPENDED}, "临时关门", ""),
        ({"valid_to": date(2026, 9, 1)}, "已结束", "24小时"),
        ({"valid_from": date(2026, 12, 1)}, "12月1日（周二）起", ""),
    ],
)
def test_the_card_to_share_says_what_keeps_its_point_shut(
    city_of: CityOf, said: dict[str, object], words: str, never: str
) -> None:
    card = city_of(residents(audience=Audience.EVERYONE, **said)).get("/p/BBBB01/card").text
    first = re.findall(r'<p class="hours clip2">(.*?)</p>', card)[0]
    assert words in first
    assert not never or never not in card
    assert '<a href="/p/BBBB01">' in card


def test_what_is_over_leads_nobody_there(city_of: CityOf) -> None:
    page = city_of(residents(valid_to=date(2026, 9, 1))).get("/p/BBBB01").text
    assert "导航</summary>" not in page
    assert "热水✓" not in page


def test_what_begins_later_is_said_with_its_day(city_of: CityOf) -> None:
    pop_up = residents(audience=Audience.EVERYONE, valid_from=date(2026, 9, 22))
    assert "还没开始 · 9月22日开始" in city_of(pop_up).get("/p/BBBB01").text


def test_hours_that_nobody_read_are_shown_with_the_number_to_call(city_of: CityOf) -> None:
    unread = Schedule(text="下午11:30开门", status=ScheduleStatus.REVIEW)
    phone = Contact(number="021-55550001", public=True)
    page = city_of(residents(schedule=unread, contacts=(phone,))).get("/p/BBBB01").text
    assert '台账写：下午11:30开门 <a href="tel:02155550001">打电话问</a>' in page


@pytest.mark.parametrize(
    ("access", "note", "said"),
    [
        (Access.SCAN_CODE, "扫门口的码开门", "扫门口的码开门"),
        (Access.REGISTER, "在前台登记一下", "在前台登记一下"),
        (Access.ASK_STAFF, "跟门口说一声就行", "跟门口说一声就行"),
        (Access.WALK_IN, "东侧小门", "东侧小门，直接进"),
        (Access.UNKNOWN, "东侧小门", "东侧小门"),
    ],
)
def test_how_to_enter_is_said_once(city_of: CityOf, access: Access, note: str, said: str) -> None:
    page = city_of(residents(access=access, access_note=note)).get("/p/BBBB01").text
    assert f"<dt>怎么进</dt><dd>{said} · " in page


def test_a_withdrawn_point_in_a_search_says_only_that(city_of: CityOf) -> None:
    gone = residents(listing=Listing.WITHDRAWN, audience=Audience.EVERYONE)
    card = city_of(gone).get("/search?q=示例住户之家").text.split('<li class="card">')[1].split("</li>")[0]
    assert "已撤点" in card
    assert "没核实" not in card.split('class="foot')[0]


def test_the_word_on_booking_comes_before_the_kind(city_of: CityOf) -> None:
    booked = residents(kind=Kind.BUILDERS_HOME, booking=BookingInfo(channel=Channel.PHONE))
    assert (
        "还没人核实过 · 电话预约 · 建设者管理者之家（租住）" in city_of(booked).post("/near", data=HERE).text
    )


def test_the_news_of_a_street_are_what_a_courier_can_book(city_of: CityOf) -> None:
    city = city_of(
        residents(booking=BookingInfo(channel=Channel.PHONE)),
        a_point("BBBB02", "示例随便进", booking=BookingInfo(channel=Channel.WALK_IN)),
        a_point("BBBB03", "示例要约的", booking=BookingInfo(channel=Channel.LINK)),
    )
    assert re.findall(r'href="/p/(\w+)"', city.get("/d/changning/jiangsulu/news").text) == ["BBBB03"]


def test_a_long_group_goes_on_where_it_stopped(city_of: CityOf) -> None:
    closed = hours("20:00-23:00", "20:00-23:00")
    many = [a_point(f"BBBB{n:02}", "示例晚开的", position=at(n), schedule=closed) for n in range(1, 60)]
    city = city_of(*many)
    first = sections(city.get("/d/changning").text)["closed"]
    assert len(names(first)) == 10
    assert 'href="/d/changning?more=closed-50#closed"' in first
    longer = sections(city.get("/d/changning?more=closed-50").text)["closed"]
    assert len(names(longer)) == 50
    assert longer.startswith('<details class="group closed" open>')
    assert "more=closed-90" in longer
    whole = sections(city.get("/d/changning?more=closed-90").text)["closed"]
    assert len(names(whole)) == 59
    assert "more=" not in whole
    assert "more=closed-50" in sections(city.post("/near", data=HERE).text)["closed"]
    assert len(names(sections(city.post("/near?more=closed-50", data=HERE).text)["closed"])) == 50
    assert "more=" not in city.get("/d/changning?more=closed-50").text.split('class="group')[0]


def test_a_row_and_a_search_go_on_too(city_of: CityOf) -> None:
    many = [a_point(f"BBBB{n:02}", "示例很多的", position=at(n), schedule=ALWAYS) for n in range(1, 80)]
    city = city_of(*many)
    assert "more=all-100#all" in city.get("/d/changning?open=any").text
    assert len(names(city.get("/d/changning?open=any&more=all-100").text)) == 79
    assert "more=all-60#all" in city.get("/search?q=示例").text
    assert len(names(city.get("/search?q=示例&more=all-60").text)) == 60


@pytest.mark.parametrize(("metres", "leads_on"), [(200, True), (None, False)])
def test_where_there_is_little_other_ways_stand_below(
    city_of: CityOf, metres: int | None, leads_on: bool
) -> None:
    many = [a_point(f"BBBB{n:02}", "示例", position=at(n), schedule=ALWAYS) for n in range(1, 5)]
    city = city_of(*([neighbour()] if metres else many))
    assert ("data-lead-on" in city.post("/near", data=HERE).text) is leads_on


def test_the_last_line_above_a_list_leads_to_what_is_below_it(city_of: CityOf) -> None:
    html = city_of(residents(position=at(9000))).post("/near?need=shower", data=HERE).text
    assert re.findall(r'<p class="say">(.*?)</p>', html)[-1].endswith("看看别的地方：")
