"""What a phone without a network is given says at every minute what the server says, and after it nothing.

`tests/data/shipped_hours.json` is the table of cases that a browser reads too (browser/test_offline.py).
"""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicepoints.domain.calendar import Calendar
from servicepoints.domain.doors import NOBODY_CAME, Door
from servicepoints.domain.points import Kind, Listing, Point, Schedule, Space
from servicepoints.domain.rules import Rule
from servicepoints.domain.rules_text import write_rules
from servicepoints.domain.shipped_hours import SHIPPED_DAYS, Said, epoch_minute, shipped_hours
from servicepoints.domain.status import at_door, point_status
from servicepoints.domain.status_words import distance_words, status_words
from servicepoints.domain.wording import PAST_KNOWN
from tests.domain.hours_cases import read, rule_lists, shanghai

CASES: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data" / "shipped_hours.json").read_text(encoding="utf-8")
)
CALENDAR = Calendar()
MADE = shanghai("2026-11-26 08:55")


def a_point(**said: object) -> Point:
    return Point(**{"code": "AAAA01", "revision": 1, "name": "示例驿站", "kind": Kind.CARE_STATION, **said})  # type: ignore[arg-type]


def in_force(said: Sequence[Said], at: datetime) -> tuple[str, str]:
    """As the phone finds it: the last line that has begun."""
    return [(one.state, one.words) for one in said if one.minute <= epoch_minute(at)][-1]


def evaluated(point: Point, at: datetime, door: Door = NOBODY_CAME) -> tuple[str, str]:
    status = at_door(point_status(point, at, CALENDAR), door.seen(at))
    return status.state.value, status_words(status, at)


def case_point(case: dict[str, Any]) -> Point:
    """The point of a case of the table."""
    spaces = tuple(Space(name=n, amenities={}, schedule=read(h)) for n, h in case.get("spaces", {}).items())
    return a_point(schedule=read(case["hours"]) if case["hours"] else Schedule(), spaces=spaces)


@pytest.mark.parametrize("case", CASES["hours"], ids=lambda case: f"{case['hours']} {case['made']}")
def test_each_case_of_the_table_is_what_the_server_says(case: dict[str, Any]) -> None:
    point, made = case_point(case), shanghai(case["made"])
    said = shipped_hours(point, CALENDAR, made)
    for moment, state, words in case["says"]:
        at = shanghai(moment)
        assert in_force(said, at) == (state, words), moment
        if words != PAST_KNOWN:
            assert evaluated(point, at) == (state, words), moment


def test_each_distance_of_the_table_is_what_the_server_says() -> None:
    for metres, words in CASES["distances"]:
        assert distance_words(metres) == words


def agrees(point: Point, made: datetime, step: int, door: Door = NOBODY_CAME) -> None:
    said = shipped_hours(point, CALENDAR, made, door)
    end = made.replace(hour=0, minute=0) + timedelta(days=SHIPPED_DAYS)
    at = made
    while at < end:
        assert in_force(said, at) == evaluated(point, at, door), at
        at += timedelta(minutes=step)
    assert in_force(said, end) == in_force(said, end + timedelta(days=400)) == ("unknown", PAST_KNOWN)


@settings(max_examples=40, deadline=None)
@given(
    rule_lists(),
    rule_lists(),
    st.datetimes(datetime(2026, 9, 20), datetime(2026, 10, 12)),
    st.integers(1, 59),
)
def test_any_schedule_agrees_at_any_minute(
    own: list[Rule], room: list[Rule], made: datetime, step: int
) -> None:
    """Round the national holiday, where most is uncertain."""
    space = Space(name="示例阅览室", amenities={}, schedule=read(write_rules(room)))
    point = a_point(schedule=read(write_rules(own)), spaces=(space,))
    agrees(point, shanghai(made.strftime("%Y-%m-%d %H:%M")), 30 + step)


@pytest.mark.parametrize(
    "said",
    [
        {"schedule": read("08:30-20:00; PH off"), "listing": Listing.SUSPENDED},
        {
            "schedule": read("08:30-20:00; PH off"),
            "listing": Listing.SUSPENDED,
            "suspended_until": shanghai("2026-11-27 16:20"),
        },
        {"schedule": read("22:00-06:00; PH 22:00-06:00"), "valid_to": date(2026, 11, 27)},
        {"schedule": read("24/7"), "valid_from": date(2026, 11, 28)},
        {"schedule": Schedule(text="示例")},
    ],
)
def test_what_shuts_a_point_is_shipped_too(said: dict[str, Any]) -> None:
    agrees(a_point(**said), MADE, 1)


def test_what_couriers_found_at_the_door_is_over_on_the_phone_at_the_same_minute() -> None:
    door = Door(
        shut_at=MADE - timedelta(minutes=5, seconds=20),
        shut_until=MADE + timedelta(hours=2, seconds=30),
        doubted_at=MADE + timedelta(hours=5),
        doubted_until=MADE + timedelta(hours=7),
    )
    agrees(a_point(schedule=read("08:30-20:00")), MADE, 1, door)


def test_it_is_short() -> None:
    said = shipped_hours(a_point(schedule=read("08:30-11:30,13:00-20:00")), CALENDAR, MADE)
    assert len(said) <= 16
    assert [one.minute for one in said] == sorted({one.minute for one in said})
