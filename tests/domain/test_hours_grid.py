"""The weekly grid: what it writes means what it shows, and what no grid can show is left to words."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicepoints.domain.calendar import Calendar, DayType
from servicepoints.domain.hours import OpeningHours
from servicepoints.domain.hours_grid import Dated, Grid, Season, Spans, Week, faults, grid_of, rules_of
from servicepoints.domain.hours_grid_words import grid_words, schedule_of
from servicepoints.domain.hours_text import read_hours
from servicepoints.domain.points import Kind, Point, ScheduleStatus
from servicepoints.domain.rules_text import parse_rules
from servicepoints.domain.status import State, point_status
from servicepoints.services.importing.merging import same_words
from servicepoints.sheets.texts import clean_text
from tests.domain.hours_cases import day_spans, rule_lists, shanghai

CALENDAR = Calendar()
ORDINARY = [date(2026, 11, 2) + timedelta(days=i) for i in range(7)]
NATIONAL_WEEK = [date(2026, 10, d) for d in range(1, 8)]
MAKE_UP_SATURDAY = date(2026, 10, 10)
FIRST = date(2026, 10, 1)
NINE_TO_FIVE: Spans = ((540, 1020),)

days = st.one_of(st.just(()), day_spans())


edge_days = st.one_of(st.just((0, 0)), st.tuples(st.integers(1, 10), st.integers(10, 28)))


def in_season(day: date, season: Season) -> bool:
    """Whether a season holds on that date, told by months and days alone."""
    first, last = (season.first, season.first_day or 1), (season.last, season.last_day or 31)
    return first <= (day.month, day.day) <= last


@st.composite
def weeks(draw: st.DrawFn, holidays: st.SearchStrategy[Spans | None]) -> Week:
    """A week of at most three sorts of day, as weeks are."""
    sorts = draw(st.lists(days, min_size=1, max_size=3))
    return Week(tuple(draw(st.sampled_from(sorts)) for _ in range(7)), draw(holidays))


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Any grid without faults."""
    holidays = draw(st.sampled_from([st.none(), days]))
    base = draw(weeks(holidays))
    edges = sorted(draw(st.sets(st.integers(1, 11), min_size=4, max_size=4)))
    seasons = [
        Season(a, b, draw(weeks(holidays)), *draw(edge_days))
        for a, b in zip(edges[::2], edges[1::2], strict=True)
    ]
    begun = date(2026, 9, 1)
    dates = []
    for _ in range(draw(st.integers(0, 3))):
        begun += timedelta(days=draw(st.integers(1, 9)))
        last = begun + timedelta(days=draw(st.integers(0, 14)))
        dates.append(Dated(begun, last, draw(days)))
        begun = last
    return Grid(base, tuple(seasons[: draw(st.integers(0, 2))]), tuple(dates))


def meant(grid: Grid, day: date, is_holiday: bool) -> Spans | None:
    """What a person sees in the grid for that date; None where it says nothing."""
    for dated in grid.dates:
        if dated.first <= day <= dated.last:
            return dated.spans
    week = next((s.week for s in grid.seasons if in_season(day, s)), grid.week)
    return week.holidays if is_holiday else week.days[day.weekday()]


@settings(max_examples=150, deadline=None)
@given(grids())
def test_a_grid_that_is_written_as_rules_and_read_back_is_the_same_grid(grid: Grid) -> None:
    assert faults(grid) == []
    assert grid_of(rules_of(grid)) == grid
    assert grid_of(parse_rules(schedule_of(grid).opening_hours or "")) == grid


@settings(max_examples=150, deadline=None)
@given(grids(), st.sampled_from([*ORDINARY, *NATIONAL_WEEK]))
def test_on_ordinary_days_and_in_a_holiday_week_the_evaluator_says_what_the_grid_shows(
    grid: Grid, day: date
) -> None:
    found = OpeningHours(rules_of(grid)).spans_on(day, CALENDAR)
    expected = meant(grid, day, day in NATIONAL_WEEK)
    assert (found.spans, found.certain) == ((expected or ()), expected is not None)


