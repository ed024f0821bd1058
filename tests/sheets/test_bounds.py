"""A file that reaches too far, holds too much, or makes its parser fail is refused, whoever wrote it."""

import os
import time
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from servicepoints.errors import UnreadableSheet
from servicepoints.sheets import apart, reading
from servicepoints.sheets.apart import read_apart
from servicepoints.sheets.reading import read_workbook
from tests.sheets.workbooks import ods, readings, xlsx

DATA = Path(__file__).parent.parent / "data"
ROWS = [["名称", "地址"], ["示例驿站", "示例路1号"]]
PLAIN = xlsx({"点位": ROWS})
SHEET = "xl/worksheets/sheet1.xml"
VALUE = "<v>1</v>"


def changed(data: bytes, parts: dict[str, str]) -> bytes:
    """The archive with these parts instead of, or beside, its own."""
    target = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name in old.namelist():
            if name not in parts:
                archive.writestr(name, old.read(name))
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def sheet(cells: str) -> str:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    first = '<row r="1"><c r="A1"><v>1</v></c></row>'
    return f'<worksheet xmlns="{space}"><sheetData>{first}{cells}</sheetData></worksheet>'


FAR = {
    "single quotes": f"<row r='2'><c r='XFD1048576'>{VALUE}</c></row>",
    "spaces": f'<row r="2"><c r = "XFD1048576" >{VALUE}</c></row>',
    "line breaks": f'<row r="2"><c\nr\n=\n"XFD1048576">{VALUE}</c></row>',
    "lower case": f'<row r="2"><c r="xfd1048576">{VALUE}</c></row>',
    "only the row": f'<row r="1048576"><c>{VALUE}</c></row>',
    "a column far out": f'<row r="2"><c r="GS2">{VALUE}</c></row>',
    "one by one": f'<row r="2"><c r="GR2">{VALUE}</c><c>{VALUE}</c></row>',
    "another attribute first": f'<row r="2"><c t="n" r="XFD1048576">{VALUE}</c></row>',
    "a formula": '<row r="2"><c r="XFD1048576"><f>1+1</f></c></row>',
}


@pytest.mark.parametrize("cells", FAR.values(), ids=FAR.keys())
def test_a_far_cell_is_refused_however_it_is_written(cells: str) -> None:
    with pytest.raises(UnreadableSheet, match="最多读 20000 行"):
        read_workbook(changed(PLAIN, {SHEET: sheet(cells)}), "示例.xlsx")


@pytest.mark.parametrize("place", ["xl/elsewhere/x.xml", "XL/WORKSHEETS/SHEET1.XML", "xl/sheet"])
def test_a_far_cell_is_refused_wherever_its_sheet_lies(place: str) -> None:
    relations = ZipFile(BytesIO(PLAIN)).read("xl/_rels/workbook.xml.rels").decode()
    parts = {
        place: sheet(FAR["spaces"]),
        "xl/_rels/workbook.xml.rels": relations.replace("worksheets/sheet1.xml", f"/{place}"),
    }
    with pytest.raises(UnreadableSheet, match="最多读 20000 行"):
        read_workbook(changed(PLAIN, parts), "示例.xlsx")


@pytest.mark.parametrize("name", ["ZZZZZZZ99999999999", "A99999999999", "A0", "1", "@1"])
def test_a_cell_at_no_place_is_refused(name: str) -> None:
    cells = f'<row r="2"><c r="{name}">{VALUE}</c></row>'
    with pytest.raises(UnreadableSheet):
        read_workbook(changed(PLAIN, {SHEET: sheet(cells)}), "示例.xlsx")


def test_a_roster_of_ten_thousand_rows_is_read_whole() -> None:
    rows = [ROWS[0], *([f"示例{n}", f"示例路{n}号"] for n in range(1, 10_001))]
    (read,) = read_workbook(xlsx({"点位": rows}), "示例.xlsx")
    assert len(read.values) == 10_001


def test_more_sheets_than_a_city_has_streets_are_refused() -> None:
    with pytest.raises(UnreadableSheet, match="工作表太多"):
        read_workbook(xlsx({f"示例{n}": ROWS for n in range(301)}), "示例.xlsx")


