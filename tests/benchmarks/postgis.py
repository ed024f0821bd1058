"""PostGIS as a peer: GiST KNN over prepared statements, an analysed and indexed table of open intervals.

Everything that may help it is done: a partial index over those that can be ridden to, a circle as the
index's condition so that it stops at 10 km, statements that name only what is asked, a cache that holds all.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from sqlalchemy import make_url

from tests.benchmarks.nation import Nation
from tests.benchmarks.peers import open_rows
from tests.benchmarks.questions import LEAST_MINUTES, LIMIT, RADIUS_M, Question
from tests.postgresql import binaries, running

INSTALL = "apt-get install postgresql-15-postgis-3"
SETTINGS = ("shared_buffers=1GB", "work_mem=64MB", "random_page_cost=1.1", "jit=off", "max_wal_size=8GB")

TABLES = """
CREATE EXTENSION postgis;
CREATE TABLE place (id int PRIMARY KEY, at geography(Point, 4326), has int, district int, audience smallint,
    ridable boolean);
CREATE TABLE open_interval (place int, opens int, closes int);
"""
INDEXES = """
CREATE INDEX ON place USING gist (at) WHERE ridable;
CREATE INDEX ON place (district) WHERE ridable;
CREATE INDEX ON open_interval (place, opens, closes);
VACUUM (ANALYZE) place;
VACUUM (ANALYZE) open_interval;
"""


def installed() -> bool:
    """Whether there is a server that has PostGIS."""
    where = binaries()
    if where is None:
        return False
    version = where.parent.name
    return Path(f"/usr/share/postgresql/{version}/extension/postgis.control").exists()


@contextmanager
def server() -> Iterator[str]:
    """The address (libpq's) of an empty database of a throw-away server, by its socket."""
    with (
        TemporaryDirectory(prefix="postgis", ignore_cleanup_errors=True) as folder,
        running(Path(folder), *SETTINGS) as postgresql,
    ):
        where = make_url(postgresql.database())
        yield f"postgresql://{where.username}@/{where.database}?host={folder}&port={where.port}"


class PostGIS:
    """The country in two tables."""

    name = "PostGIS"

    def __init__(self, columns: Nation, address: str) -> None:
        self._connection = psycopg.connect(address, autocommit=True)
        self._cursor = self._connection.cursor()
        self._backend = self._connection.info.backend_pid
        load(self._connection, columns)

    def ready(self, asked: Question) -> Callable[[], list[int]]:
        statement, values = sql(asked)
        cursor = self._cursor
        return lambda: [row[0] for row in cursor.execute(statement, values, prepare=True).fetchall()]  # type: ignore[arg-type]

    def close(self) -> None:
        """Lets the connection go."""
        self._connection.close()

    def spent_s(self) -> float:
        """The processor's time that the server's side of the connection has taken until now."""
        return int(Path(f"/proc/{self._backend}/schedstat").read_text().split()[0]) / 1e9

    def round_trip(self) -> object:
        """The least that any question takes."""
        return self._cursor.execute("SELECT 1", prepare=True).fetchall()


def load(connection: "psycopg.Connection[Any]", columns: Nation) -> None:
    """Fills and analyses the tables of an empty database."""
    connection.execute(TABLES)  # type: ignore[arg-type]
    fields = ("longitude", "latitude", "has", "district", "audience", "ridable")
    table = zip(*(getattr(columns, name).tolist() for name in fields), strict=True)
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY place (id, at, has, district, audience, ridable) FROM STDIN") as copy,
    ):
        for n, (lon, lat, *rest) in enumerate(table):
            copy.write_row((n, f"POINT({lon!r} {lat!r})", *rest))
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY open_interval (place, opens, closes) FROM STDIN") as copy,
    ):
        for row in open_rows(columns):
            copy.write_row(row)
    for statement in INDEXES.split(";"):
        if statement.strip():
            connection.execute(statement)  # type: ignore[arg-type]


def sql(asked: Question) -> tuple[str, dict[str, Any]]:
    """The statement and its values. geography's `<->` orders by the sphere, as we do."""
    where = "ridable"
    if asked.needs:
        where += " AND has & %(needs)s = %(needs)s"
    if asked.district >= 0:
        where += " AND district = %(district)s"
    if asked.audiences:
        where += " AND audience = ANY(%(audiences)s)"
    here = "ST_Point(%(lon)s, %(lat)s)::geography"
    there = f"%(minute)s + greatest(1, ceil((at <-> {here}) * 1.3 / 250))::int"
    statement = (
        f"SELECT id, at <-> {here} AS away FROM place WHERE {where}"
        f" AND ST_DWithin(at, {here}, {RADIUS_M}, false)"
        " AND EXISTS (SELECT 1 FROM open_interval i WHERE i.place = place.id"
        f" AND i.opens <= {there} AND i.closes >= {there} + {LEAST_MINUTES})"
        f" ORDER BY at <-> {here} LIMIT {LIMIT}"
    )
    values = {
        "lon": asked.longitude, "lat": asked.latitude, "minute": asked.minute, "needs": asked.needs,
        "district": asked.district, "audiences": list(asked.audiences),
    }  # fmt: skip
    return statement, values
