"""A point is open while it or one of its spaces is, and says which; for a need, while what has it is."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicepoints.domain.arrival import ArrivalState, Riding, arrival_in
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.point_hours import point_hours
from servicepoints.domain.points import Kind, Listing, Point, Schedule, ScheduleStatus, Space
from servicepoints.domain.rules_text import write_rules
from servicepoints.domain.status import State, Status, point_status
from servicepoints.domain.timeline import point_timeline
from tests.domain.hours_cases import read, rule_lists, shanghai

CALENDAR = Calendar()
UNREAD = Schedule(text="示例", status=ScheduleStatus.REVIEW)
NOON = shanghai("2026-11-24 12:00")
EVENING = shanghai("2026-11-24 21:15")

CORNER = Space(name="24小时驿站", amenities={"water": True, "charging": True}, schedule=read("24/7"))
READING = Space(name="阅览室", amenities={"books": True}, schedule=read("Tu-Su 09:00-16:00"))
FITNESS = Space(name="健身房", amenities={"gym": True}, schedule=read("06:00-22:00"))


def hall(*spaces: Space, schedule: Schedule | None = None, **fields: object) -> Point:
    """A centre open from 8:30 to 17:00, with those spaces."""
    own = read("08:30-17:00") if schedule is None else schedule
    said = {"name": "示例中心", "kind": Kind.PARTY_MASS_CENTRE, "schedule": own, "spaces": spaces}
    return Point(**said | fields)  # type: ignore[arg-type]


def status(point: Point, at: datetime, *needs: str) -> Status:
    return point_status(point, at, CALENDAR, frozenset(needs))


def test_a_space_that_is_open_keeps_its_point_open_and_is_named() -> None:
    found = status(hall(CORNER), EVENING)
    assert (found.state, found.until, found.space) == (State.OPEN, None, "24小时驿站")
    assert found.own == Status(State.CLOSED, opens_at=shanghai("2026-11-25 08:30"))


def test_while_the_point_itself_is_open_its_own_hours_are_said() -> None:
    assert status(hall(CORNER), NOON) == Status(State.OPEN, until=shanghai("2026-11-24 17:00"))


def test_of_several_open_spaces_the_first_is_named() -> None:
    assert status(hall(READING, FITNESS, CORNER), EVENING).space == "健身房"


def test_on_a_holiday_of_which_the_point_says_nothing_its_open_space_counts() -> None:
    always = Space(name="24小时驿站", schedule=read("24/7; PH 00:00-24:00"))
    found = status(hall(always), shanghai("2026-10-02 10:00"))
    assert (found.state, found.space) == (State.OPEN, "24小时驿站")
    assert found.own is not None
    assert found.own.reason == "holiday"


def test_a_space_of_unknown_hours_leaves_no_doubt_about_its_point() -> None:
    found = status(hall(Space(name="阅览室", schedule=UNREAD)), EVENING)
    assert (found.state, found.space) == (State.CLOSED, "")


def test_a_space_that_opens_before_its_point_does_is_what_opens_next() -> None:
    found = status(hall(FITNESS), shanghai("2026-11-24 05:00"))
    assert (found.state, found.opens_at, found.space) == (
        State.CLOSED,
        shanghai("2026-11-24 06:00"),
        "健身房",
    )


def test_what_shuts_the_point_shuts_its_spaces() -> None:
    until = shanghai("2026-11-24 16:00")
    shut = hall(CORNER, listing=Listing.SUSPENDED, suspended_until=until)
    assert status(shut, NOON) == Status(State.CLOSED, opens_at=until, reason="suspended")
    assert status(hall(CORNER, listing=Listing.WITHDRAWN), EVENING).state is State.CLOSED


def test_a_need_is_answered_by_the_space_that_has_it() -> None:
    point = hall(READING, CORNER, amenities={"water": True})
    assert status(point, NOON, "books").space == "阅览室"
    assert status(point, NOON, "water").space == ""
    assert status(point, EVENING, "water").space == "24小时驿站"
    closed = status(point, EVENING, "books")
    assert (closed.state, closed.opens_at, closed.space) == (
        State.CLOSED,
        shanghai("2026-11-25 09:00"),
        "阅览室",
    )


def test_needs_that_no_one_room_has_are_met_by_several_together() -> None:
    found = status(hall(READING, CORNER), NOON, "books", "charging")
    assert (found.space, found.until) == ("阅览室、24小时驿站", shanghai("2026-11-24 16:00"))


def test_where_the_point_says_nothing_its_spaces_answer() -> None:
    silent = hall(READING, FITNESS, schedule=Schedule())
    found = status(silent, NOON)
    assert (found.state, found.space, found.own) == (State.OPEN, "阅览室", None)


def test_who_arrives_after_closing_finds_the_space_that_is_open() -> None:
    at = shanghai("2026-11-24 16:50")
    hours = point_hours(hall(CORNER), at.date(), 8, CALENDAR)
    found = arrival_in(hours, at, 2000, Riding())
    assert (found.state, found.space, found.usable_minutes) == (ArrivalState.USABLE, "24小时驿站", None)
    early = arrival_in(hours, shanghai("2026-11-24 15:00"), 2000, Riding())
    assert (early.space, early.usable_minutes) == ("", 109)


def test_from_one_room_into_the_next_is_one_stay() -> None:
    night = Space(name="夜间驿站", schedule=read("17:00-08:00"))
    at = shanghai("2026-11-24 16:50")
    found = arrival_in(point_hours(hall(night), at.date(), 8, CALENDAR), at, 1000, Riding())
    assert (found.state, found.space) == (ArrivalState.USABLE, "")


NEEDS = ("water", "books", "gym")
_schedules = st.one_of(st.just(Schedule()), st.just(UNREAD), rule_lists().map(write_rules).map(read))
_amenities = st.sets(st.sampled_from(NEEDS)).map(lambda keys: dict.fromkeys(sorted(keys), True))
_spaces = st.lists(
    st.builds(Space, name=st.sampled_from("甲乙丙"), amenities=_amenities, schedule=st.none() | _schedules),
    max_size=3,
).map(tuple)


@pytest.mark.parametrize("needs", [(), ("water",), ("water", "books")])
@settings(max_examples=60, deadline=None)
@given(_schedules, _amenities, _spaces, st.integers(0, 18 * 1440), st.floats(0, 9000))
def test_what_is_named_never_disagrees_with_the_whole(
    needs: tuple[str, ...],
    own: Schedule,
    having: dict[str, bool],
    spaces: tuple[Space, ...],
    minute: int,
    distance: float,
) -> None:
    point = hall(*spaces, schedule=own, amenities=having)
    now = shanghai("2026-09-25 00:00") + timedelta(minutes=minute)
    wanted = frozenset(needs)
    hours = point_hours(point, now.date(), 9, CALENDAR, wanted)
    whole = point_timeline(point, now.date(), 9, CALENDAR, wanted)
    found = point_status(point, now, CALENDAR, wanted)
    here = whole.minute(now)
    assert (found.state is State.OPEN) == any(a <= here < b for a, b in whole.open)
    assert (found.state is State.UNKNOWN) == any(a <= here < b for a, b, _, _ in whole.uncertain)
    if found.state is State.OPEN and found.space:
        assert set(found.space.split("、")) <= {space.name for space in spaces}
    there = arrival_in(hours, now, distance, Riding())
    left = whole.minute(there.arrives_at), whole.minute(there.arrives_at) + Riding().least_minutes
    assert there.rides_to_open == any(a <= left[0] and left[1] <= b for a, b in whole.open)
    if there.rides_to_open:
        assert (there.state is ArrivalState.USABLE) == (found.state is State.OPEN)
