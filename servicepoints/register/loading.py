"""Records of points, loaded in bulk: four statements for any number of points that one condition picks."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, Table, select

from servicepoints.domain.records import Record
from servicepoints.register import schema as s
from servicepoints.register.rows import POINT_FIELDS, assemble
from servicepoints.register.transaction import Reader

CHUNK = 500
"""Codes in one IN list: below every engine's limit on bound values."""

Key = TypeVar("Key", str, int)

_POINTS = select(*(s.point.c[name] for name in POINT_FIELDS))


def chunks(keys: Iterable[Key]) -> Iterator[list[Key]]:
    """The keys (codes, ids), sorted, each once, CHUNK at a time."""
    ordered = sorted(set(keys))
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def load(
    reader: Reader, condition: ColumnElement[bool] | None, contact_of: Callable[[Row[Any]], Record | None]
) -> dict[str, Record]:
    """The records of the points that `condition` (on `point`; None: all) picks, by code, in the order of
    codes."""

    def rows(table: Table, *order: str) -> Iterable[Row[Any]]:
        query = select(table) if table is not s.point else _POINTS
        if condition is not None:
            picked = select(s.point.c.code).where(condition)
            query = query.where(condition if table is s.point else table.c.code.in_(picked))
        return reader.connection.execute(query.order_by(*(table.c[name] for name in order)))

    return assemble(
        rows(s.point, "code"),
        rows(s.space, "code", "place"),
        rows(s.amenity, "code", "place", "key"),
        rows(s.contact, "code", "place"),
        contact_of,
    )


def load_codes(
    reader: Reader, codes: Iterable[str], contact_of: Callable[[Row[Any]], Record | None]
) -> dict[str, Record]:
    """The same for given codes; those that nothing has are left out."""
    found: dict[str, Record] = {}
    for chunk in chunks(codes):
        found |= load(reader, s.point.c.code.in_(chunk), contact_of)
    return found


def known(reader: Reader, codes: Iterable[str]) -> set[str]:
    """Those of the codes that were ever given out; needs no key."""
    found: set[str] = set()
    for chunk in chunks(codes):
        found.update(
            reader.connection.execute(select(s.point.c.code).where(s.point.c.code.in_(chunk))).scalars()
        )
    return found
