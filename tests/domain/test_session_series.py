"""Weekly sessions: which days they are on, and which are left out and why."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from servicepoints.domain.calendar import Calendar, DayType
from servicepoints.domain.session_series import Series, planned
from servicepoints.errors import InvalidValue

SATURDAYS = Series(
    weekdays=frozenset({5}), first=date(2026, 10, 1), last=date(2026, 10, 17), begins=time(14), ends=time(16)
)  # fmt: skip


def days(series: Series) -> list[str]:
    return [f"{start:%m-%d}" for start, _ in planned(series, Calendar()).spans]


def test_a_holiday_is_left_out_by_name() -> None:
    assert days(SATURDAYS) == ["10-10", "10-17"]
    assert planned(SATURDAYS, Calendar()).left_out == ((date(2026, 10, 3), "国庆"),)


def test_a_make_up_day_is_left_out_only_where_that_is_asked_for_and_called_what_it_is() -> None:
    skipped = replace(SATURDAYS, skipped=frozenset({DayType.MAKE_UP}))
    assert days(skipped) == ["10-03", "10-17"]
    assert planned(skipped, Calendar()).left_out == ((date(2026, 10, 10), "调休上班"),)


def test_a_day_that_may_yet_be_a_holiday_says_so() -> None:
    overrides = {date(2026, 10, 17): (DayType.UNANNOUNCED, "国庆")}
    skipped = replace(SATURDAYS, skipped=frozenset({DayType.UNANNOUNCED}))
    assert planned(skipped, Calendar(overrides)).left_out == ((date(2026, 10, 17), "国庆怎么放还没公布"),)


def test_a_day_is_cut_into_slots_that_fit_whole() -> None:
    one = replace(SATURDAYS, first=date(2026, 10, 10), last=date(2026, 10, 10), slot=timedelta(minutes=50))
    spans = planned(one, Calendar()).spans
    assert [(f"{a:%H:%M}", f"{b:%H:%M}") for a, b in spans] == [("14:00", "14:50"), ("14:50", "15:40")]


@pytest.mark.parametrize(
    "changed",
    [
        {"weekdays": frozenset()}, {"last": date(2026, 9, 30)}, {"last": date(2027, 10, 10)},
        {"slot": timedelta(minutes=4)}, {"first": date(2026, 10, 2), "last": date(2026, 10, 4)},
        {"slot": timedelta(minutes=5), "weekdays": frozenset(range(7)), "last": date(2026, 12, 31)},
    ],
)  # fmt: skip
def test_what_comes_to_nothing_or_to_far_too_much_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(InvalidValue):
        planned(replace(SATURDAYS, **changed), Calendar())  # type: ignore[arg-type]
