"""The finder over 200,000 points with all that makes hours hard: rooms with hours of their own, doors shut
for a while, much on the very same spot.

A few answers of each kind are compared with the oracle of the tests (`tests.catalogue.oracle`).
"""

import gc
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

from servicepoints.catalogue.finder import Finder
from servicepoints.domain.arrival import Riding
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.points import CODE_ALPHABET
from tests.benchmarks.table import Line, best, seconds, spread
from tests.catalogue.oracle import Asked, Place, answer
from tests.catalogue.test_finder import MONDAY, NEEDS, a_city, point_of, query_of

POINTS = 200_000
QUERIES = 1500
CHECKED = 4
"""Queries of each kind that the oracle answers too; it takes seconds for each."""


def lines() -> Iterator[Line]:
    """The measurements."""
    chance = random.Random(20261124)
    places = [replace(place, code=code_of(n)) for n, place in enumerate(a_city(chance, POINTS))]
    points = [point_of(place) for place in places]
    gc.collect()
    loading = 0.0

    def load() -> Finder:
        return Finder.of(points, Calendar(), Riding(), 1)

    loading = best(load, 1)
    finder = load()
    yield Line(f"make a finder of {POINTS:,} points", f"{loading:.2f} s")
    for kind, draw in KINDS.items():
        yield from _kind(finder, places, kind, draw, chance)
    gc.freeze()
    yield from _kind(finder, places, "arrival, after gc.freeze", KINDS["arrival"], chance)
    gc.unfreeze()


def code_of(number: int) -> str:
    """A different code for each number."""
    return "".join(CODE_ALPHABET[number >> shift & 31] for shift in (25, 20, 15, 10, 5, 0))


def _asked(chance: random.Random, **filters: object) -> Asked:
    place = {"latitude": 31.2 + chance.gauss(0, 0.05), "longitude": 121.4 + chance.gauss(0, 0.05)}
    at = MONDAY + timedelta(days=1, minutes=chance.choice((600, 760, 1260)) + chance.randrange(60))
    return Asked(**{**place, "at": at, **filters})  # type: ignore[arg-type]


KINDS: dict[str, Callable[[random.Random], Asked]] = {
    "arrival": lambda c: _asked(c),
    "arrival, one need": lambda c: _asked(c, needs=frozenset([c.choice(NEEDS)])),
    "arrival, two needs, a district": lambda c: _asked(
        c, needs=frozenset(c.sample(NEEDS, 2)), district="长宁区"
    ),
    "now, free, for couriers": lambda c: _asked(
        c, open="now", free=True, audience=frozenset(["everyone", "couriers"])
    ),
    "any": lambda c: _asked(c, open="any"),
}


def _kind(
    finder: Finder,
    places: list[Place],
    kind: str,
    draw: Callable[[random.Random], Asked],
    chance: random.Random,
) -> Iterator[Line]:
    asked = [draw(chance) for _ in range(QUERIES)]
    queries = [query_of(a) for a in asked]
    times = [seconds(lambda q=query: finder.near(q)) for query in queries]  # type: ignore[misc]
    right = sum(
        [hit.code for hit in finder.near(query)] == answer(places, question)
        for query, question in list(zip(queries, asked, strict=True))[:CHECKED]
    )
    yield Line(f"nearest 20, {kind}", spread(times), f"{right} of {CHECKED} as the oracle", "p99 ≤ 1 ms")
