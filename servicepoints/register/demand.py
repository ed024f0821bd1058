"""The counts of searches: added up a batch at a time, each batch once, read by month, forgotten in time."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import bindparam, delete, func, select, text

from servicepoints.domain.cells import Cell
from servicepoints.domain.demand import ANY, Count, Counts, Line, Slot
from servicepoints.register import schema as s
from servicepoints.register.conditions import NOT_WITHDRAWN
from servicepoints.register.listing import of_bureau
from servicepoints.register.schema import Moment
from servicepoints.register.transaction import Reader, Writer

_KEPT = timedelta(hours=3)
"""How long a batch is remembered: far longer than anybody goes on sending it."""

_d = s.demand.c
# one statement on both engines, so that two workers at once add up
_ADD = text(
    "INSERT INTO demand (month, north, east, hour, need, asked, served)"
    " VALUES (:month, :north, :east, :hour, :need, :asked, :served)"
    " ON CONFLICT (month, north, east, hour, need) DO UPDATE"
    " SET asked = demand.asked + excluded.asked, served = demand.served + excluded.served"
)
_TAKE_BATCH = text(
    "INSERT INTO demand_batch (id, hour) VALUES (:id, :hour) ON CONFLICT (id) DO NOTHING"
).bindparams(bindparam("hour", type_=Moment))


def add(writer: Writer, batch: str, counts: Counts) -> bool:
    """Adds the counts of a batch (a random name), unless that batch was added before; whether it was now.

    In the order of keys: two workers that add at once then wait for each other and never in a circle.
    """
    hour = writer.now.replace(minute=0, second=0, microsecond=0)
    if not writer.connection.execute(_TAKE_BATCH, {"id": batch, "hour": hour}).rowcount:
        return False
    rows = [_row(slot, count) for slot, count in sorted(counts.items())]
    if rows:
        writer.connection.execute(_ADD, rows)
    writer.connection.execute(delete(s.demand_batch).where(s.demand_batch.c.hour < hour - _KEPT))
    return True


def counted(reader: Reader, month: str, cells: Collection[Cell] | None = None) -> dict[Cell, list[Line]]:
    """All counts of a month, cells and lines in order; of these cells only, if any are named."""
    query = select(_d.north, _d.east, _d.hour, _d.need, _d.asked, _d.served).where(_d.month == month)
    ordered = query.order_by(_d.north, _d.east, _d.hour, _d.need)
    wanted = None if cells is None else frozenset(cells)
    found: dict[Cell, list[Line]] = {}
    for (north, east), rows in groupby(reader.connection.execute(ordered), key=itemgetter(0, 1)):
        cell = Cell(north, east)
        if wanted is None or cell in wanted:
            found[cell] = [(hour, need, asked, served) for _, _, hour, need, asked, served in rows]
    return found


def totals(reader: Reader, months: Iterable[str]) -> dict[Cell, Count]:
    """How many searches there were in each cell in all of these months together."""
    query = (
        select(_d.north, _d.east, func.sum(_d.asked), func.sum(_d.served))
        .where(_d.month.in_(list(months)), _d.need == ANY)
        .group_by(_d.north, _d.east)
    )
    rows = reader.connection.execute(query)
    return {Cell(north, east): Count(int(asked), int(served)) for north, east, asked, served in rows}


def months(reader: Reader) -> list[str]:
    """The months of which there are counts, the latest first."""
    query = select(_d.month).distinct().order_by(_d.month.desc())
    return list(reader.connection.execute(query).scalars())


def places_of(reader: Reader, bureau: str) -> dict[str, tuple[float, float] | None]:
    """The points of a bureau that were not withdrawn, by code: latitude and longitude (WGS-84), None where
    nobody knows."""
    p = s.point.c
    query = select(p.code, p.latitude, p.longitude).where(NOT_WITHDRAWN, of_bureau(bureau))
    return {
        code: None if latitude is None else (latitude, longitude)
        for code, latitude, longitude in reader.connection.execute(query)
    }


def forget_before(writer: Writer, month: str) -> int:
    """Forgets the months before that one; how many rows."""
    return int(writer.connection.execute(delete(s.demand).where(_d.month < month)).rowcount)


def _row(slot: Slot, count: Count) -> dict[str, Any]:
    return {
        "month": slot.month,
        "north": slot.cell.north,
        "east": slot.cell.east,
        "hour": slot.hour,
        "need": slot.need,
        "asked": count.asked,
        "served": count.served,
    }
