"""Setting a pin: from offers, by hand, with a question where it looks wrong."""

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from servicepoints.domain.coordinates import Datum, convert, distance_m
from servicepoints.domain.points import Kind, Listing, Point, Position
from servicepoints.errors import Conflict
from servicepoints.register import Actor, Register, geocodes, points, reviews, revisions
from servicepoints.register.reviews import ReviewItem
from tests.web.bureau.conftest import Clock, post

OFFER = {
    "latitude": 31.2251, "longitude": 121.4301, "precision_m": 80.0, "level": "道路", "exact": False,
    "district": "长宁区", "formatted": "上海市长宁区示例西路", "provider": "amap", "raw_datum": "gcj02",
    "answered_on": "2026-09-01",
}  # fmt: skip


@pytest.fixture
def point(register: Register) -> Point:
    """A point of alice's that stands among others of its sub-district, without a position of its own."""
    with register.write(Actor("editor", "示例")) as writer:
        standing = [p for p in points.matching(writer, "shili") if p.listing is Listing.LISTED and p.position]
        crowd = [p for p in standing if sum(q.sub_district == p.sub_district for q in standing) > 2]
        points.update(writer, crowd[0].code, replace(crowd[0], position=None), "示例")
        geocodes.set_candidates(writer, crowd[0].code, [(OFFER, "只定位到“道路”，不到门牌")])
        found = points.get(writer, crowd[0].code)
    assert found is not None
    return found


@pytest.fixture
def beside(register: Register, point: Point) -> Position:
    """Where another point of the same sub-district stands."""
    with register.read() as reader:
        same = [p for p in points.matching(reader, "shili") if p.sub_district == point.sub_district]
    return next(p.position for p in same if p.position and not p.position.coarse)


def put(client: FlaskClient, point: Point, at: tuple[float, float], **more: object) -> TestResponse:
    form = {
        "latitude": at[0], "longitude": at[1], "datum": "wgs84", "precision": "10",
        "revision": point.revision, **more,
    }  # fmt: skip
    return post(client, f"/bureau/points/{point.code}/place", form)


def needs_pin(point: Point) -> bool:
    """Whether it has no position, or a coarse one that nobody confirmed."""
    at = point.position
    vague = at is None or (at.precision_m > 150 and not at.confirmed_by)
    return vague and point.listing is not Listing.WITHDRAWN


def now(register: Register, point: Point) -> Point:
    with register.read() as reader:
        found = points.get(reader, point.code)
    assert found is not None
    return found


def test_the_page_shows_what_is_offered_and_what_the_address_says(alice: FlaskClient, point: Point) -> None:
    answer = alice.get(f"/bureau/points/{point.code}/place")
    assert "上海市长宁区示例西路" in answer.text
    assert "只定位到“道路”，不到门牌" in answer.text
    assert "没有位置" in answer.text
    nonce = re.search(r"'nonce-([\w-]+)'", answer.headers["Content-Security-Policy"])
    assert nonce is not None
    assert f'nonce="{nonce[1]}"' in answer.text
    assert "https://" not in re.sub(r"content=\"[^\"]*\"", "", answer.text.partition("<main")[0])


def test_a_pin_is_the_persons_who_set_it_and_ends_the_offers(
    alice: FlaskClient, register: Register, point: Point, beside: Position, clock: Clock
) -> None:
    with register.write(Actor("import", "示例")) as writer:
        item = ReviewItem(kind="position", code=point.code, bureau="shili", reason="没写坐标系", value="1,2")
        reviews.add_review(writer, item)
    at = (beside.latitude + 0.001, beside.longitude)
    assert put(alice, point, at).status_code == 303
    pin = now(register, point).position
    assert pin is not None
    assert (pin.basis, pin.confirmed_by, pin.confirmed_on) == ("pin", "示例爱丽丝", clock.now.date())
    assert pin.precision_m == 10
    assert distance_m(pin.latitude, pin.longitude, *at) < 0.1
    with register.read() as reader:
        assert geocodes.candidates(reader, point.code) == []
        assert reviews.open_reviews(reader, kind="position", code=point.code) == []
        assert revisions.history(reader, point.code)[-1].why == "在地图上标点"


def test_no_machine_moves_it_afterwards(
    alice: FlaskClient, register: Register, point: Point, beside: Position
) -> None:
    put(alice, point, (beside.latitude, beside.longitude))
    moved = now(register, point)
    assert moved.position is not None
    other = replace(moved, position=replace(moved.position, latitude=31.3))
    with pytest.raises(Conflict), register.write(Actor("machine", "locate")) as writer:
        points.update(writer, point.code, other, "自动定位")


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_coordinates_of_another_datum_land_where_they_belong(
    alice: FlaskClient, register: Register, point: Point, beside: Position, datum: Datum
) -> None:
    there = convert(beside.latitude, beside.longitude, Datum.WGS84, datum)
    put(alice, point, there, datum=datum.value)
    pin = now(register, point).position
    assert pin is not None
    assert distance_m(pin.latitude, pin.longitude, beside.latitude, beside.longitude) < 0.1


