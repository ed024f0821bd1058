"""Pins (在地图上标的门): where a door really is, as somebody marked it on a map.

A pin is a place that was chosen, never where somebody stood. WGS-84 degrees.
"""

from math import atan2, cos, degrees, radians

from servicepoints.domain.coordinates import EARTH_RADIUS_M, distance_m
from servicepoints.domain.points import Position
from servicepoints.domain.status_words import distance_words

Pin = tuple[float, float]
"""Latitude and longitude."""

PIN_M = 30.0
"""Metres within which a place is known that someone set on a map."""
SAME_PLACE_M = 10.0
"""Nearer than that to the listed position a pin says nothing new."""
_SIDES = ("北", "东北", "东", "东南", "南", "西南", "西", "西北")


def side(start: Pin, there: Pin) -> str:
    """On which side of `start` the other lies: 东北. Good for places of one city."""
    north = there[0] - start[0]
    east = (there[1] - start[1]) * cos(radians(start[0]))
    return _SIDES[round(degrees(atan2(east, north)) / 45) % 8]


def beside(start: Pin, north_m: float, east_m: float) -> Pin:
    """The place so many metres north and east of another, for places of one city."""
    north = degrees(north_m / EARTH_RADIUS_M)
    return start[0] + north, start[1] + degrees(east_m / EARTH_RADIUS_M / cos(radians(start[0])))


def is_same_place(pin: Pin, listed: Position | None) -> bool:
    """Whether a pin stands where the listed position is, as far as that is precise."""
    if listed is None or listed.coarse:
        return False
    return distance_m(*pin, listed.latitude, listed.longitude) < SAME_PLACE_M


def where_words(pin: Pin, listed: Position | None) -> str:
    """Where a pin lies beside the listed position: 在登记位置的东北120米."""
    if listed is None:
        return "还没有登记位置"
    if listed.coarse:
        return "登记的位置没核实"
    if is_same_place(pin, listed):
        return "就在登记的位置"
    start = listed.latitude, listed.longitude
    return f"在登记位置的{side(start, pin)}{distance_words(distance_m(*start, *pin))}"
