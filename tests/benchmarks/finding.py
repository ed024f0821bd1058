"""The finder and the text search over 200,000 points.

The finder's answers are compared with an oracle that shares no code with it (`tests.catalogue.oracle`); the
search with LIKE over the same column.
"""

import gc
import random
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from servicepoints import reference
from servicepoints.catalogue import build
from servicepoints.catalogue.beside import Beside
from servicepoints.catalogue.finder import Finder
from servicepoints.catalogue.search import find_codes, fold
from servicepoints.domain.arrival import Riding
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.points import CODE_ALPHABET, Point
from tests.benchmarks.table import Line, best, seconds, spread
from tests.catalogue.oracle import Asked, Place, answer
from tests.catalogue.test_finder import MONDAY, NEEDS, a_city, point_of, query_of

POINTS = 200_000
QUERIES = 1500
CHECKED = 4
"""Queries of each kind that the oracle answers too; it takes seconds for each."""

SEARCHED = ("示例", "中山路", "zhongshan", "充电", "中山 10号", "没有这样的")


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
    yield from _search(points)


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


def _search(points: list[Point]) -> Iterator[Line]:
    chance = random.Random(5)
    roads = ("示例中山路", "示例人民路", "示例长宁路", "示例镇宁路")
    named = [
        replace(p, name=f"示例{n}号驿站", address=f"{roads[n % 4]}{chance.randrange(999)}号", revision=1)
        for n, p in enumerate(points)
    ]
    vocabulary, gazetteer = reference.vocabulary(), reference.gazetteer()
    beside = Beside(
        vocabulary=vocabulary,
        gazetteer=gazetteer,
        bureaus={},
        calendar={},
        instance_id="x",
        instance_kind="demo",
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalogue.db"
        took = seconds(lambda: build.rebuild(path, named, beside, 1, datetime.now(UTC)))
        yield Line(f"build a catalogue of {POINTS:,} points", f"{took:.0f} s")
        connection = sqlite3.connect(path)
        for words in SEARCHED:
            yield _searched(connection, words)
        connection.close()


def _searched(connection: sqlite3.Connection, words: str) -> Line:
    def by_index() -> list[str]:
        return find_codes(connection, words)

    def by_like() -> list[str]:
        # the folded fields stand in the column as overlapping pieces; the names and addresses as written
        conditions = " AND ".join("(name LIKE ? OR address LIKE ?)" for _ in words.split())
        values = [f"%{word}%" for word in words.split() for _ in range(2)]
        rows = connection.execute(
            f"SELECT code FROM points WHERE {conditions} ORDER BY row_order LIMIT 20", values
        )
        return [code for (code,) in rows]

    fast, slow = best(by_index, 20), best(by_like, 3)
    same = " (the same 20)" if by_index() == by_like() else ""
    shown = fold(words) or words
    return Line(f"search {shown}", f"{fast * 1000:.2f} ms", f"LIKE takes {slow / fast:.0f}×{same}", "≤ 5 ms")
