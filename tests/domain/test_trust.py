"""Trust: the age of a check, in words."""

from datetime import date, datetime, timedelta

import pytest

from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.trust import TrustLevel, ago, date_ago, trust

TODAY = date(2026, 9, 14)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "今天街道核实"),
        (1, "昨天街道核实"),
        (3, "3天前街道核实"),
        (59, "59天前街道核实"),
        (60, "两个月前街道核实"),
        (180, "六个月前街道核实"),
        (181, "半年多没人核实"),
        (364, "半年多没人核实"),
        (365, "一年多没人核实"),
        (800, "两年多没人核实"),
        (5000, "十几年没人核实"),
    ],
)
def test_every_check_has_an_age(days: int, words: str) -> None:
    found = trust(TODAY - timedelta(days=days), "街道", TODAY)
    assert found.words == words
    assert found.level is (TrustLevel.OLD if days > 180 else TrustLevel.CHECKED)


def test_a_point_that_nobody_checked_says_so() -> None:
    found = trust(None, "", TODAY)
    assert (found.level, found.words, found.checked_on, found.by) == (
        TrustLevel.UNCHECKED,
        "还没人核实过",
        None,
        "",
    )


def test_a_check_by_nobody_in_particular_still_counts() -> None:
    assert trust(TODAY - timedelta(days=3), "", TODAY).words == "3天前核实"


def test_a_day_ahead_of_ours_counts_as_today() -> None:
    assert trust(TODAY + timedelta(days=1), "街道", TODAY).words == "今天街道核实"


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=-5), "刚刚"),
        (timedelta(seconds=59), "刚刚"),
        (timedelta(minutes=5), "5分钟前"),
        (timedelta(hours=2), "2小时前"),
        (timedelta(hours=9), "昨天"),
        (timedelta(days=3), "3天前"),
        (timedelta(days=800), "两年多前"),
    ],
)
def test_how_long_ago_is_said_as_people_say_it(before: timedelta, words: str) -> None:
    now = datetime(2026, 9, 14, 8, 0, tzinfo=TIMEZONE)
    assert ago(now - before, now) == words


def test_a_date_to_come_counts_as_today() -> None:
    assert date_ago(TODAY + timedelta(days=2), TODAY) == "今天"
