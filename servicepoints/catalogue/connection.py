"""Read-only connections to the catalogue's file, one a thread.

A file that was replaced by a new one is noticed at the next question; one that was changed in place needs no
noticing.
"""

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from servicepoints.catalogue.tables import SCHEMA
from servicepoints.errors import InstanceError

_UNUSABLE = "目录（{path}）还没有发布，或者坏了：请运行 servicepoints publish"


class _Kept(threading.local):
    """A thread's connection, and the file (device, inode) that it is to."""

    connection: sqlite3.Connection | None = None
    file: tuple[int, int] = (0, 0)


class ReadOnly:
    """The file at `path`; any number of threads may ask. InstanceError while no usable file is there."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._kept = _Kept()

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        """All rows of a query, as `sqlite3.Row`."""
        with self.connection() as connection:
            return connection.execute(query, values).fetchall()

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """This thread's connection to the present file. sqlite3's failures become InstanceError."""
        try:
            yield self._present()
        except sqlite3.DatabaseError as error:
            raise InstanceError(f"{_UNUSABLE.format(path=self.path)}（{error}）") from error

    def close(self) -> None:
        """Lets this thread's connection go."""
        if self._kept.connection is not None:
            self._kept.connection.close()
            self._kept.connection = None

    def _present(self) -> sqlite3.Connection:
        try:
            at = os.stat(self.path)
        except OSError as error:
            raise InstanceError(_UNUSABLE.format(path=self.path)) from error
        file = at.st_dev, at.st_ino
        if self._kept.connection is None or self._kept.file != file:
            self.close()
            self._kept.connection, self._kept.file = self._opened(), file
        return self._kept.connection

    def _opened(self) -> sqlite3.Connection:
        # a thread that ends leaves its connection to the collector, which is another thread
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode=ro", uri=True, timeout=5, check_same_thread=False
        )
        connection.row_factory = sqlite3.Row
        if connection.execute("PRAGMA user_version").fetchone()[0] != SCHEMA:
            connection.close()
            raise InstanceError(_UNUSABLE.format(path=self.path))
        return connection
