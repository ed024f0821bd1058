"""Whose a point is: what every use-case of the desk asks before it shows or changes one."""

from collections.abc import Collection

from servicepoints.domain.points import Point
from servicepoints.domain.roles import Account, require_owner
from servicepoints.errors import NotFound
from servicepoints.register import Reader, points

_MOST_NAMED = 5


def own_point(reader: Reader, account: Account, code: str) -> Point:
    """The point with that code as it stands. NotFound; NotAllowed if it is not theirs."""
    return own_points(reader, account, [code])[code]


def own_points(reader: Reader, account: Account, codes: Collection[str]) -> dict[str, Point]:
    """The points with these codes, by code. NotFound if one is missing; NotAllowed if one is not theirs."""
    found = points.get_many(reader, codes)
    missing = sorted(set(codes) - set(found))
    if missing:
        raise NotFound(f"没有编号为 {'、'.join(missing[:_MOST_NAMED])} 的点位")
    for point in found.values():
        require_owner(account, point)
    return found
