"""Who else finds the nearest: each is loaded with the same country and answers the same questions in full.

A peer prepares a question (what a program would hold ready: parameters, a query object) and answers it; only
answering is timed.
"""

import sqlite3
import struct
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import repeat
from math import asin, ceil, cos, radians, sin, sqrt
from typing import Any, Protocol

from servicepoints.catalogue.finder import Finder, Query
from servicepoints.domain.arrival import Riding
from servicepoints.domain.calendar import Calendar
from tests.benchmarks.nation import (
    AUDIENCES,
    DAY,
    NEEDS,
    Nation,
    district_name,
    intervals,
    number_of,
    points,
)
from tests.benchmarks.questions import LEAST_MINUTES, LIMIT, RADIUS_M, Question

RADII_M = (600.0, 2000.0, 5000.0, RADIUS_M)
"""Peers that look within a box or a circle look ever further, until they have enough."""


class Peer(Protocol):
    """One of those who are measured."""

    name: str

    def ready(self, asked: Question) -> Callable[[], list[int]]:
        """What answers that question with the rows found, nearest first."""


class Ours:
    """The finder, as a worker holds it."""

    name = "ours"

    def __init__(self, columns: Nation) -> None:
        self.finder = Finder.of(points(columns), Calendar(), Riding(), 1)

    def ready(self, asked: Question) -> Callable[[], list[int]]:
        query = Query(
            latitude=asked.latitude,
            longitude=asked.longitude,
            at=DAY + timedelta(minutes=asked.minute),
            needs=frozenset(need for bit, need in enumerate(NEEDS) if asked.needs >> bit & 1),
            district=district_name(asked.district) if asked.district >= 0 else "",
            audience=frozenset(AUDIENCES[i] for i in asked.audiences) or None,
        )
        near = self.finder.near
        return lambda: [number_of(hit.code) for hit in near(query)]


class RTree:
    """SQLite's R*Tree over a box that grows, in this process; all of the filter in one statement."""

    name = "SQLite R*Tree"

    def __init__(self, columns: Nation) -> None:
        self._file = sqlite3.connect(":memory:")
        self._file.executescript(
            "CREATE VIRTUAL TABLE box USING rtree(id, west, east, south, north);"
            "CREATE TABLE place (id INTEGER PRIMARY KEY, lat REAL, lon REAL, has INT, district INT,"
            " audience INT, ridable INT);"
            "CREATE TABLE open_interval (place INT, opens INT, closes INT);"
        )
        rows = zip(range(len(columns)), *_lists(columns), strict=True)
        self._file.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?)", rows)
        self._file.executemany("INSERT INTO open_interval VALUES (?,?,?)", open_rows(columns))
        self._file.executescript(
            "INSERT INTO box SELECT id, lon, lon, lat, lat FROM place;"
            "CREATE INDEX of_place ON open_interval (place, opens, closes); ANALYZE;"
        )

    def ready(self, asked: Question) -> Callable[[], list[int]]:
        statement, values = _rtree_sql(asked)
        boxes = [values | _box(asked, radius) for radius in RADII_M]
        return lambda: self._answer(statement, boxes)

    def _answer(self, statement: str, boxes: list[dict[str, Any]]) -> list[int]:
        rows: list[Any] = []
        for box in boxes:
            rows = self._file.execute(statement, box).fetchall()
            if len(rows) == LIMIT:
                break
        return [row for row, _ in rows]


def _rtree_sql(asked: Question) -> tuple[str, dict[str, Any]]:
    where = "p.ridable AND p.has & :needs = :needs"
    if asked.district >= 0:
        where += " AND p.district = :district"
    if asked.audiences:
        where += f" AND p.audience IN ({','.join(map(str, asked.audiences))})"
    near = (
        "SELECT p.id, 12742017.6 * asin(min(1, sqrt(pow(sin(radians(p.lat - :lat) / 2), 2)"
        " + cos(radians(:lat)) * cos(radians(p.lat)) * pow(sin(radians(p.lon - :lon) / 2), 2)))) AS d"
        " FROM box JOIN place p ON p.id = box.id WHERE box.west <= :east AND box.east >= :west"
        f" AND box.south <= :north AND box.north >= :south AND {where}"
    )
    statement = (
        f"SELECT id, d FROM ({near}) AS n WHERE d <= :radius AND EXISTS (SELECT 1 FROM open_interval i"
        f" WHERE i.place = n.id AND i.opens <= :minute + max(1, ceil(d * 1.3 / 250))"
        f" AND i.closes >= :minute + max(1, ceil(d * 1.3 / 250)) + {LEAST_MINUTES})"
        f" ORDER BY d, id LIMIT {LIMIT}"
    )
    values = {
        "lat": asked.latitude, "lon": asked.longitude, "needs": asked.needs, "district": asked.district,
        "minute": asked.minute,
    }  # fmt: skip
    return statement, values


def _box(asked: Question, radius: float) -> dict[str, float]:
    """A little larger than the circle: the tree holds float32."""
    up = radius / 111_190 + 1e-5
    right = up / cos(radians(abs(asked.latitude) + up)) + 1e-5
    return {
        "south": asked.latitude - up, "north": asked.latitude + up,
        "west": asked.longitude - right, "east": asked.longitude + right, "radius": radius,
    }  # fmt: skip


