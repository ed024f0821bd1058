"""What is told of figures, and what is not: too few, not known, not announced."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicepoints.domain.figure_words import (
    FIGURES,
    MOSTLY_NEVER,
    NOT_ANNOUNCED,
    TOO_FEW,
    figure_words,
)
from servicepoints.domain.figures import Figures, Told, median_age, share, told, total

FULL = Figures(
    points=10, checked=9, age_days=12, open_late=3, open_holiday=5, searched=20, served=15, reported=8,
    answered=7, confirmed=50, found_shut=4,
)  # fmt: skip


def test_enough_is_told() -> None:
    said = told(FULL)
    assert said == Told(10, 0.9, 12, 7 / 8, 8, 0.3, 0.5, 0.75)
    assert [figure_words(name, said) for name in FIGURES] == [
        "90%", "12天", "87%", "8.0次", "30%", "50%", "75%",
    ]  # fmt: skip


@given(st.integers(0, 4), st.integers(0, 4))
def test_of_fewer_than_five_nothing_is_told(part: int, whole: int) -> None:
    assert share(part, whole) is None
    few = Figures(whole, part, 3, part, part, whole, part, whole, part, whole, part)
    assert told(few) == Told(whole)
    assert {figure_words(name, told(few)) for name in FIGURES} == {TOO_FEW}


def test_what_is_unknown_is_said_in_its_own_words() -> None:
    said = told(Figures(points=10, checked=0))
    assert figure_words("age_days", said) == MOSTLY_NEVER
    assert figure_words("holiday", said) == NOT_ANNOUNCED == "放假安排还没公布"
    assert figure_words("served", said) == TOO_FEW


def test_a_share_is_whole_only_when_it_is() -> None:
    assert figure_words("checked", Told(1000, 0.999)) == "99%"
    assert figure_words("checked", Told(1000, 1.0)) == "100%"


@pytest.mark.parametrize(
    ("ages", "median"),
    [([3], 3), ([1, 2, 3], 2), ([None, 1, 2], 2), ([None, None, 1], None), ([None, 4], 4), ([0, 0, 9], 0)],
)
def test_never_checked_is_older_than_any_age(ages: list[int | None], median: int | None) -> None:
    assert median_age(ages) == median


def test_a_total_adds_what_is_known_and_no_median() -> None:
    both = total([FULL, Figures(points=2, checked=1)], age_days=30)
    assert both.points == 12
    assert both.checked == 10
    assert both.age_days == 30
    assert both.searched == 20
    assert total([Figures(points=2)]).searched is None, "nothing known is no nothing"
