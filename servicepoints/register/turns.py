"""Turns: who writes to the register's file next, in the order of asking.

SQLite lets a writer that finds the file locked look again after a pause, and each pause is longer than the
last: under a rush one of eight waits for seconds while others go twice. Whoever holds a lock of the kernel's
on a file beside it goes in turn, and the lock is let go when its process ends, however it ends.
"""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from servicepoints.errors import RegisterAway

WAIT_S = 30.0
_BUSY = "登记库正忙，等了很久也没有轮到：请过一会儿再试"


class Turns:
    """The turns at the file at `path`. Only one thread of a process stands in the kernel's line at a time, so
    that a holder which hangs keeps no more than that one for good; the others give up after `WAIT_S`."""

    def __init__(self, path: Path) -> None:
        self._path = path.with_name(f"{path.name}-turn")
        self._first = threading.Lock()

    @property
    def path(self) -> Path:
        """The file whose lock is held; empty."""
        return self._path

    @contextmanager
    def mine(self) -> Iterator[None]:
        """Inside it, nobody else writes who asks for turns too. RegisterAway after a long wait."""
        if not self._first.acquire(timeout=WAIT_S):
            raise RegisterAway(_BUSY)
        try:
            held = self._opened()
            try:
                if held is not None:
                    fcntl.flock(held, fcntl.LOCK_EX)
                yield
            finally:
                if held is not None:
                    os.close(held)
        finally:
            self._first.release()

    def _opened(self) -> int | None:
        """The file, or None where none can be made: SQLite says itself why nothing can be written there."""
        try:
            return os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            return None
