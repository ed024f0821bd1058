"""Read-only connections to the catalogue's file, one a thread.

A file that was replaced by a new one is noticed at the next question; one that was changed in place needs no
noticing. One that was deleted is read on by whoever has it open, until another stands in its place.
"""

import os
import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, TypeVar

from servicepoints.catalogue.lock import applying
from servicepoints.catalogue.suspicion import is_damage, suspect
from servicepoints.catalogue.tables import SCHEMA
from servicepoints.errors import InstanceError

T = TypeVar("T")

_CACHE = "PRAGMA cache_size=-256"
"""KB of a connection, and so of a thread: what it does not hold the system does, once for all."""
_UNUSABLE = "目录（{path}）还没有发布，或者是旧版本的，或者坏了：请运行 servicepoints publish"


class _Kept(threading.local):
    """A thread's connection, and the file (device, inode) that it is to."""

    connection: sqlite3.Connection | None = None
    file: tuple[int, int] = (0, 0)


class ReadOnly:
    """The file at `path`; any number of threads may ask. InstanceError while no usable file is there."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._kept = _Kept()
        self._last: sqlite3.Connection | None = None
        """To what stood there last; any thread's."""

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        """All rows of a query, as `sqlite3.Row`."""
        return self.ask(lambda connection: connection.execute(query, values).fetchall())

    def ask(self, question: Callable[[sqlite3.Connection], T]) -> T:
        """The answer of a question put to this thread's connection. sqlite3's failures become
        InstanceError.

        A question that fails while the file is replaced is put again, to the new one: SQLite finds a
        journal by the file's name, and so takes that of the new file for one of the old.
        """
        while True:
            try:
                return question(self._present())
            except sqlite3.DatabaseError as error:
                if self._kept.file == self._file() and not self._rolled_back(error):
                    if is_damage(error):
                        suspect(self.path)
                    raise InstanceError(f"{_UNUSABLE.format(path=self.path)}（{error}）") from error

    def _rolled_back(self, error: sqlite3.DatabaseError) -> bool:
        """Whether it failed for the journal of a publisher that was killed as it committed, and that was
        played back now: who only reads may not. Under the lock it is nobody's who is still writing.
        """
        if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_READONLY_ROLLBACK:
            return False
        with applying(self.path, wait=False) as ours, suppress(sqlite3.DatabaseError):
            if ours:
                with closing(sqlite3.connect(self._address("rw"), uri=True, timeout=5)) as connection:
                    connection.execute("PRAGMA user_version").fetchone()
                    return True
        return False

    def close(self) -> None:
        """Lets this thread's connection go."""
        if self._kept.connection is not None:
            self._kept.connection.close()
            self._kept.connection = None

    def _file(self) -> tuple[int, int]:
        try:
            at = os.stat(self.path)
        except OSError as error:
            raise InstanceError(_UNUSABLE.format(path=self.path)) from error
        return at.st_dev, at.st_ino

    def _present(self) -> sqlite3.Connection:
        try:
            file = self._file()
        except InstanceError:
            if self._last is None:
                raise
            return self._last
        if self._kept.connection is None or self._kept.file != file:
            self.close()
            self._kept.file = file
            self._kept.connection = self._opened()
        return self._kept.connection

    def _address(self, mode: str) -> str:
        return f"{self.path.absolute().as_uri()}?mode={mode}"

    def _opened(self) -> sqlite3.Connection:
        # a thread that ends leaves its connection to the collector, which is another thread
        connection = sqlite3.connect(self._address("ro"), uri=True, timeout=5, check_same_thread=False)
        connection.execute(_CACHE)
        connection.row_factory = sqlite3.Row
        if connection.execute("PRAGMA user_version").fetchone()[0] != SCHEMA:
            connection.close()
            raise InstanceError(_UNUSABLE.format(path=self.path))
        self._last = connection
        return connection
