"""Filling the folder of open data: each file written beside its place, hashed and compressed as it goes by,
and named by its content; at the end one rename shows them all, and what nobody names any more goes.

A file that is what it was is left where it is. Whatever fails leaves the old index, and so the old files.
"""

import gzip
import hashlib
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Self

import brotli

from servicepoints.services.open_data.index import ENDINGS, INDEX, Index, OpenFile, index_bytes, read_index

_PART = ".part"
_BLOCK = 1 << 18
_SMALLEST = 600
"""Bytes; below it a compressed copy is not worth its inode."""
_HARD, _LARGE_HARD = 9, 5
_LARGE = 4 << 20
"""Bytes; beyond, brotli's quality 9 takes three times as long for a twentieth less."""

Fill = Callable[[BinaryIO], int]
"""Writes a file's bytes and says how many rows they are."""


Squeeze = Callable[[BinaryIO, BinaryIO], None]
"""Reads one file and writes it compressed."""


class Shelf:
    """The folder while it is being filled; `fresh` believes nothing of what is there. Whoever fills it holds
    `catalogue.lock.applying(folder)`."""

    def __init__(self, folder: Path, now: datetime, *, fresh: bool = False) -> None:
        self._folder = folder
        self._now = now
        self._files: dict[str, OpenFile] = {}
        if folder.exists() and not folder.is_dir():
            folder.unlink()
        folder.mkdir(parents=True, exist_ok=True)
        self._clear()
        self._before = None if fresh else read_index(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._clear()

    @property
    def scratch(self) -> Path:
        """A place for what is needed while the shelf is filled, and gone afterwards."""
        return self._folder / f"scratch{_PART}"

    def put(self, name: str, media_type: str, fill: Fill, *, pack: bool = True, key: str = "") -> Path:
        """Writes one file; `pack` makes its compressed copies. `key` stands for content that is new only
        where the key is: a file of the same key is kept without being filled. Returns where it is."""
        kept = self._standing(name, key) if key else None
        if kept is not None:
            return self._take(kept)
        part = self._folder / f"{secrets.token_hex(8)}{_PART}"
        with part.open("wb") as target:
            rows = fill(target)
        digest, size = _digest(part)
        kept = self._standing(name, key, digest)
        if kept is not None:
            part.unlink()
            return self._take(replace(kept, rows=rows))
        stored = f"{digest}-{name.replace('/', '-')}"
        sizes = {"": size} | (self._pack(part, stored, size) if pack and size >= _SMALLEST else {})
        part.replace(self._folder / stored)
        return self._take(OpenFile(name, stored, media_type, sizes, rows, key or digest, self._now))

    def keep(self, name: str) -> None:
        """Keeps the file of that name as it is, if there is one."""
        kept = self._standing(name)
        if kept is not None:
            self._take(kept)

    def show(self, stamp: dict[str, Any], facts: dict[str, Any]) -> Index:
        """Puts the new index in the place of the old one, and sweeps."""
        index = Index(self._folder, stamp, facts, self._now, self._files)
        part = self._folder / f"{INDEX}{_PART}"
        part.write_bytes(index_bytes(index))
        part.replace(self._folder / INDEX)
        named = {INDEX} | {index.path(f, c).name for f in self._files.values() for c in f.sizes}
        for path in self._folder.iterdir():
            if path.name not in named:
                with suppress(OSError):  # a folder that someone made there stays
                    path.unlink()
        return index

    def _clear(self) -> None:
        """Removes what is half written: on a full disk it would stand in the way of all else."""
        for left in self._folder.glob(f"*{_PART}"):
            with suppress(OSError):
                left.unlink()

    def _take(self, file: OpenFile) -> Path:
        self._files[file.name] = file
        return self._folder / file.stored

    def _standing(self, name: str, key: str = "", digest: str = "") -> OpenFile | None:
        """The whole file of that name, if its key, or its content, is this one."""
        file = self._before.files.get(name) if self._before else None
        if file is None or (key and file.key != key) or (digest and not file.stored.startswith(digest)):
            return None
        whole = all(
            _is(self._folder / (file.stored + ENDINGS[coding]), size) for coding, size in file.sizes.items()
        )
        return file if whole else None

    def _pack(self, part: Path, stored: str, size: int) -> dict[str, int]:
        """Its compressed copies; their sizes by coding."""
        quality = _HARD if size < _LARGE else _LARGE_HARD
        ways: dict[str, Squeeze] = {"gzip": _gzip, "br": partial(_brotli, quality=quality)}
        sizes = {}
        for coding, squeeze in ways.items():
            packed = part.with_name(f"{part.stem}{ENDINGS[coding]}{_PART}")
            with part.open("rb") as source, packed.open("wb") as target:
                squeeze(source, target)
            sizes[coding] = packed.stat().st_size
            packed.replace(self._folder / (stored + ENDINGS[coding]))
        return sizes


def pieces(of: Iterable[bytes], rows: int = 0) -> Fill:
    """A filling of these pieces."""

    def fill(target: BinaryIO) -> int:
        target.writelines(of)
        return rows

    return fill


def _is(path: Path, size: int) -> bool:
    try:
        return os.stat(path).st_size == size
    except OSError:
        return False


def _digest(path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        for block in _blocks(file):
            digest.update(block)
            size += len(block)
    return digest.hexdigest()[:20], size


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    while block := file.read(_BLOCK):
        yield block


def _gzip(source: BinaryIO, target: BinaryIO) -> None:
    """Equal bytes give equal bytes: no name and no moment is in them."""
    with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=target, mtime=0) as packed:
        packed.writelines(_blocks(source))


def _brotli(source: BinaryIO, target: BinaryIO, quality: int) -> None:
    compressor = brotli.Compressor(quality=quality)
    for block in _blocks(source):
        target.write(compressor.process(block))
    target.write(compressor.finish())
