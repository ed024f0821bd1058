"""The register's file on the disk: whether it still is the one that our connections are to.

A backup put in its place while we run leaves them at a file that no longer has a name: what they read is
over, and what they write is lost. So whoever uses the register looks here first.
"""

import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path

from servicepoints.errors import RegisterAway

log = logging.getLogger(__name__)

PRIVATE = 0o600
"""The mode of what holds names and numbers of people."""
_JOURNALS = ("-wal", "-shm")
_Id = tuple[int, int]
"""Device and inode."""


class WatchedFile:
    """The SQLite file at `path`; `let_go` closes all connections to what stood there before."""

    def __init__(self, path: Path, let_go: Callable[[], None]) -> None:
        self.path = path
        self._name = str(path)
        self._let_go = let_go
        self._file: _Id | None = None
        self._journals: dict[Path, _Id | None] = dict.fromkeys(map(self._beside, _JOURNALS))
        self._looking = threading.Lock()

    @property
    def names(self) -> tuple[Path, ...]:
        """All names under which SQLite keeps it."""
        return self.path, *(self._beside(ending) for ending in (*_JOURNALS, "-journal"))

    def identity(self) -> str:
        """What tells the file that stands there now from any other; "" if there is none."""
        found = _id(self.path)
        return f"{found[0]}:{found[1]}" if found else ""

    def look(self) -> None:
        """Before a connection is used. RegisterAway if the file that was used is gone."""
        with self._looking:
            found = _id(self._name)
            if self._file is None or found == self._file:
                return
            if found is None:
                raise RegisterAway(f"登记库的文件不见了：{self.path}。请放回去，或检查 SERVICEPOINTS_HOME")
            log.warning("another file stands in the place of the register %s: going on with it", self.path)
            self._let_go()
            self._discard_journals()
            self._file = found

    def note(self) -> None:
        """There is a new connection, with its journals open: to what. While one is open, they stay the same
        files."""
        with self._looking:
            found = _id(self._name)
            if found is not None and self._file in (None, found):
                self._file = found
                self._journals = {path: _id(path) for path in self._journals}

    def _discard_journals(self) -> None:
        """SQLite finds a journal by its name alone, and would play that of the old file into the new one."""
        for path, standing in self._journals.items():
            if standing is not None and _id(path) == standing:
                path.unlink(missing_ok=True)
        self._journals = dict.fromkeys(self._journals)

    def _beside(self, ending: str) -> Path:
        return self.path.with_name(self.path.name + ending)


def make_private(path: Path) -> None:
    """Makes an empty file where there is none, for its owner alone: SQLite would make it as the umask says.
    Its journals take after it."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE))


def _id(path: Path | str) -> _Id | None:
    try:
        at = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return at.st_dev, at.st_ino
