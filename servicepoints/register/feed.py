"""The change feed: which points changed, in the order in which their transactions committed.

`Writer.finish` writes it; publishing reads it.
"""

from sqlalchemy import bindparam, select

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
