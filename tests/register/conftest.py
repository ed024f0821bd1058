"""A fresh register for each test, and points of 示例 data."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest

from servicepoints.domain.points import Contact, Kind, Point, Position, Schedule, ScheduleStatus, Space
from servicepoints.register import Actor, Register, open_register
from servicepoints.register.migrating import migrate
from servicepoints.register.secrecy import new_key

NOW = datetime(2026, 9, 14, 2, 0, tzinfo=UTC)


@pytest.fixture
def data_key() -> str:
    return new_key()


@pytest.fixture
def register(register_url: str, data_key: str) -> Iterator[Register]:
    opened = open_register(register_url, data_key, clock=lambda: NOW)
    migrate(opened)
    yield opened
    opened.close()


@pytest.fixture
def editor() -> Actor:
    return Actor("editor", "示例编辑")


@pytest.fixture
def station() -> Callable[..., Point]:
    def make(name: str = "示例驿站", **fields: object) -> Point:
        known: dict[str, object] = {
            "kind": Kind.CARE_STATION,
            "bureau": "shili",
            "district": "黄浦区",
            "address": "示例路1号",
            "schedule": Schedule(
                text="8:00-17:00", opening_hours="Mo-Su 08:00-17:00", status=ScheduleStatus.READ
            ),
            "amenities": {"hot_water": True, "microwave": False},
            "spaces": (Space(name="阅览室", amenities={"reading_room": True}),),
            "contacts": (
                Contact(name="示例联系人", number="13800000000"),
                Contact(number="021-55500000", public=True),
            ),
        }
        return Point(name=name, **(known | fields))  # type: ignore[arg-type]

    return make


@pytest.fixture
def pin() -> Position:
    return Position(
        latitude=31.2242,
        longitude=121.4294,
        precision_m=10.0,
        basis="pin",
        confirmed_by="示例编辑",
        confirmed_on=date(2026, 9, 1),
    )
