"""One process at a time changes a catalogue."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def applying(path: Path, *, wait: bool) -> Iterator[bool]:
    """Holds the lock beside the catalogue; yields whether it was got. Only with `wait` it waits for the
    other.

    The kernel lets it go when the process ends, however it ends. Another thread of this process is another.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
