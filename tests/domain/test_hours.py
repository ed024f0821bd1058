"""The subset of opening_hours: parsed, written back, and evaluated one date at a time."""

from datetime import date, datetime, timedelta

import opening_hours
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicepoints.domain.calendar import Calendar, DayType
from servicepoints.domain.hours import DaySpans, OpeningHours
from servicepoints.domain.rules import Rule
from servicepoints.domain.rules_text import write_rules
from servicepoints.errors import InvalidValue
from tests.domain.hours_cases import WEEKDAY_SETS, day_spans, rule_lists

CALENDAR = Calendar()
NATIONAL_DAY = date(2026, 10, 1)
MAKE_UP_SATURDAY = date(2026, 10, 10)
SILENT = DaySpans((), False, "holiday", "国庆")


def on(text: str, day: date) -> DaySpans:
    return OpeningHours.parse(text).spans_on(day, CALENDAR)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("24/7", "24/7"),
        ("Mo-Fr 8:30-11:30, 13:30-17:00; PH off", "Mo-Fr 08:30-11:30,13:30-17:00; PH off"),
        ("Mo-Sa 10:00-11:00, Tu,Th 14:00-16:00", "Mo-Sa 10:00-11:00, Tu,Th 14:00-16:00"),
        ("Fr-Mo 10:00-16:00", "Mo,Fr-Su 10:00-16:00"),
        ("PH,Sa,Su 09:00-12:00", "Sa-Su,PH 09:00-12:00"),
        ("Sa[1],Su[-1] 09:00-11:00", "Sa[1],Su[-1] 09:00-11:00"),
        ("Jun-Sep 08:00-20:00; Oct-May 08:30-17:30", "Jun-Sep 08:00-20:00; Oct-May 08:30-17:30"),
        ("Jul 1-Sep 30 Mo-Fr 08:00-12:00", "Jul 01-Sep 30 Mo-Fr 08:00-12:00"),
        ("2026 Oct 1-7 off", "2026 Oct 01-2026 Oct 07 off"),
        ("22:00-26:00", "22:00-02:00"),
        ("Mo-Su 00:00-24:00; PH closed", "Mo-Su 00:00-24:00; PH off"),
    ],
)
def test_a_schedule_is_written_back_canonically(written: str, canonical: str) -> None:
    assert str(OpeningHours.parse(written)) == canonical


@settings(max_examples=60, deadline=None)
@given(rule_lists())
def test_what_is_written_parses_to_the_same_rules(rules: tuple[Rule, ...]) -> None:
    text = write_rules(rules)
    assert OpeningHours.parse(text).rules == rules
    assert opening_hours.validate(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "周一至周五",
            "Mo-Fr",
            "sunrise-sunset",
            "Mo-Fr 09:00+",
            "09:00-09:00",
            "25:00-26:00",
            "Feb 30 off",
        ),
        *("SH off", "week 1-10 09:00-12:00", "Mo-Fr 09:00-17:00 || unknown", "Mo-Fr 09:00-12:00, Sa off"),
        *("2026 Oct 7-2026 Oct 1 off", "Mo-Fr 09:00-17:00;", "easter off", "09:00-12:00" * 300),
        "Mo-Fr 09:00-17:00 \ud800",
    ],
)
def test_what_is_not_in_the_subset_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        OpeningHours.parse(text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_garbage_is_refused_or_canonical_but_never_another_error(text: str) -> None:
    try:
        hours = OpeningHours.parse(text)
    except InvalidValue:
        return
    assert OpeningHours.parse(str(hours)) == hours


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(WEEKDAY_SETS, day_spans(past_midnight=False), st.booleans()), min_size=1, max_size=3),
    st.integers(0, 13),
    st.integers(0, 287),
)
def test_on_ordinary_days_the_library_agrees(
    drawn: list[tuple[frozenset[int], tuple[tuple[int, int], ...], bool]], day: int, slot: int
) -> None:
    rules = tuple(Rule(spans, days, additional=adds and i > 0) for i, (days, spans, adds) in enumerate(drawn))
    text = write_rules(rules)
    moment = datetime(2026, 11, 2) + timedelta(days=day, minutes=5 * slot)
    spans = on(text, moment.date()).spans
    ours = any(start <= 5 * slot < end for start, end in spans)
    assert ours == opening_hours.OpeningHours(text).is_open(moment), text


