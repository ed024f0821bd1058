"""One backup as one file: a header that anyone can read, then frames.

    SPBACKUP1\\n                    what it is
    length (4 bytes, big-endian)   of the header
    header                         JSON: when, of which instance, engine, version, whether encrypted
    length (4 bytes), frame        … again and again; the highest bit of the length marks the last one

Frame 0 is the manifest (JSON: the parts with their sizes and SHA-256, and what the writer adds); the parts
follow it, in its order, cut into pieces that are compressed one by one: neither writing nor reading holds
more than one of them.
"""

import hashlib
import json
import secrets
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from servicepoints.backups.sealing import Broken, Sealing, sealing
from servicepoints.errors import InstanceError

MAGIC = b"SPBACKUP1\n"
PIECE = 1 << 20
_LENGTH = struct.Struct(">I")
_LAST = 1 << 31
_MOST_HEADER = 1 << 16
_MOST_FRAME = PIECE + (1 << 12)
_MANIFEST_MOST = PIECE
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Header:
    """What can be read of a backup without a key. `made_at` is ISO 8601, UTC; `version` the register's."""

    made_at: str
    instance: str
    engine: str
    version: str
    program: str
    encrypted: bool


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in it: parts (name → size in bytes, SHA-256) and `more`, as it was given."""

    parts: Mapping[str, tuple[int, str]]
    more: Mapping[str, Any]


def write(
    file: BinaryIO, header: Header, parts: Mapping[str, Path], more: Mapping[str, Any], key: bytes | None
) -> Manifest:
    """A whole backup of these files into an open file. OSError."""
    manifest = Manifest({name: _measured(path) for name, path in parts.items()}, more)
    salt = secrets.token_bytes(32)
    head = json.dumps(
        {"format": _FORMAT, "salt": salt.hex()} | {name: getattr(header, name) for name in Header.__slots__}
    ).encode()
    file.write(MAGIC + _LENGTH.pack(len(head)) + head)
    writing = _Writing(file, sealing(key if header.encrypted else None, salt, head))
    told = json.dumps({"parts": manifest.parts, "more": more}, ensure_ascii=False).encode()
    if len(told) > _MANIFEST_MOST:
        raise ValueError("manifest")
    writing.put(told)
    for path in parts.values():
        with path.open("rb") as source:
            while piece := source.read(PIECE):
                writing.put(piece)
    writing.end()
    return manifest


def read_header(path: Path) -> Header:
    """What anyone can read of it. InstanceError if it is no backup of ours or of a later form; OSError."""
    with path.open("rb") as file:
        return _header(file, path)[0]


def read(path: Path, keys: Sequence[bytes], sink: Callable[[str], BinaryIO] | None = None) -> Manifest:
    """Reads all of it and checks every byte; each part goes into what `sink` opens for its name, if given.

    InstanceError where it is not whole, was changed, or none of the keys opens it; then what went into the
    sinks is worth nothing. OSError.
    """
    with path.open("rb") as file:
        header, salt, head = _header(file, path)
        frames = _frames(file, path)
        opened, manifest = _manifest(path, next(frames), header, salt, head, keys)
        pieces = _pieces(opened, frames, path)
        for name, (size, digest) in manifest.parts.items():
            _part(path, pieces, (name, size, digest), sink)
        if next(pieces, None) is not None:
            raise _broken(path)
    return manifest


class _Writing:
    """Frames into a file, each held back until it is known whether it is the last."""

    def __init__(self, file: BinaryIO, around: Sealing) -> None:
        self._file, self._around, self._number = file, around, 0
        self._held: bytes | None = None

    def put(self, piece: bytes) -> None:
        if self._held is not None:
            self._write(self._held, last=False)
        self._held = zlib.compress(piece, 6)

    def end(self) -> None:
        self._write(self._held or b"", last=True)

    def _write(self, packed: bytes, *, last: bool) -> None:
        frame = self._around.close(self._number, last, packed)
        self._file.write(_LENGTH.pack(len(frame) | (_LAST if last else 0)) + frame)
        self._number += 1


def _measured(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return file.tell(), digest


def _header(file: BinaryIO, path: Path) -> tuple[Header, bytes, bytes]:
    start = file.read(len(MAGIC) + _LENGTH.size)
    if not start.startswith(MAGIC) or len(start) != len(MAGIC) + _LENGTH.size:
        raise InstanceError(f"{path} 不是 servicepoints backup 写的备份")
    (length,) = _LENGTH.unpack(start[len(MAGIC) :])
    head = file.read(min(length, _MOST_HEADER))
    try:
        if len(head) != length:
            raise _cut_off(path)
        said = json.loads(head)
        if said["format"] > _FORMAT:
            raise InstanceError(f"{path} 是更新版本的程序写的备份：请先升级程序")
        header = Header(**{name: said[name] for name in Header.__slots__})
        return header, bytes.fromhex(said["salt"]), head
    except (ValueError, TypeError, KeyError) as error:
        raise _broken(path) from error


Frame = tuple[int, bool, bytes]


def _frames(file: BinaryIO, path: Path) -> Iterator[Frame]:
    """(its number, whether it says it is the last, the frame)."""
    number, last = 0, False
    while not last:
        start = file.read(_LENGTH.size)
        if len(start) != _LENGTH.size:
            raise _cut_off(path)
        (length,) = _LENGTH.unpack(start)
        last, length = bool(length & _LAST), length & ~_LAST
        if length > _MOST_FRAME:
            raise _broken(path)
        frame = file.read(length)
        if len(frame) != length:
            raise _cut_off(path)
        yield number, last, frame
        number += 1
    if file.read(1):
        raise _broken(path)


def _manifest(
    path: Path, frame: Frame, header: Header, salt: bytes, head: bytes, keys: Sequence[bytes]
) -> tuple[Sealing, Manifest]:
    for key in keys if header.encrypted else (None,):
        around = sealing(key, salt, head)
        try:
            told = json.loads(_unpacked(around.open(*frame), _MANIFEST_MOST))
            parts = {name: (int(size), str(digest)) for name, (size, digest) in told["parts"].items()}
            return around, Manifest(parts, told["more"])
        except Broken:
            continue
        except (ValueError, KeyError, TypeError) as error:
            raise _broken(path) from error
    if not header.encrypted:
        raise _broken(path)
    if not keys:
        raise InstanceError(f"{path} 是加密的：请设置 SERVICEPOINTS_BACKUP_KEY（备份时的那一把）")
    raise InstanceError(
        f"{path} 用现在的 SERVICEPOINTS_BACKUP_KEY 打不开："
        "密钥不是备份时的那一把（多把用逗号分开），或文件开头坏了"
    )


def _pieces(around: Sealing, frames: Iterator[Frame], path: Path) -> Iterator[bytes]:
    for frame in frames:
        try:
            yield _unpacked(around.open(*frame), PIECE)
        except (Broken, ValueError) as error:
            raise _broken(path) from error


def _unpacked(packed: bytes, most: int) -> bytes:
    """ValueError for what unpacks to more than was ever put in."""
    unpacking = zlib.decompressobj()
    try:
        found = unpacking.decompress(packed, most)
    except zlib.error as error:
        raise ValueError("not compressed") from error
    if not unpacking.eof:
        raise ValueError("too long")
    return found


def _part(
    path: Path, pieces: Iterator[bytes], part: tuple[str, int, str], sink: Callable[[str], BinaryIO] | None
) -> None:
    name, size, expected = part
    digest, left = hashlib.sha256(), size
    target = sink(name) if sink else None
    try:
        while left > 0:
            piece = next(pieces, b"")
            if not piece or len(piece) > left:
                raise _broken(path)
            digest.update(piece)
            left -= len(piece)
            if target:
                target.write(piece)
    finally:
        if target:
            target.close()
    if digest.hexdigest() != expected:
        raise _broken(path)


def _broken(path: Path) -> InstanceError:
    return InstanceError(f"{path} 坏了或被改过（校验不对），没有用它：请换一份备份")


def _cut_off(path: Path) -> InstanceError:
    return InstanceError(f"{path} 不完整，后面的没有了（没写完或没拷完）：请重新拷一份，或换一份备份")
