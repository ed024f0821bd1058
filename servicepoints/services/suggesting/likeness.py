"""What a proposed place may be already: by where it is, by its name, by its address; withdrawn ones too."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from servicepoints.catalogue.finder import Query
from servicepoints.catalogue.masks import Filter, Openness
from servicepoints.domain.addresses import read_address, without_area
from servicepoints.domain.coordinates import distance_m
from servicepoints.domain.points import COARSE_M, Listing, Point, Position
from servicepoints.domain.suggestions import NEIGHBOURS, NEIGHBOURS_M, Suggestion, desk_of
from servicepoints.services.finding import Finding

MOST = 6
_AROUND_M = 300.0
"""So far away, and as far again as its own position may be off, another point may be the same place."""
_NAMESAKE_M = 2000.0
"""A point of the same name farther away than that is another one."""
_LOOKED_AT = 20
_ON_A_MAP = 40
_ALL = Filter(open=Openness.ANY)


@dataclass(frozen=True, slots=True)
class Likely:
    """A point that it may be, and how far from there it lies (metres; None where one of the two positions is
    not known well)."""

    point: Point
    distance_m: float | None

    @property
    def gone(self) -> bool:
        """Whether it was withdrawn."""
        return self.point.listing is Listing.WITHDRAWN


def likely(finding: Finding, given: Suggestion, at: datetime) -> list[Likely]:
    """The points that a proposed place may be, the likeliest first: near ones, then namesakes and those of
    the same address. InstanceError."""
    codes = dict.fromkeys([*_near(finding, given), *_alike(finding, given, at)])
    points = finding.points(codes)
    found = [Likely(points[code], _away(given, points[code])) for code in codes if code in points]
    fitting = [one for one in found if _may_be(given, one)]
    fitting.sort(key=lambda one: (one.distance_m is None, one.distance_m or 0.0))
    return fitting[:MOST]


def desk_for(finding: Finding, given: Suggestion, at: datetime) -> str:
    """The bureau whose points are around: the nearest ones' where a position is known, else those of the
    sub-district or district that the address names; "" for the city."""
    return desk_of([point.bureau for point in _neighbours(finding, given, at)])


def placed_around(finding: Finding, given: Suggestion, at: datetime) -> list[tuple[str, Position]]:
    """The names and precise positions of some points around, to find one's way on a map by."""
    found = _neighbours(finding, given, at, _ON_A_MAP)
    return [(p.name, p.position) for p in found if p.position is not None and not p.position.coarse]


def _neighbours(finding: Finding, given: Suggestion, at: datetime, most: int = NEIGHBOURS) -> Iterable[Point]:
    """The nearest with a precise position, at most so many; without a place all of the sub-district that the
    address names, or of the district."""
    if given.latitude is not None and given.longitude is not None:
        query = Query(
            latitude=given.latitude,
            longitude=given.longitude,
            at=at,
            open=Openness.ANY,
            limit=4 * most,
            radius_m=NEIGHBOURS_M,
        )
        placed = [hit.code for hit in finding.near(query) if hit.distance_m is not None]
        return finding.points(placed[:most]).values()
    for sub_district in dict.fromkeys((given.sub_district, "")):
        asked = Filter(district=given.district, sub_district=sub_district, open=Openness.ANY)
        hits = finding.in_district(asked, at) if given.district else []
        if hits:
            return finding.points([hit.code for hit in hits]).values()
    return ()


def _near(finding: Finding, given: Suggestion) -> list[str]:
    if given.latitude is None or given.longitude is None:
        return []
    reach = _AROUND_M + min(given.precision_m or 0.0, _NAMESAKE_M)
    around: list[str] = finding.finder.around(given.latitude, given.longitude, reach, _LOOKED_AT)
    return around


def _alike(finding: Finding, given: Suggestion, at: datetime) -> Iterator[str]:
    """Those in whose text the name stands, with or without the district that it begins with, or the road and
    number."""
    address = read_address(given.address, finding.gazetteer)
    road = address.road + address.number.removesuffix("号") if address.road and address.number else ""
    plain = [without_area(text, finding.gazetteer) for text in (given.name, given.address)]
    for words in dict.fromkeys((given.name, *plain, road)):
        if len(words) > 1:
            for hit in finding.search(words, _ALL, at, _LOOKED_AT):
                yield hit.code


def _away(given: Suggestion, point: Point) -> float | None:
    there = point.position
    if given.latitude is None or given.longitude is None or there is None or there.coarse:
        return None
    if (given.precision_m or 0.0) > COARSE_M:
        return None
    return distance_m(given.latitude, given.longitude, there.latitude, there.longitude)


def _may_be(given: Suggestion, one: Likely) -> bool:
    if one.distance_m is not None:
        return one.distance_m <= _NAMESAKE_M
    return not (given.district and one.point.district and given.district != one.point.district)
