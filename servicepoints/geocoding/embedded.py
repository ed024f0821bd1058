"""The embedded geocoder: what the pins that people confirmed say about other numbers on the same road.

It needs no key and no network. Its precision is honest by measurement: every pin is first looked for by means
of the others, and the errors made there set what is stated of its road, and of all.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from math import ceil
from typing import Any

from geopy.adapters import URLLibAdapter
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from servicepoints.domain.coordinates import Datum, distance_m
from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.domain.points import Point
from servicepoints.geocoding.base import EMBEDDED, Candidate, Query, query_for
from servicepoints.geocoding.numbering import (
    Estimate,
    HouseNumber,
    Pin,
    house_number,
    same_address,
    same_road,
)

SAME_ADDRESS = "same_address"
SAME_ROAD = "same_road"
"""The levels of its candidates, and the basis of the positions made from them."""

_TOO_VAGUE_M = 2000.0
_SHARE_WITHIN = 0.95
_ENOUGH_TO_JUDGE = 10
_SOME = 4
_NEVER_LESS = 0.5
_FIGURES = str.maketrans("0123456789", "〇一二三四五六七八九")
_Road = tuple[str, str]
_Estimator = Callable[[Sequence[Pin], HouseNumber], Estimate | None]


class Embedded(Geocoder):  # type: ignore[misc]  # geopy is untyped
    """Places numbers between or near confirmed pins of the same road in the same district."""

    def __init__(self, pins: Iterable[Point], gazetteer: Gazetteer, today: date) -> None:
        super().__init__(adapter_factory=URLLibAdapter)
        self._gazetteer = gazetteer
        self._today = today
        self._roads: dict[_Road, list[Pin]] = defaultdict(list)
        for point in pins:
            self._add(point)
        self._same_road = _Widening(self._roads, same_road)
        self._same_address = _Widening(self._roads, same_address)

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """geopy's contract: the Location (WGS-84) of an address in Shanghai, or None."""
        candidate = self.find(query_for(query, "", "", self._gazetteer))
        if candidate is None:
            return None
        here = (candidate.latitude, candidate.longitude)
        location = Location(candidate.formatted, here, candidate.as_json())
        return location if exactly_one else [location]

    def find(self, query: Query) -> Candidate | None:
        """The place of an address whose road has a confirmed pin in the same district, or None."""
        road = _road(query)
        wanted = house_number(query.address.number)
        if road not in self._roads or wanted is None:
            return None
        pins = _in_town(self._roads[road], _town(query))
        if (here := same_address(pins, wanted)) is not None:
            return self._candidate(query, here, self._same_address.of_all, SAME_ADDRESS)
        if (near := same_road(pins, wanted)) is not None:
            return self._candidate(query, near, self._same_road.of(road), SAME_ROAD)
        return None

    def _candidate(self, query: Query, estimate: Estimate, widening: float, level: str) -> Candidate | None:
        precision_m = estimate.precision_m * widening
        if precision_m > _TOO_VAGUE_M:
            return None
        return Candidate(
            latitude=estimate.latitude,
            longitude=estimate.longitude,
            precision_m=round(precision_m),
            level=level,
            exact=level == SAME_ADDRESS,
            district=query.district,
            formatted=f"{query.address.road}{'、'.join(dict.fromkeys(estimate.taken_from))}号",
            provider=EMBEDDED,
            raw_datum=Datum.WGS84,
            answered_on=self._today,
        )

    def _add(self, point: Point) -> None:
        query = query_for(point.address, point.district, point.sub_district, self._gazetteer)
        number, at = house_number(query.address.number), point.position
        if at is not None and number is not None and query.district and query.address.road:
            pin = Pin(number, at.latitude, at.longitude, at.precision_m, _town(query))
            self._roads[_road(query)].append(pin)


class _Widening:
    """By how much an estimator's precision is multiplied so that the pins themselves are found within it."""

    def __init__(self, roads: dict[_Road, list[Pin]], estimator: _Estimator) -> None:
        self._misses = {road: _misses(pins, estimator) for road, pins in roads.items()}
        everything = [miss for road in self._misses.values() for miss in road]
        enough = len(everything) >= _ENOUGH_TO_JUDGE
        self.of_all = max(1.0, _enough(everything)) if enough else 1.0

    def of(self, road: _Road) -> float:
        """The factor for that road: by its own pins where there are some, below 1 only where many; by the
        pins of all roads where it has too few."""
        found = self._misses.get(road, [])
        if len(found) >= _ENOUGH_TO_JUDGE:
            return max(_NEVER_LESS, _enough(found))
        return max(1.0 if len(found) >= _SOME else self.of_all, _enough(found))


def _misses(pins: Sequence[Pin], estimator: _Estimator) -> list[float]:
    """For each pin, left out: how far off it was looked for, as a share of the precision stated."""
    misses = []
    for i, pin in enumerate(pins):
        estimate = estimator(_in_town([*pins[:i], *pins[i + 1 :]], pin.town), pin.number)
        if estimate is not None:
            off = distance_m(estimate.latitude, estimate.longitude, pin.latitude, pin.longitude)
            misses.append(off / estimate.precision_m)
    return misses


def _enough(misses: Sequence[float]) -> float:
    """What covers 95 of 100 misses (all of them when they are few), with more to spare the fewer they are."""
    if not misses:
        return 1.0
    return (1.0 + 4.0 / len(misses)) * sorted(misses)[ceil(_SHARE_WITHIN * len(misses)) - 1]


def _road(query: Query) -> _Road:
    return query.district, query.address.road.translate(_FIGURES)  # 中山北2路 is 中山北二路


def _town(query: Query) -> str:
    """The town, if it stands in one: two towns of a district may have roads of one name."""
    name = query.address.sub_district
    return name if name.endswith(("镇", "乡")) else ""


def _in_town(pins: Sequence[Pin], town: str) -> Sequence[Pin]:
    return [pin for pin in pins if not town or not pin.town or pin.town == town]
