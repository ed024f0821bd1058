"""Coming holidays: what is open about them, and what a decision makes of a schedule."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicepoints.domain.breaks import MAKE_UP_WORDS, coming_breaks
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.holiday_hours import Decision, decided, undecided, usual
from servicepoints.domain.hours import OpeningHours
from servicepoints.domain.hours_text import read_hours
from servicepoints.domain.points import Schedule

CALENDAR = Calendar()
NATIONAL = tuple(date(2026, 10, day) for day in range(1, 8))
OFFICE = "Mo-Fr 08:30-20:00; Sa-Su 09:00-17:00"


def spans(text: str, day: date) -> object:
    return OpeningHours.parse(text).spans_on(day, CALENDAR)


def test_the_breaks_ahead_are_found_with_their_make_up_days() -> None:
    found = coming_breaks(CALENDAR, date(2026, 9, 14), 60)
    assert [(b.name, b.days[0], b.days[-1]) for b in found] == [
        (MAKE_UP_WORDS, date(2026, 9, 20), date(2026, 9, 20)),
        ("中秋", date(2026, 9, 25), date(2026, 9, 27)),
        ("国庆", date(2026, 10, 1), date(2026, 10, 7)),
        (MAKE_UP_WORDS, date(2026, 10, 10), date(2026, 10, 10)),
    ]
    assert all(b.announced for b in found)


def test_a_break_that_has_begun_has_the_days_that_are_left() -> None:
    assert coming_breaks(CALENDAR, date(2026, 10, 3), 5)[0].days == NATIONAL[2:]


def test_a_break_without_its_notice_is_only_its_statutory_days() -> None:
    (new_year,) = coming_breaks(CALENDAR, date(2026, 12, 20), 20)
    assert (new_year.days, new_year.announced) == ((date(2027, 1, 1),), False)


def test_only_a_schedule_that_was_read_and_is_silent_is_undecided() -> None:
    assert undecided(read_hours("平日8:30-20:00，周末9:00-17:00"), NATIONAL, CALENDAR) == NATIONAL
    assert undecided(read_hours("每天9:00-17:00，法定节假日不开放"), NATIONAL, CALENDAR) == ()
    assert undecided(read_hours("8:30-下午11:30"), NATIONAL, CALENDAR) == ()
    assert undecided(Schedule(), NATIONAL, CALENDAR) == ()
    assert undecided(None, NATIONAL, CALENDAR) == ()


@pytest.mark.parametrize("decision", Decision)
def test_after_a_decision_nothing_of_the_break_is_open_any_more(decision: Decision) -> None:
    text = decided(OFFICE, NATIONAL, decision, ((540, 1020),))
    assert all(spans(text, day).certain for day in NATIONAL)  # type: ignore[attr-defined]
    outside = date(2026, 10, 8)
    assert spans(text, outside) == spans(OFFICE, outside)


def test_shut_is_one_rule_and_as_usual_is_what_each_weekday_is() -> None:
    assert decided(OFFICE, NATIONAL, Decision.CLOSED) == f"{OFFICE}; 2026 Oct 01-2026 Oct 07 off"
    text = decided(OFFICE, NATIONAL, Decision.AS_USUAL)
    hours = OpeningHours.parse(OFFICE)
    assert [spans(text, day).spans for day in NATIONAL] == [usual(hours, day) for day in NATIONAL]  # type: ignore[attr-defined]


def test_days_apart_are_rules_apart() -> None:
    text = decided(OFFICE, [NATIONAL[0], NATIONAL[2]], Decision.CLOSED)
    assert not spans(text, NATIONAL[1]).certain  # type: ignore[attr-defined]


def test_what_was_decided_of_an_earlier_break_is_left_out() -> None:
    text = decided(decided(OFFICE, NATIONAL, Decision.CLOSED), [date(2027, 1, 1)], Decision.CLOSED)
    assert "2026" not in text
    assert "2027 Jan 01 off" in text


def test_a_season_is_no_exception_and_stays() -> None:
    season = "Jun-Sep Mo-Su 09:00-21:00; Oct-May Mo-Su 09:00-17:00"
    assert decided(season, NATIONAL, Decision.CLOSED).startswith(season)


@given(
    st.sampled_from([OFFICE, "24/7", "Mo-Su 20:00-08:00", "We-Su 09:00-17:00; Sa[1] off"]),
    st.dates(date(2026, 9, 1), date(2026, 12, 1)),
    st.integers(1, 9),
    st.sampled_from(Decision),
)
def test_a_decision_holds_on_its_days_and_nowhere_else(
    text: str, first: date, length: int, decision: Decision
) -> None:
    days = [first + timedelta(days=i) for i in range(length)]
    after = decided(text, days, decision, ((600, 900),))
    for day in (first + timedelta(days=i) for i in range(-5, length + 5)):
        if day not in days:
            assert spans(after, day) == spans(text, day)
        elif decision is Decision.HOURS:
            assert spans(after, day).spans == ((600, 900),)  # type: ignore[attr-defined]
