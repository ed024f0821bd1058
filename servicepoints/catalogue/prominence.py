"""The order of results when neither time nor place decides: the more useful point first.

It depends on the point alone, so the catalogue can keep its rows in this order and text search needs no
ranking.
"""

from servicepoints.domain.points import Demonstration, Listing, Point, ScheduleStatus, admits_couriers


def prominence(point: Point) -> int:
    """The rank of a point among search results, 0 first, below 512; it depends on no time.

    Standing before withdrawn, demonstration points first, then those one can ride to, whose hours are known,
    that surely let couriers in, and that have more.
    """
    doubts = (
        point.listing is Listing.WITHDRAWN,
        point.demonstration is not Demonstration.DESIGNATED,
        point.position is None or point.position.coarse,
        point.schedule.status is not ScheduleStatus.READ,
        not admits_couriers(point.kind, point.audience),
    )
    rank = 0
    for doubt in doubts:
        rank = rank * 2 + doubt
    offered = {
        key for unit in (point.amenities, *(s.amenities for s in point.spaces)) for key in unit if unit[key]
    }
    return rank * 16 + 15 - min(15, len(offered))
