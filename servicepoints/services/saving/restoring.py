"""Bringing an instance back from a backup into a place where none is: all of it, or nothing.

What comes back has another id than before: whoever keeps a copy by the numbers of the feed, the catalogues of
other nodes and machines that follow the changes, sees by it that these now count other changes.
"""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from servicepoints.backups import container, shelf
from servicepoints.backups.container import Header, Manifest
from servicepoints.config import Settings
from servicepoints.errors import InstanceError, ServicePointsError, SettingError
from servicepoints.register import Actor, Register, accounts, instance, open_register, sqlite_url
from servicepoints.register.dumping import ENGINES, clear, is_empty, look_through, restore_to_server
from servicepoints.register.migrating import migrate
from servicepoints.register.version import refuse_newer
from servicepoints.services.publishing import publish
from servicepoints.services.saving.contents import PART, backup_keys, key_marks

SETTINGS_FILE = "settings-from-backup.env"
_WORK = ".restoring"
_MAKING = ".making"
_BY = Actor("setup", "restore")


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What stands there now. `before` and `after`: the register's version in the backup, and now; `settings`:
    where those of the backup were written, if there were any."""

    made_at: datetime
    points: int
    bookings: int
    before: str
    after: str
    settings: Path | None


def restore(settings: Settings, backup: Path, *, lost_key: bool = False) -> RestoreReport:
    """The instance of a backup into the place that the settings name, published.

    `lost_key`: even if the data key is not the backup's, and what is sealed cannot be read. InstanceError
    where something stands there already, or the backup is damaged, newer than this code, of another engine;
    SettingError for a wrong key; RegisterAway. Then nothing was changed.
    """
    try:
        return _restored(settings, backup, lost_key=lost_key)
    except OSError as error:
        raise InstanceError(
            f"{error.filename or backup} 读写不了（{error.strerror}）：看看权限和磁盘空间"
        ) from error


def _restored(settings: Settings, backup: Path, *, lost_key: bool) -> RestoreReport:
    keys, header = backup_keys(settings), container.read_header(backup)
    refuse_newer(header.version)
    _refuse_other_engine(settings, header)
    settings.home.mkdir(parents=True, exist_ok=True)
    with shelf.taken(settings.home):
        _refuse_standing(settings)
        work = _final(settings).parent / _WORK
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(mode=0o700)
        try:
            manifest = container.read(backup, keys, lambda name: _sink(work, name))
            _check_data_key(settings, manifest, lost_key=lost_key)
            put = _put_on_server if _on_server(settings) else _put_file
            after = put(settings, work / PART[header.engine], manifest)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        written = _write_settings(settings.home, manifest.more["settings"])
    register = open_register(settings.register_address, settings.data_key)
    try:
        publish(register, settings.catalogue_path)
    finally:
        register.close()
    counts, made_at = manifest.more["counts"], datetime.fromisoformat(header.made_at)
    return RestoreReport(made_at, counts["point"], counts.get("booking", 0), header.version, after, written)


def _put_file(settings: Settings, copy: Path, manifest: Manifest) -> str:
    look_through(copy, manifest.more["counts"])
    register = open_register(sqlite_url(copy), settings.data_key)
    try:
        after = _made_ready(register)
    finally:
        register.close()  # what was written goes into the file, and nothing stays beside it
    final = _final(settings)
    with copy.open("rb+") as file:
        os.fsync(file.fileno())
    try:
        os.link(copy, final)  # never in the place of another
    except FileExistsError as error:
        raise _standing(final) from error
    shelf.flush_folder(final.parent)
    return after


def _put_on_server(settings: Settings, copy: Path, manifest: Manifest) -> str:
    register = open_register(settings.register_address, settings.data_key)
    try:
        restore_to_server(register, copy, manifest.more["counts"])
        return _made_ready(register)
    except ServicePointsError:
        with suppress(ServicePointsError):
            clear(register)  # it was empty before
        raise
    finally:
        register.close()


def _made_ready(register: Register) -> str:
    """Brought to this code's version and given an id of its own, with nobody signed in: a session or a link
    that was over since the backup would be good again; the version."""
    _, after = migrate(register)
    with register.write(_BY) as writer:
        instance.renew(writer, instance.get(writer).id)
        accounts.end_everything(writer)
    return after


def _on_server(settings: Settings) -> bool:
    return settings.register_url.startswith("postgresql")


def _final(settings: Settings) -> Path:
    """Where the register's file is to stand; for one on a server, what would be it."""
    file = open_register(settings.register_address).file
    return file.path if file else settings.home / "register.db"


def _refuse_other_engine(settings: Settings, header: Header) -> None:
    here = "postgresql" if _on_server(settings) else "sqlite"
    if header.engine not in PART:
        raise InstanceError(f"备份里是这个程序不认得的库（{header.engine}）：请先升级程序")
    if header.engine != here:
        fix = "去掉 REGISTER_URL" if here == "postgresql" else "用 REGISTER_URL 指到一个空的 PostgreSQL 库"
        raise InstanceError(
            f"备份里是 {ENGINES[header.engine]} 的登记库，这里设的是 {ENGINES[here]}：请{fix}，"
            "恢复好了再用 servicepoints migrate --from --to 搬"
        )


def _refuse_standing(settings: Settings) -> None:
    """InstanceError if there is a register already, or what belongs to one."""
    if (settings.home / _MAKING).exists():
        raise InstanceError(f"{settings.home} 里有个没建完的实例，没有动它：请换一个空文件夹")
    register = open_register(settings.register_address, settings.data_key)
    try:
        if register.file is not None:
            for name in register.file.names:
                if name.exists():
                    raise _standing(name)
        elif not is_empty(register):
            raise InstanceError(
                f"{register.url} 里已经有东西，没有动它：恢复要一个空的库，请另建一个（createdb）再指过去"
            )
    finally:
        register.close()


def _standing(name: Path) -> InstanceError:
    return InstanceError(
        f"{name} 已经在那里，没有动它：恢复只往没有登记库的地方写。"
        "请先停下服务，把它（和旁边的 -wal、-shm）挪到别处，或换一个文件夹"
    )


def _check_data_key(settings: Settings, manifest: Manifest, *, lost_key: bool) -> None:
    """SettingError if what is sealed in the backup could not be opened here."""
    marks = manifest.more["data_key_marks"]
    register = open_register(settings.register_address, settings.data_key)
    mine = key_marks(register.secrecy)
    register.close()
    if lost_key or not marks or set(marks) & set(mine):
        return
    have = "不是备份那时的那一把" if mine else "没有设置"
    raise SettingError(
        f"SERVICEPOINTS_DATA_KEY {have}，备份里加密的姓名、手机号会读不出来，没有恢复："
        f"请把另存的 keys.env 放进 {settings.home}，或设成那时的密钥。真的丢了，加 --lost-key"
    )


def _write_settings(home: Path, said: dict[str, str]) -> Path | None:
    """The settings of the backup beside the instance, to be compared: they are those of another machine."""
    if not said:
        return None
    path = home / SETTINGS_FILE
    lines = "".join(f"{name}={value}\n" for name, value in sorted(said.items()))
    path.write_text(
        f"# 备份那时的设置（没有密钥），对照着写进环境变量，写好了删掉这个文件\n{lines}", encoding="utf-8"
    )
    path.chmod(0o600)
    return path


def _sink(work: Path, name: str) -> BinaryIO:
    if name not in PART.values():
        raise InstanceError(f"备份里有这个程序不认得的部分（{name}）：请先升级程序")
    return shelf.create(work / name)
