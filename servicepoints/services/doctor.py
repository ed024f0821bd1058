"""What is configured, missing or wrong with an instance, each with what to do about it.

Looks only; changes nothing. A check that cannot be made because something below it is broken says so itself.
"""

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from servicepoints.catalogue.reader import CatalogueReader
from servicepoints.config import Settings
from servicepoints.errors import RegisterAway, ServicePointsError
from servicepoints.register import feed, instance, points, reviews
from servicepoints.register.engine import Register
from servicepoints.register.secrecy import Secrecy
from servicepoints.services.opening import open_instance

OLDEST_SQLITE = (3, 38)
SHORTEST_SECRET = 32


class Level(StrEnum):
    """OK, something a public site should have (WARN), or something that does not work (FAIL)."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing looked at: what it is, how it stands, and what to do when it is not OK."""

    level: Level
    subject: str
    words: str
    fix: str = ""


def examine(settings: Settings) -> list[Diagnosis]:
    """Everything there is to say of this instance, in the order in which one would put it right."""
    return [
        *_register(settings),
        *_catalogue(settings),
        *_keys(settings),
        *_public(settings),
        *_map(settings),
    ]


def _register(settings: Settings) -> Iterator[Diagnosis]:
    yield Diagnosis(Level.OK, "实例", str(settings.home))
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        yield Diagnosis(
            Level.FAIL, "SQLite", f"{sqlite3.sqlite_version} 太旧", "换用 SQLite 3.38 以上的 Python"
        )
    try:
        register = open_instance(settings)
        yield from _contents(register)
    except RegisterAway as error:
        yield Diagnosis(Level.FAIL, "登记库", f"连不上：{error}", "检查 REGISTER_URL 和数据库；目录仍然可读")
    except ServicePointsError as error:
        yield Diagnosis(Level.FAIL, "登记库", str(error))


def _contents(register: Register) -> Iterator[Diagnosis]:
    with register.read() as reader:
        this = instance.get(reader)
        total, latest = points.count(reader), feed.latest(reader)
        unlocated, waiting = len(points.unlocated(reader)), _waiting(reader, register.secrecy)
    kind = "演示数据" if this.kind == "demo" else "真实数据"
    yield Diagnosis(Level.OK, "登记库", f"{register.url}，{kind}，{total} 个点，改动到 {latest}")
    if unlocated:
        yield Diagnosis(Level.WARN, "位置", f"{unlocated} 个点没有位置", "运行 servicepoints locate")
    if waiting:
        yield Diagnosis(Level.WARN, "待处理", f"{waiting} 条要人看")


def _waiting(reader: object, secrecy: Secrecy) -> int:
    return len(reviews.open_reviews(reader)) if secrecy.ready else 0  # type: ignore[arg-type]


def _catalogue(settings: Settings) -> Iterator[Diagnosis]:
    catalogue = CatalogueReader(settings.catalogue_path)
    try:
        age = datetime.now(UTC) - catalogue.as_of()
        yield Diagnosis(
            Level.OK,
            "目录",
            f"版本 {catalogue.revision()}，{int(age.total_seconds() // 60)} 分钟前和登记库对过",
        )
    except ServicePointsError as error:
        yield Diagnosis(Level.FAIL, "目录", str(error))
    finally:
        catalogue.close()


def _keys(settings: Settings) -> Iterator[Diagnosis]:
    for name, value, use in (
        ("SERVICEPOINTS_SECRET_KEY", settings.secret_key, "没有它不能 serve"),
        ("SERVICEPOINTS_DATA_KEY", settings.data_key, "没有它读写不了联系人"),
    ):
        if not value:
            yield Diagnosis(Level.FAIL, name, f"没有设置；{use}", f"写进环境变量或 {settings.keys_path}")
        else:
            yield Diagnosis(Level.OK, name, "已设置")
    if 0 < len(settings.secret_key) < SHORTEST_SECRET:
        yield Diagnosis(
            Level.FAIL, "SERVICEPOINTS_SECRET_KEY", "太短", f"至少要 {SHORTEST_SECRET} 个字符，换一个"
        )
    if settings.keys_path.exists() and stat.S_IMODE(os.stat(settings.keys_path).st_mode) & 0o077:
        yield Diagnosis(
            Level.WARN, str(settings.keys_path), "别的用户也能读", f"运行 chmod 600 {settings.keys_path}"
        )


def _public(settings: Settings) -> Iterator[Diagnosis]:
    """What a public site in China must show or have."""
    wanted: tuple[tuple[str, str, str, Callable[[str], bool]], ...] = (
        ("SERVICEPOINTS_HOST_NAME", settings.host_name, "页脚没有主办单位", bool),
        ("SERVICEPOINTS_ICP", settings.icp, "页脚没有 ICP 备案号", bool),
        ("SERVICEPOINTS_POLICE", settings.police, "页脚没有公安备案号", bool),
        ("SERVICEPOINTS_PUBLIC_URL", settings.public_url, "没有对外网址，分享的链接和二维码不完整", bool),
        (
            "SERVICEPOINTS_PUBLIC_URL", settings.public_url or "https://", "不是 https，手机拿不到定位",
            lambda url: url.startswith("https://"),
        ),
    )  # fmt: skip
    for name, value, words, good in wanted:
        if not good(value):
            yield Diagnosis(Level.WARN, name, words, "上线前要设置")


def _map(settings: Settings) -> Iterator[Diagnosis]:
    words = {"osm": "OpenStreetMap", "tianditu": "天地图", "xyz": settings.xyz_url, "none": "没有底图"}
    if settings.basemap == "osm":
        yield Diagnosis(
            Level.WARN,
            "底图",
            "OpenStreetMap 只供试用",
            "在国内公开要用有审图号的地图：SERVICEPOINTS_BASEMAP=tianditu",
        )
    else:
        yield Diagnosis(Level.OK, "底图", words[settings.basemap])
    if settings.basemap in ("tianditu", "xyz") and not settings.map_approval:
        yield Diagnosis(Level.WARN, "SERVICEPOINTS_MAP_APPROVAL", "地图页没有审图号", "写上底图的审图号")
    geocoders = {
        "天地图": settings.tianditu_server_key, "高德": settings.amap_key, "腾讯": settings.tencent_key,
        "百度": settings.baidu_key, "Nominatim": settings.nominatim,
    }  # fmt: skip
    named = "、".join(name for name, there in geocoders.items() if there)
    yield Diagnosis(
        Level.OK, "找位置", f"登记库里已确认的位置{f'，{named}' if named else '（没有设置地图服务的密钥）'}"
    )