def test_a_pin_far_from_its_sub_districts_points_is_asked_about_once(
    alice: FlaskClient, register: Register, point: Point, beside: Position
) -> None:
    far = (beside.latitude + 0.06, beside.longitude)
    answer = put(alice, point, far)
    assert answer.status_code == 422
    assert re.search(r"最近的也有\d\.\d公里", answer.text)
    assert f'value="{far[0]}"' in answer.text
    assert now(register, point).position is None
    assert put(alice, point, far, sure="1").status_code == 303
    assert now(register, point).position is not None


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("", ""), ("x", "121.4"), ("nan", "121.4"), ("121.43", "31.22"), ("1e9", "1"), ("31.2,1", "121.4")],
)
def test_coordinates_that_will_not_do_change_nothing_and_stay_typed(
    alice: FlaskClient, register: Register, point: Point, latitude: str, longitude: str
) -> None:
    answer = put(alice, point, (0, 0), latitude=latitude, longitude=longitude)
    assert answer.status_code == 422
    assert now(register, point).revision == point.revision


def test_who_was_second_is_told_and_moves_nothing(
    alice: FlaskClient, register: Register, point: Point, beside: Position
) -> None:
    put(alice, point, (beside.latitude, beside.longitude))
    first = now(register, point)
    for seen in ({}, {"revision": ""}, {"revision": "0"}, {"revision": "²"}, {"revision": "9" * 5000}):
        answer = put(alice, point, (beside.latitude + 0.001, beside.longitude), **seen)
        assert answer.status_code == 409
    assert now(register, point) == first


def test_the_way_goes_on_to_the_next_point_that_needs_a_pin_and_ends(
    alice: FlaskClient, register: Register, point: Point, beside: Position
) -> None:
    with register.read() as reader:
        todo = sorted(p.code for p in points.matching(reader, "shili") if needs_pin(p))
        assert point.code in todo
    seen = []
    answer = alice.get("/bureau/place")
    while answer.headers["Location"] != "/bureau/":
        code = answer.headers["Location"].split("/")[3]
        seen.append(code)
        current = now(register, replace(point, code=code))
        saved = put(alice, current, (beside.latitude, beside.longitude), sure="1")
        answer = alice.get(saved.headers["Location"])
    assert seen == todo
    assert "位置都标好了" in alice.get("/bureau/").text


def test_the_way_leads_to_all_that_the_desk_counts(
    alice: FlaskClient, register: Register, point: Point, beside: Position
) -> None:
    placed = replace(point, position=replace(beside, confirmed_by="", precision_m=50))
    with register.write(Actor("import", "示例")) as writer:
        for other in points.matching(writer, "shili"):
            if other.code != point.code and needs_pin(other):
                points.update(writer, other.code, replace(other, position=beside), "示例")
        points.update(writer, point.code, placed, "示例")  # a roster brought one, the offers are still there
    assert "位置待标" in alice.get("/bureau/").text
    assert point.code in alice.get("/bureau/place").headers["Location"]


def test_the_city_stays_with_the_bureau_that_it_looks_at(
    dora: FlaskClient, register: Register, beside: Position
) -> None:
    with register.write(Actor("editor", "示例")) as writer:
        theirs = [
            points.insert(
                writer, Point(name=f"示例邻居{n}站", kind=Kind.CARE_STATION, bureau="linju"), "示例"
            )
            for n in range(2)
        ]
    first, second = sorted(theirs)
    there = dora.get("/bureau/place?bureau=linju").headers["Location"]
    assert there == f"/bureau/points/{first}/place?bureau=linju"
    page = dora.get(there).text
    (action,) = re.findall(r'<form class="box" method="post" action="([^"]+)"', page)
    form = {"latitude": beside.latitude, "longitude": beside.longitude, "datum": "wgs84", "revision": 1}
    onward = post(dora, action, form).headers["Location"]
    assert dora.get(onward).headers["Location"] == f"/bureau/points/{second}/place?bureau=linju"
    skip = re.findall(r'href="([^"]*after=[^"]*)"', page)[0].replace("&amp;", "&")
    assert dora.get(skip).headers["Location"] == f"/bureau/points/{second}/place?bureau=linju"
