"""What a change would have served, against an oracle that counts search by search and shares no code: it
keeps hours as plain numbers, measures with the cosine rule, and asks of each search whether it would have
found something.
"""

import random
from dataclasses import dataclass, field
from datetime import date
from math import acos, ceil, cos, radians, sin

import pytest

from servicepoints.catalogue.finder import Finder
from servicepoints.catalogue.foreseeing import Asked, Gain, foresee
from servicepoints.domain.arrival import Riding
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.cells import Cell
from servicepoints.domain.demand import Line
from servicepoints.domain.points import Audience, Kind, Listing, Point, Position, Schedule, ScheduleStatus

MONDAY, TODAY = date(2026, 11, 16), date(2026, 11, 26)
NORTH, EAST = 3469, 11564
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
KEYS = ("hot_water", "phone_charging", "toilet")


@dataclass
class Place:
    """A point as the oracle knows it: `opens` is day → (minute, minute)."""

    code: str
    latitude: float
    longitude: float
    opens: dict[int, tuple[int, int]]
    has: frozenset[str]
    more: dict[str, object] = field(default_factory=dict)

    def point(self) -> Point:
        rules = [
            f"{DAYS[d]} {a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for d, (a, b) in self.opens.items()
        ]
        text = "; ".join(rules)
        known: dict[str, object] = {
            "schedule": Schedule(text=text, opening_hours=text, status=ScheduleStatus.READ),
            "audience": Audience.EVERYONE,
            "position": Position(
                latitude=self.latitude, longitude=self.longitude, precision_m=10.0, basis="pin"
            ),
            "amenities": {key: key in self.has for key in KEYS},
        }
        return Point(name="示例", kind=Kind.CARE_STATION, code=self.code, **(known | self.more))  # type: ignore[arg-type]


Searches = dict[tuple[int, int, int, str], tuple[int, int]]


def world(seed: int) -> tuple[list[Place], Searches]:
    dice = random.Random(seed)
    places = []
    for n in range(12):
        days = sorted(dice.sample(range(7), dice.randint(1, 7)))
        opens = {}
        for day in days:
            begin = dice.randrange(6 * 60, 12 * 60, 15)
            opens[day] = (begin, dice.randrange(begin + 60, 24 * 60, 15))
        places.append(
            Place(
                f"AAAA{n:02}",
                31.221 + dice.uniform(-0.012, 0.03),
                121.422 + dice.uniform(-0.012, 0.03),
                opens,
                frozenset(dice.sample(KEYS, dice.randint(0, 3))),
            )
        )
    searches: Searches = {}
    for _ in range(400):
        cell = NORTH + dice.randrange(4), EAST + dice.randrange(4)
        hour, need, found = dice.randrange(168), dice.choice((*KEYS, "")), dice.random() < 0.4
        for named in {"", need}:
            asked, served = searches.get((*cell, hour, named), (0, 0))
            searches[(*cell, hour, named)] = (asked + 1, served + found)
    return places, searches


def share(place: Place, north: int, east: int) -> float:
    """How much of a cell lies within a kilometre, in a five by five grid of its own reckoning."""
    inside = 0
    for i in (1, 3, 5, 7, 9):
        for j in (1, 3, 5, 7, 9):
            lat = radians((north + i / 10) * 0.009)
            lon = radians((east + j / 10) * 0.0105)
            a, b = radians(place.latitude), radians(place.longitude)
            inside += acos(min(1, sin(lat) * sin(a) + cos(lat) * cos(a) * cos(lon - b))) * 6371008.8 <= 1000
    return inside / 25


def open_at(opens: dict[int, tuple[int, int]], hour: int, riding: Riding) -> bool:
    day, minute = divmod(hour * 60 + 30, 1440)
    there = minute + ceil(1.3 * 1000 / 250)
    begin, end = opens.get(day, (0, 0))
    return begin <= there and there + riding.least_minutes <= end


