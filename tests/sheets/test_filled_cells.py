"""Cells that stand for others: merged ones, lost merges, 同上; and cells that hold no value at all."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from servicepoints.sheets.readings import RowReading
from tests.sheets.workbooks import Rows, ods, readings, roster, text_table, xlsx


def test_a_tick_merged_over_two_amenities_is_of_both() -> None:
    rows: Rows = [
        ["名称", "地址", "饮水", "充电", "备注"],
        ["示例甲站", "示例路1号", "√", "", "二楼"],
        ["示例乙站", "示例路2号", "", "", ""],
    ]
    read = readings(xlsx({"点位": rows}, [(1, 2, 2, 3)]))
    both = {"drinking_water": True, "phone_charging": True}
    assert [r.fields["amenities"] for r in read] == [both, both]


def test_hours_merged_over_the_columns_of_days_are_of_all() -> None:
    rows: Rows = [["名称", "地址", "工作日", "周末"], ["示例甲站", "示例路1号", "9:00-17:00", ""]]
    (read,) = readings(xlsx({"点位": rows}, [(1, 2, 1, 3)]))
    assert read.fields["hours"] == "工作日9:00-17:00；周末9:00-17:00"


def test_an_address_merged_over_another_column_is_not_copied_into_it() -> None:
    rows: Rows = [["名称", "地址", "备注", "电话"], ["示例甲站", "示例路1号", "", "55500001"]]
    (read,) = readings(xlsx({"点位": rows}, [(1, 1, 1, 2)]))
    assert "note" not in read.fields


def test_wide_merges_of_a_narrow_sheet_are_cells_and_no_headings() -> None:
    rows: Rows = [
        ["名称", "", "地址", ""],
        ["示例甲站", "", "示例路1号", ""],
        ["示例乙站", "", "", ""],
        ["示例丙驿站", "", "", ""],
    ]
    merges = [
        (0, 0, 0, 1),
        (0, 2, 0, 3),
        (1, 0, 1, 1),
        (1, 2, 2, 3),
        (2, 0, 2, 1),
        (3, 0, 3, 1),
        (3, 2, 3, 3),
    ]
    read = readings(xlsx({"点位": rows}, merges))
    assert [r.fields.get("address") for r in read] == ["示例路1号", "示例路1号", None]


GROUPS: Rows = [
    ["街道", "名称", "地址"],
    ["江苏路街道", "示例甲站", "示例路1号"],
    ["华阳路街道", "示例乙站", "示例路2号"],
    ["", "长宁区示例中心", "示例路3号"],
    ["", "示例丁站", "示例路4号"],
]


@pytest.mark.parametrize("data", [xlsx({"点位": GROUPS}), ods("点位", GROUPS)])
def test_a_blank_is_a_blank_where_cells_could_have_been_merged(data: bytes) -> None:
    assert [r.fields.get("sub_district") for r in readings(data)] == ["江苏路街道", "华阳路街道", None, None]


def test_filling_a_table_of_text_down_is_said() -> None:
    data = text_table(GROUPS)
    assert [r.fields.get("sub_district") for r in readings(data)][2:] == ["华阳路街道", "华阳路街道"]
    assert "2格空着的按上面的算，请核对" in roster(data).columns[0].how


def _pair(*second: object) -> RowReading:
    first = ["长宁区", "江苏路街道", "示例甲站", "示例路1号", "24小时", "55500001", "饮水"]
    headers = ["区", "街道", "名称", "地址", "开放时间", "电话", "服务内容"]
    return readings(xlsx({"点位": [headers, first, list(second)]}))[-1]


@pytest.mark.parametrize("mark", ["同上", "〃", "″", "（同上）", "同前", "同 上", "与上相同"])
def test_the_same_as_above_is_copied_from_above(mark: str) -> None:
    read = _pair(mark, mark, "示例乙站", mark, mark, mark, mark)
    assert (read.fields["district"], read.fields["sub_district"]) == ("长宁区", "江苏路街道")
    assert (read.fields["address"], read.fields["hours"]) == ("示例路1号", "24小时")
    assert ([c.number for c in read.fields["contacts"]], read.fields["amenities"]) == (
        ["021-55500001"],
        {"drinking_water": True},
    )
    assert read.problems == ()


def test_the_same_name_as_above_goes_on_with_the_point_above() -> None:
    headers = ["名称", "地址", "开放时间"]
    rows: Rows = [headers, ["示例甲站", "示例路1号", "周一9:00-17:00"], ["同上", "同上", "周二9:00-12:00"]]
    (read,) = readings(xlsx({"点位": rows}))
    assert read.fields["hours"] == "周一9:00-17:00；周二9:00-12:00"


@pytest.mark.parametrize(("row", "cell"), [(1, "同上"), (2, "同上，周日休息")])
def test_the_same_as_above_that_cannot_be_copied_is_left_out_and_told(row: int, cell: str) -> None:
    rows = [
        ["名称", "地址", "开放时间"],
        ["示例甲站", "示例路1号", "24小时"],
        ["示例乙站", "示例路2号", "24小时"],
    ]
    rows[row][2] = cell
    data = xlsx({"点位": rows})
    assert "hours" not in readings(data)[row - 1].fields
    (note,) = roster(data).notes
    assert (note.row, note.text, note.fix) == (row + 1, f"开放时间：{cell}", "直接写上内容")


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#####", "Err:502"])
@pytest.mark.parametrize("write", [text_table, lambda rows: ods("点位", rows)])
def test_the_words_of_failed_formulas_are_no_values_in_any_file(error: str, write: object) -> None:
    rows: Rows = [
        ["名称", "地址", "电话"],
        ["示例甲站", error, "55500001"],
        ["示例乙站", "#1示例楼", "55500002"],
    ]
    first, second = readings(write(rows))  # type: ignore[operator]
    assert "address" not in first.fields
    assert [(p.field, p.column) for p in first.problems] == [("address", "B")]
    assert second.fields["address"] == "#1示例楼"


def _with_formulas(*cells: str) -> bytes:
    """A workbook with these cells, as XML, in the row below its headers."""
    data = xlsx({"点位": [["名称", "地址", "电话"], ["示例甲站"]]})
    target = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b'<dimension ref="A1:C2"/>', b"")
                head, tail = content.rsplit(b"</row>", 1)
                content = head + "".join(cells).encode() + b"</row>" + tail
            new.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    "value", ["<f>1+1</f><v></v>", "<f>1+1</f><v />", "<f>1+1</f>", '<f t="shared" si="0"/><v/>']
)
def test_a_formula_that_nobody_worked_out_is_told(value: str) -> None:
    (read,) = readings(_with_formulas(f'<c r="B2">{value}</c>', '<c r="C2"><v>55500001</v></c>'))
    assert "address" not in read.fields
    assert [(p.field, p.column) for p in read.problems] == [("address", "B")]
    assert "没有算出结果" in read.problems[0].reason


def test_a_formula_that_came_to_nothing_is_a_blank() -> None:
    (read,) = readings(
        _with_formulas('<c r="B2" t="str"><f>IF(1,"")</f><v></v></c>', '<c r="C2"><v>1</v></c>')
    )
    assert [p.field for p in read.problems] == ["phone"]


def test_a_row_whose_name_is_a_failed_formula_is_not_taken() -> None:
    (read,) = readings(text_table([["名称", "地址", "电话"], ["#REF!", "示例路1号", "55500001"]]))
    assert read.refused


@pytest.mark.parametrize("mark", ["，", "；", "|", ";"])
def test_marks_within_cells_do_not_cut_a_table(mark: str) -> None:
    rows: Rows = [
        ["名称", "地址", "服务内容"],
        ["示例甲站", "示例路1号", mark.join(["饮水", "充电", "空调", "微波炉", "雨伞", "药箱"])],
        ["示例乙站", "示例路2号", mark.join(["饮水", "充电", "雨伞"])],
    ]
    for delimiter in (",", "\t"):
        assert len(roster(text_table(rows, delimiter=delimiter)).columns) == 3
