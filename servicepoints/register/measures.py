"""How the listing stands, by bureau and sub-district: counted now, and as it was noted day by day."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, insert, select, true

from servicepoints.domain.figures import Figures
from servicepoints.register import schema as s
from servicepoints.register.conditions import NOT_WITHDRAWN, AsOf, condition
from servicepoints.register.listing import of_bureau
from servicepoints.register.transaction import REFERENCE, Reader, Writer

_COUNTED = {
    "checked": "recent", "hours_unknown": "hours", "amenities_unknown": "amenities", "unlocated": "position",
}  # fmt: skip
"""Column of `measure` → the condition that it counts."""

_p, _m = s.point.c, s.measure.c
_PLACE = (_p.district, _p.sub_district)
_MORE = tuple(field.name for field in fields(Figures) if field.name not in ("points", "checked"))

CITY = "*"
"""In place of a bureau: all of them."""

Place = tuple[str, str, str]
"""A bureau's slug, a district, a sub-district; "" where nobody said."""


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
    query = select(*_PLACE, *_sums(at)).where(NOT_WITHDRAWN, of_bureau(bureau)).group_by(*_PLACE)
    return [Measure(*row) for row in reader.connection.execute(query.order_by(*_PLACE))]


def is_noted(reader: Reader, day: date) -> bool:
    """Whether that day was measured, or there is nothing to measure."""
    noted = select(_m.day).where(_m.day == day).limit(1)
    if reader.connection.execute(noted).first() is not None:
        return True
    return reader.connection.execute(select(_p.code).where(NOT_WITHDRAWN).limit(1)).first() is None


def note(writer: Writer, at: AsOf, more: Mapping[Place, Figures], ages: Mapping[str, int | None]) -> int:
    """Notes how all bureaus stand on that day, with what else is known of each place, and the median age by
    bureau and of the whole (CITY); how many rows. Conflict if the day was noted already."""
    query = select(_p.bureau, *_PLACE, *_sums(at)).where(NOT_WITHDRAWN).group_by(_p.bureau, *_PLACE)
    rows = [
        {"day": at.today, **row, **_more(more.get((row["bureau"], row["district"], row["sub_district"])))}
        for row in writer.connection.execute(query).mappings()
    ]
    if rows:
        writer.connection.execute(insert(s.measure), rows)
        of_day = [{"day": at.today, "bureau": bureau, "days": days} for bureau, days in ages.items()]
        writer.connection.execute(insert(s.measure_age), of_day)
        writer.changed({REFERENCE})
    return len(rows)


def _more(known: Figures | None) -> dict[str, int | None]:
    return {name: getattr(known, name, None) for name in _MORE}


def figures(reader: Reader, days: Collection[date]) -> dict[date, dict[Place, Figures]]:
    """How every place stood on these days, as far as they were noted, in order."""
    columns = [_m[field.name] for field in fields(Figures)]
    query = select(_m.day, _m.bureau, _m.district, _m.sub_district, *columns).where(_m.day.in_(days))
    found: dict[date, dict[Place, Figures]] = {}
    for day, bureau, district, sub_district, *values in reader.connection.execute(query.order_by(_m.day)):
        found.setdefault(day, {})[bureau, district, sub_district] = Figures(*values)
    return found


def ages(reader: Reader, days: Collection[date]) -> dict[tuple[date, str], int | None]:
    """The median ages of bureaus and of the whole (CITY) on these days."""
    a = s.measure_age.c
    query = select(a.day, a.bureau, a.days).where(a.day.in_(days))
    return {(day, bureau): age for day, bureau, age in reader.connection.execute(query)}


def noted_days(reader: Reader, first: date) -> list[date]:
    """The days from `first` on that were noted, in order."""
    query = select(_m.day).where(_m.day >= first).distinct().order_by(_m.day)
    return list(reader.connection.execute(query).scalars())


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
