"""A space that is open keeps its point open, on every page in the same words."""

import html as markup
import json
import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient

from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Point, Space
from tests.web.courier.conftest import HERE, a_point, at, hours
from tests.web.courier.test_near import names, sections

CityOf = Callable[..., FlaskClient]
EVENING = datetime(2026, 9, 16, 21, 15, tzinfo=TIMEZONE)
HALL_HOURS = hours("周一至周五8:30-17:00", "Mo-Fr 08:30-17:00; PH off")
CORNER = Space(
    name="24小时驿站",
    amenities={"hot_water": True, "phone_charging": True},
    schedule=hours("24小时", "24/7; PH 00:00-24:00"),
)
READING = Space(
    name="阅览室",
    amenities={"reading_room": True},
    schedule=hours("9:00-16:00", "09:00-16:00; PH off"),
)


def a_hall(**said: object) -> Point:
    fields: dict[str, object] = {
        "schedule": HALL_HOURS,
        "position": at(450),
        "spaces": (READING, CORNER),
        "amenities": {"hot_water": True, "toilet": True},
    }
    return a_point("BBBB01", "示例带驿站的中心", **fields | said)


def headline(page: str) -> str:
    found = re.search(r'<p class="now clip4" data-now>(.*?)</p>', page, re.S)
    assert found is not None
    return markup.unescape(re.sub(r"<[^>]+>", "", found[1])).strip()


@pytest.mark.parametrize("need", ["", "hot_water"])
def test_in_the_evening_list_and_page_name_the_space_that_is_open(city_of: CityOf, need: str) -> None:
    city = city_of(a_hall(), moment=EVENING)
    query = f"?need={need}" if need else ""
    usable = sections(city.post(f"/near{query}", data=HERE).text)["usable"]
    assert f'href="/p/BBBB01{query}"' in usable
    assert '<span class="open">24小时驿站开着</span><span>骑到还开着</span>' in usable
    assert '<p class="has clip2">热水 充电</p>' in usable
    page = city.get(f"/p/BBBB01{query}").text
    assert headline(page) == "关着 · 明天8:30开；24小时驿站开着"
    assert '<a class="open" href="#inside">24小时驿站开着</a>' in page
    assert "离这儿近、还开着的" not in page
    assert "到了还开着" in city.post(f"/p/BBBB01/ride{query}", data=HERE).text


def test_it_counts_among_what_is_open_at_night(city_of: CityOf) -> None:
    usable = sections(city_of(a_hall()).post("/near?at=night", data=HERE).text)["usable"]
    assert names(usable) == ["BBBB01"]


def test_the_needs_of_a_list_go_on_to_the_page(city_of: CityOf) -> None:
    city = city_of(a_hall(), moment=datetime(2026, 9, 16, 16, 30, tzinfo=TIMEZONE))
    groups = sections(city.post("/near?need=reading_room", data=HERE).text)
    assert 'href="/p/BBBB01?need=reading_room"' in groups["closed"]
    assert "阅览室关着 · 明天9:00开" in groups["closed"]
    page = city.get("/p/BBBB01?need=reading_room").text
    assert headline(page) == "开着 · 17:00关门；阅览室关着 · 明天9:00开"
    assert 'data-ride="/p/BBBB01/ride?need=reading_room"' in page
    assert headline(city.get("/p/BBBB01").text) == "开着 · 17:00关门"


def test_who_arrives_after_closing_is_told_which_space_is_open(city_of: CityOf) -> None:
    city = city_of(a_hall(), moment=datetime(2026, 9, 16, 16, 58, tzinfo=TIMEZONE))
    usable = sections(city.post("/near", data=HERE).text)["usable"]
    assert '<span class="open">开着 · 17:00关门</span><span>骑到24小时驿站还开着</span>' in usable


def test_the_api_the_map_and_the_page_say_the_same(city_of: CityOf) -> None:
    city = city_of(a_hall(), moment=EVENING)
    near = city.get("/api/v1/near?lat=31.2242&lon=121.4294").json["points"][0]  # type: ignore[index]
    one = city.get("/api/v1/points/BBBB01").json["point"]  # type: ignore[index]
    assert near["status"] == one["status"]
    assert (one["status"]["state"], one["status"]["space"]) == ("open", "24小时驿站")
    assert one["status"]["words"] == "24小时驿站开着"
    assert near["arrival"]["space"] == "24小时驿站"
    assert "24小时驿站开着" in city.get("/map?p=BBBB01").text


def test_json_ld_tells_the_hours_of_the_space_that_keeps_its_point_open(city_of: CityOf) -> None:
    page = city_of(a_hall()).get("/p/BBBB01").text
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])  # type: ignore[index]
    assert data["openingHoursSpecification"][0]["closes"] == "23:59"
    corner = next(place for place in data["containsPlace"] if place["name"] == "24小时驿站")
    assert corner["openingHoursSpecification"][0]["closes"] == "23:59"


def test_what_is_shared_names_the_hours_of_the_spaces(city_of: CityOf) -> None:
    city = city_of(a_hall())
    text = re.search(r'<pre class="text" id="share-text">(.*?)</pre>', city.get("/p/BBBB01").text, re.S)
    assert text is not None
    assert "24小时驿站：24小时；阅览室：每天9:00–16:00" in text[1]
    assert "24小时驿站：24小时" in city.get("/p/BBBB01/card").text


def test_a_space_of_a_closed_point_is_closed_too(city_of: CityOf) -> None:
    over = a_hall(valid_to=date(2026, 9, 15))
    assert "24小时开着" not in city_of(over).get("/p/BBBB01").text
