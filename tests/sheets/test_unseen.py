"""Rows and columns that a sheet does not show: none is read, or left, without being told."""

from collections.abc import Iterable
from io import BytesIO
from zipfile import ZipFile

import pytest
from xlsxwriter import Workbook

from servicepoints.sheets.readings import Roster
from tests.sheets.workbooks import ods, readings, roster

HEADER = ["名称", "地址", "电话"]
ROWS = [[f"示例{n}站", f"示例路{n}号", f"5550000{n}"] for n in "123456"]


def shown(
    rows: Iterable[list[str]] = ROWS,
    hidden: Iterable[int] = (),
    folded: Iterable[int] = (),
    columns: Iterable[int] = (),
    *,
    filtered: bool = False,
    header: list[str] = HEADER,
) -> bytes:
    """A workbook with rows (Excel's numbers) and columns that it does not show."""
    target = BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("点位")
        for number, row in enumerate([header, *rows]):
            sheet.write_row(number, 0, row)
        for row in hidden:
            sheet.set_row(row - 1, None, None, {"hidden": True})
        for row in folded:
            sheet.set_row(row - 1, None, None, {"hidden": True, "level": 1})
        for column in columns:
            sheet.set_column(column, column, None, None, {"hidden": True})
        if filtered:
            sheet.autofilter(0, 0, 6, 2)
            sheet.filter_column(0, "x == 示例1站")
    return target.getvalue()


def names(read: Roster) -> list[str]:
    return [row.values["name"][0].text for row in read.rows]


def test_a_row_that_somebody_hid_is_not_read_and_said_so() -> None:
    read = roster(shown(hidden=[3, 5]))
    assert names(read) == ["示例1站", "示例3站", "示例5站", "示例6站"]
    told = [(s.row, s.text) for s in read.skipped if "隐藏的行，没有读" in s.reason]
    assert told == [(3, "示例2站 示例路2号 55500002"), (5, "示例4站 示例路4号 55500004")]


@pytest.mark.parametrize("how", ["filtered", "folded"])
def test_rows_that_a_filter_or_a_folded_group_leaves_out_are_read_and_told(how: str) -> None:
    rows = [3, 5, 6]
    data = shown(hidden=rows, filtered=True) if how == "filtered" else shown(folded=rows)
    read = roster(data)
    assert len(read.rows) == 6
    (note,) = read.notes
    assert note.text == "第3、5-6行"
    assert "也读了" in note.reason


def test_a_sheet_that_shows_all_says_nothing() -> None:
    read = roster(shown())
    assert (read.notes, [s for s in read.skipped if "隐藏" in s.reason]) == ((), [])
    assert not any("隐藏" in column.how for column in read.columns)


def test_a_hidden_column_is_read_and_told_and_gives_way_to_one_that_shows() -> None:
    read = roster(shown(columns=[2]))
    assert [c.how for c in read.columns] == ["列名", "列名", "列名；隐藏的列，也读了"]
    assert readings(shown(columns=[2]))[0].fields["contacts"][0].number == "021-55500001"
    rows = [["示例1站", "示例旧路1号", "示例路1号"]]
    data = shown(rows, columns=[1], header=["名称", "地址", "详细地址"])
    assert readings(data)[0].fields["address"] == "示例路1号"


def test_same_as_above_is_of_the_row_right_above_even_if_hidden() -> None:
    rows = [
        ["示例1站", "示例路1号", "55500001"],
        ["示例2站", "示例路2号", "55500002"],
        ["示例3站", "同上", ""],
    ]
    (_, last) = roster(shown(rows, hidden=[3])).rows
    assert last.values["address"][0].text == "示例路2号"


def test_rows_of_an_ods_that_do_not_show() -> None:
    data = ods("点位", [HEADER, *ROWS])
    assert len(roster(data, "示例.ods").rows) == 6
    for how, left in (("collapse", 5), ("filter", 6)):
        read = roster(_with_visibility(data, how), "示例.ods")
        assert len(read.rows) == left
        told = [note.text for note in read.notes] + [s.text for s in read.skipped if "隐藏的行" in s.reason]
        assert told == (["第3行"] if how == "filter" else ["示例2站 示例路2号 55500002"])


def _with_visibility(data: bytes, how: str) -> bytes:
    """The same .ods with its third row shown like that."""
    target = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(target, "w") as new:
        for entry in old.infolist():
            content = old.read(entry).decode()
            if entry.filename == "content.xml":
                start, *rows = content.split("<table:table-row>")
                third = f'<table:table-row table:visibility="{how}">{rows[2]}'
                parts = [start, rows[0], rows[1] + third, *rows[3:]]
                content = "<table:table-row>".join(parts)
            new.writestr(entry.filename, content)
    return target.getvalue()
