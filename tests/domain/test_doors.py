"""Doors: what couriers say of one, whom they are, and when each word is over."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicepoints.domain import arrival as arrivals
from servicepoints.domain.arrival import Arrival, ArrivalState
from servicepoints.domain.doors import NOBODY_CAME, Door, SeenDoor, door_of, expiry
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.sightings import Near, Saw, Voice, sources
from servicepoints.domain.status import State, Status, at_door
from servicepoints.domain.status_words import status_words
from servicepoints.domain.trust import TrustLevel, dated_trust, trust

NOON = datetime(2026, 9, 14, 12, tzinfo=TIMEZONE)
TODAY = NOON.date()
LASTS = timedelta(hours=3)


def said(saw: Saw, minutes: int, device: str, network: str = "", near: Near = Near.UNSAID) -> Voice:
    """A word so many minutes after noon, a shut door good for three hours."""
    at = NOON + timedelta(minutes=minutes)
    until = at + LASTS if saw is Saw.SHUT else None
    return Voice(saw, at, at.date(), device, network or f"of {device}", until, near)


def found(*voices: Voice, at: int, standing: Door = NOBODY_CAME, lone_counts: bool = True) -> SeenDoor:
    now = NOON + timedelta(minutes=at)
    return door_of(voices, standing, now, lone_counts=lone_counts).seen(now)


def test_another_phone_on_another_network_is_another_source_and_nothing_less() -> None:
    def count(*phones: tuple[str, str]) -> int:
        return sources(said(Saw.SHUT, i, *phone) for i, phone in enumerate(phones))

    assert count() == 0
    assert count(("a", "x"), ("b", "y")) == 2
    assert count(("a", "x"), ("b", "x"), ("c", "x")) == 1, (
        "a browser that is emptied is another phone at once"
    )
    assert count(("a", "x"), ("a", "y")) == 1, "a phone that leaves the Wi-Fi is on another network"
    assert count(("a", "x"), ("b", "x"), ("b", "y")) == 2


def test_nobody_becomes_two_at_midnight() -> None:
    late = Voice(Saw.SHUT, NOON, date(2026, 9, 14), "a", "x")
    early = Voice(Saw.SHUT, NOON + timedelta(hours=13), date(2026, 9, 15), "b", "y")
    assert sources([late, early]) == 1


def test_digests_that_were_dropped_tell_nobody_apart() -> None:
    assert sources([Voice(Saw.SHUT, NOON, TODAY), Voice(Saw.SHUT, NOON + LASTS, TODAY)]) == 1


def test_one_shut_door_is_shown_at_once_and_is_over_by_itself() -> None:
    shut = said(Saw.SHUT, 0, "a")
    door = door_of([shut], NOBODY_CAME, NOON, lone_counts=True)
    assert door.seen(NOON).shut_at == NOON
    assert door.seen(NOON + LASTS - timedelta(seconds=1)).doubtful
    assert not door.seen(NOON + LASTS).doubtful


def test_what_was_said_in_this_minute_holds_in_this_minute() -> None:
    said_at = NOON + timedelta(seconds=59)
    assert Door(shut_at=said_at, shut_until=said_at + LASTS).seen(NOON).shut_at == said_at
    assert not Door(shut_at=said_at, shut_until=said_at + LASTS).seen(NOON - timedelta(seconds=1)).doubtful


def test_who_finds_it_open_takes_a_lone_word_back_but_not_that_of_two() -> None:
    one, two = said(Saw.SHUT, 0, "a"), said(Saw.SHUT, 5, "b")
    opened = said(Saw.OPEN, 10, "c")
    assert not found(one, opened, at=10).doubtful
    both = found(one, two, opened, at=10)
    assert both.shut_at == two.at
    assert both.disputed
    assert not found(one, two, opened, said(Saw.OPEN, 12, "d"), at=12).doubtful


def test_who_says_the_same_again_is_no_other_and_makes_it_last_no_longer() -> None:
    one, again = said(Saw.SHUT, 0, "a", "x"), said(Saw.SHUT, 100, "b", "x")
    door = door_of([one, again], NOBODY_CAME, NOON + timedelta(minutes=100), lone_counts=True)
    assert door.shut_until == one.until
    opened = said(Saw.OPEN, 50, "c")
    assert not found(one, opened, again, at=100).doubtful


def test_two_words_of_one_day_stand_against_one_who_always_finds_it_open() -> None:
    morning, evening, contrary = said(Saw.SHUT, 0, "a"), said(Saw.SHUT, 300, "b"), said(Saw.OPEN, 301, "c")
    assert found(morning, evening, contrary, at=301).disputed
    assert not found(evening, contrary, at=301).doubtful
    reopened = said(Saw.OPEN, 60, "d"), said(Saw.OPEN, 90, "e")
    assert found(morning, *reopened, evening, at=300).shut_at == evening.at


def test_who_was_wrong_takes_the_own_word_back() -> None:
    assert not found(said(Saw.SHUT, 0, "a"), said(Saw.OPEN, 1, "a"), at=1).doubtful
    assert found(said(Saw.SHUT, 0, "a"), said(Saw.OPEN, 1, "a"), said(Saw.SHUT, 2, "a", "x"), at=2).doubtful


def test_what_was_open_before_is_shut_now() -> None:
    assert found(said(Saw.OPEN, 0, "a"), said(Saw.SHUT, 1, "b"), at=1).shut_at is not None


def test_a_lone_word_from_far_away_or_where_such_words_were_refuted_is_not_shown() -> None:
    assert not found(said(Saw.SHUT, 0, "a", near=Near.FAR), at=0).doubtful
    assert not found(said(Saw.SHUT, 0, "a"), at=0, lone_counts=False).doubtful
    assert found(said(Saw.SHUT, 0, "a"), said(Saw.SHUT, 1, "b"), at=1, lone_counts=False).doubtful
    assert found(said(Saw.SHUT, 0, "a", near=Near.DOOR), at=0).doubtful


@pytest.mark.parametrize("saw", [Saw.GONE, Saw.MOVED, Saw.REFUSED])
def test_that_a_place_is_no_use_at_all_needs_two(saw: Saw) -> None:
    assert not found(said(saw, 0, "a"), at=0).doubtful
    assert not found(said(saw, 0, "a"), said(saw, 1, "b", "of a"), at=1).doubtful
    door = door_of([said(saw, 0, "a"), said(saw, 1, "b")], NOBODY_CAME, NOON, lone_counts=True)
    assert door.seen(NOON + timedelta(days=6)).disputed
    assert not door.seen(NOON + timedelta(days=8)).disputed
    later = door_of([said(Saw.OPEN, 60, "c")], door, NOON, lone_counts=True)
    assert later.seen(NOON + LASTS).disputed, "what was not answered stands, also when its voices are gone"
    assert not later.not_doubted().seen(NOON + LASTS).disputed
    assert later.not_doubted().confirmed_at == NOON + timedelta(minutes=60)
    assert later.not_shut() == later


SAWS = st.sampled_from([Saw.OPEN, Saw.SHUT, Saw.GONE, Saw.MOVED, Saw.REFUSED])
PHONES = st.text("abc", min_size=1, max_size=1)
VOICES = st.lists(
    st.builds(said, SAWS, st.integers(0, 600), PHONES, PHONES, st.sampled_from(list(Near))), max_size=12
)
MINUTES = st.integers(0, 2000)


@given(VOICES, MINUTES, st.booleans())
def test_every_shut_door_was_said_is_over_in_three_hours_and_is_never_shown_before(
    voices: list[Voice], minutes: int, lone_counts: bool
) -> None:
    now = NOON + timedelta(minutes=minutes)
    heard = [v for v in voices if v.at <= now]
    door = door_of(heard, NOBODY_CAME, now, lone_counts=lone_counts)
    if door.shut_at is None:
        return
    assert door.shut_at in {v.at for v in heard if v.saw is Saw.SHUT}
    assert door.shut_until is not None
    assert now < door.shut_until <= door.shut_at + LASTS
    assert not door.seen(door.shut_at - timedelta(minutes=1)).shut_at
    assert not door.seen(door.shut_until).shut_at


@given(VOICES, MINUTES)
def test_one_network_never_makes_a_place_disputed_nor_hides_what_two_say(
    voices: list[Voice], minutes: int
) -> None:
    now = NOON + timedelta(minutes=minutes)
    hostile = [Voice(v.saw, v.at, v.day, v.device, "lone", v.until, v.near) for v in voices if v.at <= now]
    assert not door_of(hostile, NOBODY_CAME, now, lone_counts=False).alarming
    true = [Voice(Saw.SHUT, now, now.date(), d, f"net {d}", now + LASTS) for d in ("y", "z")]
    assert door_of([*hostile, *true], NOBODY_CAME, now, lone_counts=False).seen(now).doubtful


@given(st.timedeltas(timedelta(), timedelta(days=2)), st.integers(1, 24))
def test_a_word_of_a_shut_door_is_over_at_the_next_opening_at_the_latest(
    until: timedelta, hours: int
) -> None:
    lasts = timedelta(hours=hours)
    end = expiry(NOON, lasts, NOON + until)
    assert NOON < end <= NOON + lasts
    assert end <= NOON + until or until <= timedelta()
    assert expiry(NOON, lasts, None) == NOON + lasts


def test_what_should_be_open_is_not_counted_open_and_what_is_closed_stays_closed() -> None:
    seen = SeenDoor(shut_at=NOON + timedelta(hours=2, minutes=5))
    status = at_door(Status(State.OPEN), seen)
    assert (status.state, status.certain, status.reason) == (State.UNKNOWN, False, "door")
    assert status_words(status, NOON + timedelta(hours=3)) == "今天14:05有人说门关着"
    assert status_words(status, NOON + timedelta(days=1)) == "昨天14:05有人说门关着"
    disputed = at_door(Status(State.OPEN), SeenDoor(disputed=True))
    assert status_words(disputed, NOON) == "说法不一，先打电话"
    assert at_door(Status(State.CLOSED), seen) == Status(State.CLOSED)
    assert at_door(Status(State.OPEN), SeenDoor(confirmed_on=TODAY)) == Status(State.OPEN)


def test_who_arrives_after_a_word_is_over_can_count_on_the_place() -> None:
    door = Door(shut_at=NOON, shut_until=NOON + timedelta(minutes=30))
    soon = Arrival(29, NOON + timedelta(minutes=29), ArrivalState.USABLE, 60)
    later = Arrival(30, NOON + timedelta(minutes=30), ArrivalState.USABLE, 60)
    assert not arrivals.at_door(soon, door).rides_to_open
    assert arrivals.at_door(later, door) == later


def on(days_ago: int) -> SeenDoor:
    """A door found open so many days ago."""
    return SeenDoor(confirmed_on=TODAY - timedelta(days=days_ago))


@pytest.mark.parametrize(
    ("checked", "seen", "level", "words", "dated"),
    [
        (3, on(1), "confirmed", "昨天有小哥说开着", "9月13日有小哥说开着"),
        (1, on(1), "checked", "昨天街道核实", "街道9月13日核实"),
        (None, on(0), "confirmed", "今天有小哥说开着", "9月14日有小哥说开着"),
        (500, on(181), "old", "一年多没人核实", "街道2025年5月2日核实"),
        (None, on(400), "unchecked", "还没人核实过", "还没人核实过"),
        (1, SeenDoor(shut_at=NOON), "shut", "今天12:00有人说门关着", "街道9月13日核实"),
        (1, SeenDoor(shut_at=NOON, disputed=True), "disputed", "说法不一，先打电话", "街道9月13日核实"),
        (1, SeenDoor(disputed=True), "disputed", "说法不一，先打电话", "9月14日说法不一，先打电话"),
    ],
)  # fmt: skip
def test_trust_is_one_word_of_check_confirmation_dispute_and_age(
    checked: int | None, seen: SeenDoor, level: str, words: str, dated: str
) -> None:
    day = None if checked is None else TODAY - timedelta(days=checked)
    by = "街道" if checked else ""
    one = trust(day, by, TODAY, seen)
    assert (one.level, one.words) == (TrustLevel(level), words)
    assert (one.checked_on, one.confirmed_on, one.shut_at) == (day, seen.confirmed_on, seen.shut_at)
    assert dated_trust(day, by, TODAY, seen) == dated
