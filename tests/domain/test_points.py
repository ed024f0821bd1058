"""What a point is, and what of it the public may see."""

from datetime import date

import pytest

from servicepoints.domain.points import (
    Audience,
    Contact,
    Kind,
    Listing,
    Point,
    Position,
    Space,
    admits_couriers,
    clean_code,
    new_code,
)
from servicepoints.domain.publication import published

PIN = Position(
    latitude=31.2242,
    longitude=121.4294,
    precision_m=20,
    basis="pin",
    confirmed_by="张三",
    confirmed_on=date(2026, 9, 1),
)
POINT = Point(
    name="示例驿站",
    kind=Kind.CARE_STATION,
    code="7K2M9Q",
    address="示例路1号",
    position=PIN,
    checked_by="张三",
    checked_on=date(2026, 9, 1),
    contacts=(
        Contact(name="李四", number="021-55500001", public=True),
        Contact(name="王五", number="13900000001"),
        Contact(name="赵六", public=True),
    ),
)


def visible(point: Point) -> Point:
    seen = published(point)
    assert seen is not None
    return seen


def test_only_public_numbers_are_published_and_never_a_name() -> None:
    assert visible(POINT).contacts == (Contact(number="021-55500001", public=True),)


def test_a_person_who_checked_is_not_named() -> None:
    seen = visible(POINT)
    assert seen.position is not None
    assert (seen.checked_by, seen.position.confirmed_by) == ("", "")
    assert seen.checked_on == POINT.checked_on


@pytest.mark.parametrize(
    "body", ["街道", "示例邮政管理局", "江苏路街道", "示例网点", "驿站负责人", "示例居委会", "朱家角镇"]
)
def test_a_body_that_checked_is_named(body: str) -> None:
    assert visible(Point(name="示例", kind=Kind.OUTLET, checked_by=body)).checked_by == body


@pytest.mark.parametrize("person", ["张三", "王局", "李所", "李国镇", "陈站长"])
def test_a_title_or_a_name_like_an_office_is_still_a_person(person: str) -> None:
    assert visible(Point(name="示例", kind=Kind.OUTLET, checked_by=person)).checked_by == ""


def test_a_held_point_is_not_published() -> None:
    assert published(Point(name="示例", kind=Kind.OUTLET, listing=Listing.HELD)) is None


def test_a_withdrawn_point_keeps_its_name_and_place_alone() -> None:
    gone = Point(
        name="示例",
        kind=Kind.OUTLET,
        code="7K2M9Q",
        position=PIN,
        listing=Listing.WITHDRAWN,
        note="旧",
        amenities={"wifi": True},
    )
    seen = visible(gone)
    assert (seen.name, seen.code, seen.listing) == ("示例", "7K2M9Q", Listing.WITHDRAWN)
    assert (seen.note, dict(seen.amenities)) == ("", {})
    assert seen.position is not None
    assert seen.position.confirmed_by == ""


@pytest.mark.parametrize(
    ("kind", "audience", "admitted"),
    [
        (Kind.CARE_STATION, Audience.UNKNOWN, True),
        (Kind.PARTY_MASS_CENTRE, Audience.UNKNOWN, True),
        (Kind.OUTLET, Audience.UNKNOWN, False),
        (Kind.BUILDERS_HOME, Audience.UNKNOWN, False),
        (Kind.UNKNOWN, Audience.UNKNOWN, False),
        (Kind.OUTLET, Audience.COURIERS, True),
        (Kind.UNKNOWN, Audience.EVERYONE, True),
        (Kind.CARE_STATION, Audience.COMPANY, False),
        (Kind.CARE_STATION, Audience.RESIDENTS, False),
    ],
)
def test_a_courier_counts_on_what_is_open_to_couriers(kind: Kind, audience: Audience, admitted: bool) -> None:
    assert admits_couriers(kind, audience) is admitted


def test_a_code_survives_being_read_out() -> None:
    assert clean_code(" 7k2m9q ") == "7K2M9Q"
    assert clean_code("OIL000") == "011000"
    assert clean_code("7K2M9") is None
    assert clean_code("7K2M9U") is None


def test_new_codes_are_codes_and_differ() -> None:
    codes = {new_code() for _ in range(1000)}
    assert len(codes) > 990
    assert all(clean_code(code) == code for code in codes)


def test_an_amenity_is_yes_where_any_space_has_it_and_unknown_where_nobody_says() -> None:
    gym = Space(name="健身房", amenities={"gym": True, "wifi": False})
    point = Point(name="示例", kind=Kind.CARE_STATION, amenities={"gym": False}, spaces=(gym,))
    assert (point.has("gym"), point.has("wifi"), point.has("shower")) == (True, False, None)
