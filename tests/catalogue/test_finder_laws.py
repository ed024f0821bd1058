"""The finder's laws, one by one: what counts as ridable, what is never returned, in which order."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest

from servicepoints.catalogue.finder import Finder, Hit, Query
from servicepoints.catalogue.masks import Filter, Openness
from servicepoints.domain.arrival import ArrivalState, Riding
from servicepoints.domain.calendar import Calendar, DayType
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import (
    Audience,
    Demonstration,
    Kind,
    Listing,
    Point,
    Position,
    Schedule,
    ScheduleStatus,
    Space,
)
from servicepoints.domain.status import State

CALENDAR = Calendar()
HERE = (31.2242, 121.4294)
NORTH_M = 1 / 111_195.08
"""Degrees of latitude in a metre."""


def hours(text: str) -> Schedule:
    return Schedule(status=ScheduleStatus.READ, opening_hours=text)


def at(hour: int, minute: int = 0, day: int = 16, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=TIMEZONE)


MORNING = at(10)


def point(code: str, metres: float | None, opening_hours: str = "24/7", **fields: Any) -> Point:
    """A care station that far north of HERE, precise to ten metres unless `precision_m` says otherwise."""
    precision = fields.pop("precision_m", 10.0)
    position = metres is not None and Position(
        latitude=HERE[0] + metres * NORTH_M, longitude=HERE[1], precision_m=precision, basis="pin"
    )
    return Point(
        code=code,
        name="示例点",
        position=position or None,
        **{"kind": Kind.CARE_STATION, "schedule": hours(opening_hours)} | fields,
    )


def found(points: list[Point], moment: datetime = MORNING, **asked: Any) -> dict[str, Hit]:
    finder = Finder.of(points, CALENDAR, Riding())
    query = Query(latitude=HERE[0], longitude=HERE[1], at=moment, **asked)
    return {hit.code: hit for hit in finder.near(query)}


def test_ten_minutes_left_on_arrival_are_enough_and_nine_are_not() -> None:
    # 500 m are 3 minutes: arrival at 17:47 leaves 13, at 17:50 ten, at 17:51 nine
    centre = point("00000A", 500, "Mo-Su,PH 08:00-18:00")
    assert found([centre], at(17, 47))["00000A"].arrival is not None
    assert "00000A" in found([centre], at(17, 47))
    assert "00000A" not in found([centre], at(17, 48))
    late = found([centre], at(17, 48), open=Openness.ANY)["00000A"]
    assert late.arrival is not None
    assert late.arrival.state is ArrivalState.TOO_SHORT


def test_what_opens_by_arrival_counts() -> None:
    centre = point("00000A", 500, "Mo-Su,PH 08:00-11:30,13:30-18:00")
    hit = found([centre], at(13, 27))["00000A"]
    assert hit.status.state is State.CLOSED
    assert hit.arrival is not None
    assert hit.arrival.state is ArrivalState.OPENS_BY_ARRIVAL
    assert found([centre], at(13, 26)) == {}


def test_a_coarse_position_has_no_distance_and_is_never_ridable() -> None:
    precise, coarse = point("00000A", 900, precision_m=150.0), point("00000B", 400, precision_m=151.0)
    assert list(found([precise, coarse])) == ["00000A"]
    everything = found([precise, coarse], open=Openness.ANY)
    assert list(everything) == ["00000B", "00000A"]
    hit = everything["00000B"]
    assert (hit.distance_m, hit.ride_minutes, hit.arrival) == (None, None, None)


@pytest.mark.parametrize(
    ("kind", "audience", "counted"),
    [
        (Kind.CARE_STATION, Audience.UNKNOWN, True),
        (Kind.OUTLET, Audience.UNKNOWN, False),
        (Kind.BUILDERS_HOME, Audience.UNKNOWN, False),
        (Kind.OUTLET, Audience.COURIERS, True),
        (Kind.PARTY_MASS_CENTRE, Audience.COMPANY, False),
        (Kind.BUILDERS_HOME, Audience.RESIDENTS, False),
    ],
)
def test_only_where_a_courier_is_let_in_one_can_ride_to(
    kind: Kind, audience: Audience, counted: bool
) -> None:
    place = point("00000A", 100, kind=kind, audience=audience)
    assert ("00000A" in found([place])) is counted
    hit = found([place], open=Openness.ANY)["00000A"]
    assert hit.admits is counted


def test_unknown_hours_are_never_open() -> None:
    unread = point("00000A", 100, schedule=Schedule(text="下午", status=ScheduleStatus.REVIEW))
    silent = point("00000B", 200, "Mo-Su 08:00-20:00")
    national_day = at(10, day=2, month=10)
    for wanted in (Openness.ARRIVAL, Openness.NOW):
        assert found([unread, silent], national_day, open=wanted) == {}
    everything = found([unread, silent], national_day, open=Openness.ANY)
    assert [hit.status.reason for hit in everything.values()] == ["review", "holiday"]


LIVES: Mapping[str, dict[str, Any]] = {
    "withdrawn": {"listing": Listing.WITHDRAWN},
    "ended": {"valid_to": date(2026, 11, 15)},
    "last_day": {"valid_to": date(2026, 11, 16)},
    "not_yet": {"valid_from": date(2026, 11, 17)},
    "suspended": {"listing": Listing.SUSPENDED},
    "back_soon": {"listing": Listing.SUSPENDED, "suspended_until": at(10, 30)},
}


@pytest.mark.parametrize(
    ("life", "ridable", "returned"),
    [
        ("withdrawn", False, False),
        ("ended", False, False),
        ("last_day", True, True),
        ("not_yet", False, True),
        ("suspended", False, True),
        ("back_soon", False, True),
    ],
)
def test_what_is_shut_for_another_reason_is_not_open(life: str, ridable: bool, returned: bool) -> None:
    place = point("00000A", 100, **LIVES[life])
    assert ("00000A" in found([place])) is ridable
    assert ("00000A" in found([place], open=Openness.NOW)) is ridable
    assert ("00000A" in found([place], open=Openness.ANY)) is returned


@pytest.mark.parametrize("wanted", Openness)
def test_a_pop_ups_last_night_is_found_to_its_end(wanted: Openness) -> None:
    nights = point("00000A", 100, "Mo-Su,PH 20:00-02:00", valid_to=date(2026, 11, 15))
    finder = Finder.of([nights], CALENDAR, Riding())
    for moment, returned in ((at(1, 30), True), (at(2), False), (at(21), False), (at(1, day=17), False)):
        assert ("00000A" in found([nights], moment, open=wanted)) is returned
        asked = Filter(open=wanted)
        assert bool(finder.in_district(asked, moment)) is returned
        in_one = finder.of_codes(["00000A"], asked, moment)
        assert bool(in_one) is (returned or wanted is Openness.ANY), (
            "who looks for one learns that it is gone"
        )


def test_no_more_is_remembered_of_a_minute_than_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    for bound in ("_NEEDS_REMEMBERED", "_ASKED_REMEMBERED"):
        monkeypatch.setattr(f"servicepoints.catalogue.day_hours.{bound}", 3)
    places = [point(f"0000{n}A", 100 + 2000 * n, valid_to=date(2026, 12, 1 + n)) for n in range(5)]
    finder = Finder.of(places, CALENDAR, Riding())
    for n in range(10):
        for place in places:
            assert finder.from_place(place.code, *HERE, MORNING, frozenset({f"示例{n}"})) is not None
    (moment,) = finder._moments._values.values()
    assert len(moment._needed._values) == 3
    for outlook in moment._needed._values.values():
        assert len(outlook._statuses) <= 3
        assert len(outlook._arrivals) <= 3


def test_a_suspension_ends_by_itself() -> None:
    place = point("00000A", 100, **LIVES["back_soon"])
    assert list(found([place], at(10, 28))) == []
    assert list(found([place], at(10, 29))) == ["00000A"]


def test_every_need_must_be_open_somewhere_in_the_point() -> None:
    corner = Space(name="24小时驿站", amenities={"hot_water": True}, schedule=hours("24/7"))
    library = Space(name="阅览室", amenities={"reading_room": True})
    centre = point(
        "00000A",
        100,
        "Mo-Su,PH 09:00-17:00",
        amenities={"toilet": True, "nap": False},
        spaces=(corner, library),
    )

    def ridable(moment: datetime, *needs: str) -> bool:
        return bool(found([centre], moment, needs=frozenset(needs)))

    assert ridable(at(10), "hot_water", "toilet", "reading_room")
    assert ridable(at(22), "hot_water")
    assert not ridable(at(22), "hot_water", "toilet")
    assert not ridable(at(22), "reading_room")
    assert not ridable(at(10), "nap")
    assert not ridable(at(10), "no_such_amenity")


def test_free_means_known_to_be_free() -> None:
    places = [
        point("00000A", 100, free=None),
        point("00000B", 200, free=False),
        point("00000C", 300, free=True),
    ]
    assert list(found(places, free=True)) == ["00000C"]


def test_audiences_that_will_do() -> None:
    places = [
        point("00000A", 100, audience=Audience.COURIERS),
        point("00000B", 200, audience=Audience.UNKNOWN),
    ]
    assert list(found(places, audience=frozenset({Audience.COURIERS, Audience.EVERYONE}))) == ["00000A"]


def test_points_on_one_spot_come_in_the_order_of_codes() -> None:
    places = [point(f"0000{i:02}", 100) for i in range(60)]
    assert list(found(places, limit=30)) == [f"0000{i:02}" for i in range(30)]


def test_a_make_up_day_of_the_instance_decides() -> None:
    finder_days = Calendar({date(2026, 11, 16): (DayType.PUBLIC_HOLIDAY, "示例节")})
    finder = Finder.of([point("00000A", 100, "Mo-Su 08:00-20:00; PH off")], finder_days, Riding())
    assert finder.near(Query(latitude=HERE[0], longitude=HERE[1], at=at(10))) == []


def test_a_district_lists_open_then_unknown_then_closed_the_prominent_first() -> None:
    where = {"district": "长宁区", "sub_district": "江苏路街道"}
    places = [
        point("00000A", None, "Mo-Su,PH 20:00-22:00", **where),
        point("00000B", 100, schedule=Schedule(), **where),
        point("00000C", None, **where),
        point("00000D", 100, **where),
        point("00000E", 100, demonstration=Demonstration.DESIGNATED, **where),
        point("00000F", 100, district="静安区"),
        point("00000H", 100, listing=Listing.WITHDRAWN, **where),
    ]
    finder = Finder.of(places, CALENDAR, Riding())

    def codes(asked: Filter, limit: int | None = None) -> str:
        return "".join(hit.code[-1] for hit in finder.in_district(asked, at(10), limit))

    assert codes(Filter(district="长宁区", open=Openness.ANY)) == "EDCBA"
    assert codes(Filter(district="长宁区", sub_district="江苏路街道", open=Openness.ANY), limit=2) == "ED"
    assert codes(Filter(district="长宁区", open=Openness.NOW)) == "EDC"
    assert codes(Filter(district="长宁区", sub_district="示例街道", open=Openness.ANY)) == ""
    assert all(h.distance_m is None for h in finder.in_district(Filter(open=Openness.ANY), at(10)))


def test_a_change_that_moves_nothing_shares_the_tree_and_leaves_the_old_finder_as_it_was() -> None:
    old = Finder.of([point("00000A", 100), point("00000B", 200)], CALENDAR, Riding(), revision=1)
    shut = point("00000A", 100, listing=Listing.SUSPENDED)
    new = old.updated({"00000A": shut, "00000C": point("00000C", None), "00000D": None}, revision=2)
    moved = new.updated({"00000B": point("00000B", 300)}, revision=3)
    query = Query(latitude=HERE[0], longitude=HERE[1], at=at(10))
    assert new.tree is old.tree
    assert moved.tree is not new.tree
    assert [[hit.code for hit in finder.near(query)] for finder in (old, new)] == [
        ["00000A", "00000B"],
        ["00000B"],
    ]
    assert [round(hit.distance_m or 0) for hit in moved.near(query)] == [300]
    assert (old.revision, new.revision, len(old), len(new)) == (1, 2, 2, 3)
    assert len(new.updated({"00000B": None}, revision=4)) == 2


def test_an_empty_catalogue_finds_nothing() -> None:
    assert found([]) == {}
    assert found([point("00000A", None)], open=Openness.ANY) == {}
