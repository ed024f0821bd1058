"""Remaining places: a small file beside the catalogue, written anew whenever they changed.

They change too often for the catalogue. One process of a node writes the file from the register twice a
second, and touches it when there is nothing new; the workers read it as often. A file that nobody has touched
for a while is worth nothing: the register is away, and nobody can say what is left.
"""

import os
import secrets
import time
from collections.abc import Mapping
from pathlib import Path

import orjson

from servicepoints.domain.bookings import Taken

STALE_S = 3.0
"""A writer that lives touches the file several times within so many seconds."""


def write(path: Path, places: Mapping[str, Taken], before: Mapping[str, Taken] | None) -> None:
    """Makes the file say this, by code of session; if `before` (what this process wrote last) is the same,
    only that it still holds."""
    if before == places:
        try:
            os.utime(path)
            return
        except FileNotFoundError:
            pass
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        fresh.write_bytes(
            orjson.dumps({c: [t.taken, t.waiting, t.capacity] for c, t in sorted(places.items())})
        )
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)  # twice a second on a full disk: soon thousands
        raise


class Overlay:
    """What a process knows of the file at `path`. Safe to read while one thread calls `look`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._raw: bytes | None = None
        self._said: dict[str, Taken] = {}
        self._touched = 0.0
        self._looked = False
        self._generation = 0

    def look(self) -> None:
        """Reads the file. Whether it says anything new shows in its bytes alone: the next file may well get
        the inode of the last but one, and be as long."""
        self._looked = True
        try:
            touched, raw = self._path.stat().st_mtime, self._path.read_bytes()
            if raw != self._raw:
                self._said = {code: Taken(*numbers) for code, numbers in orjson.loads(raw).items()}
                self._raw = raw
                self._generation += 1
            self._touched = touched
        except (OSError, ValueError, TypeError, AttributeError):
            self._touched = 0.0

    @property
    def fresh(self) -> bool:
        """Whether what it knows may be told."""
        return abs(time.time() - self._touched) < STALE_S  # a clock that was set back makes nothing fresh

    @property
    def touched(self) -> float | None:
        """When it was last written or found to hold still (seconds since 1970), 0 if nobody can say. None in
        a process that never looked: it does not follow."""
        return self._touched if self._looked else None

    @property
    def generation(self) -> int | None:
        """Grows whenever places changed; None while nobody can say how many are left."""
        return self._generation if self.fresh else None

    def taken(self, session: str) -> Taken | None:
        """How much of a session is spoken for; None while nobody can say."""
        return self._said.get(session) if self.fresh else None
