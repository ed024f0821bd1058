"""The finder equals brute force, for every filter, and loses nothing to rounding."""

from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicepoints.catalogue.finder import Finder, Query
from servicepoints.catalogue.masks import Openness
from servicepoints.domain.arrival import Riding
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import (
    Audience,
    Kind,
    Listing,
    Point,
    Position,
    Schedule,
    ScheduleStatus,
    Space,
)
from tests.catalogue.oracle import Asked, Place, Week, answer

CALENDAR = Calendar()
MONDAY = datetime(2026, 11, 16, tzinfo=TIMEZONE)
"""Begins two weeks without holidays: the oracle knows none."""

NEEDS = ("hot_water", "toilet", "nap")
DISTRICTS = ("", "长宁区", "静安区")

_minutes = st.integers(0, 24 * 4 - 1).map(lambda quarter: quarter * 15)
_span = st.tuples(_minutes, st.integers(1, 60)).map(lambda s: (s[0], s[0] + s[1] * 15))


def _apart(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Those that begin after the one before has ended, within the day, the last one perhaps after it."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if not kept or start > kept[-1][1]:
            kept.append((start, min(end, 24 * 60) if len(kept) else end))
    return tuple(kept)


_day = st.lists(_span, max_size=2).map(_apart)
_long_days = st.integers(0, 40).map(lambda late: Week((((6 * 60, 21 * 60 + late * 15),),) * 7))
_week = st.one_of(
    st.just(Week(None)),
    _long_days,
    _day.map(lambda day: Week((day,) * 7)),
    st.tuples(*[_day] * 7).map(Week),
)
_having = st.frozensets(st.sampled_from(NEEDS), max_size=3)
# a few hundred metres to some 15 km round one place, often the very same spot
_offset = st.one_of(st.just(0.0), st.floats(-0.004, 0.004), st.floats(-0.1, 0.1))
_moment = st.integers(0, 7 * 24 * 60).map(lambda minute: MONDAY + timedelta(minutes=minute))
_place = st.builds(
    Place,
    code=st.just(""),
    latitude=st.one_of(st.none(), _offset.map(lambda x: 31.2 + x)),
    longitude=_offset.map(lambda x: 121.4 + x),
    precision_m=st.sampled_from([10.0, 80.0, 150.0, 151.0]),
    week=_week,
    has=_having,
    spaces=st.lists(st.tuples(_having, st.one_of(st.none(), _week)), max_size=2).map(tuple),
    audience=st.sampled_from([a.value for a in Audience]),
    workplace=st.booleans(),
    free=st.sampled_from([True, False, None]),
    district=st.sampled_from(DISTRICTS),
    gone=st.sampled_from([False, False, False, True]),
    shut_until=st.one_of(st.none(), st.none(), st.none(), _moment),
    ends=st.one_of(
        st.none(), st.none(), st.none(), st.integers(0, 8).map(lambda d: MONDAY + timedelta(d, 86399))
    ),
)
_asked = st.builds(
    Asked,
    latitude=_offset.map(lambda x: 31.2 + x),
    longitude=_offset.map(lambda x: 121.4 + x),
    at=_moment,
    needs=st.frozensets(st.sampled_from(NEEDS), max_size=2),
    open=st.sampled_from(["arrival", "arrival", "now", "any"]),
    audience=st.one_of(st.none(), st.none(), st.frozensets(st.sampled_from([a.value for a in Audience]))),
    free=st.sampled_from([False, False, True]),
    district=st.sampled_from(["", "", *DISTRICTS]),
    limit=st.integers(1, 30),
    radius_m=st.sampled_from([500.0, 3000.0, 10_000.0]),
)


def _schedule(week: Week) -> Schedule:
    text = week.written()
    if text is None:
        return Schedule()
    return Schedule(status=ScheduleStatus.READ, opening_hours=text)


def point_of(place: Place) -> Point:
    """The point that a place of the oracle's stands for."""
    listing = Listing.WITHDRAWN if place.gone else Listing.SUSPENDED if place.shut_until else Listing.LISTED
    position = None
    if place.latitude is not None and place.longitude is not None:
        position = Position(
            latitude=place.latitude, longitude=place.longitude, precision_m=place.precision_m, basis="pin"
        )
    return Point(
        code=place.code,
        name="示例点",
        kind=Kind.OUTLET if place.workplace else Kind.CARE_STATION,
        position=position,
        schedule=_schedule(place.week),
        amenities=dict.fromkeys(place.has, True),
        spaces=tuple(
            Space(name="示例间", amenities=dict.fromkeys(having, True), schedule=week and _schedule(week))
            for having, week in place.spaces
        ),
        audience=Audience(place.audience),
        free=place.free,
        district=place.district,
        listing=listing,
        suspended_until=place.shut_until,
        valid_to=place.ends.date() if place.ends else None,
    )


def query_of(asked: Asked) -> Query:
    """The query that a question to the oracle stands for."""
    return Query(
        latitude=asked.latitude,
        longitude=asked.longitude,
        at=asked.at,
        needs=asked.needs,
        open=Openness(asked.open),
        district=asked.district,
        audience=None if asked.audience is None else frozenset(map(Audience, asked.audience)),
        free=asked.free,
        limit=asked.limit,
        radius_m=asked.radius_m,
    )


def a_city(chance: Random, size: int) -> list[Place]:
    """Places crowded round a few spots, many on the very same one, most of them open by day."""
    spots = [(31.2 + chance.gauss(0, 0.05), 121.4 + chance.gauss(0, 0.05)) for _ in range(12)]
    weeks = [Week(None), *(Week((((h * 60, h * 60 + 600),),) * 7) for h in (0, 6, 7, 8, 9, 12, 18, 22))]
    lunch = ((8 * 60, 11 * 60 + 30), (13 * 60, 17 * 60))
    weeks += [Week((lunch,) * 7), Week(((), *[((0, 1440),)] * 6))]
    places = []
    for i in range(size):
        spot, spread = chance.choice(spots), chance.choice([0.0, 0.0005, 0.01])
        spaces = [(_some(chance), chance.choice([None, *weeks])) for _ in range(chance.choice([0, 0, 0, 2]))]
        places.append(
            Place(
                code=f"{i:06}",
                latitude=spot[0] + chance.gauss(0, spread),
                longitude=spot[1] + chance.gauss(0, spread),
                precision_m=chance.choice([5.0, 5.0, 5.0, 500.0]),
                week=chance.choice(weeks),
                has=_some(chance),
                spaces=tuple(spaces),
                audience=chance.choice([a.value for a in Audience]),
                workplace=chance.random() < 0.3,
                free=chance.choice([True, False, None]),
                district=chance.choice(DISTRICTS),
                gone=chance.random() < 0.05,
                shut_until=MONDAY + timedelta(minutes=chance.randrange(9999))
                if chance.random() < 0.1
                else None,
            )
        )
    return places


def _some(chance: Random) -> frozenset[str]:
    return frozenset(need for need in NEEDS if chance.random() < 0.6)


@pytest.mark.parametrize(("seed", "scanned"), [(0, 600), (1, 600), (2, 10)])
def test_in_a_crowded_city_nothing_is_lost_and_nothing_is_added(
    seed: int, scanned: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("servicepoints.catalogue.finder._SCANNED_AT_ONCE", scanned)
    chance = Random(seed)
    places = a_city(chance, 700)
    finder = Finder.of(map(point_of, places), CALENDAR, Riding())
    found = 0
    for _ in range(25):
        spot = chance.choice(places)
        asked = Asked(
            latitude=(spot.latitude or 0) + chance.gauss(0, 0.003),
            longitude=(spot.longitude or 0) + chance.gauss(0, 0.003),
            at=MONDAY + timedelta(minutes=chance.randrange(7 * 1440)),
            needs=_some(chance) if chance.random() < 0.5 else frozenset(),
            open=chance.choice(["arrival", "arrival", "now", "any"]),
            free=chance.random() < 0.2,
            district=chance.choice(["", "", *DISTRICTS]),
            limit=chance.choice([1, 20, 60, 300]),
            radius_m=chance.choice([800.0, 10_000.0, 30_000.0]),
        )
        expected = answer(places, asked)
        assert [hit.code for hit in finder.near(query_of(asked))] == expected
        found += len(expected)
    assert found > 300


def numbered(places: list[Place]) -> list[Place]:
    """The same with codes."""
    return [
        Place(**{name: getattr(p, name) for name in Place.__dataclass_fields__} | {"code": f"{i:06}"})
        for i, p in enumerate(places)
    ]


@settings(max_examples=100, deadline=None)
@given(places=st.lists(_place, max_size=25).map(numbered), questions=st.lists(_asked, min_size=1, max_size=4))
def test_the_finder_finds_what_brute_force_finds(places: list[Place], questions: list[Asked]) -> None:
    finder = Finder.of(map(point_of, places), CALENDAR, Riding())
    for asked in questions:
        assert [hit.code for hit in finder.near(query_of(asked))] == answer(places, asked)


@settings(max_examples=60, deadline=None)
@given(
    before=st.lists(_place, min_size=1, max_size=12),
    after=st.lists(st.one_of(st.none(), _place), min_size=1, max_size=16),
    asked=_asked,
)
def test_a_finder_that_followed_changes_finds_what_a_new_one_finds(
    before: list[Place], after: list[Place | None], asked: Asked
) -> None:
    standing = {p.code: p for p in numbered(before)}
    finder = Finder.of(map(point_of, standing.values()), CALENDAR, Riding())
    for code, place in zip(standing | {f"{i:06}": None for i in range(16)}, after, strict=False):
        changed = None if place is None else numbered([place])[0]
        if changed is None:
            standing.pop(code, None)
        else:
            values = {name: getattr(changed, name) for name in Place.__dataclass_fields__}
            standing[code] = Place(**values | {"code": code})
        finder = finder.updated({code: point_of(standing[code]) if code in standing else None}, 1)
    assert [hit.code for hit in finder.near(query_of(asked))] == answer(list(standing.values()), asked)
