"""A small published city of 示例 points round one street, and a courier there on a Wednesday at two."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from servicepoints.app import create_app
from servicepoints.catalogue.beside import Beside
from servicepoints.catalogue.build import rebuild
from servicepoints.config import load
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import (
    Access,
    Audience,
    BookingInfo,
    Channel,
    Contact,
    Demonstration,
    Kind,
    Listing,
    Point,
    Position,
    Schedule,
    ScheduleStatus,
    Space,
)
from servicepoints.domain.publication import published
from servicepoints.reference import gazetteer, vocabulary

HERE = {"lat": "31.22420", "lon": "121.42940", "accuracy": "60"}
WEDNESDAY_AT_TWO = datetime(2026, 9, 16, 14, 0, tzinfo=TIMEZONE)
NASTY = "<script>alert(1)</script>${alert(2)}`\"'"
LONG = "示例很长的名字" * 28 + "示例示例"


def hours(text: str, opening_hours: str | None) -> Schedule:
    """A schedule that was read, or one in review where nothing could be."""
    status = ScheduleStatus.READ if opening_hours else ScheduleStatus.REVIEW
    return Schedule(text=text, opening_hours=opening_hours, status=status if text else ScheduleStatus.NONE)


DAILY = hours("每天8:30-20:00", "08:30-20:00; PH 08:30-20:00")


def at(north_m: float, precision_m: float = 10.0) -> Position:
    """A position so many metres north of the courier."""
    return Position(
        latitude=31.2242 + north_m / 111_195, longitude=121.4294, precision_m=precision_m, basis="pin"
    )


def a_point(code: str, name: str, **said: object) -> Point:
    fields: dict[str, object] = {
        "code": code,
        "revision": 1,
        "name": name,
        "kind": Kind.CARE_STATION,
        "district": "长宁区",
        "sub_district": "江苏路街道",
        "address": f"示例路{int(code[-2:])}号",
        "audience": Audience.EVERYONE,
        "access": Access.WALK_IN,
        "schedule": DAILY,
        "amenities": {"hot_water": True, "toilet": True, "battery_swap": False},
        "source": "示例台账",
        "source_date": "2026-09-01",
    }
    return Point(**{**fields, **said})  # type: ignore[arg-type]


CITY = (
    a_point(
        "AAAA01",
        "示例镇宁路党群服务中心",
        kind=Kind.PARTY_MASS_CENTRE,
        demonstration=Demonstration.DESIGNATED,
        position=at(450),
        free=True,
        access_note="东侧小门",
        parking_note="门口可停",
        link_group="示例联动",
        checked_on=date(2026, 9, 13),
        checked_by="街道",
        contacts=(Contact(name="张示例", number="021-55550001-6111", public=True),),
        booking=BookingInfo(
            channel=Channel.PHONE,
            phone="021-55550002",
            link="javascript:alert(3)",
            note="每月第三个周四理发",
            note_date=date(2026, 9, 1),
        ),
        spaces=(
            Space(
                name="党员活动室",
                amenities={"reading_room": True},
                schedule=hours("周一至周五9:00-17:00", "Mo-Fr 09:00-17:00; PH off"),
            ),
        ),
    ),
    a_point("AAAA02", "示例晚饭驿站", position=at(900), schedule=hours("18:00-23:30", "18:00-23:30")),
    a_point("AAAA03", "示例没读懂驿站", position=at(300), schedule=hours("下午11:30开门", None)),
    a_point("AAAA04", "示例大概位置驿站", position=at(100, precision_m=1000)),
    a_point(
        "AAAA05",
        "示例快递网点",
        kind=Kind.OUTLET,
        demonstration=Demonstration.PLANNED,
        audience=Audience.UNKNOWN,
        access=Access.UNKNOWN,
        position=at(200),
        link_group="示例联动",
    ),
    a_point("AAAA06", NASTY, position=at(700)),
    a_point("AAAA07", LONG, position=at(800), sub_district="华阳路街道"),
    a_point(
        "AAAA08",
        "示例修水管驿站",
        position=at(600),
        listing=Listing.SUSPENDED,
        suspended_until=datetime(2026, 9, 16, 16, 0, tzinfo=TIMEZONE),
        listing_reason="水管在修",
    ),
    a_point("AAAA09", "示例老驿站", position=at(500), listing=Listing.WITHDRAWN, listing_reason="搬走了"),
    a_point("AAAA10", "示例没位置驿站", schedule=Schedule(), amenities={}),
    a_point(
        "AAAA13",
        "示例结束了的点",
        kind=Kind.UNKNOWN,
        district="徐汇区",
        sub_district="",
        address="",
        schedule=Schedule(),
        audience=Audience.UNKNOWN,
        access=Access.UNKNOWN,
        amenities={},
        valid_to=date(2023, 11, 10),
    ),
    a_point("AAAA11", "示例马上开驿站", position=at(1100), schedule=hours("14:03-20:00", "14:03-20:00")),
    a_point("AAAA12", "示例不知哪个区驿站", district="", sub_district=""),
)


def publish(home: Path, points: Iterable[Point]) -> None:
    """Make the catalogue of these points in an instance's folder."""
    beside = Beside(
        vocabulary=vocabulary(),
        gazetteer=gazetteer(),
        bureaus={},
        calendar={},
        instance_id="city",
        instance_kind="demo",
    )
    shown = [p for p in map(published, points) if p is not None]
    rebuild(home / "catalogue.db", shown, beside, 1, datetime.now(UTC))


@pytest.fixture(scope="session")
def city_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance's folder with the published city."""
    home = tmp_path_factory.mktemp("city")
    publish(home, CITY)
    return home


@pytest.fixture
def city_of(tmp_path: Path) -> Callable[..., FlaskClient]:
    """Publishes these points and opens their pages at a moment."""

    def opened(*points: Point, moment: datetime = WEDNESDAY_AT_TWO) -> FlaskClient:
        publish(tmp_path, points)
        return create_app(load({"SERVICEPOINTS_HOME": str(tmp_path)}), clock=lambda: moment).test_client()

    return opened


@pytest.fixture(scope="session")
def open_city(city_home: Path) -> Callable[..., Flask]:
    """Opens the city's pages at a moment, with settings by their names."""

    def opened(moment: datetime = WEDNESDAY_AT_TWO, **settings: str) -> Flask:
        return create_app(load({"SERVICEPOINTS_HOME": str(city_home), **settings}), clock=lambda: moment)

    return opened


@pytest.fixture(scope="session")
def courier(open_city: Callable[..., Flask]) -> FlaskClient:
    """A courier's browser on a Wednesday at two."""
    return open_city(
        SERVICEPOINTS_PUBLIC_URL="https://example.gov.cn",
        SERVICEPOINTS_HOST_NAME="示例邮政管理局",
        SERVICEPOINTS_ICP="沪ICP备00000000号",
        SERVICEPOINTS_POLICE="沪公网安备00000000000000号",
    ).test_client()
