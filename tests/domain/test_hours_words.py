"""A schedule in words, as the evaluator has it."""

from datetime import date

import pytest

from servicepoints.domain.calendar import Calendar, DayType
from servicepoints.domain.hours_words import (
    date_words,
    dated_words,
    schedule_words,
    span_words,
    usual_words,
    week,
)
from servicepoints.domain.points import Schedule, ScheduleStatus

CALENDAR = Calendar()
MONDAY = date(2026, 9, 14)


def read(text: str) -> Schedule:
    return Schedule(opening_hours=text, status=ScheduleStatus.READ)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("24/7", ["24小时"]),
        ("Mo-Su,PH 08:30-20:00", ["每天8:30–20:00"]),
        ("Mo-Su 08:30-20:00", ["每天8:30–20:00"]),
        ("Mo-Su 08:30-20:00; PH off", ["每天8:30–20:00", "节假日不开"]),
        ("Mo-Fr 08:30-20:00; Sa,Su 09:00-17:00", ["平日8:30–20:00", "周末9:00–17:00"]),
        ("Mo-Fr 08:30-16:30; Sa-Su,PH 08:30-11:30", ["平日8:30–16:30", "周末8:30–11:30", "节假日8:30–11:30"]),
        ("Mo-Fr 08:30-11:30,13:00-16:30", ["平日8:30–11:30、13:00–16:30", "周末不开"]),
        ("Tu-Th 12:00-20:00", ["周二至周四12:00–20:00", "周一、周五至周日不开"]),
        (
            "Mo,Tu,Fr 08:00-16:30; We,Th 08:00-18:00",
            ["周一、周二、周五8:00–16:30", "周三、周四8:00–18:00", "周末不开"],
        ),
        ("Mo-Su,PH 18:00-26:00", ["每天18:00–次日2:00"]),
        ("Mo-Su,PH 06:00-24:00", ["每天6:00–24:00"]),
        ("Mo-Sa 10:00-11:00; Sa[1] 14:00-16:00", None),
        ("Mo-Su,PH 08:00-20:00; 2026 Sep 16 off", ["每天8:00–20:00", "9月16日（周三）不开"]),
        (
            "Mo-Su,PH 08:00-20:00; 2026 Sep 16-2026 Sep 18 10:00-12:00",
            ["每天8:00–20:00", "9月16日–18日10:00–12:00"],
        ),
        ("Mo-Su,PH 08:00-20:00; 2026 Dec 16 off", ["每天8:00–20:00"]),
        ("Mo-Su,PH 08:30-17:00; Jul-Aug Mo-Su,PH 08:30-20:00", ["每天8:30–17:00"]),
    ],
)
def test_a_schedule_in_short(text: str, words: list[str] | None) -> None:
    found = schedule_words(read(text), MONDAY, CALENDAR)
    if words is None:
        assert found[-1] == "个别周次不同"
    else:
        assert list(found) == words


def test_the_short_words_are_those_of_a_season_that_says_holidays_too() -> None:
    summer = read("Mo-Su 09:00-17:00; PH off; May 01-Oct 07 Mo-Su 08:00-20:00; May 01-Oct 07 PH off")
    assert schedule_words(summer, date(2026, 7, 6), CALENDAR) == ("每天8:00–20:00", "节假日不开")


def test_the_short_words_are_those_of_the_season() -> None:
    summer = read("Mo-Su,PH 08:30-17:00; Jul-Aug Mo-Su,PH 08:30-20:00")
    assert schedule_words(summer, date(2026, 7, 6), CALENDAR) == ("每天8:30–20:00",)


def test_a_closure_this_week_is_not_taken_for_the_usual_week() -> None:
    closed = read("Mo-Fr 08:00-18:00; 2026 Sep 14-2026 Sep 20 off")
    assert schedule_words(closed, MONDAY, CALENDAR) == ("平日8:00–18:00", "周末不开", "9月14日–18日不开")


def test_what_was_not_read_has_no_words() -> None:
    for schedule in (Schedule(), Schedule(text="下午", status=ScheduleStatus.REVIEW, proposal="13:00-17:00")):
        assert schedule_words(schedule, MONDAY, CALENDAR) == ()
        assert week(schedule, MONDAY, CALENDAR) == ()


def test_what_falls_away_in_the_middle_of_a_date_is_said_as_a_closure() -> None:
    schedule = read("Mo-Fr 08:30-20:00; Sa,Su 09:00-17:00; 2026 Sep 16 08:30-13:00,17:00-20:00")
    assert dated_words(schedule, MONDAY, CALENDAR) == ("9月16日（周三）13:00–17:00临时关门",)
    assert usual_words(schedule, MONDAY) == ("平日8:30–20:00", "周末9:00–17:00")
    longer = read("Mo-Su 08:30-20:00; 2026 Sep 16 08:30-22:00")
    assert dated_words(longer, MONDAY, CALENDAR) == ("9月16日（周三）8:30–22:00",)


def test_seven_days_are_named_by_date_with_their_holidays() -> None:
    days = week(read("Mo-Fr 08:00-18:00; PH off"), date(2026, 9, 28), CALENDAR)
    assert [(d.label, d.holiday, d.hours) for d in days] == [
        ("9月28日 周一", "", "8:00–18:00"),
        ("9月29日 周二", "", "8:00–18:00"),
        ("9月30日 周三", "", "8:00–18:00"),
        ("10月1日 周四", "国庆", "不开"),
        ("10月2日 周五", "国庆", "不开"),
        ("10月3日 周六", "国庆", "不开"),
        ("10月4日 周日", "国庆", "不开"),
    ]
    assert [d.first for d in days] == [True] + [False] * 6
    assert all(d.certain for d in days)


def test_a_day_of_which_nobody_said_anything_says_so() -> None:
    national_day = week(read("Mo-Su 08:00-18:00"), date(2026, 10, 1), CALENDAR)[0]
    assert (national_day.hours, national_day.certain) == ("国庆怎么开还没通知", False)
    worked = Calendar({MONDAY: (DayType.MAKE_UP, "")})
    assert (
        week(read("Mo 09:00-12:00; Tu-Fr 08:00-18:00"), MONDAY, worked)[0].hours == "调休上班日怎么开还没通知"
    )


def test_what_else_shuts_a_point_is_taken_out_of_its_days() -> None:
    shut = ((0, 16 * 60, "suspended"), (2 * 1440, 4 * 1440, "ended"))
    days = week(read("Mo-Su,PH 08:00-18:00"), MONDAY, CALENDAR, shut, days=4)
    assert [d.hours for d in days] == ["16:00–18:00", "8:00–18:00", "已结束", "已结束"]


def test_spans_and_dates() -> None:
    assert span_words([(0, 1440)]) == "24小时"
    assert span_words([]) == "不开"
    assert span_words([(1320, 1830)]) == "22:00–次日6:30"
    assert date_words(date(2026, 9, 16)) == "9月16日（周三）"
