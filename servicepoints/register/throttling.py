"""Failures counted per source: the memory behind "too often"."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import Integer, bindparam, delete, select, text

from servicepoints.register import schema as s
from servicepoints.register.ready import Ready
from servicepoints.register.schema import Moment
from servicepoints.register.transaction import Reader, Writer

LONGEST = timedelta(days=1)
"""No window is longer."""

_T = s.throttle.c
# one statement on both engines, so that two at once are counted as two
_COUNT = Ready(
    text(
        "INSERT INTO throttle (key, failures, since) VALUES (:key, 1, :now) ON CONFLICT (key) DO UPDATE SET"
        " failures = CASE WHEN throttle.since <= :before THEN 1 ELSE throttle.failures + 1 END,"
        " since = CASE WHEN throttle.since <= :before THEN :now ELSE throttle.since END RETURNING failures"
    )
    .bindparams(bindparam("now", type_=Moment), bindparam("before", type_=Moment))
    .columns(failures=Integer)
)
_STANDING = select(_T.failures, _T.since).where(_T.key == bindparam("key"))


def key_of(what: str, source: str) -> str:
    """The key under which what comes from a source (an account, a token, a keyed hash of an address) is
    counted."""
    return hashlib.sha256(f"{what}\0{source}".encode()).hexdigest()


def count(writer: Writer, key: str, window: timedelta) -> int:
    """Counts one more failure under a key of `key_of`; how many there now are within the window.

    A window begins with the first failure after the last one ended.
    """
    asked = {"key": key, "now": writer.now, "before": writer.now - window}
    return int(_COUNT.one(writer.connection, asked))


def standing(reader: Reader, key: str) -> tuple[int, datetime] | None:
    """How many failures since when; None if there are none."""
    row = reader.connection.execute(_STANDING, {"key": key}).one_or_none()
    return None if row is None else (row.failures, row.since)


def forget(writer: Writer, key: str) -> None:
    """Starts anew for that key."""
    writer.connection.execute(delete(s.throttle).where(_T.key == key))


def forget_old(writer: Writer) -> None:
    """Forgets what no window reaches back to, of everybody."""
    writer.connection.execute(delete(s.throttle).where(_T.since <= writer.now - LONGEST))
