"""Datums (坐标系) and distances: WGS-84, GCJ-02 (高德, 腾讯), BD-09 (百度).

A mix-up is some 500 m in Shanghai, so every number that crosses a border of ours names its datum; inside,
positions are WGS-84 degrees. CGCS2000 (天地图) differs from WGS-84 by centimetres and counts as WGS-84.
"""

from collections.abc import Callable
from enum import StrEnum
from math import asin, atan2, cos, hypot, isfinite, pi, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the Earth (IUGG), metres."""

_AXIS = 6_378_245.0  # Krasovsky 1940, which the published GCJ-02 polynomial is written for
_ECCENTRICITY = 0.006_693_421_622_965_943
_BD_TURN = pi * 3000.0 / 180.0
_BD_SHIFT = (0.006, 0.0065)
_SETTLED = 1e-12
_MOST_ROUNDS = 12


class Datum(StrEnum):
    """The coordinate systems one meets in China."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def convert(latitude: float, longitude: float, source: Datum, target: Datum) -> tuple[float, float]:
    """(latitude, longitude) in degrees of `source`, given back in degrees of `target`.

    Outside the rectangle round China nothing is shifted, as the map services do. The inverses are iterated
    until they settle: there and back is exact far below a millimetre.
    """
    if source is target or not _shifted(latitude, longitude):
        return latitude, longitude
    here = (latitude, longitude)
    if source is Datum.BD09:
        here = _undo(_gcj_to_bd, here)
        source = Datum.GCJ02
    if source is Datum.WGS84:
        here = _wgs_to_gcj(*here)
    if target is Datum.WGS84:
        return _undo(_wgs_to_gcj, here)
    return _gcj_to_bd(*here) if target is Datum.BD09 else here


def distance_m(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The great-circle distance in metres between two WGS-84 places in degrees (haversine on a sphere)."""
    phi1, phi2 = radians(lat1), radians(lat2)
    half = sin((phi2 - phi1) / 2) ** 2 + cos(phi1) * cos(phi2) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(half)))


def in_shanghai(lat: float, lon: float) -> bool:
    """Whether a WGS-84 place lies in the rectangle round Shanghai and its islands: a check, no border."""
    return 30.66 <= lat <= 31.90 and 120.84 <= lon <= 122.25


def _shifted(lat: float, lon: float) -> bool:
    return isfinite(lat) and isfinite(lon) and 0.8293 <= lat <= 55.8271 and 72.004 <= lon <= 137.8347


def _undo(
    forward: Callable[[float, float], tuple[float, float]], target: tuple[float, float]
) -> tuple[float, float]:
    """The place that `forward` takes to `target`: correct a guess by what it still misses."""
    lat, lon = target
    for _ in range(_MOST_ROUNDS):
        reached = forward(lat, lon)
        miss_lat, miss_lon = target[0] - reached[0], target[1] - reached[1]
        lat, lon = lat + miss_lat, lon + miss_lon
        if abs(miss_lat) < _SETTLED and abs(miss_lon) < _SETTLED:
            break
    return lat, lon


def _wgs_to_gcj(lat: float, lon: float) -> tuple[float, float]:
    x, y = lon - 105.0, lat - 35.0
    ripple = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    root = sqrt(abs(x))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple
    north += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple
    east += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    phi = radians(lat)
    magic = 1.0 - _ECCENTRICITY * sin(phi) ** 2
    per_degree_north = pi / 180.0 * _AXIS * (1.0 - _ECCENTRICITY) / (magic * sqrt(magic))
    per_degree_east = pi / 180.0 * _AXIS / sqrt(magic) * cos(phi)
    return lat + north / per_degree_north, lon + east / per_degree_east


def _gcj_to_bd(lat: float, lon: float) -> tuple[float, float]:
    radius = hypot(lat, lon) + 0.00002 * sin(lat * _BD_TURN)
    angle = atan2(lat, lon) + 0.000003 * cos(lon * _BD_TURN)
    return radius * sin(angle) + _BD_SHIFT[0], radius * cos(angle) + _BD_SHIFT[1]
