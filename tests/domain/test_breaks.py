"""The holidays that are coming, and who is silent on them."""

from datetime import date, datetime

import pytest

from servicepoints.domain.breaks import AHEAD_DAYS, coming_breaks, is_silent
from servicepoints.domain.calendar import Calendar, DayType
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Kind, Listing, Point, Schedule, ScheduleStatus

CALENDAR = Calendar()


def said(today: date) -> list[tuple[str, int, int]]:
    found = coming_breaks(CALENDAR, today, AHEAD_DAYS)
    return [(b.name, len(b.days), b.days[0].day) for b in found if b.is_holiday]


def test_a_break_is_named_a_fortnight_before_it_begins_and_whole() -> None:
    assert said(date(2026, 9, 10)) == []
    assert said(date(2026, 9, 11)) == [("中秋", 3, 25)]
    assert said(date(2026, 9, 17)) == [("中秋", 3, 25), ("国庆", 7, 1)]


def test_a_break_that_has_begun_is_what_is_left_of_it() -> None:
    assert said(date(2026, 10, 5)) == [("国庆", 3, 5)]
    assert said(date(2026, 10, 8)) == []


def test_what_a_person_made_a_holiday_counts() -> None:
    calendar = Calendar({date(2026, 11, 11): (DayType.PUBLIC_HOLIDAY, "示例节")})
    assert [b.name for b in coming_breaks(calendar, date(2026, 11, 1), AHEAD_DAYS)] == ["示例节"]


def test_a_make_up_day_is_found_and_is_no_holiday() -> None:
    (found,) = (b for b in coming_breaks(CALENDAR, date(2026, 10, 8), AHEAD_DAYS) if not b.is_holiday)
    assert found.days == (date(2026, 10, 10),)


@pytest.mark.parametrize(
    ("hours", "silent"),
    [
        ("Mo-Su 08:30-17:00", True),
        ("Mo-Su 08:30-17:00; PH off", False),
        ("Mo-Su,PH 08:30-17:00", False),
        ("Mo-Su 08:30-17:00; 2026 Oct 01-2026 Oct 07 off", False),
        ("Mo-Su 08:30-17:00; 2026 Oct 01-2026 Oct 06 off", True),
    ],
)
def test_a_schedule_is_silent_until_it_speaks_of_every_day_of_the_break(hours: str, silent: bool) -> None:
    today = date(2026, 9, 28)
    point = Point(
        name="示例",
        kind=Kind.OUTLET,
        schedule=Schedule(text=hours, opening_hours=hours, status=ScheduleStatus.READ),
    )
    assert is_silent(point, coming_breaks(CALENDAR, today, AHEAD_DAYS), today, CALENDAR) is silent


def test_what_is_shut_over_the_holiday_needs_no_word() -> None:
    today = date(2026, 9, 28)
    schedule = Schedule(text="", opening_hours="Mo-Su 08:30-17:00", status=ScheduleStatus.READ)
    for until, silent in ((8, False), (7, True), (1, True)):
        point = Point(
            name="示例",
            kind=Kind.OUTLET,
            schedule=schedule,
            listing=Listing.SUSPENDED,
            suspended_until=datetime(2026, 10, until, tzinfo=TIMEZONE),
        )
        assert is_silent(point, coming_breaks(CALENDAR, today, AHEAD_DAYS), today, CALENDAR) is silent