@settings(max_examples=100, deadline=None)
@given(grids())
def test_a_make_up_saturday_has_what_monday_to_friday_agree_on_in_the_grid(grid: Grid) -> None:
    found = OpeningHours(rules_of(grid)).spans_on(MAKE_UP_SATURDAY, CALENDAR)
    if any(d.first <= MAKE_UP_SATURDAY <= d.last for d in grid.dates):
        assert (found.spans, found.certain) == (meant(grid, MAKE_UP_SATURDAY, False), True)
        return
    week = next((s.week for s in grid.seasons if in_season(MAKE_UP_SATURDAY, s)), grid.week)
    agreed = set(week.days[:5])
    assert found.certain == (len(agreed) == 1)
    assert found.spans == (agreed.pop() if len(agreed) == 1 else ())


@settings(max_examples=60, deadline=None)
@given(grids(), st.integers(0, 6), st.integers(0, 95))
def test_the_badge_is_open_in_the_minutes_that_the_grid_has(grid: Grid, i: int, slot: int) -> None:
    day = ORDINARY[i]
    at = shanghai(f"{day} {slot // 4:02}:{slot % 4 * 15:02}")
    today = meant(grid, day, False) or ()
    eve = meant(grid, day - timedelta(days=1), False) or ()
    minute = slot * 15
    is_open = any(a <= minute < b for a, b in today) or any(a <= minute + 1440 < b for a, b in eve)
    place = Point(name="示例点", kind=Kind.CARE_STATION, schedule=schedule_of(grid))
    assert (point_status(place, at, CALENDAR).state is State.OPEN) == is_open


@settings(max_examples=150, deadline=None)
@given(grids())
def test_the_words_of_a_grid_survive_a_sheet_and_are_never_read_as_other_hours(grid: Grid) -> None:
    made = schedule_of(grid)
    assert same_words(clean_text(made.text), made.text)
    assert "｜" not in made.text
    read = read_hours(made.text)
    if read.status is ScheduleStatus.READ:
        theirs, ours = OpeningHours(parse_rules(read.opening_hours or "")), OpeningHours(rules_of(grid))
        for i in range(0, 1100, 3):  # a season like the rest of the year is not said twice
            day = date(2026, 1, 1) + timedelta(days=i)
            assert theirs.spans_on(day, CALENDAR) == ours.spans_on(day, CALENDAR), made.text


@settings(max_examples=150, deadline=None)
@given(rule_lists())
def test_rules_become_a_grid_only_where_it_means_the_same_on_every_day(rules: tuple) -> None:
    grid = grid_of(rules)
    if grid is None:
        return
    theirs, ours = OpeningHours(rules), OpeningHours(rules_of(grid))
    for i in range(0, 1100, 3):
        day = date(2026, 1, 1) + timedelta(days=i)
        assert theirs.spans_on(day, CALENDAR) == ours.spans_on(day, CALENDAR)


