"""House numbers as places along a road: between which pins a number lies, and how far off it may be.

Numbers grow along a road, odd on one side and even on the other, but not evenly, and the road bends. So a
place is never more precise than a good part of the gap between the pins it was taken from.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from servicepoints.domain.coordinates import distance_m

_FIRST = re.compile(r"\d+")
_DASHES = str.maketrans(dict.fromkeys("－–—~～至", "-"))

SAME_HOUSE_M = 50.0
"""How far apart two doors of one address may be."""
_PLOT_M = 60.0  # the width of a road and the depth of a plot
_OFF_THE_ROAD_M = 150.0  # how deep a lane may lie behind its number
_OTHER_SIDE_M = 80.0  # how far the two sides' numbers drift apart
_NO_OTHER_PIN_M = 40.0  # which way the numbers run is not known
_GAP_SHARE = 0.6
_GAP_SHARE_BOTH_SIDES = 0.8
_LEAST_M_PER_NUMBER = 8.0
_PACE_DOUBT = 1.5


@dataclass(frozen=True, slots=True)
class HouseNumber:
    """A number along its road: `along` its first figure, `whole` all of it, `lane` whether it is a 弄."""

    along: int
    whole: str
    lane: bool


@dataclass(frozen=True, slots=True)
class Pin:
    """A confirmed place on a road: its number, WGS-84 degrees, precision in metres, and town or ""."""

    number: HouseNumber
    latitude: float
    longitude: float
    precision_m: float
    town: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """Where a number should be, within how many metres, and the numbers of the pins it was taken from."""

    latitude: float
    longitude: float
    precision_m: float
    taken_from: tuple[str, ...]


def house_number(number: str) -> HouseNumber | None:
    """1333弄35号 as 1333, a lane; None if there is no figure in it."""
    first = _FIRST.search(number)
    if first is None:
        return None
    return HouseNumber(int(first[0]), number.translate(_DASHES).removesuffix("号"), "弄" in number)


def same_address(pins: Sequence[Pin], wanted: HouseNumber) -> Estimate | None:
    """The place of the pins with just that number, as wide as they lie apart."""
    same = [pin for pin in pins if pin.number.whole == wanted.whole]
    if not same:
        return None
    first = same[0]
    apart = max(_apart(first, pin) for pin in same)
    precision = max(SAME_HOUSE_M, apart) + max(pin.precision_m for pin in same)
    return Estimate(first.latitude, first.longitude, precision, (first.number.whole,))


def same_road(pins: Sequence[Pin], wanted: HouseNumber) -> Estimate | None:
    """The place between or near the pins of the same road, from its side alone or from both, whichever says
    more. None without pins."""
    side = [pin for pin in pins if pin.number.along % 2 == wanted.along % 2]
    pace = _metres_per_number(pins)
    estimates = [_between(side, wanted, pace, _GAP_SHARE, 0.0)]
    if len(side) < len(pins):
        estimates.append(_between(pins, wanted, pace, _GAP_SHARE_BOTH_SIDES, _OTHER_SIDE_M))
    known = [estimate for estimate in estimates if estimate is not None]
    return min(known, key=lambda estimate: estimate.precision_m) if known else None


def _between(
    pins: Sequence[Pin], wanted: HouseNumber, pace: float, share: float, extra_m: float
) -> Estimate | None:
    below = max((p for p in pins if p.number.along <= wanted.along), key=_along, default=None)
    above = min((p for p in pins if p.number.along >= wanted.along), key=_along, default=None)
    if below is not None and above is not None and below is not above and _along(below) < _along(above):
        numbers = _along(above) - _along(below)
        t = (wanted.along - _along(below)) / numbers
        doubt = share * max(_apart(below, above), numbers * pace)
        latitude = below.latitude + t * (above.latitude - below.latitude)
        longitude = below.longitude + t * (above.longitude - below.longitude)
        used = [below, above]
    else:
        near = below or above
        if near is None:
            return None
        numbers = abs(_along(near) - wanted.along)
        doubt = _NO_OTHER_PIN_M + numbers * max(_LEAST_M_PER_NUMBER, _PACE_DOUBT * pace)
        latitude, longitude, used = near.latitude, near.longitude, [near]
    lanes = wanted.lane + any(pin.number.lane for pin in used)
    own = max(pin.precision_m for pin in used)
    precision = _PLOT_M + own + lanes * _OFF_THE_ROAD_M + extra_m + doubt
    return Estimate(latitude, longitude, precision, tuple(pin.number.whole for pin in used))


def _metres_per_number(pins: Sequence[Pin]) -> float:
    """How far one number is from the next on this road, by its pins; 0 where they do not say."""
    ordered = sorted(pins, key=_along)
    paces = [_apart(a, b) / (_along(b) - _along(a)) for a, b in pairwise(ordered) if _along(b) > _along(a)]
    return median(paces) if len(paces) > 1 else 0.0


def _along(pin: Pin) -> int:
    return pin.number.along


def _apart(a: Pin, b: Pin) -> float:
    return distance_m(a.latitude, a.longitude, b.latitude, b.longitude)
