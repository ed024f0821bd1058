"""Failures counted per source: the memory behind "too often"."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from servicepoints.register import schema as s
from servicepoints.register.transaction import Reader, Writer

_T = s.throttle.c
LONGEST = timedelta(days=1)
"""No window is longer."""
_FORGET_OLD = delete(s.throttle).where(
    (_T.since <= bindparam("long_ago"))
    | ((_T.key == bindparam("at_key")) & (_T.since <= bindparam("before")))
)
_MORE = (
    update(s.throttle)
    .where(_T.key == bindparam("at_key"))
    .values(failures=_T.failures + 1)
    .returning(_T.failures)
)
_FIRST = insert(s.throttle)


def count(writer: Writer, key: str, window: timedelta) -> int:
    """Counts one more failure under that key (a digest); how many there now are within the window.

    A window begins with the first failure after the last one ended. Everybody's long past ones are forgotten.
    """
    past = {"at_key": key, "before": writer.now - window, "long_ago": writer.now - LONGEST}
    writer.connection.execute(_FORGET_OLD, past)
    known = writer.connection.execute(_MORE, {"at_key": key}).scalar_one_or_none()
    if known is not None:
        return int(known)
    try:
        with writer.connection.begin_nested():
            writer.connection.execute(_FIRST, {"key": key, "failures": 1, "since": writer.now})
    except IntegrityError:  # another one's first, at the same moment
        return int(writer.connection.execute(_MORE, {"at_key": key}).scalar_one())
    return 1


def standing(reader: Reader, key: str) -> tuple[int, datetime] | None:
    """How many failures since when; None if there are none."""
    row = reader.connection.execute(select(_T.failures, _T.since).where(_T.key == key)).one_or_none()
    return None if row is None else (row.failures, row.since)


def forget(writer: Writer, key: str) -> None:
    """Starts anew for that key."""
    writer.connection.execute(delete(s.throttle).where(_T.key == key))
