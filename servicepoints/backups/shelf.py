"""The folder that backups lie in: writing one there so that it is whole or not there, and finding ours."""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from servicepoints.backups.container import read_header
from servicepoints.errors import InstanceError

_NAME = re.compile(r"servicepoints-(\d{8}T\d{6}Z)(?:-\d+)?\.backup")
_UNFINISHED = re.compile(r"\.servicepoints-.*\.part(-\w+)?")  # SQLite puts its journal beside one
_LOCK = ".servicepoints-backup.lock"
_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup in the folder."""

    path: Path
    made_at: datetime


@contextmanager
def taken(folder: Path) -> Iterator[None]:
    """The folder, made if it is missing, for one backup at a time; what a run that was killed left behind is
    cleared away. InstanceError where it cannot be written to, or another backup is at it."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except (FileExistsError, NotADirectoryError) as error:
        raise InstanceError(f"{folder} 不是文件夹：备份要写进一个文件夹") from error
    except OSError as error:
        raise InstanceError(
            f"{folder} 写不了（{error.strerror}）：请换一个能写的文件夹，或改它的权限"
        ) from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InstanceError(f"{folder} 里正有另一个备份在写：等它写完再来") from error
        for path in folder.iterdir():
            if _UNFINISHED.fullmatch(path.name):
                path.unlink(missing_ok=True)
        yield
    finally:
        os.close(lock)


def unfinished(folder: Path, name: str) -> Path:
    """Where something is written that is not done yet; what is left of it the next run clears away."""
    return folder / f".servicepoints-{name}.part"


def create(path: Path) -> BinaryIO:
    """A new file that only its owner can read."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb")


def settle(path: Path, folder: Path, made_at: datetime) -> Path:
    """Gives a finished file its name, for good: on the disk, and never in the place of another."""
    stamp = made_at.astimezone(UTC).strftime(_STAMP)
    number = 1
    while True:
        final = folder / f"servicepoints-{stamp}{f'-{number}' if number > 1 else ''}.backup"
        try:
            os.link(path, final)
            break
        except FileExistsError:
            number += 1
        except PermissionError:  # a disk without hard links (FAT, some network shares)
            if final.exists():
                number += 1
                continue
            os.rename(path, final)
            break
    path.unlink(missing_ok=True)
    flush_folder(folder)
    return final


def flush(file: BinaryIO) -> None:
    """All that was written is on the disk."""
    file.flush()
    os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """The names in it are on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def kept_of(folder: Path, instance: str) -> list[Kept]:
    """The backups of one instance in the folder; other files, and backups of others, are not looked at."""
    found = []
    for path in folder.iterdir():
        if not _NAME.fullmatch(path.name) or path.is_symlink():
            continue
        try:
            header = read_header(path)
            made_at = datetime.fromisoformat(header.made_at)
        except (InstanceError, OSError, ValueError):
            continue
        if header.instance == instance and made_at.tzinfo is not None:
            found.append(Kept(path, made_at))
    return found
