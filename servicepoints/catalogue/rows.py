"""A published point as a row of the catalogue, and back."""

import sqlite3
from typing import Any

import orjson

from servicepoints.domain.points import Point
from servicepoints.domain.records import DATE_FIELDS, NESTED_FIELDS, TIME_FIELDS, Record, point_of, record_of

Row = dict[str, Any]

_HOURS = ("hours_text", "opening_hours", "hours_status", "hours_proposal")


def json_text(value: Any) -> str:
    """JSON as the catalogue keeps it: UTF-8, no spaces."""
    return orjson.dumps(value).decode()


def point_row(point: Point) -> Row:
    """The fields of a published point: nested ones as JSON, dates and times as ISO 8601."""
    record = record_of(point)
    for name in NESTED_FIELDS:
        record[name] = json_text(record[name])
    for name in (*DATE_FIELDS, *TIME_FIELDS):
        record[name] = record[name].isoformat() if record[name] is not None else None
    record["free"] = None if record["free"] is None else int(record["free"])
    return record


def space_rows(point: Point) -> list[Row]:
    """Its spaces, one row each."""
    return [
        {
            "code": point.code,
            "place": place,
            "name": space["name"],
            "amenities": json_text(space["amenities"]),
            **{name: space.get(name) for name in _HOURS},
            "hours_reasons": json_text(space.get("hours_reasons", [])),
        }
        for place, space in enumerate(record_of(point)["spaces"], start=1)
    ]


def amenity_rows(point: Point) -> list[Row]:
    """What the point, or one of its spaces, is known to have or to lack; no row for what is unknown."""
    units = (point.amenities, *(space.amenities for space in point.spaces))
    keys = sorted({key for unit in units for key in unit})
    return [{"code": point.code, "key": key, "has": int(bool(point.has(key)))} for key in keys]


def point_of_row(row: sqlite3.Row) -> Point:
    """The published point of a row of `points`."""
    record: Record = dict(zip(row.keys(), row, strict=True))
    for name in NESTED_FIELDS:
        record[name] = orjson.loads(record[name])
    return point_of(record)
