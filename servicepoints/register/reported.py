"""What each place is measured by beside its points: what couriers said at doors and how it was answered, and
where its points are."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select

from servicepoints.register import schema as s
from servicepoints.register.conditions import NOT_WITHDRAWN
from servicepoints.register.measures import Place
from servicepoints.register.transaction import Reader

_p, _d, _s = s.point.c, s.door_day.c, s.sighting.c
_PLACE = (_p.bureau, _p.district, _p.sub_district)


class Said(NamedTuple):
    """Of the points of a place: doors found open and shut, reports answered in time, late, and not yet though
    it is past the time."""

    opened: int = 0
    shut: int = 0
    in_time: int = 0
    late: int = 0
    overdue: int = 0


def said(reader: Reader, since: date, now: datetime) -> Mapping[Place, Said]:
    """The same from a day on; what is overdue at that moment (aware), however old."""
    sums = [func.sum(_d[name]) for name in ("opened", "shut", "in_time", "late")]
    counted = select(*_PLACE, *sums).join_from(s.door_day, s.point, _d.code == _p.code)
    found: dict[Place, Said] = {
        (bureau, district, sub): Said(*map(int, numbers))
        for bureau, district, sub, *numbers in reader.connection.execute(
            counted.where(_d.day >= since).group_by(*_PLACE)
        )
    }
    waiting = select(*_PLACE, func.count()).join_from(s.sighting, s.point, _s.code == _p.code)
    waiting = waiting.where(_s.due_at < now, _s.answered_at.is_(None)).group_by(*_PLACE)
    for bureau, district, sub, overdue in reader.connection.execute(waiting):
        place = (bureau, district, sub)
        found[place] = found.get(place, Said())._replace(overdue=int(overdue))
    return found


def whereabouts(reader: Reader) -> list[tuple[str, Place, date | None, tuple[float, float] | None]]:
    """Every point that was not withdrawn: its code, its place, when it was last checked, and its position
    (WGS-84 degrees) where one is known."""
    query = select(_p.code, *_PLACE, _p.checked_on, _p.latitude, _p.longitude).where(NOT_WITHDRAWN)
    return [
        (code, (bureau, district, sub), checked, None if latitude is None else (latitude, longitude))
        for code, bureau, district, sub, checked, latitude, longitude in reader.connection.execute(query)
    ]
