"""The folder of an instance, its register, its catalogue, and the calendar that both are read by."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

from servicepoints.catalogue.reader import CatalogueReader
from servicepoints.catalogue.suspicion import suspected
from servicepoints.config import Settings
from servicepoints.domain.china import OFFICIAL_THROUGH
from servicepoints.domain.hours import TIMEZONE
from servicepoints.errors import RegisterAway, ServicePointsError
from servicepoints.register import feed, instance, points, pulses, reviews, wechat
from servicepoints.register.engine import Register
from servicepoints.services.doctor.diagnosis import Diagnosis, Level
from servicepoints.services.doctor.durability import durability
from servicepoints.services.opening import open_instance
from servicepoints.services.saving.backing_up import PULSE

OLDEST_SQLITE = (3, 38)
LEAST_FREE_MB = 200
ANNOUNCED_BY = (12, 1)
"""Month and day by which the next year's holidays have always been announced."""


def folder(settings: Settings) -> Iterator[Diagnosis]:
    """Whether there is a folder that can be written to, on a disk with room."""
    home = settings.home
    if not home.is_dir():
        yield Diagnosis(
            Level.FAIL, "实例", f"没有文件夹 {home}", "检查 SERVICEPOINTS_HOME，或运行 servicepoints init"
        )
        return
    if not os.access(home, os.W_OK | os.X_OK):
        yield Diagnosis(Level.FAIL, "实例", f"{home} 不能写", "换成运行服务的用户能写的文件夹")
        return
    yield Diagnosis(Level.OK, "实例", str(home))
    yield from _open_to_others(settings)
    free = shutil.disk_usage(home).free // 1_000_000
    if free < LEAST_FREE_MB:
        yield Diagnosis(Level.WARN, "磁盘", f"只剩 {free} MB", "清出空间，不然写不进登记库")


def _open_to_others(settings: Settings) -> Iterator[Diagnosis]:
    """Whether other users of this machine can look at what only the service should."""
    found = [(settings.home, "700")]
    if not settings.register_url:
        found += [(path, "600") for path in sorted(settings.home.glob("register.db*")) if path.is_file()]
    for path, mode in found:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Diagnosis(Level.WARN, str(path), "别的用户也能看", f"运行 chmod {mode} {path}")


def register(settings: Settings) -> Iterator[Diagnosis]:
    """Whether the register answers, is of this version, opens with this key, and what waits in it."""
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        yield Diagnosis(
            Level.FAIL, "SQLite", f"{sqlite3.sqlite_version} 太旧", "换用 SQLite 3.38 以上的 Python"
        )
    try:
        with closing(open_instance(settings)) as opened:
            yield from _contents(opened, settings)
            yield from _replaced(opened)
            yield from durability(opened)
    except RegisterAway as error:
        yield Diagnosis(Level.FAIL, "登记库", f"连不上：{error}", "检查 REGISTER_URL 和数据库；目录仍然可读")
    except ServicePointsError as error:
        yield Diagnosis(Level.FAIL, "登记库", str(error))


def _contents(opened: Register, settings: Settings) -> Iterator[Diagnosis]:
    with opened.read() as reader:
        this = instance.get(reader)
        total, latest = points.count(reader), feed.latest(reader)
        unlocated = points.count_unlocated(reader, datetime.now(TIMEZONE).date())
        waiting = reviews.count_open(reader)
        sealed = points.any_sealed(reader)
        ticket = wechat.standing(reader, settings.wechat_app_id)
        saved = pulses.last(reader, PULSE)
    kind = "演示数据" if this.kind == "demo" else "真实数据"
    yield Diagnosis(Level.OK, "登记库", f"{opened.url}，{kind}，{total} 个点，改动到 {latest}")
    if sealed and opened.secrecy.ready:
        opened.secrecy.open(sealed)  # SettingError names the key that does not fit
    if this.kind == "demo" and settings.public_url:
        yield Diagnosis(
            Level.WARN,
            "演示数据",
            "设了对外网址，里面却是演示数据",
            "公开的站点用 servicepoints init 另建实例",
        )
    yield from _positions(unlocated)
    if waiting:
        yield Diagnosis(Level.WARN, "待处理", f"{waiting} 条要人看")
    if ticket.failure and ticket.failed_at:
        at = ticket.failed_at.astimezone(TIMEZONE)
        words = f"{at:%Y-%m-%d %H:%M} 没拿到签名用的票据：{ticket.failure}"
        yield Diagnosis(Level.WARN, "微信", words, "在公众号后台或设置里改好，过十来分钟自己会再试")
    if this.kind != "demo":
        yield from _saved(settings, saved, opened.now())
    yield from _behind(settings, this.id, latest)


