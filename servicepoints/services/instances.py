"""Making an instance: the folder with the register, the catalogue and the keys.

While it is being made, a marker stands in the folder. Every step finds out for itself what is done already,
so a run that was cut off is simply run again; a folder without the marker that holds something else is
refused.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_urlsafe

from servicepoints import reference
from servicepoints.config import KEYS_FILE, read_keys
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.hours import TIMEZONE
from servicepoints.errors import InstanceError
from servicepoints.paths import DATA
from servicepoints.register import (
    Actor,
    Register,
    bureaus,
    instance,
    open_register,
    points,
    sqlite_url,
)
from servicepoints.register.bureaus import Bureau
from servicepoints.register.file import make_private
from servicepoints.register.migrating import migrate
from servicepoints.register.secrecy import new_key
from servicepoints.services.booking.samples import add_samples
from servicepoints.services.importing import import_roster
from servicepoints.services.publishing import publish
from servicepoints.services.reporting.rules import Rules
from servicepoints.services.reporting.samples import add_sample_reports

REGISTER_FILE, CATALOGUE_FILE = "register.db", "catalogue.db"
_MARKER = ".making"
_SECRET, _DATA = "SERVICEPOINTS_SECRET_KEY", "SERVICEPOINTS_DATA_KEY"
_DEMO_BUREAU = "shili"
_DEMO_DAYS = 35
"""For how long a demonstration has sessions to book."""
_DEMO_RULES = Rules(
    lasts=timedelta(hours=3), answer_within=timedelta(hours=24), by_phone=10, by_network=10, by_point=10,
    kept_days=90,
)  # fmt: skip
_SETUP = Actor("setup", "servicepoints")


@dataclass(frozen=True, slots=True)
class InstanceReport:
    """What stands in `home` now: `kind` is `demo` or `real`; `made` is False if it was there already."""

    home: Path
    kind: str
    points: int
    made: bool


def init_instance(home: Path, *, register_url: str = "", data_key: str = "") -> InstanceReport:
    """Makes an instance with the real starter listing and bureaus, nothing made up, and publishes it.

    `register_url` puts the register elsewhere than into the folder; without a `data_key` one is generated
    into keys.env. InstanceError if the folder or the register holds an instance or anything else.
    """
    place = _Place(home, register_url, data_key)
    place.refuse_foreign("real")
    if place.kind() and not place.unfinished:
        raise InstanceError(f"{home} 里已经有实例了，没有改动：升级请用 servicepoints migrate")
    return place.make("real", (), _fill_starter)


def demo_instance(home: Path, *, register_url: str = "", data_key: str = "") -> InstanceReport:
    """Makes an instance of 示例 data through the real import, and publishes it; its own folder is used again.

    Both keys are generated into keys.env (`data_key`: use that one instead). InstanceError if the folder or
    the register holds a real instance, or the folder something else.
    """
    place = _Place(home, register_url, data_key)
    place.refuse_foreign("demo")
    return place.make("demo", (_SECRET,), _fill_demo)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an instance is to be: the folder, and the register's address if it is not in the folder."""

    home: Path
    register_url: str
    data_key: str

    @property
    def unfinished(self) -> bool:
        """Whether a run was cut off while making it."""
        return (self.home / _MARKER).exists()

    def kind(self) -> str:
        """What the register there was set up as; "" if there is none, or an empty one."""
        if not self.register_url and not (self.home / REGISTER_FILE).exists():
            return ""
        register = self._open(self.data_key)
        try:
            with register.read() as reader:
                found = instance.found(reader)
        except InstanceError:
            if self.unfinished or self.register_url:
                return ""  # no tables yet
            raise
        finally:
            register.close()
        return found.kind if found else ""

    def refuse_foreign(self, kind: str) -> None:
        """InstanceError unless the folder is missing, empty, or holds what a run of this kind would make."""
        home = self.home
        if home.exists() and not home.is_dir():
            raise InstanceError(f"{home} 是个文件，不是文件夹：请把 SERVICEPOINTS_HOME 指到别处")
        names = {path.name for path in home.iterdir()} if home.is_dir() else set()
        if names - {KEYS_FILE} and names.isdisjoint({_MARKER, REGISTER_FILE, CATALOGUE_FILE}):
            raise InstanceError(f"{home} 里有别的文件，没有动它：请换一个空文件夹（设置 SERVICEPOINTS_HOME）")
        begun = (home / _MARKER).read_text(encoding="utf-8").strip() if self.unfinished else ""
        if (begun or kind) != kind:
            verb = "demo" if begun == "demo" else "init"
            raise InstanceError(f"{home} 里有个没建完的实例：请再运行 servicepoints {verb}，或换一个文件夹")
        standing = self.kind()
        if (standing or kind) != kind:
            words = "正式" if standing == "real" else "演示"
            raise InstanceError(
                f"{home} 里是{words}实例，没有改动：请换一个文件夹（设置 SERVICEPOINTS_HOME）"
            )

    def make(self, kind: str, keys: tuple[str, ...], fill: Callable[[Register], None]) -> InstanceReport:
        """Makes what is not made yet, and publishes."""
        fresh = self.unfinished or not self.kind()
        if fresh:
            _mark(self.home, kind)
        else:
            self._require_key()
        wanted = {name: token_urlsafe(48) for name in keys}
        if not self.data_key:
            wanted[_DATA] = new_key()
        standing = _write_keys(self.home / KEYS_FILE, wanted)
        register = self._open(self.data_key or standing[_DATA])
        try:
            migrate(register)
            _claim(register, kind)
            if fresh:
                fill(register)
            publish(register, self.home / CATALOGUE_FILE)
            with register.read() as reader:
                total = points.count(reader)
        finally:
            register.close()
        (self.home / _MARKER).unlink(missing_ok=True)
        return InstanceReport(self.home, kind, total, fresh)

    def _require_key(self) -> None:
        """InstanceError if the key that sealed the contacts is gone: a new one would not open them."""
        if self.data_key or _DATA in read_keys(self.home / KEYS_FILE):
            return
        raise InstanceError(
            f"{self.home / KEYS_FILE} 里没有 {_DATA}：已加密的联系人用别的密钥打不开，没有改动。"
            "请把原来的 keys.env 放回去；演示不要了，就删掉这个文件夹再运行一次"
        )

    def _open(self, data_key: str) -> Register:
        if not self.register_url:
            make_private(self.home / REGISTER_FILE)
        return open_register(self.register_url or sqlite_url(self.home / REGISTER_FILE), data_key)


