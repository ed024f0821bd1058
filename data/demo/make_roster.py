"""Writes roster.xlsx, the demonstration's roster (台账), from points.csv beside it.

Run it after changing points.csv: `python data/demo/make_roster.py`. The points are what a person edits; the
workbook lays them out as messily as bureaus do, so that the demonstration goes through everything that a real
import does: a title, headers in two rows, districts as heading rows, as sheets and as merged cells, tick
columns here and a column of services there, three datums, Excel times, a footnote. All names are
made up, and all addresses.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import time
from itertools import groupby
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from servicepoints.domain.coordinates import Datum, convert

HERE = Path(__file__).resolve().parent
POINTS, ROSTER = HERE / "points.csv", HERE / "roster.xlsx"

KINDS = {
    "party_mass_centre": "党群服务中心", "outlet": "快递网点", "post_office": "邮政支局",
    "builders_home": "管理者之家",
    "care_station": "爱心接力站", "pop_up": "临时服务点",
}  # fmt: skip
DEMONSTRATION = {"": "", "planned": "建设中", "designated": "是"}
AUDIENCE = {
    "everyone": "都能进",
    "couriers": "快递外卖都能进",
    "company": "仅本公司",
    "residents": "仅住户",
    "unknown": "",
}
ACCESS = {
    "walk_in": "直接进",
    "ask_staff": "跟门口说一声",
    "scan_code": "扫码开门",
    "register": "登记一下",
    "unknown": "",
}
CHANNEL = {"phone": "电话", "link": "链接", "mini_program": "小程序", "walk_in": "现场", "": ""}
BASIS = {"pin": "标点", "approximate": "大致位置", "roster": "台账", "": ""}

TICKS = ("热水", "充电", "厕所", "空调", "热饭", "换电", "座椅", "停车位")
COMMON = (
    ("谁能进", "audience"), ("是否免费", "free"), ("怎么进", "access"), ("进门说明", "access_note"),
    ("停车说明", "parking_note"),
    ("功能空间", "spaces"), ("联动点位", "link_group"), ("有效期起", "valid_from"),
    ("有效期止", "valid_to"),
    ("核实日期", "checked_on"), ("核实人", "checked_by"), ("来源", "source"), ("来源日期", "source_date"),
    ("备注", "note"),
)  # fmt: skip
BOOKING = (
    ("预约方式", "booking_channel"), ("预约电话", "booking_phone"), ("预约链接", "booking_link"),
    ("预约说明", "booking_note"), ("预约说明日期", "booking_note_date"),
)  # fmt: skip

Point = dict[str, str]


def read_points() -> list[Point]:
    """The rows of points.csv; positions in WGS-84."""
    with POINTS.open(encoding="utf-8", newline="") as file:
        return [_worded(row) for row in csv.DictReader(file)]


def _worded(row: Point) -> Point:
    """The row in the words a bureau writes."""
    tables = {
        "kind": KINDS, "demonstration": DEMONSTRATION, "audience": AUDIENCE, "access": ACCESS,
        "booking_channel": CHANNEL, "position_basis": BASIS,
    }  # fmt: skip
    return row | {name: table[row[name]] for name, table in tables.items()}


def _position(row: Point, datum: Datum) -> tuple[float | str, float | str]:
    """(longitude, latitude) in that datum, to about a decimetre; blanks if the point has no position."""
    if not row["lat_wgs84"]:
        return "", ""
    latitude, longitude = convert(float(row["lat_wgs84"]), float(row["lon_wgs84"]), Datum.WGS84, datum)
    return round(longitude, 6), round(latitude, 6)


def _tick(row: Point, label: str) -> str:
    if label in row["amenities"].split("、"):
        return "√"
    return "×" if label in row["missing"].split("、") else ""


def _services(row: Point, beside: Sequence[str] = ()) -> str:
    """The text column of services, without those that have a tick column of their own."""
    return "、".join(label for label in row["amenities"].split("、") if label not in beside)


def _cells(row: Point, columns: Iterable[tuple[str, str]]) -> list[str]:
    return [row[name] for _, name in columns]


def _write_row(sheet: Worksheet, number: int, values: Sequence[float | str]) -> None:
    for column, value in enumerate(values):
        if value != "":
            sheet.write(number, column, value)


def write_ticked(sheet: Worksheet, points: list[Point], bold: Format) -> None:
    """Title, group headers over a second header row, a heading row per district, tick columns, WGS-84."""
    groups = [
        ("", ["序号"]), ("", ["街道/镇"]), ("", ["站点名称"]), ("", ["类型"]), ("", ["示范点"]),
        ("", ["地址"]),
        ("", ["开放时间"]), ("", ["联系电话"]),
        ("位置（WGS-84）", ["经度", "纬度", "位置精度(米)", "位置依据"]),
        ("服务设施", [*TICKS, "其他服务"]),
        ("预约", [title for title, _ in BOOKING]),
        *(("", [title]) for title, _ in COMMON),
    ]  # fmt: skip
    width = sum(len(titles) for _, titles in groups)
    sheet.merge_range(0, 0, 0, width - 1, "示例邮政管理局小哥歇脚点台账（示例数据，截至2026年11月）", bold)
    column = 0
    for group, titles in groups:
        if group:
            sheet.merge_range(1, column, 1, column + len(titles) - 1, group, bold)
            for offset, title in enumerate(titles):
                sheet.write(2, column + offset, title, bold)
        else:
            sheet.merge_range(1, column, 2, column, titles[0], bold)
        column += len(titles)
    number, serial = 3, 0
    for district, members in groupby(points, key=lambda row: row["district"]):
        rows = list(members)
        sheet.merge_range(number, 0, number, width - 1, f"{district}（{len(rows)}个）", bold)
        for row in rows:
            number, serial = number + 1, serial + 1
            values = [
                serial, row["sub_district"], row["name"], row["kind"], row["demonstration"], row["address"],
                row["hours_text"], row["phone"], *_position(row, Datum.WGS84), row["precision_m"],
                row["position_basis"],
                *(_tick(row, label) for label in TICKS), _services(row, TICKS),
                *_cells(row, BOOKING), *_cells(row, COMMON),
            ]  # fmt: skip
            _write_row(sheet, number, values)
        number += 1
    note = "注：示例江苏路爱心接力站春节期间（除夕至初六）开到20:00，具体等通知。"
    sheet.merge_range(number, 0, number, width - 1, note)


def write_plain(sheet: Worksheet, points: list[Point], bold: Format) -> None:
    """The district is the sheet's name; services are one text column; GCJ-02; names run over two lines."""
    titles = [
        "序号", "街道", "名称", "类别", "示范点", "地址", "服务时间", "服务电话", "联系人", "可公开",
        "高德经度", "高德纬度",
        "位置精度(米)", "位置依据", "服务内容", *(title for title, _ in (*BOOKING, *COMMON)),
    ]  # fmt: skip
    for column, title in enumerate(titles):
        sheet.write(0, column, title, bold)
    for number, row in enumerate(points, start=1):
        name = row["name"].replace("党群服务", "\n党群服务")
        values = [
            number, row["sub_district"], name, row["kind"], row["demonstration"], row["address"],
            row["hours_text"],
            row["phone"], row["contact"], row["contact_public"], *_position(row, Datum.GCJ02),
            row["precision_m"],
            row["position_basis"], _services(row), *_cells(row, BOOKING), *_cells(row, COMMON),
        ]  # fmt: skip
        _write_row(sheet, number, values)


