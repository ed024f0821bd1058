"""The usual way to serve the nearest: a Flask view that asks PostGIS and answers with `jsonify`.

Filled from a catalogue of ours, so that both serve the same points; it answers the default question of
`/api/v1/near` (the nearest 20 that are open on arrival), with the same fields.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask, Response, jsonify, request
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from servicepoints.catalogue.reader import CatalogueReader
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.point_hours import point_hours
from servicepoints.domain.points import admits_couriers

ADDRESS = "BENCHMARK_POSTGIS"
TABLES = """
CREATE EXTENSION postgis;
CREATE TABLE place (id int PRIMARY KEY, at geography(Point, 4326), ridable boolean, code text, name text,
    kind text, address text, district text, audience text, access text, free boolean, amenities jsonb,
    hours text, phone text, checked_on text);
CREATE TABLE open_interval (place int, opens int, closes int);
"""
INDEXES = (
    "CREATE INDEX ON place USING gist (at) WHERE ridable",
    "CREATE INDEX ON open_interval (place, opens, closes)",
    "VACUUM (ANALYZE) place",
    "VACUUM (ANALYZE) open_interval",
)
_HERE = "ST_Point(%(lon)s, %(lat)s)::geography"
_THERE = f"%(minute)s + greatest(1, ceil((at <-> {_HERE}) * 1.3 / 250))::int"
NEAR = (
    f"SELECT place.*, ST_Y(at::geometry) AS lat, ST_X(at::geometry) AS lon, at <-> {_HERE} AS away, i.closes"
    f" FROM place JOIN LATERAL (SELECT closes FROM open_interval WHERE place = place.id AND opens <= {_THERE}"
    f" AND closes >= {_THERE} + 10 LIMIT 1) i ON true"
    f" WHERE ridable AND ST_DWithin(at, {_HERE}, 10000, false) ORDER BY at <-> {_HERE} LIMIT 20"
)


def fill(address: str, catalogue: Path, today: date) -> None:
    """Loads the points of a catalogue and their open intervals, in minutes from the beginning of a day."""
    reader = CatalogueReader(catalogue)
    calendar = Calendar(reader.calendar())
    with psycopg.connect(address, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute(TABLES)  # type: ignore[arg-type]
        spans: list[tuple[int, int, int]] = []
        with cursor.copy("COPY place FROM STDIN") as copy:
            for n, point in enumerate(p for p in reader.all_points() if p.position):
                copy.write_row(_row(n, point))
                hours = point_hours(point, today, 2, calendar, frozenset()).whole
                spans += [(n, int(a), int(b)) for a, b, *_ in hours.open]
        with cursor.copy("COPY open_interval FROM STDIN") as copy:
            for span in spans:
                copy.write_row(span)
        for statement in INDEXES:
            cursor.execute(statement)
    reader.close()


def _row(n: int, point: Any) -> tuple[Any, ...]:
    at = point.position
    ridable = not at.coarse and admits_couriers(point.kind, point.audience)
    return (
        n, f"POINT({at.longitude!r} {at.latitude!r})", ridable, point.code, point.name, point.kind.value,
        point.address, point.district, point.audience.value, point.access.value, point.free,
        Jsonb(dict(point.amenities)), point.schedule.text, next((c.number for c in point.contacts), ""),
        point.checked_on.isoformat() if point.checked_on else None,
    )  # fmt: skip


def application() -> Flask:
    """The application; a connection for each thread, with the statement prepared."""
    app = Flask("postgis")
    local = threading.local()

    @app.get("/api/v1/near")
    def near() -> Response:
        now = datetime.now(TIMEZONE)
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        values = {
            "lat": float(request.args["lat"]),
            "lon": float(request.args["lon"]),
            "minute": int((now - midnight).total_seconds() // 60),
        }
        with _cursor(local) as cursor:
            rows = cursor.execute(NEAR, values, prepare=True).fetchall()
        return jsonify(points=[_told(row, midnight) for row in rows], as_of=now.isoformat(), revision=1)

    return app


@contextmanager
def _cursor(local: threading.local) -> Iterator[Any]:
    if not hasattr(local, "connection"):
        local.connection = psycopg.connect(os.environ[ADDRESS], autocommit=True, row_factory=dict_row)
    with local.connection.cursor() as cursor:
        yield cursor


def _told(row: dict[str, Any], midnight: datetime) -> dict[str, Any]:
    return {
        "code": row["code"],
        "name": row["name"],
        "kind": row["kind"],
        "address": row["address"],
        "district": row["district"],
        "distance_m": round(row["away"]),
        "ride_minutes": max(1, -int(-row["away"] * 1.3 // 250)),
        "status": {
            "state": "open",
            "until": (midnight + timedelta(minutes=row["closes"])).isoformat(),
            "certain": True,
        },
        "amenities": row["amenities"],
        "audience": row["audience"],
        "free": row["free"],
        "access": row["access"],
        "trust": {"checked_on": row["checked_on"]},
        "hours": row["hours"],
        "phone": row["phone"],
        "position": {"latitude": row["lat"], "longitude": row["lon"]},
    }
