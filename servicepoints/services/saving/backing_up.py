"""Backing up: the register, and the settings that are no secret, into one file that is whole or not there.

The data key is never in it: a backup that brings its own key along protects nothing. The catalogue and the
open data are built anew from the register.
"""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from servicepoints import __version__
from servicepoints.backups import container, shelf
from servicepoints.backups.container import Header
from servicepoints.backups.keeping import Keep, superfluous
from servicepoints.config import Settings
from servicepoints.errors import InstanceError
from servicepoints.register import Actor, Register, feed, instance, pulses
from servicepoints.register.dumping import dump
from servicepoints.register.engine import now
from servicepoints.services.opening import open_instance
from servicepoints.services.saving.contents import PART, backup_keys, key_marks, plain_settings

PULSE = "backup"
SPARE = 64 * 1024 * 1024
"""Bytes that must be left for the instance while a copy lies beside it."""
_BY = Actor("machine", "backup")


@dataclass(frozen=True, slots=True)
class BackupReport:
    """A backup that was made and read back. `rows` in all tables; `same_disk`: it would be lost with the
    register; `has_key`: sealed things are in it, for which the data key is needed."""

    path: Path
    size: int
    rows: int
    points: int
    encrypted: bool
    removed: int
    same_disk: bool
    has_key: bool


def back_up(settings: Settings, folder: Path, clock: Callable[[], datetime] = now) -> BackupReport:
    """One backup into a folder, then those away that are kept no longer.

    InstanceError (no instance, another version, no room, a folder that cannot be written to, a copy that is
    not sound), RegisterAway, SettingError; then nothing new is in the folder, and nothing was taken away.
    """
    keys = backup_keys(settings)
    register = open_instance(settings, clock)
    try:
        with shelf.taken(folder), shelf.taken(settings.home):
            return _backed_up(settings, register, folder, keys)
    except OSError as error:
        where = error.filename or folder
        raise InstanceError(f"备份没有写成（{error.strerror}）：看看 {where} 的权限和磁盘空间") from error
    finally:
        register.close()


def _backed_up(settings: Settings, register: Register, folder: Path, keys: tuple[bytes, ...]) -> BackupReport:
    _require_room(settings.home, register)
    made_at = register.now().astimezone(UTC)
    copy = shelf.unfinished(settings.home, "register")
    part = shelf.unfinished(folder, f"{os.getpid()}")
    with register.read() as reader:
        this, latest = instance.get(reader), feed.latest(reader)
    try:
        shelf.create(copy).close()
        dumped = dump(register, copy)
        header = Header(made_at.isoformat(), this.id, dumped.engine, dumped.version, __version__, bool(keys))
        more = {
            "counts": dict(dumped.counts), "feed": latest, "kind": this.kind,
            "data_key_marks": key_marks(register.secrecy), "settings": plain_settings(settings),
        }  # fmt: skip
        with shelf.create(part) as file:
            container.write(file, header, {PART[dumped.engine]: copy}, more, keys[0] if keys else None)
            shelf.flush(file)
        container.read(part, keys)  # as a restore would, every byte
        final = shelf.settle(part, folder, made_at)
    finally:
        copy.unlink(missing_ok=True)
        part.unlink(missing_ok=True)
    with register.write(_BY) as writer:
        pulses.beat(writer, PULSE)
    return BackupReport(
        final, final.stat().st_size, sum(dumped.counts.values()), dumped.counts["point"], header.encrypted,
        _rotated(folder, this.id, final, Keep(*settings.backup_keep)),
        register.file is not None and os.stat(settings.home).st_dev == os.stat(folder).st_dev,
        bool(more["data_key_marks"]),
    )  # fmt: skip


def _rotated(folder: Path, instance_id: str, new: Path, keep: Keep) -> int:
    """Takes away what is kept no longer; how many. Never the one just made, whatever the clock says."""
    going = [one for one in superfluous(shelf.kept_of(folder, instance_id), keep) if one.path != new]
    for one in going:
        one.path.unlink(missing_ok=True)
    return len(going)


def _require_room(home: Path, register: Register) -> None:
    """InstanceError where a copy beside the register would leave it no room to be written to."""
    size = register.file.path.stat().st_size if register.file else 0
    free = shutil.disk_usage(home).free
    if free < size + SPARE:
        raise InstanceError(
            f"{home} 的磁盘只剩 {free // 1_000_000} MB，抄一份登记库要 {(size + SPARE) // 1_000_000} MB："
            "请先清出空间，不然连预约都写不进去"
        )
