"""Published points as GeoJSON (RFC 7946): WGS-84, longitude first."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from servicepoints.domain.points import Point
from servicepoints.domain.records import record_of

_PLACES = 6
"""Decimals of a degree: about a decimetre, finer than any pin."""

NOTHING: Mapping[str, Any] = {}

_NOT_OPEN = ("latitude", "longitude", "confirmed_by", "hours_proposal", "hours_reasons", "contacts", "bureau")


def feature_collection(
    points: Iterable[Point], bureaus: Mapping[str, str], about: Mapping[str, Any] = NOTHING
) -> Iterator[bytes]:
    """A FeatureCollection of published points, piece by piece; one without a position has a null geometry.

    An amenity that is not in `amenities` is unknown. `phones` are those that the bureau publishes. `about`
    become members of the collection. Its `bbox` stands at the end, where it is known.
    """
    yield b'{"type":"FeatureCollection",'
    yield from (orjson.dumps(name) + b":" + orjson.dumps(value) + b"," for name, value in about.items())
    yield b'"features":['
    corners: list[float] = []
    for number, point in enumerate(points):
        feature = _feature(point, bureaus)
        yield (b",\n" if number else b"\n") + orjson.dumps(feature)
        if feature["geometry"]:
            corners = _widened(corners, *feature["geometry"]["coordinates"])
    yield b"\n]" + (b',"bbox":' + orjson.dumps(corners) if corners else b"") + b"}\n"


def _widened(corners: list[float], x: float, y: float) -> list[float]:
    """West, south, east, north, so that they hold one more place."""
    west, south, east, north = corners or (x, y, x, y)
    return [min(west, x), min(south, y), max(east, x), max(north, y)]


def _feature(point: Point, bureaus: Mapping[str, str]) -> dict[str, Any]:
    record = record_of(point)
    properties = {name: value for name, value in record.items() if name not in _NOT_OPEN}
    properties["spaces"] = [
        {name: value for name, value in space.items() if name not in _NOT_OPEN} for space in record["spaces"]
    ]
    properties["bureau"] = bureaus.get(point.bureau, point.bureau)
    properties["phones"] = [contact.number for contact in point.contacts]
    return {"type": "Feature", "id": point.code, "geometry": _geometry(point), "properties": properties}


def _geometry(point: Point) -> dict[str, Any] | None:
    if point.position is None:
        return None
    at = point.position
    return {"type": "Point", "coordinates": [round(at.longitude, _PLACES), round(at.latitude, _PLACES)]}
