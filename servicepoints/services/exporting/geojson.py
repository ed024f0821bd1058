"""Published points as GeoJSON (RFC 7946): WGS-84, longitude first."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from servicepoints.domain.points import Point
from servicepoints.domain.records import record_of

_PLACES = 6
"""Decimals of a degree: about a decimetre, finer than any pin."""

_NOT_OPEN = ("latitude", "longitude", "confirmed_by", "hours_proposal", "hours_reasons", "contacts", "bureau")


def feature_collection(points: Iterable[Point], bureaus: Mapping[str, str]) -> bytes:
    """A FeatureCollection of published points; one without a position has a null geometry.

    An amenity that is not in `amenities` is unknown. `phones` are those that the bureau publishes.
    """
    features = [_feature(point, bureaus) for point in points]
    return orjson.dumps({"type": "FeatureCollection", "features": features}, option=orjson.OPT_INDENT_2)


def _feature(point: Point, bureaus: Mapping[str, str]) -> dict[str, Any]:
    record = record_of(point)
    properties = {name: value for name, value in record.items() if name not in _NOT_OPEN}
    properties["bureau"] = bureaus.get(point.bureau, point.bureau)
    properties["phones"] = [contact.number for contact in point.contacts]
    return {"type": "Feature", "id": point.code, "geometry": _geometry(point), "properties": properties}


def _geometry(point: Point) -> dict[str, Any] | None:
    if point.position is None:
        return None
    at = point.position
    return {"type": "Point", "coordinates": [round(at.longitude, _PLACES), round(at.latitude, _PLACES)]}
