"""JSON-LD of a point agrees with the evaluator and cannot break out of its element."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from servicepoints.domain.calendar import Calendar
from servicepoints.domain.points import Audience, Kind, Point, Position, Schedule, ScheduleStatus
from servicepoints.domain.timeline import HORIZON_DAYS, point_timeline
from servicepoints.reference import vocabulary
from servicepoints.web.courier.structured import structured_data

CALENDAR = Calendar()
PLAIN_MONDAY = date(2026, 11, 23)
LINK = "https://example.gov.cn/p/7K2M9Q"


def the_data(opening_hours: str, today: date = PLAIN_MONDAY, **said: object) -> dict[str, Any]:
    schedule = Schedule(text="示例", opening_hours=opening_hours, status=ScheduleStatus.READ)
    fields = {"name": "示例驿站", "kind": Kind.CARE_STATION, "code": "7K2M9Q", "schedule": schedule, **said}
    point = Point(**fields)  # type: ignore[arg-type]
    read: dict[str, Any] = json.loads(structured_data(point, LINK, today, CALENDAR, vocabulary()))
    return read


def days(data: dict[str, Any]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for one in data["openingHoursSpecification"]:
        assert one["validFrom"] == one["validThrough"]
        found.setdefault(one["validFrom"], []).append((one["opens"], one["closes"]))
    return found


def test_each_day_has_its_spans_and_a_closed_day_says_so() -> None:
    said = days(the_data("Mo-Fr 08:30-12:00,13:00-17:00; PH off"))
    assert said["2026-11-23"] == [("08:30", "12:00"), ("13:00", "17:00")]
    assert said["2026-11-28"] == [("00:00", "00:00")]
    assert len(said) == 7


def test_a_night_shift_belongs_to_the_day_on_which_it_starts() -> None:
    said = days(the_data("22:00-06:00; PH 22:00-06:00"))
    assert said["2026-11-23"] == [("00:00", "06:00"), ("22:00", "06:00")]
    assert said["2026-11-24"] == [("22:00", "06:00")]


def test_round_the_clock_is_one_whole_span_a_day() -> None:
    said = days(the_data("24/7; PH 00:00-24:00"))
    assert list(said.values()) == [[("00:00", "23:59")]] * 7


def test_a_day_of_which_nobody_knows_has_no_specification() -> None:
    said = days(the_data("Mo-Su 08:30-17:00", today=date(2026, 9, 29)))
    assert "2026-10-01" not in said
    assert "2026-09-29" in said


@pytest.mark.parametrize(
    "hours", ["Mo-Fr 08:30-17:00; PH off", "Mo-Fr 09:00-02:00; Sa,Su,PH off", "24/7; PH off"]
)
def test_it_is_open_exactly_when_the_evaluator_says(hours: str) -> None:
    schedule = Schedule(text="示例", opening_hours=hours, status=ScheduleStatus.READ)
    point = Point(name="示例驿站", kind=Kind.CARE_STATION, schedule=schedule)
    timeline = point_timeline(point, PLAIN_MONDAY, HORIZON_DAYS, CALENDAR)
    said: set[int] = set()
    for day, spans in days(the_data(hours)).items():
        offset = (date.fromisoformat(day) - PLAIN_MONDAY).days * 1440
        for opens, closes in spans:
            start, end = (int(t[:2]) * 60 + int(t[3:]) for t in (opens, closes))
            end = 1440 if closes == "23:59" else end
            said |= set(range(offset + start, offset + end + (1440 if end < start else 0)))
    opened = {m for a, b in timeline.open for m in range(a, b)}
    week = 7 * 1440
    assert {m for m in said if m < week} == {m for m in opened if m < week}


def test_a_coarse_position_gives_no_coordinates() -> None:
    at = Position(latitude=31.2242, longitude=121.4294, precision_m=1000, basis="approximate")
    assert "geo" not in the_data("24/7", position=at)


def test_a_precise_one_is_given_in_wgs84() -> None:
    at = Position(latitude=31.2242, longitude=121.4294, precision_m=10, basis="pin")
    assert the_data("24/7", position=at)["geo"]["latitude"] == 31.2242


def test_what_nobody_said_is_left_out() -> None:
    data = the_data("24/7", amenities={"hot_water": True, "toilet": False})
    assert {"publicAccess", "isAccessibleForFree", "telephone"}.isdisjoint(data)
    assert [(a["name"], a["value"]) for a in data["amenityFeature"]] == [("热水", True), ("厕所", False)]
    assert the_data("24/7", audience=Audience.EVERYONE, free=True)["publicAccess"] is True


def test_a_name_cannot_end_the_script_element() -> None:
    name = "</script><script>alert(1)</script>${alert(2)}`\"'&\u2028"
    point = Point(name=name, kind=Kind.CARE_STATION)
    text = structured_data(point, LINK, PLAIN_MONDAY + timedelta(days=1), CALENDAR, vocabulary())
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text)["name"] == name
