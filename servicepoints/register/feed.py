"""The change feed: which points changed, in the order in which their transactions committed.

`Writer.finish` writes it; publishing reads it.
"""

from datetime import datetime

from sqlalchemy import bindparam, func, select

from servicepoints.register import schema as s
from servicepoints.register.transaction import Reader

_LATEST = select(s.feed.c.n)
_SINCE = select(s.change.c.code).where(s.change.c.n > bindparam("n")).distinct()


def latest(reader: Reader) -> int:
    """The number of the last committed change; 0 before the first."""
    n: int = reader.connection.execute(_LATEST).scalar_one()
    return n


def changes_since(reader: Reader, n: int) -> tuple[int, frozenset[str]]:
    """(the latest number, the codes changed after number `n`); `transaction.REFERENCE` among them is no
    code."""
    up_to = latest(reader)
    return up_to, frozenset(reader.connection.execute(_SINCE, {"n": n}).scalars())


def last_moment(reader: Reader) -> datetime | None:
    """When a point was last changed; None before the first."""
    at: datetime | None = reader.connection.execute(select(func.max(s.revision.c.at))).scalar_one()
    return at


def remembers(reader: Reader, moment: datetime | None) -> bool:
    """Whether a point was changed at that moment. A register that does not remember what was read from it has
    another past: a backup was put in its place, and its numbers count other changes."""
    known = select(s.revision.c.at).where(s.revision.c.at == moment).limit(1)
    return moment is None or reader.connection.execute(known).first() is not None