def write_timed(sheet: Worksheet, points: list[Point], bold: Format, clock: Format) -> None:
    """Opening and closing as two columns of Excel times, every day of the week."""
    titles = [
        "镇街", "机构名称", "类型", "地址", "每天开门", "每天关门", "电话", "经度(WGS-84)", "纬度(WGS-84)",
        "位置精度(米)",
        "位置依据", "服务项目", *(title for title, _ in COMMON),
    ]  # fmt: skip
    sheet.merge_range(0, 0, 0, len(titles) - 1, "浦东新区歇脚点（示例数据）", bold)
    for column, title in enumerate(titles):
        sheet.write(1, column, title, bold)
    for number, row in enumerate(points, start=2):
        values = [
            row["sub_district"], row["name"], row["kind"], row["address"], "", "", row["phone"],
            *_position(row, Datum.WGS84), row["precision_m"], row["position_basis"], _services(row),
            *_cells(row, COMMON),
        ]  # fmt: skip
        _write_row(sheet, number, values)
        for column, text in enumerate(row["hours_text"].split("-"), start=4):
            sheet.write_datetime(number, column, time.fromisoformat(text.zfill(5)), clock)


def write_merged(sheet: Worksheet, points: list[Point], bold: Format) -> None:
    """The district is a merged cell beside its rows; BD-09."""
    titles = [
        "所属区", "街镇", "服务点名称", "点位类型", "详细地址", "营业时间", "联系方式", "百度经度",
        "百度纬度", "位置精度(米)",
        "位置依据", "服务内容", *(title for title, _ in COMMON),
    ]  # fmt: skip
    for column, title in enumerate(titles):
        sheet.write(0, column, title, bold)
    number = 1
    for district, members in groupby(points, key=lambda row: row["district"]):
        first = number
        for row in members:
            values = [
                district, row["sub_district"], row["name"], row["kind"], row["address"], row["hours_text"],
                row["phone"], *_position(row, Datum.BD09), row["precision_m"], row["position_basis"],
                _services(row),
                *_cells(row, COMMON),
            ]  # fmt: skip
            _write_row(sheet, number, values)
            number += 1
        if number - first > 1:
            sheet.merge_range(first, 0, number - 1, 0, district)


def write_roster(path: Path) -> int:
    """Writes the workbook; returns how many points are in it."""
    points = read_points()

    def of(*districts: str) -> list[Point]:
        return [row for row in points if row["district"] in districts]

    with Workbook(path) as book:
        book.set_properties({"title": "示例台账", "comments": "示例数据，名称和地址都是编的"})
        bold, clock = (
            book.add_format({"bold": True, "text_wrap": True}),
            book.add_format({"num_format": "h:mm"}),
        )
        write_ticked(book.add_worksheet("长宁静安"), of("长宁区", "静安区"), bold)
        for district in ("黄浦区", "徐汇区", "普陀区"):
            write_plain(book.add_worksheet(district), of(district), bold)
        write_timed(book.add_worksheet("浦东新区"), of("浦东新区"), bold, clock)
        elsewhere = [
            row
            for row in points
            if row["district"] not in {"长宁区", "静安区", "黄浦区", "徐汇区", "普陀区", "浦东新区"}
        ]
        write_merged(book.add_worksheet("其他区"), elsewhere, bold)
    return len(points)


if __name__ == "__main__":
    print(f"{write_roster(ROSTER)}个示例点位 → {ROSTER.name}")
