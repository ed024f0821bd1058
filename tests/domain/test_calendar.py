"""Day types of 2025 and 2026 as the State Council announced them, and of years it has not spoken of."""

from datetime import date, timedelta

import pytest
from holidays import country_holidays
from hypothesis import given, settings
from hypothesis import strategies as st

from servicepoints.domain.calendar import Calendar, Day, DayType
from servicepoints.domain.china import OFFICIAL_THROUGH, listed

# the yearly notices, by hand: name, first and last day of the break, make-up workdays
NOTICES = [
    ("元旦", "2025-01-01", "2025-01-01", []),
    ("春节", "2025-01-28", "2025-02-04", ["2025-01-26", "2025-02-08"]),
    ("清明", "2025-04-04", "2025-04-06", []),
    ("五一", "2025-05-01", "2025-05-05", ["2025-04-27"]),
    ("端午", "2025-05-31", "2025-06-02", []),
    ("国庆中秋", "2025-10-01", "2025-10-08", ["2025-09-28", "2025-10-11"]),
    ("元旦", "2026-01-01", "2026-01-03", ["2026-01-04"]),
    ("春节", "2026-02-15", "2026-02-23", ["2026-02-14", "2026-02-28"]),
    ("清明", "2026-04-04", "2026-04-06", []),
    ("五一", "2026-05-01", "2026-05-05", ["2026-05-09"]),
    ("端午", "2026-06-19", "2026-06-21", []),
    ("中秋", "2026-09-25", "2026-09-27", []),
    ("国庆", "2026-10-01", "2026-10-07", ["2026-09-20", "2026-10-10"]),
]
ONE = timedelta(days=1)


def announced(d: date) -> Day | None:
    for name, first, last, make_up in NOTICES:
        if date.fromisoformat(first) <= d <= date.fromisoformat(last):
            return Day(d, DayType.PUBLIC_HOLIDAY, name)
        if d.isoformat() in make_up:
            return Day(d, DayType.MAKE_UP)
    return None


def test_every_day_of_2025_and_2026_has_the_type_of_the_notice() -> None:
    calendar = Calendar()
    d = date(2025, 1, 1)
    while d < date(2026, 12, 20):
        plain = Day(d, DayType.REST_DAY if d.weekday() >= 5 else DayType.WORKDAY)
        assert calendar.day(d) == (announced(d) or plain)
        d += ONE


def unannounced_year() -> int:
    return OFFICIAL_THROUGH + 1


def test_statutory_days_of_an_unannounced_year_are_holidays_by_law() -> None:
    year = unannounced_year()
    for month, day, name in [
        (1, 1, "元旦"),
        (5, 1, "五一"),
        (5, 2, "五一"),
        (10, 1, "国庆"),
        (10, 3, "国庆"),
    ]:
        assert Calendar().day(date(year, month, day)) == Day(
            date(year, month, day), DayType.PUBLIC_HOLIDAY, name
        )


def test_days_round_a_holiday_without_notice_are_unannounced_and_others_are_not() -> None:
    calendar, year = Calendar(), unannounced_year()
    assert calendar.day(date(year, 10, 6)).type is DayType.UNANNOUNCED
    assert calendar.day(date(year, 10, 6)).holiday == "国庆"
    assert calendar.day(date(year - 1, 12, 31)) == Day(date(year - 1, 12, 31), DayType.UNANNOUNCED, "元旦")
    assert calendar.day(date(year, 7, 15)).type in (DayType.WORKDAY, DayType.REST_DAY)
    assert calendar.day(date(year, 11, 17)).type in (DayType.WORKDAY, DayType.REST_DAY)


@pytest.mark.parametrize("year", range(2014, OFFICIAL_THROUGH + 1))
def test_the_unannounced_days_would_have_covered_every_break_and_make_up_day_of_past_years(
    year: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = Calendar()
    known = {date(year, 1, 1) + i * ONE: notice.day(date(year, 1, 1) + i * ONE) for i in range(360)}
    monkeypatch.setattr("servicepoints.domain.calendar.OFFICIAL_THROUGH", year - 1)
    before = Calendar()
    exceptional = {date(2015, 9, 3), date(2015, 9, 4), date(2015, 9, 5), date(2015, 9, 6)}  # one parade, once
    for d, day in known.items():
        if d not in exceptional and day.type in (DayType.PUBLIC_HOLIDAY, DayType.MAKE_UP):
            assert before.day(d).type in (DayType.PUBLIC_HOLIDAY, DayType.UNANNOUNCED), d


def test_the_table_beats_the_notice_day_by_day() -> None:
    calendar = Calendar(
        {date(2026, 10, 1): (DayType.WORKDAY, ""), date(2026, 11, 11): (DayType.PUBLIC_HOLIDAY, "示例节")}
    )
    assert calendar.day(date(2026, 10, 1)).type is DayType.WORKDAY
    assert calendar.day(date(2026, 10, 2)) == Day(date(2026, 10, 2), DayType.PUBLIC_HOLIDAY, "国庆")
    assert calendar.day(date(2026, 11, 11)) == Day(date(2026, 11, 11), DayType.PUBLIC_HOLIDAY, "示例节")


def test_a_weekend_joined_to_a_break_of_the_table_is_holiday_too() -> None:
    friday = date(2026, 11, 13)
    calendar = Calendar({friday: (DayType.PUBLIC_HOLIDAY, "示例节")})
    assert [calendar.day(friday + i * ONE).type for i in (-1, 1, 2, 3)] == [
        DayType.WORKDAY,
        DayType.PUBLIC_HOLIDAY,
        DayType.PUBLIC_HOLIDAY,
        DayType.WORKDAY,
    ]


def test_a_table_that_names_a_holiday_of_a_coming_year_announces_it() -> None:
    year = unannounced_year()
    table = {date(year, 10, d): (DayType.PUBLIC_HOLIDAY, "国庆节") for d in range(1, 8)}
    calendar = Calendar(table)
    assert calendar.day(date(year, 10, 6)) == Day(date(year, 10, 6), DayType.PUBLIC_HOLIDAY, "国庆")
    assert calendar.day(date(year, 10, 8)).type is DayType.WORKDAY or date(year, 10, 8).weekday() >= 5
    assert calendar.day(date(year, 5, 4)).type is DayType.UNANNOUNCED


@settings(max_examples=60, deadline=None)
@given(st.dates(min_value=date(2010, 1, 1), max_value=date(2035, 12, 31)))
def test_weekday_and_type_never_contradict(d: date) -> None:
    day = Calendar().day(d)
    if day.type in (DayType.REST_DAY, DayType.MAKE_UP):
        assert d.weekday() >= 5
    if day.type is DayType.WORKDAY:
        assert d.weekday() < 5
    assert (day.holiday != "") == (day.type in (DayType.PUBLIC_HOLIDAY, DayType.UNANNOUNCED))


@pytest.mark.parametrize("year", range(2014, OFFICIAL_THROUGH + 3))
def test_a_year_is_that_of_the_package(year: int) -> None:
    package = country_holidays("CN", years=year, expand=False, language="zh_CN")
    assert dict(listed(year)) == dict(package)
    assert listed(year).weekend_workdays == package.weekend_workdays