def test_all_sheets_together_are_no_longer_than_one_may_be() -> None:
    rows = [ROWS[0], *([f"示例{n}", "示例路"] for n in range(7000))]
    with pytest.raises(UnreadableSheet, match="最多读 20000 行"):
        read_workbook(xlsx({"甲": rows, "乙": rows, "丙": rows}), "示例.xlsx")


LONG = "长" * 40_000
LONG_CELLS = {
    "xlsx": changed(
        PLAIN, {SHEET: sheet(f'<row r="2"><c r="A2" t="inlineStr"><is><t>{LONG}</t></is></c></row>')}
    ),
    "ods": ods("点位", [[LONG]]),
    "csv": f"名称,地址\n{LONG},示例路1号\n".encode(),
    "csv, no second quote": ('名称,地址\n"示例驿站,示例路1号\n' + "示例驿站,示例路1号\n" * 20_000).encode(),
}


@pytest.mark.parametrize("data", LONG_CELLS.values(), ids=LONG_CELLS.keys())
def test_a_cell_longer_than_a_roster_has_is_refused_with_its_row(data: bytes) -> None:
    with pytest.raises(UnreadableSheet, match=r"第 \d+ 行有一格超过 5000 个字"):
        read_workbook(data, "示例")


def test_blank_lines_at_the_end_of_a_text_table_are_no_rows_and_those_within_count() -> None:
    data = "名称,地址\n\n\n示例驿站,示例路1号\n".encode() + b"\n" * 2_000_000 + b",,,\n" * 30_000
    (reading,) = readings(data, "示例.csv")
    assert reading.number == 4


def test_a_sign_within_quotes_over_several_lines_does_not_cut_the_table() -> None:
    data = '名称,地址,功能空间\n示例驿站,示例路1号,"甲：；周一\n乙：；周二\n丁：；周四"\n'
    (reading,) = readings(data.encode(), "示例.csv")
    assert reading.fields["name"] == "示例驿站"


def test_too_many_rows_of_text_are_refused() -> None:
    with pytest.raises(UnreadableSheet, match="最多读 20000 行"):
        read_workbook(b"\n" * 20_000 + b"a,b\n", "示例.csv")


@pytest.mark.parametrize("encoding", ["UPF-8", "GB18030", "utf-7"])
def test_xml_in_an_encoding_that_no_program_writes_is_refused(encoding: str) -> None:
    content = ZipFile(BytesIO(ods("点位", ROWS))).read("content.xml").decode().replace("UTF-8", encoding)
    with pytest.raises(UnreadableSheet):
        read_workbook(changed(ods("点位", ROWS), {"content.xml": content}), "示例.ods")


def test_a_parser_that_panics_refuses_the_file() -> None:
    class Panic(BaseException):
        """As the parser's own, which nobody can import."""

    Panic.__module__ = "pyo3_runtime"
    with pytest.raises(UnreadableSheet, match="坏了"), reading._failures_as_ours():
        raise Panic


def length(data: bytes) -> int:
    """As a parser that does its work."""
    return len(data)


def test_what_is_read_apart_comes_back() -> None:
    assert read_apart(f"{__name__}:length", b"abc") == 3


def abort(_data: bytes) -> None:
    """As a parser does when it panics twice."""
    os.abort()


def devour(_data: bytes) -> int:
    """As a parser does that believes a length of a damaged file."""
    return len(bytearray(2 * apart.MOST_MEMORY))


def dawdle(_data: bytes) -> None:
    """As a parser does in a circle of references."""
    time.sleep(60)


@pytest.mark.parametrize("how", [abort, devour, dawdle])
def test_what_ends_its_process_ends_only_that(how: object, monkeypatch: pytest.MonkeyPatch) -> None:
    if how is dawdle:
        monkeypatch.setattr(apart, "MOST_S", 2)
    with pytest.raises(UnreadableSheet, match="坏了"):
        read_apart(f"{__name__}:{how.__name__}", b"")  # type: ignore[attr-defined]


@pytest.mark.parametrize("at", range(0x200, 0x1000, 0x180))
def test_a_damaged_binary_workbook_is_read_or_refused(at: int) -> None:
    data = bytearray((DATA / "roster_sample.xls").read_bytes())
    data[at : at + 8] = b"\xff" * 8
    with suppress(UnreadableSheet):
        assert read_workbook(bytes(data), "示例.xls")
