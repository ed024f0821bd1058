"""How long importing 10,000 rows with positions takes, as a multiple of reading the file with calamine alone.

Must reach: at most 25 times. Run by hand: `python tests/benchmarks/import_ratio.py`.
"""

import tempfile
from datetime import date
from io import BytesIO
from pathlib import Path
from time import perf_counter

from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from servicepoints import reference
from servicepoints.register import migrate, open_register, sqlite_url
from servicepoints.register.secrecy import new_key
from servicepoints.services.importing import import_roster

ROWS = 10_000
HOURS = (
    "周一至周五8:30-17:00",
    "24小时",
    "每天9:00-21:00（含法定节假日）",
    "周二至周日9:00-17:00，周一闭馆",
    "",
)
SERVICES = ("热水、充电、厕所", "饮水、手机充电、休息、Wi-Fi", "热水/微波炉/空调", "")
HEADER = (
    "序号", "街道", "名称", "类型", "地址", "开放时间", "电话", "服务内容",
    "经度(WGS-84)", "纬度(WGS-84)", "备注",
)  # fmt: skip


def roster() -> bytes:
    """A roster of ROWS points all over the city."""
    gazetteer = reference.gazetteer()
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, HEADER)
        for n in range(1, ROWS + 1):
            sub = gazetteer.sub_districts[n % len(gazetteer.sub_districts)]
            row = (
                n, sub.name, f"示例{n}号爱心接力站", "爱心接力站",

                f"上海市{sub.district}示例{n % 97}路{n}号",
                HOURS[n % len(HOURS)], f"021-{55500000 + n}", SERVICES[n % len(SERVICES)],
                121.2 + n % 613 / 1500, 31.0 + n % 401 / 1200, "示例备注",
            )  # fmt: skip
            sheet.write_row(n, 0, row)
    return file.getvalue()


def main() -> None:
    """Prints both times and their ratio."""
    data = roster()
    reading = min(_reading(data) for _ in range(3))
    with tempfile.TemporaryDirectory() as folder:
        register = open_register(sqlite_url(Path(folder) / "register.db"), new_key())
        migrate(register)
        for words in ("first import", "again"):
            start = perf_counter()
            report = import_roster(
                register, data, "台账.xlsx", dry_run=False, vocabulary=reference.vocabulary(),
                gazetteer=reference.gazetteer(), today=date(2026, 11, 24),
            )  # fmt: skip
            took = perf_counter() - start
            print(f"{words}: {took:.2f} s, {took / reading:.1f}x of {reading * 1000:.0f} ms; {report.counts}")
        register.close()


def _reading(data: bytes) -> float:
    start = perf_counter()
    CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    return perf_counter() - start


if __name__ == "__main__":
    main()
