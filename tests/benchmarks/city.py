"""A made-up city to measure on: a roster of any size, and an instance made from it by the real import.

Every name says 示例; half of the points gather round ten middles, as in a city they do.
"""

import random
from datetime import date
from io import BytesIO
from pathlib import Path

from xlsxwriter import Workbook

from servicepoints import reference
from servicepoints.register import Actor, Register, instance, open_register, sqlite_url
from servicepoints.register.migrating import migrate
from servicepoints.register.secrecy import new_key
from servicepoints.services.importing import ImportReport, import_roster
from servicepoints.services.publishing import publish

POINTS = 10_000
TODAY = date(2026, 11, 24)
SEED = 20261124

HOURS = (
    "周一至周五8:30-17:00",
    "24小时",
    "每天9:00-21:00（含法定节假日）",
    "周二至周日9:00-17:00，周一闭馆",
    "每天18:00-次日6:00（含法定节假日）",
    "",
)
SERVICES = (
    "热水、充电、厕所",
    "饮水、手机充电、休息、Wi-Fi",
    "热水/微波炉/空调",
    "阅览室、厕所、热水",
    "",
)
KINDS = ("爱心接力站", "爱心接力站", "爱心接力站", "党群服务中心", "快递网点")
HEADER = (
    "序号", "街道", "名称", "类型", "地址", "开放时间", "电话", "服务内容",
    "经度(WGS-84)", "纬度(WGS-84)", "备注",
)  # fmt: skip


def roster(points: int = POINTS, note: str = "示例备注") -> bytes:
    """A workbook of that many points, all with this note."""
    gazetteer = reference.gazetteer()
    dice = random.Random(SEED)
    middles = [position(dice) for _ in range(10)]
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, HEADER)
        for n in range(1, points + 1):
            sub = gazetteer.sub_districts[n % len(gazetteer.sub_districts)]
            latitude, longitude = position(dice)
            if n % 2:
                middle = middles[n % len(middles)]
                latitude, longitude = dice.gauss(middle[0], 0.01), dice.gauss(middle[1], 0.012)
            row = (
                n, sub.name, f"示例{n}号爱心接力站", KINDS[n % len(KINDS)],
                f"上海市{sub.district}示例{n % 97}路{n}号",
                HOURS[n % len(HOURS)], f"021-{55500000 + n}", SERVICES[n % len(SERVICES)],
                longitude, latitude, note,
            )  # fmt: skip
            sheet.write_row(n, 0, row)
    return file.getvalue()


def position(dice: random.Random) -> tuple[float, float]:
    """A place in the city, WGS-84 (latitude, longitude)."""
    return dice.uniform(31.0, 31.4), dice.uniform(121.2, 121.7)


def empty_register(home: Path) -> Register:
    """A register with nothing in it, in a folder."""
    home.mkdir(parents=True, exist_ok=True)
    register = open_register(sqlite_url(home / "register.db"), new_key())
    migrate(register)
    with register.write(Actor("setup", "示例")) as writer:
        instance.create(writer, "demo")
    return register


def import_into(register: Register, data: bytes) -> ImportReport:
    """The roster, imported as the command line does."""
    return import_roster(
        register, data, "示例台账.xlsx", dry_run=False, vocabulary=reference.vocabulary(),
        gazetteer=reference.gazetteer(), today=TODAY,
    )  # fmt: skip


def instance_of(home: Path, points: int = POINTS) -> Path:
    """An instance with that many points, imported and published; the path of its catalogue."""
    register = empty_register(home)
    try:
        import_into(register, roster(points))
        publish(register, home / "catalogue.db")
    finally:
        register.close()
    return home / "catalogue.db"
