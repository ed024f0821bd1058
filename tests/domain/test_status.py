"""What a schedule and a point are at a moment, and what one finds on arrival."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicepoints.domain.arrival import ArrivalState, Riding, arrival
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.hours import OpeningHours
from servicepoints.domain.points import Kind, Listing, Point, Schedule, ScheduleStatus, Space
from servicepoints.domain.rules import Rule, Span
from servicepoints.domain.rules_text import write_rules
from servicepoints.domain.status import State, Status, point_status, status_of
from servicepoints.domain.status_words import name_of_moment, status_words
from servicepoints.domain.timeline import Timeline, intersect, intervals, point_timeline, subtract
from tests.domain.hours_cases import day_spans, read, rule_lists, shanghai

CALENDAR = Calendar()


def at(opening_hours: str, moment: str) -> Status:
    return point_status(point(schedule=read(opening_hours)), shanghai(moment), CALENDAR)


def test_open_says_when_it_closes() -> None:
    assert at("Mo-Fr 09:00-17:00", "2026-11-24 09:00") == Status(
        State.OPEN, until=shanghai("2026-11-24 17:00")
    )
    assert at("Mo-Fr 09:00-17:00", "2026-11-24 17:00").state is State.CLOSED


def test_closed_says_when_it_opens_and_whether_it_is_a_break() -> None:
    text = "Mo-Fr 08:30-11:30,13:30-17:00"
    assert at(text, "2026-11-24 12:00") == Status(
        State.CLOSED, opens_at=shanghai("2026-11-24 13:30"), reason="break"
    )
    assert at(text, "2026-11-24 08:00") == Status(State.CLOSED, opens_at=shanghai("2026-11-24 08:30"))
    assert at(text, "2026-11-27 18:00") == Status(State.CLOSED, opens_at=shanghai("2026-11-30 08:30"))


def test_the_morning_after_a_night_shift_is_no_break() -> None:
    assert at("18:00-02:00", "2026-11-24 03:00") == Status(
        State.CLOSED, opens_at=shanghai("2026-11-24 18:00")
    )


def test_what_never_closes_has_no_end_and_what_never_opens_no_beginning() -> None:
    assert at("24/7", "2026-11-03 12:00") == Status(State.OPEN)
    assert at("Jul 09:00-17:00", "2026-11-03 12:00") == Status(State.CLOSED)


@pytest.mark.parametrize(
    ("status", "reason"), [(ScheduleStatus.NONE, "no_hours"), (ScheduleStatus.REVIEW, "review")]
)
def test_hours_that_were_not_read_are_unknown(status: ScheduleStatus, reason: str) -> None:
    schedule = Schedule(text="示例", status=status, proposal="24/7")
    now = shanghai("2026-11-24 12:00")
    found = point_status(point(schedule=schedule), now, CALENDAR)
    assert found == Status(State.UNKNOWN, certain=False, reason=reason)


def test_a_silent_schedule_is_unknown_on_a_holiday_and_says_so_before_it() -> None:
    unknown = Status(State.UNKNOWN, certain=False, reason="holiday", holiday="国庆")
    assert at("Mo-Fr 09:00-17:00", "2026-10-03 12:00") == unknown
    assert at("24/7", "2026-09-30 23:00") == Status(
        State.OPEN, until=shanghai("2026-10-01 00:00"), reason="holiday", holiday="国庆"
    )
    assert at("Mo-Fr 09:00-17:00", "2026-09-30 18:00") == Status(
        State.CLOSED, reason="holiday", holiday="国庆"
    )


def test_the_night_shift_of_the_eve_is_open_into_the_holiday() -> None:
    assert at("22:00-06:00", "2026-10-01 05:59").state is State.OPEN
    assert at("22:00-06:00", "2026-10-01 06:00").state is State.UNKNOWN
    assert at("22:00-06:00; PH off", "2026-10-01 05:59").state is State.OPEN
    assert at("22:00-06:00; PH off", "2026-10-01 22:30").state is State.CLOSED
    assert at("22:00-06:00; 2026 Oct 01 off", "2026-10-01 03:00").state is State.OPEN


def test_the_morning_after_an_uncertain_night_is_uncertain() -> None:
    assert at("22:00-06:00", "2026-10-08 05:00").state is State.UNKNOWN
    assert at("22:00-06:00", "2026-10-08 06:00").state is State.CLOSED
    assert at("09:00-17:00", "2026-10-08 05:00").state is State.CLOSED


def point(**fields: object) -> Point:
    return Point(**{"name": "示例服务站", "kind": Kind.PARTY_MASS_CENTRE, **fields})  # type: ignore[arg-type]


NOON = shanghai("2026-11-24 12:00")
NIGHT = shanghai("2026-11-24 23:00")


def test_a_need_is_met_by_the_space_that_has_it_and_is_open() -> None:
    corner = Space(name="24小时角", amenities={"water": True}, schedule=read("24/7"))
    hall = point(
        schedule=read("Mo-Su 09:00-17:00"), amenities={"water": True, "toilet": True}, spaces=(corner,)
    )
    assert point_status(hall, NIGHT, CALENDAR, frozenset({"toilet"})).state is State.CLOSED
    assert point_status(hall, NIGHT, CALENDAR, frozenset({"water"})).state is State.OPEN
    assert point_status(hall, NIGHT, CALENDAR, frozenset({"water", "toilet"})).state is State.CLOSED
    assert point_status(hall, NOON, CALENDAR, frozenset({"water", "toilet"})).state is State.OPEN


def test_a_space_without_hours_follows_its_point() -> None:
    room = Space(name="阅览室", amenities={"books": True})
    hall = point(schedule=read("Mo-Su 09:00-17:00"), spaces=(room,))
    assert point_status(hall, NOON, CALENDAR, frozenset({"books"})).state is State.OPEN
    assert point_status(hall, NIGHT, CALENDAR, frozenset({"books"})).state is State.CLOSED


def test_open_beats_unknown_and_unknown_beats_closed_among_the_units_that_have_it() -> None:
    unread = Space(
        name="淋浴间", amenities={"water": True}, schedule=Schedule(text="?", status=ScheduleStatus.REVIEW)
    )
    hall = point(schedule=read("Mo-Su 09:00-17:00"), amenities={"water": True}, spaces=(unread,))
    assert point_status(hall, NOON, CALENDAR, frozenset({"water"})).state is State.OPEN
    assert point_status(hall, NIGHT, CALENDAR, frozenset({"water"})).reason == "review"


def test_one_need_closed_closes_whatever_the_other_is() -> None:
    unread = Space(
        name="淋浴间", amenities={"shower": True}, schedule=Schedule(text="?", status=ScheduleStatus.REVIEW)
    )
    hall = point(schedule=read("Mo-Su 09:00-17:00"), amenities={"water": True}, spaces=(unread,))
    both = frozenset({"water", "shower"})
    assert point_status(hall, NIGHT, CALENDAR, both).state is State.CLOSED
    assert point_status(hall, NOON, CALENDAR, both).state is State.UNKNOWN


def test_suspension_withdrawal_and_validity_shut_whatever_the_hours_say() -> None:
    always = read("24/7")
    until = shanghai("2026-11-24 16:00")
    suspended = point(schedule=always, listing=Listing.SUSPENDED, suspended_until=until)
    assert point_status(suspended, NOON, CALENDAR) == Status(State.CLOSED, opens_at=until, reason="suspended")
    assert point_status(suspended, NIGHT, CALENDAR).state is State.OPEN
    for_good = point(schedule=always, listing=Listing.SUSPENDED)
    assert point_status(for_good, NOON, CALENDAR) == Status(State.CLOSED, reason="suspended")
    withdrawn = point(schedule=always, listing=Listing.WITHDRAWN)
    assert point_status(withdrawn, NOON, CALENDAR) == Status(State.CLOSED, reason="withdrawn")
    unread = point(listing=Listing.WITHDRAWN)
    assert point_status(unread, NOON, CALENDAR).reason == "withdrawn"


def test_a_pop_up_lives_from_its_first_to_its_last_day() -> None:
    pop_up = point(schedule=read("24/7"), valid_from=date(2026, 11, 25), valid_to=date(2026, 11, 26))
    before = Status(State.CLOSED, opens_at=shanghai("2026-11-25 00:00"), reason="not_yet")
    assert point_status(pop_up, NOON, CALENDAR) == before
    inside = point_status(pop_up, shanghai("2026-11-26 23:59"), CALENDAR)
    assert inside == Status(State.OPEN, until=shanghai("2026-11-27 00:00"))
    after = point_status(pop_up, shanghai("2026-11-27 00:00"), CALENDAR)
    assert after == Status(State.CLOSED, reason="ended")


def test_a_night_shift_belongs_to_the_day_on_which_it_starts_at_the_ends_of_a_pop_ups_life_too() -> None:
    pop_up = point(
        schedule=read("Mo-Su 20:00-04:00"), valid_from=date(2026, 11, 25), valid_to=date(2026, 11, 26)
    )
    first_morning = point_status(pop_up, shanghai("2026-11-25 02:00"), CALENDAR)
    assert first_morning == Status(State.CLOSED, opens_at=shanghai("2026-11-25 20:00"))
    last_night = point_status(pop_up, shanghai("2026-11-27 02:00"), CALENDAR)
    assert last_night == Status(State.OPEN, until=shanghai("2026-11-27 04:00"))
    over = point_status(pop_up, shanghai("2026-11-27 04:00"), CALENDAR)
    assert over == Status(State.CLOSED, reason="ended")


def test_hours_that_were_not_read_are_unknown_only_while_a_pop_up_lives() -> None:
    pop_up = point(valid_from=date(2026, 11, 25), valid_to=date(2026, 11, 26))
    states = [
        point_status(pop_up, shanghai(f"2026-11-{day} 12:00"), CALENDAR).reason for day in range(24, 28)
    ]
    assert states == ["not_yet", "no_hours", "no_hours", "ended"]


def test_a_certain_end_is_said_even_where_nobody_knows_what_follows() -> None:
    night = at("Mo-Su 22:00-06:00", "2026-10-01 03:00")
    assert night == Status(State.OPEN, until=shanghai("2026-10-01 06:00"))
    assert status_words(night, shanghai("2026-10-01 03:00")) == "开着 · 6:00关门"
    evening = at("Mo-Su 18:00-24:00", "2026-09-30 20:00")
    assert evening == Status(State.OPEN, until=shanghai("2026-10-01 00:00"))


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        intervals(OpeningHours.parse("24/7"), date(2026, 11, 24), 8, CALENDAR).minute(
            NOON.replace(tzinfo=None)
        )


@settings(max_examples=60, deadline=None)
@given(rule_lists(), st.dates(date(2026, 9, 20), date(2026, 10, 20)), st.integers(0, 1439))
def test_a_timeline_says_of_each_minute_what_the_days_say(
    rules: tuple[Rule, ...], first: date, minute: int
) -> None:
    hours = OpeningHours.parse(write_rules(rules))
    timeline = intervals(hours, first, 3, CALENDAR)
    for i in range(3):
        now = i * 1440 + minute
        today, eve = (hours.spans_on(first + timedelta(days=i - back), CALENDAR) for back in (0, 1))
        opened = any(a <= minute < b for a, b in today.spans) or any(
            a <= minute + 1440 < b for a, b in eve.spans
        )
        assert opened == any(a <= now < b for a, b in timeline.open)
        if not today.certain and not opened:
            assert any(a <= now < b for a, b, _, _ in timeline.uncertain)


@settings(max_examples=60, deadline=None)
@given(day_spans(), day_spans())
def test_intersection_and_difference_are_those_of_minutes(a: tuple[Span, ...], b: tuple[Span, ...]) -> None:
    def minutes(spans: tuple[tuple[int, int], ...]) -> set[int]:
        return {m for start, end in spans for m in range(start, end)}

    assert minutes(intersect(a, b)) == minutes(a) & minutes(b)
    assert minutes(subtract(a, b)) == minutes(a) - minutes(b)


def timeline_of(opening_hours: str, day: str = "2026-11-24") -> Timeline:
    return intervals(OpeningHours.parse(opening_hours), date.fromisoformat(day), 8, CALENDAR)


def test_riding_takes_the_detour_at_that_speed_rounded_up() -> None:
    assert Riding().ride_minutes(450) == 3
    assert Riding().ride_minutes(0) == 1
    assert Riding(detour=1.0, speed_kmh=12.0).ride_minutes(1001) == 6


@pytest.mark.parametrize(
    ("now", "state", "usable", "opens_at"),
    [
        ("2026-11-24 11:00", ArrivalState.USABLE, 24, None),
        ("2026-11-24 11:14", ArrivalState.USABLE, 10, None),
        ("2026-11-24 11:15", ArrivalState.TOO_SHORT, 9, "2026-11-24 13:30"),
        ("2026-11-24 11:26", ArrivalState.TOO_SHORT, 0, "2026-11-24 13:30"),
        ("2026-11-24 11:31", ArrivalState.CLOSED, 0, "2026-11-24 13:30"),
        ("2026-11-24 13:23", ArrivalState.CLOSED, 0, "2026-11-24 13:30"),
        ("2026-11-24 13:24", ArrivalState.OPENS_BY_ARRIVAL, 210, "2026-11-24 13:30"),
    ],
)
def test_arrival_counts_from_the_moment_one_gets_there(
    now: str, state: ArrivalState, usable: int, opens_at: str | None
) -> None:
    found = arrival(timeline_of("Mo-Fr 08:30-11:30,13:30-17:00"), shanghai(now), 1150, Riding())
    assert found.ride_minutes == 6
    assert (found.state, found.usable_minutes) == (state, usable)
    assert found.opens_at == (shanghai(opens_at) if opens_at else None)
    assert found.arrives_at == shanghai(now) + timedelta(minutes=6)


def test_a_place_without_closing_time_has_no_count_of_minutes() -> None:
    assert arrival(timeline_of("24/7"), NOON, 450, Riding()).usable_minutes is None


def test_arriving_into_a_holiday_of_which_nothing_is_known_is_unknown() -> None:
    eve = timeline_of("24/7", "2026-09-30")
    assert arrival(eve, shanghai("2026-09-30 23:00"), 450, Riding()).usable_minutes == 57
    assert arrival(eve, shanghai("2026-09-30 23:55"), 450, Riding()).state is ArrivalState.UNKNOWN
    assert arrival(eve, shanghai("2026-09-30 23:59"), 450, Riding()).state is ArrivalState.UNKNOWN


@settings(max_examples=60, deadline=None)
@given(rule_lists(), st.integers(0, 18 * 1440), st.floats(0, 9000))
def test_badge_and_arrival_never_disagree(rules: tuple[Rule, ...], minute: int, distance: float) -> None:
    now = shanghai("2026-09-25 00:00") + timedelta(minutes=minute)
    timeline = point_timeline(point(schedule=read(write_rules(rules))), now.date(), 9, CALENDAR)
    found = arrival(timeline, now, distance, Riding())
    there = status_of(timeline, found.arrives_at)
    if found.state in (ArrivalState.USABLE, ArrivalState.OPENS_BY_ARRIVAL):
        assert there.state is State.OPEN
        assert (found.state is ArrivalState.USABLE) == (status_of(timeline, now).state is State.OPEN)
    elif found.state is ArrivalState.CLOSED:
        assert there.state is State.CLOSED
    elif found.state is ArrivalState.UNKNOWN and found.usable_minutes == 0:
        assert there.state is State.UNKNOWN


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-26 15:00", "现在"),
        ("2026-11-26 16:30", "今天16:30"),
        ("2026-11-26 23:00", "今晚23:00"),
        ("2026-11-27 07:00", "明早7:00"),
        ("2026-11-27 02:00", "明天凌晨2:00"),
        ("2026-11-27 12:00", "明天12:00"),
        ("2026-11-28 07:00", "周六7:00"),
        ("2026-12-05 07:00", "12月5日7:00"),
        ("2026-11-25 07:00", "11月25日7:00"),
    ],
)
def test_a_moment_has_a_name_for_whoever_plans_for_it(moment: str, words: str) -> None:
    assert name_of_moment(shanghai(moment), shanghai("2026-11-26 15:00")) == words


@pytest.mark.parametrize(
    ("rules", "moment", "words"),
    [
        ("08:30-20:00", "2026-11-26 18:00", "18:00开着 · 20:00关门"),
        ("20:00-02:00", "2026-11-26 23:00", "23:00开着 · 凌晨2:00关门"),
        ("08:30-20:00", "2026-11-26 23:00", "23:00关着 · 明天8:30开"),
        ("08:30-20:00", "2026-11-27 07:00", "明天7:00关着 · 8:30开"),
        ("08:30-20:00", "2026-11-27 23:00", "明天23:00关着 · 周六8:30开"),
        ("08:30-12:00,13:30-20:00", "2026-11-27 12:30", "明天12:30午休 · 13:30开"),
        ("24/7", "2026-11-27 07:00", "24小时开着"),
    ],
)
def test_the_words_for_another_moment_say_which_and_name_days_as_the_reader_does(
    rules: str, moment: str, words: str
) -> None:
    asked, now = shanghai(moment), shanghai("2026-11-26 15:00")
    assert status_words(at(rules, moment), asked, now) == words
