"""Files that are no roster, or mean harm, are refused in plain words, and fast."""

import struct
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from xlsxwriter import Workbook

from servicepoints.errors import UnreadableSheet
from servicepoints.sheets.guarding import MOST_BYTES, each_part
from tests.sheets.workbooks import ods, readings, roster, xlsx

ROWS = [["名称", "地址", "电话"], ["示例驿站", "示例路1号", "55500000"]]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _changed(data: bytes, **parts: bytes) -> bytes:
    """The archive with parts put in its place (names with __ for /)."""
    target, new = BytesIO(), {name.replace("__", "/").replace("_xml", ".xml"): v for name, v in parts.items()}
    with ZipFile(BytesIO(data)) as old, ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name in old.namelist():
            if name not in new:
                archive.writestr(name, old.read(name))
        for name, content in new.items():
            archive.writestr(name, content)
    return target.getvalue()


def _sheet(cells: str) -> bytes:
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<dimension ref="A1:XFD1048576"/><sheetData>{cells}</sheetData></worksheet>'
    ).encode()


def _lying(data: bytes) -> bytes:
    """An archive whose sheet unpacks to more than it declares."""
    with ZipFile(BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    padded = sheet.replace(b"<sheetData>", b"<sheetData>" + b" " * 5_000_000)
    packed = bytearray(_changed(data, xl__worksheets__sheet1_xml=padded))
    at = packed.rindex(b"xl/worksheets/sheet1.xml") - 46
    packed[at + 24 : at + 28] = struct.pack("<I", 1000)
    return bytes(packed)


A_MILLION_ROWS = (
    '<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="string">'
    "<text:p>x</text:p></table:table-cell></table:table-row>"
)
PLAIN = xlsx({"点位": ROWS})
BAD = {
    "空的。请重新保存": b"",
    "超过 10 MB": b"a" * (MOST_BYTES + 1),
    "PDF": b"%PDF-1.7 ...",
    "图片": b"\x89PNG\r\n\x1a\n....",
    "网页": "<html><table><tr><td>名称</td></tr></table></html>".encode(),
    "密码": OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"),
    "不是表格（可能是 Word": OLE + b"\x00" * 600 + "WordDocument".encode("utf-16-le"),
    "宏": _changed(PLAIN, **{"xl__vbaProject.bin": b"x"}),
    "坏了": PLAIN[: len(PLAIN) // 2],
    "打不开": _lying(PLAIN),
    "解开后太大": _changed(PLAIN, xl__media__a_xml=b" " * (201 * 1024 * 1024)),
    "最多读 20000 行": _changed(
        PLAIN,
        xl__worksheets__sheet1_xml=_sheet(
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        ),
    ),
    "最多读": ods("点位", ROWS, tail=A_MILLION_ROWS),
    "200 列": ",".join(["名称", "地址", *map(str, range(300))]).encode(),
    "只有一列": "名称\n示例驿站\n".encode(),
    "没有找到表头": "甲,乙\n1,2\n".encode(),
    "认不出文字编码": b"\x81\xff\xff,\xfe\xfe\n",
}  # fmt: skip


@pytest.mark.parametrize(("words", "data"), BAD.items(), ids=BAD.keys())
def test_a_file_that_is_no_roster_is_refused_in_words(words: str, data: bytes) -> None:
    with pytest.raises(UnreadableSheet, match=words.replace("（", ".")):
        roster(data)


def test_a_part_that_unpacks_to_more_than_it_declares_reaches_no_parser() -> None:
    with pytest.raises(UnreadableSheet):
        each_part(_lying(PLAIN), lambda name, content: None)


def test_declared_dimensions_and_styled_blanks_are_no_rows() -> None:
    cells = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>名称</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>地址</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>示例驿站</t></is></c></row>'
        '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    )
    read = readings(_changed(PLAIN, xl__worksheets__sheet1_xml=_sheet(cells)))
    assert [r.fields["name"] for r in read] == ["示例驿站"]


def test_a_renamed_file_is_known_by_its_content() -> None:
    assert readings(PLAIN, "示例.csv")[0].fields["name"] == "示例驿站"
    assert (
        readings("名称,地址\n示例驿站,示例路1号\n".encode("gb18030"), "示例.xlsx")[0].fields["name"]
        == "示例驿站"
    )


def test_a_failed_formula_is_reported_and_says_nothing() -> None:
    target = BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        book.add_chartsheet("图")
        sheet = book.add_worksheet("点位")
        for r, row in enumerate(ROWS):
            sheet.write_row(r, 0, row)
        sheet.write_formula(1, 2, "=Z9/0", None, "#DIV/0!")
    (reading,) = readings(target.getvalue())
    assert "contacts" not in reading.fields
    assert [(p.column, p.field) for p in reading.problems] == [("C", "phone")]


def test_a_workbook_of_hidden_sheets_is_refused() -> None:
    read = roster(xlsx({"点位": ROWS, "底稿": ROWS}, hidden=["底稿"]))
    assert [(s.sheet, s.reason) for s in read.skipped] == [("底稿", "隐藏的工作表，没有读")]
