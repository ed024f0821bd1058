"""The register's file on the disk: whether it still is the one that our connections are to.

A backup put in its place while we run leaves them at a file that no longer has a name: what they read is
over, and what they write is lost. So whoever uses the register looks here first. What stood there before is
kept beside it, with its journal: the last commits are in that alone, even if the file was only moved away and
brought back by way of another disk.
"""

import logging
import os
import shutil
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from servicepoints.errors import RegisterAway

log = logging.getLogger(__name__)

PRIVATE = 0o600
"""The mode of what holds names and numbers of people."""
_WAL, _SHM = _JOURNALS = ("-wal", "-shm")
_REPLACED = ".replaced-"
_OPEN = "/proc/self/fd"
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
            self._keep()
            self._let_go()
            self._file = found

    def note(self) -> None:
        """There is a new connection, with its journals open: to what. While one is open, they stay the same
        files."""
        with self._looking:
            found = _id(self._name)
            if found is not None and self._file in (None, found):
                self._file = found
                self._journals = {path: _id(path) for path in self._journals}

    def replaced(self) -> list[Path]:
        """What stood there before and was kept, each under the name of its database."""
        found = self.path.parent.glob(f"{self.path.name}{_REPLACED}*")
        return sorted({path.with_name(path.name.removesuffix(_WAL)) for path in found})

    def _keep(self) -> None:
        """Takes the journal of the old file out of the new one's way, for SQLite finds it by its name alone,
        and puts the old file to it. Of several processes the first does: a name can be taken once."""
        wal, shm = map(self._beside, _JOURNALS)
        kept = self._beside(f"{_REPLACED}{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}")
        if self._is_standing(shm):
            shm.unlink(missing_ok=True)
        if self._is_standing(wal):
            with suppress(FileNotFoundError):
                wal.rename(kept.with_name(kept.name + _WAL))
                self._copy_old(kept)
        self._journals = dict.fromkeys(self._journals)

    def _is_standing(self, journal: Path) -> bool:
        noted = self._journals[journal]
        return noted is not None and _id(journal) == noted

    def _copy_old(self, to: Path) -> None:
        """The old file, which may have no name any more: our connections hold it open."""
        numbers = os.listdir(_OPEN) if os.path.isdir(_OPEN) else []
        old = next((n for n in numbers if _id(f"{_OPEN}/{n}") == self._file), None)
        try:
            if old is not None:
                make_private(to)
                shutil.copyfile(f"{_OPEN}/{old}", to)
            log.warning("what was the register before is kept as %s, its last commits too", to)
        except OSError as error:
            log.warning("what was the register before cannot be kept, but for its journal: %s", error)

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
