"""The folder of open data as it stands: which files there are, what they tell, and whether all are whole.

The index is one small JSON file, put in its place by a rename when all that it names is there. Files are
named by what is in them, so one index never means the bytes of another.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from servicepoints.config import Settings

INDEX = "index.json"
LAYOUT = 1
"""A folder of another layout is written anew."""

ENDINGS: Mapping[str, str] = {"": "", "gzip": ".gz", "br": ".br"}
"""What is added to a file's name in each content coding."""


def folder_of(settings: Settings) -> Path:
    """The folder of an instance's open data."""
    return settings.home / "open-data"


@dataclass(frozen=True, slots=True)
class OpenFile:
    """One file by its public name (`points.csv`, `calendars/changning.ics`): where it is stored, its bytes in
    each coding ("": as it is), how many rows it has, the key and the moment of its content."""

    name: str
    stored: str
    media_type: str
    sizes: Mapping[str, int]
    rows: int
    key: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Index:
    """What the folder holds. `stamp`: from what it was written; `facts`: what its page tells; `made_at`: when
    its writing began."""

    folder: Path
    stamp: Mapping[str, Any]
    facts: Mapping[str, Any]
    made_at: datetime
    files: Mapping[str, OpenFile]

    def path(self, file: OpenFile, coding: str = "") -> Path:
        """Where a file is in that coding."""
        return self.folder / (file.stored + ENDINGS[coding])

    def is_whole(self) -> bool:
        """Whether every file is there with the bytes that it should have."""
        return all(
            _size(self.path(file, coding)) == size
            for file in self.files.values()
            for coding, size in file.sizes.items()
        )


def read_index(folder: Path) -> Index | None:
    """The index of that folder, or None if there is none that can be read."""
    try:
        said = orjson.loads((folder / INDEX).read_bytes())
        if said["layout"] != LAYOUT:
            return None
        files = {name: _file(name, one) for name, one in said["files"].items()}
        made_at = datetime.fromisoformat(said["made_at"])
        return Index(folder, said["stamp"], said["facts"], made_at, files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def index_bytes(index: Index) -> bytes:
    """The index as it is written."""
    files = {
        name: {
            "stored": file.stored,
            "media_type": file.media_type,
            "sizes": file.sizes,
            "rows": file.rows,
            "key": file.key,
            "changed_at": file.changed_at.isoformat(),
        }
        for name, file in index.files.items()
    }
    said = {
        "layout": LAYOUT,
        "stamp": index.stamp,
        "facts": index.facts,
        "made_at": index.made_at.isoformat(),
        "files": files,
    }
    return orjson.dumps(said)


class Watched:
    """The index of a folder as a process last saw it, read anew when it was replaced. For several threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: tuple[tuple[int, int] | None, Index | None] = (None, None)

    def index(self) -> Index | None:
        """The index as it is now, or None while there is none."""
        try:
            at = os.stat(self._folder / INDEX)
        except OSError:
            return None
        mark = (at.st_mtime_ns, at.st_ino)
        seen = self._seen
        if seen[0] != mark:
            seen = self._seen = (mark, read_index(self._folder))
        return seen[1]


def _file(name: str, said: Mapping[str, Any]) -> OpenFile:
    if os.path.basename(said["stored"]) != said["stored"]:
        raise ValueError(said["stored"])
    return OpenFile(
        name=name,
        stored=said["stored"],
        media_type=said["media_type"],
        sizes={coding: int(size) for coding, size in said["sizes"].items() if coding in ENDINGS},
        rows=int(said["rows"]),
        key=said["key"],
        changed_at=datetime.fromisoformat(said["changed_at"]),
    )


def _size(path: Path) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return -1