def _mark(home: Path, kind: str) -> None:
    try:
        home.mkdir(0o700, parents=True, exist_ok=True)
        (home / _MARKER).write_text(kind, encoding="utf-8")
    except OSError as error:
        raise InstanceError(f"建不了文件夹 {home}（{error.strerror}）：请换一个能写的地方") from error


def _write_keys(path: Path, keys: dict[str, str]) -> dict[str, str]:
    """Adds the keys that the file does not have yet, readable by its owner only; returns what it holds."""
    standing = read_keys(path)
    missing = {name: value for name, value in keys.items() if name not in standing}
    if missing:
        lines = "".join(f"{name}={value}\n" for name, value in missing.items())
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as file:
            file.write(lines if _ends_a_line(path) else f"\n{lines}")
            file.flush()
            os.fsync(file.fileno())
    return standing | missing


def _ends_a_line(path: Path) -> bool:
    """Whether what is written behind a file stands on a line of its own."""
    return path.read_bytes()[-1:] in (b"", b"\n")


def _claim(register: Register, kind: str) -> None:
    """Sets an empty register up."""
    with register.write(_SETUP) as writer:
        if instance.found(writer) is None:
            instance.create(writer, kind)


def _fill_starter(register: Register) -> None:
    _put_bureaus(register, "bureaus.csv")
    _import(register, DATA / "starter_places.csv", "")


def _fill_demo(register: Register) -> None:
    _put_bureaus(register, "demo/bureaus.csv")
    _import(register, DATA / "demo" / "roster.xlsx", _DEMO_BUREAU)
    tomorrow = datetime.now(TIMEZONE).date() + timedelta(days=1)
    add_samples(register, reference.rows("demo/offerings.csv"), tomorrow, _DEMO_DAYS, _SETUP)
    add_sample_reports(register, reference.rows("demo/reports.csv"), _DEMO_RULES, Calendar())


def _put_bureaus(register: Register, table: str) -> None:
    with register.write(_SETUP) as writer:
        for row in reference.rows(table):
            bureaus.put(writer, Bureau(row["slug"], row["name"]))


def _import(register: Register, roster: Path, bureau: str) -> None:
    import_roster(
        register, roster.read_bytes(), roster.name, bureau, dry_run=False, vocabulary=reference.vocabulary(),
        gazetteer=reference.gazetteer(), today=datetime.now(TIMEZONE).date(), actor=_SETUP,
    )  # fmt: skip