def oracle(places: list[Place], searches: Searches, until: int) -> dict[tuple[str, str], float]:
    """(code, need) → what the change would have served; ("3469-11564", "") for a new point."""
    riding, gains = Riding(), {}
    unmet = {key: asked - served for key, (asked, served) in searches.items()}
    for (north, east, _, need), left in unmet.items():
        if need == "" and left:
            name = f"{north}-{east}"
            gains[name, ""] = gains.get((name, ""), 0) + left
    for place in places:
        later = {
            day: (0, 1440) if until >= 1440 else (a, max(b, until)) for day, (a, b) in place.opens.items()
        }
        for (north, east, hour, need), left in unmet.items():
            part = share(place, north, east)
            usable = open_at(place.opens, hour, riding)
            if need == "" and not usable and open_at(later, hour, riding):
                lacking = sum(unmet.get((north, east, hour, key), 0) for key in KEYS if key not in place.has)
                key = (place.code, "")
                gains[key] = gains.get(key, 0) + part * max(0, left - lacking)
            if need and usable and need not in place.has:
                gains[place.code, need] = gains.get((place.code, need), 0) + part * left
    return {key: gain for key, gain in gains.items() if gain > 0}


def counts_of(searches: Searches) -> dict[Cell, list[Line]]:
    found: dict[Cell, list[Line]] = {}
    for (north, east, hour, need), count in searches.items():
        found.setdefault(Cell(north, east), []).append((hour, need, *count))
    return found


def foreseen(places: list[Place], searches: Searches, until: int = 23 * 60, **more: object) -> list[Gain]:
    finder = Finder.of([place.point() for place in places], Calendar(), Riding())
    return foresee(finder, counts_of(searches), Asked(MONDAY, until, Riding(), TODAY, **more))  # type: ignore[arg-type]


def named(gains: list[Gain]) -> dict[tuple[str, str], float]:
    return {(g.cell.name if g.cell else g.code, g.need): g.served for g in gains}


@pytest.mark.parametrize("until", [21 * 60, 23 * 60, 1440])
@pytest.mark.parametrize("seed", range(12))
def test_it_says_what_counting_search_by_search_says(seed: int, until: int) -> None:
    places, searches = world(seed)
    expected = oracle(places, searches, until)
    found = foreseen(places, searches, until)
    assert named(found) == pytest.approx(expected, rel=1e-4)
    assert [g.served for g in found] == sorted((g.served for g in found), reverse=True)


HERE = (31.2255, 121.4272)
NIGHT = 21


def one(**more: object) -> Place:
    return Place("AAAAAA", *HERE, {0: (540, 1020)}, frozenset(), more)


def at_night(n: int = 40) -> Searches:
    return {(NORTH, EAST, NIGHT, ""): (n, 0)}


def test_the_world_is_right_where_the_tests_of_exclusion_stand() -> None:
    assert named(foreseen([one()], at_night()))["AAAAAA", ""] > 20


@pytest.mark.parametrize(
    "more",
    [
        {"listing": Listing.WITHDRAWN},
        {"listing": Listing.SUSPENDED},
        {"audience": Audience.COMPANY},
        {"valid_to": date(2026, 11, 20)},
        {"position": Position(latitude=HERE[0], longitude=HERE[1], precision_m=500.0, basis="pin")},
        {"position": None},
    ],
    ids=str,
)
def test_no_change_is_told_of_a_point_that_nobody_could_count_on(more: dict[str, object]) -> None:
    assert all(not g.code for g in foreseen([one(**more)], at_night()))


def test_only_the_points_asked_about_may_change() -> None:
    other = Place("BBBBBB", *HERE, {0: (540, 1020)}, frozenset())
    found = foreseen([one(), other], at_night(), codes=["BBBBBB", "nobody"])
    assert {g.code for g in found} == {"", "BBBBBB"}


def test_without_searches_nothing_is_foreseen() -> None:
    assert foreseen([one()], {}) == []
    assert foreseen([one()], {(NORTH, EAST, NIGHT, ""): (7, 7)}) == []
    assert [g.cell for g in foreseen([], at_night())] == [Cell(NORTH, EAST)]
