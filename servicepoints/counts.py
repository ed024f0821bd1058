"""Counting what a node answers: a small file a process, in memory that the kernel keeps, so that whichever
worker is asked can tell the sum of all, and nothing that a killed one counted is lost.

A file holds numbers only, in a fixed order (`NAMES`); who counts holds a lock on it, so that the file of a
process that ended, however it ended, is known by its lock being free: its numbers are added to `ended`.
Imports the standard library only.
"""

import fcntl
import hashlib
import mmap
import os
import secrets
import threading
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

BOUNDS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Upper bounds of the buckets of the times of answers; one more has what took longer."""
CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
GROUPS = (
    "home", "near", "search", "district", "map", "point", "door", "session", "booking", "keeper", "suggest",
    "desk", "embed", "api_near", "api", "open_data", "static", "health", "other",
)  # fmt: skip
"""Of routes. A path is told to none but these, so that no one fills the memory with paths of their own."""
EVENTS = (
    "bookings_taken", "bookings_refused", "bookings_away", "geocoder_asked", "geocoder_failed",
)  # fmt: skip
_FIRST = {
    "": "home", "near": "near", "search": "search", "d": "district", "map": "map", "p": "point",
    "s": "session", "b": "booking", "k": "keeper", "r": "door", "suggest": "suggest", "bureau": "desk",
    "embed": "embed", "open-data": "open_data", "static": "static", "healthz": "health", "readyz": "health",
    "metrics": "health",
}  # fmt: skip
_OF_GROUP = len(BOUNDS_S) + 1 + 1 + len(CLASSES)
_SUM = len(BOUNDS_S) + 1
_AT = {group: i * _OF_GROUP for i, group in enumerate(GROUPS)}
_EVENT_AT = {name: len(GROUPS) * _OF_GROUP + i for i, name in enumerate(EVENTS)}
LENGTH = len(GROUPS) * _OF_GROUP + len(EVENTS)
_BYTES = LENGTH * 8
LAYOUT = hashlib.sha256(repr((BOUNDS_S, CLASSES, GROUPS, EVENTS)).encode()).hexdigest()[:8]
"""Part of the files' names: those of another version are not read as ours."""


def folder_of(home: Path) -> Path:
    """Where the processes of an instance count."""
    return home / "counts"


def group_of(path: str) -> str:
    """The group of routes that a path (decoded, without its query) belongs to."""
    parts = path.split("/", 4)
    first = parts[1] if len(parts) > 1 else ""
    if first == "api":
        return "api_near" if parts[2:] == ["v1", "near"] else "api"
    if first == "p" and parts[3:4] == ["door"]:
        return "door"
    return _FIRST.get(first, "other")


class Counts:
    """What this process counts. Without a folder (a command, a test) it counts for itself alone."""

    def __init__(self) -> None:
        self._numbers = memoryview(bytearray(_BYTES)).cast("d")
        self._lock = threading.Lock()
        self._file: int | None = None

    def keep_in(self, folder: Path) -> None:
        """Counts in a file of that folder from now on. OSError where none can be made."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / f"{LAYOUT}.{os.getpid()}.{secrets.token_hex(4)}"
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            # its room is taken now: on a full disk, writing into a hole of it would end the process
            os.posix_fallocate(file, 0, _BYTES)
        except OSError:
            os.close(file)
            path.unlink(missing_ok=True)
            raise
        fresh = memoryview(mmap.mmap(file, _BYTES)).cast("d")
        with self._lock:
            for i, number in enumerate(self._numbers):
                fresh[i] = number
            self._numbers, self._file = fresh, file

    def answered(self, path: str, status: int, seconds: float) -> None:
        """One answer to a request of that path."""
        at = _AT[group_of(path)]
        bucket = at + bisect_left(BOUNDS_S, seconds)
        kind = at + _SUM + min(max(status // 100, 1), len(CLASSES))
        with self._lock:
            numbers = self._numbers
            numbers[bucket] += 1
            numbers[at + _SUM] += seconds
            numbers[kind] += 1

    def happened(self, event: str, times: int = 1) -> None:
        """Something of `EVENTS` came to pass."""
        with self._lock:
            self._numbers[_EVENT_AT[event]] += times

    def own(self) -> list[float]:
        """What this process counted."""
        with self._lock:
            return list(self._numbers)


COUNTS = Counts()
"""This process's."""


def note(folder: Path, events: Mapping[str, int]) -> None:
    """What came to pass in a command, which ends: told to whoever sums up next, if there is a folder."""
    if not folder.is_dir():
        return
    with suppress(OSError):
        own = Counts()
        own.keep_in(folder)
        for event, times in events.items():
            own.happened(event, times)


class Total:
    """The sum of all that a folder's processes counted, and those that ended before."""

    def __init__(self, numbers: list[float]) -> None:
        self._numbers = numbers

    def groups(self) -> Iterator[tuple[str, list[int], float, dict[str, int]]]:
        """(group, how many in each bucket, the seconds of all, how many of each class of status)."""
        for group, at in _AT.items():
            own = self._numbers[at : at + _OF_GROUP]
            buckets = [int(n) for n in own[:_SUM]]
            if any(buckets):
                statuses = zip(CLASSES, own[_SUM + 1 :], strict=True)
                yield group, buckets, own[_SUM], {name: int(n) for name, n in statuses if n}

    def event(self, name: str) -> int:
        """How often something of `EVENTS` came to pass."""
        return int(self._numbers[_EVENT_AT[name]])


def total(folder: Path) -> Total:
    """The sum of the processes of a folder; of this one alone, where there is no folder."""
    if not folder.is_dir():
        return Total(COUNTS.own())
    with _alone(folder):
        _take_over(folder)
        numbers = [0.0] * LENGTH
        for path in folder.glob(f"{LAYOUT}.*"):
            _add(numbers, path)
    return Total(numbers)


def _take_over(folder: Path) -> None:
    """Adds the numbers of processes that ended to `ended`, and removes their files; files of an older layout
    go as well."""
    ended = folder / f"{LAYOUT}.ended"
    numbers = [0.0] * LENGTH
    over = [path for path in folder.iterdir() if path.name.count(".") == 2 and _is_over(path)]
    ours = [path for path in over if path.name.startswith(f"{LAYOUT}.") and _add(numbers, path)]
    if ours:
        _add(numbers, ended)
        fresh = folder / "new"
        fresh.write_bytes(memoryview(_packed(numbers)))
        fresh.replace(ended)
    for path in over:
        path.unlink(missing_ok=True)


def _packed(numbers: list[float]) -> bytearray:
    packed = bytearray(_BYTES)
    view = memoryview(packed).cast("d")
    for i, number in enumerate(numbers):
        view[i] = number
    return packed


def _add(numbers: list[float], path: Path) -> bool:
    """Adds what a file holds; whether it held anything."""
    try:
        raw = path.read_bytes()
    except OSError:
        return False
    if len(raw) != _BYTES:
        return False
    for i, number in enumerate(memoryview(raw).cast("d")):
        numbers[i] += number
    return True


def _is_over(path: Path) -> bool:
    """Whether nobody counts in a file any more; not so for one that is only just being made."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return os.fstat(file.fileno()).st_size == _BYTES
    except OSError:
        return False


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time takes over what others left."""
    with (folder / "lock").open("w") as file:
        with suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