@pytest.mark.parametrize(
    "text", ["24/7", "Mo-Fr 09:00-17:00", "Mo-Su 09:00-17:00", "Jul 01-Oct 31 09:00-22:00"]
)
def test_a_schedule_that_does_not_speak_of_holidays_is_uncertain_on_them(text: str) -> None:
    assert on(text, NATIONAL_DAY) == SILENT


def test_every_day_of_the_break_is_a_holiday_weekends_included() -> None:
    for d in range(1, 8):
        assert on("Mo-Su 09:00-17:00; PH off", date(2026, 10, d)) == DaySpans(())


def test_holidays_that_are_said_are_certain() -> None:
    assert on("Mo-Fr 08:30-16:30; Sa-Su,PH 08:30-11:30", NATIONAL_DAY) == DaySpans(((510, 690),))
    assert on("24/7; PH off", NATIONAL_DAY) == DaySpans(())


def test_holidays_said_of_one_season_say_nothing_of_another() -> None:
    text = "Jun-Aug Mo-Su,PH 08:00-20:00; Sep-May Mo-Su 09:00-17:00"
    assert on(text, date(2026, 6, 19)) == DaySpans(((480, 1200),))
    assert on(text, NATIONAL_DAY) == SILENT


def test_dates_that_are_named_decide_even_on_holidays() -> None:
    text = "Mo-Fr 08:30-20:30; 2026 Oct 01-2026 Oct 03 off; 2026 Oct 04 10:00-16:00"
    assert on(text, NATIONAL_DAY) == DaySpans(())
    assert on(text, date(2026, 10, 4)) == DaySpans(((600, 960),))
    assert on(text, date(2026, 10, 5)) == SILENT


def test_closing_for_a_long_stretch_of_dates_holds_on_its_holidays_but_a_season_of_hours_does_not() -> None:
    assert on("09:00-17:00; 2026 Sep 01-2026 Oct 31 off", NATIONAL_DAY) == DaySpans(())
    assert on("2026 Sep 01-2026 Oct 31 09:00-17:00", NATIONAL_DAY) == SILENT
    assert on("09:00-17:00; Sep 01-Oct 31 Th off", NATIONAL_DAY) == SILENT


def test_a_make_up_day_has_the_hours_on_which_monday_to_friday_agree() -> None:
    assert on("Mo-Fr 09:00-17:00; Sa-Su 10:00-16:00", MAKE_UP_SATURDAY) == DaySpans(((540, 1020),))
    assert on("Mo-Th 09:00-17:00; Fr 09:00-12:00", MAKE_UP_SATURDAY) == DaySpans((), False, "make_up")
    assert on("Sa-Su 10:00-16:00", MAKE_UP_SATURDAY) == DaySpans(())


def test_a_make_up_day_follows_the_season_of_its_date_and_a_date_of_its_own() -> None:
    seasons = "Jun-Sep Mo-Fr 08:00-18:00; Oct-May Mo-Fr 09:00-17:00"
    assert on(seasons, MAKE_UP_SATURDAY) == DaySpans(((540, 1020),))
    assert on("Mo-Th 09:00-17:00; 2026 Oct 10 08:30-20:00", MAKE_UP_SATURDAY) == DaySpans(((510, 1200),))


def test_an_unannounced_day_is_certain_only_where_all_it_may_become_agree() -> None:
    day = date(2026, 11, 14)
    calendar = Calendar({day: (DayType.UNANNOUNCED, "元旦")})
    unknown = DaySpans((), False, "unannounced", "元旦")
    assert OpeningHours.parse("Mo-Su 09:00-17:00").spans_on(day, calendar) == unknown
    assert OpeningHours.parse("Mo-Fr 09:00-17:00; PH off").spans_on(day, calendar) == unknown
    assert OpeningHours.parse("Mo-Su,PH 09:00-17:00").spans_on(day, calendar) == DaySpans(((540, 1020),))


def test_the_first_and_the_last_of_a_month() -> None:
    text = "Sa[1] 09:00-11:00; Fr[-1] 14:00-16:00"
    opened = [d for d in range(1, 31) if on(text, date(2026, 11, d)).spans]
    assert opened == [7, 27]


def test_an_additional_rule_adds_and_an_overriding_one_replaces() -> None:
    tuesday = date(2026, 11, 3)
    assert on("Mo-Sa 10:00-11:00, Tu 14:00-16:00", tuesday).spans == ((600, 660), (840, 960))
    assert on("Mo-Sa 10:00-11:00; Tu 14:00-16:00", tuesday).spans == ((840, 960),)
