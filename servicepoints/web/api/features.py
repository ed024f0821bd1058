"""What is in view on a map, as GeoJSON, in the datum of the map that asks."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from servicepoints.domain.coordinates import Datum, convert
from servicepoints.domain.points import Point
from servicepoints.domain.wording import entry_words
from servicepoints.services.answers import METRE_DIGITS, When, status_answer
from servicepoints.services.viewport import Box, Cluster, Place, View


def box_of(corners: tuple[float, float, float, float], datum: Datum) -> Box:
    """The WGS-84 box of west, south, east, north given in a datum."""
    west, south, east, north = corners
    low, high = convert(south, west, datum, Datum.WGS84), convert(north, east, datum, Datum.WGS84)
    return Box(west=low[1], south=low[0], east=high[1], north=high[0])


def collection(
    view: View, points: Mapping[str, Point], box: Box, datum: Datum, when: When, revision: int
) -> bytes:
    """The FeatureCollection. A cluster has `count`; a point what a marker and its card need."""
    features = [
        _one(place, points[place.code], status_answer(hit.status, when), datum) for place, hit in view.alone
    ]
    return orjson.dumps(
        {
            "type": "FeatureCollection",
            "features": [*features, *_many(view.clusters, datum)],
            "datum": datum,
            "offset_from_wgs84": _offset(box, datum),
            "as_of": when.at,
            "revision": revision,
        }
    )


def _one(place: Place, point: Point, status: dict[str, Any], datum: Datum) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": _geometry(place.latitude, place.longitude, datum),
        "properties": {
            "code": point.code,
            "name": point.name,
            "kind": point.kind,
            "entry": entry_words(point),
            "precision_m": point.position.precision_m if point.position else None,
            "status": status,
        },
    }


def _many(clusters: Iterable[Cluster], datum: Datum) -> list[dict[str, Any]]:
    return [
        {
            "type": "Feature",
            "geometry": _geometry(cluster.latitude, cluster.longitude, datum),
            "properties": {"count": cluster.count},
        }
        for cluster in clusters
    ]


def _geometry(latitude: float, longitude: float, datum: Datum) -> dict[str, Any]:
    latitude, longitude = convert(latitude, longitude, Datum.WGS84, datum)
    return {"type": "Point", "coordinates": [round(longitude, METRE_DIGITS), round(latitude, METRE_DIGITS)]}


def _offset(box: Box, datum: Datum) -> tuple[float, float]:
    """What to add to WGS-84 degrees near the middle of the box to draw them in the map's datum."""
    latitude, longitude = box.centre
    there = convert(latitude, longitude, Datum.WGS84, datum)
    return round(there[0] - latitude, METRE_DIGITS), round(there[1] - longitude, METRE_DIGITS)
