"""Suspicion: a reader that meets a damaged page of the catalogue leaves a mark beside the file, for whoever
writes it to build it anew. Without one, a page that no change ever touches would stay damaged for ever.
"""

import sqlite3
from contextlib import suppress
from pathlib import Path

_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_PRIMARY = 0xFF
"""SQLite's extended codes keep the plain one in their lowest byte."""


def is_damage(error: sqlite3.Error) -> bool:
    """Whether an error comes from the bytes of the file: damage that SQLite saw, or text that is none."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return "Could not decode" in str(error)
    return (code & _PRIMARY) in _DAMAGE


def suspect(path: Path) -> None:
    """Leaves the mark; where none can be left, nothing could be built either."""
    with suppress(OSError):
        _mark(path).touch()


def suspected(path: Path) -> bool:
    """Whether somebody suspects the catalogue that stands there now: a mark from before it means the last."""
    try:
        return _mark(path).stat().st_mtime_ns >= path.stat().st_ctime_ns
    except OSError:
        return False


def trust(path: Path) -> None:
    """Takes the mark away."""
    with suppress(OSError):
        _mark(path).unlink(missing_ok=True)


def _mark(path: Path) -> Path:
    return path.with_name(f"{path.name}.damaged")
