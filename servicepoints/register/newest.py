"""The newest changes of points, each as a step from one state to the next, for those who follow the listing.

Private contacts take no part in it, so no key is needed; who made a change, and why, is left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from servicepoints.domain.points import Point
from servicepoints.domain.records import Record, point_of
from servicepoints.register import schema as s
from servicepoints.register.loading import load_codes
from servicepoints.register.rows import public_only
from servicepoints.register.transaction import Reader

_r = s.revision.c
_NEVER = frozenset({"contacts"})
"""Sealed in a revision."""


@dataclass(frozen=True, slots=True)
class Step:
    """One change of one point: what it was (None: it did not exist) and became, without private contacts."""

    at: datetime
    before: Point | None
    after: Point


def newest_steps(reader: Reader, limit: int) -> list[Step]:
    """The last `limit` changes, the latest first; those of one moment in the order of codes. A moment that
    the limit would cut is left out, unless it is all that there is."""
    query = select(_r.code, _r.revision, _r.at, _r.what).order_by(_r.at.desc(), _r.code, _r.revision.desc())
    rows: Sequence[Any] = reader.connection.execute(query.limit(limit)).all()
    if len(rows) == limit and rows[0].at != rows[-1].at:
        rows = [row for row in rows if row.at != rows[-1].at]
    standing = load_codes(reader, {row.code for row in rows}, public_only)
    return list(_walked_back(rows, standing))


def _walked_back(rows: Sequence[Any], standing: dict[str, Record]) -> Iterator[Step]:
    """Each point is walked back from how it stands; a gap in its revisions (a clock that was set back) ends
    its walk, since what it was before cannot be known."""
    for row in rows:
        record = standing.get(row.code)
        if record is None or record["revision"] != row.revision:
            standing.pop(row.code, None)
            continue
        what = {name: pair[0] for name, pair in row.what.items() if name not in _NEVER}
        earlier = record | what | {"revision": row.revision - 1}
        yield Step(row.at, point_of(earlier) if row.revision > 1 else None, point_of(record))
        standing[row.code] = earlier