@pytest.mark.parametrize(
    "text",
    [
        "Sa[1] 09:00-11:00",
        "Mo-Su 09:00-17:00; Jul 01-Jul 15 08:00-20:00",
        "Mo-Su 09:00-17:00; Jan 04-Dec 31 08:00-20:00",
        "Mo-Su 09:00-10:00,11:00-12:00,13:00-14:00,15:00-16:00",
        "Mo-Su 09:00-33:00",
        "Mo-Su 09:00-17:00; 2026 Oct 01-2026 Oct 07 Mo off",
        "Mo-Su 09:00-17:00; 2026 Sep 01-2026 Oct 31 10:00-12:00",
        "Mo-Su 09:00-17:00; Mo,PH 10:00-12:00; Su off",
    ],
)
def test_what_no_grid_can_show_is_left_to_words(text: str) -> None:
    assert grid_of(parse_rules(text)) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("24/7", "24小时"),
        ("Mo-Fr 08:30-17:00; PH off", "平日8:30–17:00，周末不开，法定节假日不开"),
        ("Mo-Su,PH 18:00-02:00", "每天18:00–次日2:00，法定节假日18:00–次日2:00"),
        ("Mo-Su 09:00-17:00; Nov-Feb Mo-Su 10:00-16:00", "每天9:00–17:00；11月至次年2月每天10:00–16:00"),
        (
            "Jun-Sep 08:00-20:00; Oct-May 08:30-17:30",
            "每天8:30–17:30；6月至9月每天8:00–20:00",
        ),
        (
            "Jul 15-Sep 15 08:00-20:00; Sep 16-Jul 14 09:00-17:00",
            "每天9:00–17:00；7月15日至9月15日每天8:00–20:00",
        ),
        (
            "Mo-Su 09:00-17:00; May 01-Oct 07 Mo-Su,PH 08:00-20:00",
            "每天9:00–17:00；5月1日至10月7日每天8:00–20:00，法定节假日8:00–20:00",
        ),
        (
            "Mo-Su 09:00-17:00; Nov 15-Mar 15 Mo-Su 10:00-16:00",
            "每天9:00–17:00；11月15日至次年3月15日每天10:00–16:00",
        ),
        (
            "Mo-Su 09:00-12:00,13:00-17:00; 2026 Oct 01-2026 Oct 07 off",
            "每天9:00–12:00、13:00–17:00；2026年10月1日至10月7日不开",
        ),
    ],
)
def test_a_grid_in_words(text: str, words: str) -> None:
    grid = grid_of(parse_rules(text))
    assert grid is not None
    assert grid_words(grid) == words


@pytest.mark.parametrize(
    ("grid", "part", "said"),
    [
        (Grid(Week(holidays=()), (Season(7, 8, Week()),)), "season", "节假日"),
        (Grid(Week(), (Season(7, 8, Week()), Season(8, 9, Week()))), "season", "重叠"),
        (Grid(Week(), (Season(1, 6, Week()), Season(7, 12, Week()))), "season", "全年"),
        (Grid(Week(), (Season(7, 9, Week(), 1, 15), Season(9, 10, Week(), 15, 31))), "season", "重叠"),
        (Grid(Week(), (Season(7, 7, Week(), 1, 15),)), "season", "至少16天"),
        (Grid(Week(), (Season(1, 12, Week(), 4, 31),)), "season", "全年"),
        (Grid(dates=(Dated(date(2026, 10, 2), date(2026, 10, 1)),)), "date", "早"),
        (Grid(dates=(Dated(date(2026, 10, 1), date(2026, 10, 16), NINE_TO_FIVE),)), "date", "最多15天"),
        (Grid(dates=(Dated(FIRST, FIRST), Dated(FIRST, FIRST))), "date", "重叠"),
        (Grid(Week(days=(((540, 600), (590, 700)), *((),) * 6))), "week", "重叠"),
        (Grid(Week(days=(((0, 2000),), *((),) * 6))), "week", "一整天"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_grid_is_said_of_the_part_it_is_in(grid: Grid, part: str, said: str) -> None:
    found = faults(grid)
    assert [fault.part for fault in found] == [part]
    assert said in found[0].reason


def test_a_holiday_is_certain_only_if_the_grid_says_it() -> None:
    silent, said = Grid(Week((NINE_TO_FIVE,) * 7)), Grid(Week((NINE_TO_FIVE,) * 7, holidays=()))
    feast = Calendar({ORDINARY[0]: (DayType.PUBLIC_HOLIDAY, "国庆")})
    assert not OpeningHours(rules_of(silent)).spans_on(ORDINARY[0], feast).certain
    assert OpeningHours(rules_of(said)).spans_on(ORDINARY[0], feast).certain