def _replaced(opened: Register) -> Iterator[Diagnosis]:
    """What was the register before another file was put in its place."""
    for path in opened.file.replaced() if opened.file else ():
        yield Diagnosis(
            Level.WARN,
            str(path),
            "登记库的文件在运行中被换掉过，这是换掉的那一份，最后几笔也在里面",
            f"要它：停下服务，把现在的 register.db* 挪开，把它改名放回去（有 {path.name}-wal 的，跟着改）；"
            "不要就删掉，里面有姓名和手机号",
        )


def _positions(unlocated: points.Unlocated) -> Iterator[Diagnosis]:
    """What couriers cannot ride to, and who could mend it: a run of locate, or only a person."""
    to_ask = unlocated.nowhere - unlocated.no_address
    if to_ask or unlocated.coarse:
        yield Diagnosis(
            Level.WARN,
            "位置",
            f"{to_ask} 个点有地址没位置，{unlocated.coarse} 个点位置太粗",
            "运行 servicepoints locate；它也找不到的，要人在地图上标",
        )
    if unlocated.no_address:
        yield Diagnosis(
            Level.WARN, "地址", f"{unlocated.no_address} 个点没有地址，也没有位置", "要人补上地址"
        )


def _saved(settings: Settings, last: datetime | None, now: datetime) -> Iterator[Diagnosis]:
    """Whether there is a backup that is young enough."""
    if not settings.backup_days:
        return
    fix = "每天用 cron 跑 servicepoints backup；用别的办法备份的，设 SERVICEPOINTS_BACKUP_DAYS=0"
    if last is None:
        yield Diagnosis(Level.WARN, "备份", "还没有备份过", fix)
        return
    words = f"上次是 {last.astimezone(TIMEZONE):%Y-%m-%d %H:%M}"
    if now - last > timedelta(days=settings.backup_days):
        yield Diagnosis(Level.WARN, "备份", f"{words}，过了 {settings.backup_days} 天", fix)
    else:
        yield Diagnosis(Level.OK, "备份", words)


def _behind(settings: Settings, instance_id: str, latest: int) -> Iterator[Diagnosis]:
    """Whether the catalogue is this register's, and up to it."""
    reader = CatalogueReader(settings.catalogue_path)
    try:
        meta = reader.meta()
    except ServicePointsError:
        return  # `catalogue` tells of it
    finally:
        reader.close()
    if meta["instance_id"] != instance_id:
        yield Diagnosis(
            Level.FAIL, "目录", "是另一个登记库的", "检查 REGISTER_URL，或运行 servicepoints publish"
        )
    elif int(meta["revision"]) != latest:
        yield Diagnosis(
            Level.WARN,
            "目录",
            f"登记库改动到 {latest}，目录只到 {meta['revision']}",
            "运行 servicepoints publish",
        )


def catalogue(settings: Settings) -> Iterator[Diagnosis]:
    """Whether there is something that couriers can read."""
    reader = CatalogueReader(settings.catalogue_path)
    try:
        age = datetime.now(UTC) - reader.as_of()
        minutes = int(age.total_seconds() // 60)
        yield Diagnosis(Level.OK, "目录", f"版本 {reader.revision()}，{minutes} 分钟前和登记库对过")
    except ServicePointsError as error:
        yield Diagnosis(Level.FAIL, "目录", str(error))
    finally:
        reader.close()
    if suspected(settings.catalogue_path):
        yield Diagnosis(
            Level.FAIL,
            "目录",
            "有人读到了坏的一块",
            "服务开着会自己重建；十几秒后还在，就看磁盘有没有空间，再运行 servicepoints publish --rebuild",
        )


def holidays(today: date | None = None) -> Iterator[Diagnosis]:
    """Whether the arrangement of the public holidays is known as far as it has been announced."""
    today = today or datetime.now(TIMEZONE).date()
    announced = today.year + ((today.month, today.day) >= ANNOUNCED_BY)
    if announced > OFFICIAL_THROUGH:
        yield Diagnosis(
            Level.WARN,
            "放假安排",
            f"只知道到 {OFFICIAL_THROUGH} 年，之后的节假日都算没通知",
            "国务院公布后运行 pip install -U holidays",
        )
