"""The hours of an ordinary week, and what staying open longer adds to them."""

from datetime import date

import pytest

from servicepoints.domain.calendar import Calendar
from servicepoints.domain.points import Kind, Point, Schedule, ScheduleStatus
from servicepoints.domain.timeline import Timeline
from servicepoints.domain.week_hours import open_until, ordinary_monday, usable_hours, week_of

CALENDAR = Calendar()
MONDAY = date(2026, 11, 16)
SUNDAY = 6 * 24


def week(hours: str) -> Timeline:
    read = Schedule(text=hours, opening_hours=hours, status=ScheduleStatus.READ)
    return week_of(Point(name="示例", kind=Kind.CARE_STATION, schedule=read), MONDAY, CALENDAR)


def usable(timeline: Timeline, ride: int = 6, least: int = 10) -> list[int]:
    return [hour for hour, flag in enumerate(usable_hours(timeline, ride, least)) if flag]


def gained(hours: str, until: int) -> list[int]:
    before = week(hours)
    return sorted(set(usable(open_until(before, until))) - set(usable(before)))


@pytest.mark.parametrize(
    ("month", "monday"),
    [
        ("2026-11", date(2026, 11, 23)),
        ("2026-05", date(2026, 5, 25)),
        ("2026-10", date(2026, 10, 19)),
        ("2026-02", date(2026, 2, 2)),
    ],
)
def test_a_month_is_judged_by_its_last_ordinary_week(month: str, monday: date) -> None:
    assert ordinary_monday(month, CALENDAR) == monday


def test_an_hour_counts_if_who_sets_out_at_its_middle_finds_enough() -> None:
    found = usable(week("Mo 09:00-17:45"))
    assert found == list(range(9, 17)), "17:36 on arrival leaves nine minutes"
    assert usable(week("Mo 09:00-17:46"))[-1] == 17


def test_a_ride_may_end_after_the_week_does() -> None:
    assert usable(week("24/7"), ride=40, least=120) == list(range(168))


def test_a_night_shift_of_sunday_reaches_into_monday() -> None:
    assert usable(week("Su 22:00-02:00")) == [0, 1, SUNDAY + 22, SUNDAY + 23]


def test_staying_open_until_eleven_adds_the_evening_of_every_day_that_opens() -> None:
    assert gained("Mo,We 09:00-17:00", 23 * 60) == [*range(17, 23), *range(2 * 24 + 17, 2 * 24 + 23)]


def test_a_lunch_break_stays_one() -> None:
    assert gained("Mo 09:00-11:30,13:30-17:00", 23 * 60) == list(range(17, 23))


def test_what_is_open_late_already_gains_nothing() -> None:
    assert gained("Mo-Su 18:00-06:00", 23 * 60) == []
    assert gained("24/7", 1440) == []


def test_round_the_clock_means_the_whole_of_each_day_that_opens() -> None:
    assert gained("Mo 09:00-17:00", 1440) == [*range(9), *range(17, 24)]
