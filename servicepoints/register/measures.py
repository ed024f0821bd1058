"""How the listing stands, by bureau and sub-district: counted now, and as it was noted day by day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, insert, select, true

from servicepoints.register import schema as s
from servicepoints.register.conditions import NOT_WITHDRAWN, AsOf, condition
from servicepoints.register.listing import of_bureau
from servicepoints.register.transaction import Reader, Writer

_COUNTED = {
    "checked": "recent", "hours_unknown": "hours", "amenities_unknown": "amenities", "unlocated": "position",
}  # fmt: skip
"""Column of `measure` → the condition that it counts."""

_p, _m = s.point.c, s.measure.c


@dataclass(frozen=True, slots=True)
class Measure:
    """The points of one sub-district that were not withdrawn, and how many of them were checked in the last
    90 days, have no known hours, no known amenity, no confirmed position."""

    district: str
    sub_district: str
    points: int
    checked: int
    hours_unknown: int
    amenities_unknown: int
    unlocated: int


def count(reader: Reader, bureau: str | None, at: AsOf) -> list[Measure]:
    """How the points of a bureau (None: of all) stand now, by sub-district in the order of names."""
    place = (_p.district, _p.sub_district)
    query = select(*place, *_sums(at)).where(NOT_WITHDRAWN, of_bureau(bureau)).group_by(*place)
    return [Measure(*row) for row in reader.connection.execute(query.order_by(*place))]


def is_noted(reader: Reader, day: date) -> bool:
    """Whether that day was measured, or there is nothing to measure."""
    noted = select(_m.day).where(_m.day == day).limit(1)
    if reader.connection.execute(noted).first() is not None:
        return True
    return reader.connection.execute(select(_p.code).where(NOT_WITHDRAWN).limit(1)).first() is None


def note(writer: Writer, at: AsOf) -> int:
    """Notes how all bureaus stand on that day; how many rows. Conflict if the day was noted already."""
    place = (_p.bureau, _p.district, _p.sub_district)
    query = select(*place, *_sums(at)).where(NOT_WITHDRAWN).group_by(*place)
    rows = [{"day": at.today, **row} for row in writer.connection.execute(query).mappings()]
    if rows:
        writer.connection.execute(insert(s.measure), rows)
    return len(rows)


def noted(reader: Reader, bureau: str | None, first: date) -> dict[date, list[Measure]]:
    """The measured days from `first` on, in order, each with its sub-districts."""
    columns: Iterable[ColumnElement[Any]] = [func.sum(_m[name]).label(name) for name in ("points", *_COUNTED)]
    query = (
        select(_m.day, _m.district, _m.sub_district, *columns)
        .where(_m.day >= first, true() if bureau is None else _m.bureau == bureau)
        .group_by(_m.day, _m.district, _m.sub_district)
        .order_by(_m.day)
    )
    found: dict[date, list[Measure]] = {}
    for day, *values in reader.connection.execute(query):
        found.setdefault(day, []).append(Measure(*values))
    return found


def _sums(at: AsOf) -> list[ColumnElement[int]]:
    counted = [func.count(case((condition(matter, at), 1))).label(name) for name, matter in _COUNTED.items()]
    return [func.count().label("points"), *counted]
