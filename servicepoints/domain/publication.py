"""What of a point the public may see: no person's name, no private number, nothing that is held."""

import re
from dataclasses import replace

from servicepoints.domain.points import Listing, Point, Position

# 街道, 黄浦邮政管理局, 示例网点, 驿站负责人…; but a person 张三, 王局 or 李国镇 may be: nobody asked them
_OFFICE = re.compile(
    "(?:街道|政府|邮局|中心|驿站|网点|公司|集团|工会|[居村]委会?|社区|支部|物业|负责人|..[局站点办所]|...[镇乡])$"
)


def published(point: Point) -> Point | None:
    """The point as couriers and machines may see it, or None if they may not see it at all.

    Contacts that are not public go, with the names of those that are, and with those of the people who
    checked it or set its pin (a body's name stays); a held point is not published; a withdrawn one keeps only
    what tells a visitor which place it was.
    """
    if point.listing is Listing.HELD:
        return None
    if point.listing is Listing.WITHDRAWN:
        return Point(
            name=point.name,
            kind=point.kind,
            code=point.code,
            revision=point.revision,
            bureau=point.bureau,
            district=point.district,
            sub_district=point.sub_district,
            address=point.address,
            position=_impersonal(point.position),
            listing=point.listing,
            listing_reason=point.listing_reason,
            updated_at=point.updated_at,
        )
    return replace(
        point,
        contacts=tuple(replace(c, name="") for c in point.contacts if c.public and c.number),
        position=_impersonal(point.position),
        checked_by=_body(point.checked_by),
    )


def _impersonal(position: Position | None) -> Position | None:
    return None if position is None else replace(position, confirmed_by=_body(position.confirmed_by))


def _body(name: str) -> str:
    """The name of an office, a company or a role; "" for what may be the name of a person."""
    return name if _OFFICE.search(name) else ""