class Redis:
    """GEOSEARCH within a circle that grows, nearest first; what else is asked is looked up for those found,
    in one MGET, and decided here.

    A set of positions for each district and each need keeps the circle as empty as the question allows (of
    several the smallest is asked); those that nobody can ride to are in none.
    """

    name = "Redis GEOSEARCH"

    def __init__(self, columns: Nation, client: Any) -> None:
        self._client = client
        self._spans = intervals()
        self._sizes: dict[str, int] = {}
        keep = columns.ridable.tolist()
        lat, lon, has, district, audience, _ = _lists(columns)
        rows = zip(range(len(columns)), keep, lat, lon, has, district, audience, columns.week, strict=True)
        batch: list[tuple[Any, ...]] = []
        for row in rows:
            if row[1]:
                batch.append(row)
            if len(batch) == 5000:
                self._load(batch)
                batch = []
        self._load(batch)

    def _load(self, rows: list[tuple[Any, ...]]) -> None:
        sets: dict[str, list[Any]] = {}
        facts: dict[str, bytes] = {}
        for n, _, lat, lon, has, district, audience, week in rows:
            keys = ["all", f"d{district}", *(f"n{bit}" for bit in range(len(NEEDS)) if has >> bit & 1)]
            for key in keys:
                sets.setdefault(key, []).extend((lon, lat, n))
            facts[f"p{n}"] = struct.pack("<HHB", has, district, audience) + b"".join(
                struct.pack("<HH", *span) for span in self._spans[week]
            )
        pipe = self._client.pipeline(transaction=False)
        for key, values in sets.items():
            pipe.geoadd(key, values)
            self._sizes[key] = self._sizes.get(key, 0) + len(values) // 3
        if facts:
            pipe.mset(facts)
        pipe.execute()

    def ready(self, asked: Question) -> Callable[[], list[int]]:
        keys = [f"n{bit}" for bit in range(len(NEEDS)) if asked.needs >> bit & 1]
        keys += [f"d{asked.district}"] if asked.district >= 0 else []
        key = min(keys, key=lambda k: self._sizes.get(k, 0), default="all")
        return lambda: self._answer(key, asked)

    def _answer(self, key: str, asked: Question) -> list[int]:
        client, found = self._client, []
        seen = 0
        for radius in RADII_M:
            command = (
                "GEOSEARCH", key, "FROMLONLAT", asked.longitude, asked.latitude,
                "BYRADIUS", radius, "m", "ASC", "WITHDIST",
            )  # fmt: skip
            near = client.execute_command(*command)
            fresh, seen = near[seen:], len(near)
            for start in range(0, len(fresh), 200):
                part = fresh[start : start + 200]
                facts = client.mget([b"p" + name for name, _ in part])
                for (name, away), fact in zip(part, facts, strict=True):
                    if _wanted(fact, float(away), asked):
                        found.append(int(name))
                        if len(found) == LIMIT:
                            return found
        return found


def _wanted(fact: bytes, away: float, asked: Question) -> bool:
    has, district, audience = struct.unpack_from("<HHB", fact)
    if has & asked.needs != asked.needs or (asked.district >= 0 and district != asked.district):
        return False
    if asked.audiences and audience not in asked.audiences:
        return False
    there = asked.minute + max(1, ceil(away * 1.3 / 250))
    return any(a <= there and there + LEAST_MINUTES <= b for a, b in struct.iter_unpack("<HH", fact[5:]))


class BruteForce:
    """Every point looked at in plain Python, for scale."""

    name = "plain Python"

    def __init__(self, columns: Nation) -> None:
        self._rows = list(zip(range(len(columns)), *_lists(columns), columns.week.tolist(), strict=True))
        self._spans = intervals()

    def ready(self, asked: Question) -> Callable[[], list[int]]:
        return lambda: self._answer(asked)

    def _answer(self, asked: Question) -> list[int]:
        found, cosine = [], cos(radians(asked.latitude))
        for n, lat, lon, has, district, audience, ridable, week in self._rows:
            if not ridable or has & asked.needs != asked.needs:
                continue
            if asked.district not in (-1, district) or (asked.audiences and audience not in asked.audiences):
                continue
            half = sin(radians(lat - asked.latitude) / 2) ** 2
            half += cosine * cos(radians(lat)) * sin(radians(lon - asked.longitude) / 2) ** 2
            away = 12_742_017.6 * asin(min(1.0, sqrt(half)))
            if away > RADIUS_M:
                continue
            there = asked.minute + max(1, ceil(away * 1.3 / 250))
            if any(a <= there and there + LEAST_MINUTES <= b for a, b in self._spans[week]):
                found.append((away, n))
        return [n for _, n in sorted(found)[:LIMIT]]


def open_rows(columns: Nation) -> Iterator[tuple[int, int, int]]:
    """(place, opens, closes) in minutes of DAY, for every span of every place."""
    spans = intervals()
    for place, week in enumerate(columns.week.tolist()):
        for (opens, closes), row in zip(spans[week], repeat(place), strict=False):
            yield row, opens, closes


def _lists(columns: Nation) -> tuple[list[Any], ...]:
    """Latitude, longitude, needs, district, audience, and whether it counts, as lists."""
    fields = (
        columns.latitude, columns.longitude, columns.has, columns.district, columns.audience,
        columns.ridable.astype(int),
    )  # fmt: skip
    return tuple(field.tolist() for field in fields)
