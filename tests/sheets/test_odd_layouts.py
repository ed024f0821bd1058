"""Layouts that clerks make: seasons over columns, questions of holidays, narrow sheets, numbered columns."""

import re

import pytest

from servicepoints.sheets.texts import text_of
from tests.sheets.workbooks import Rows, readings, roster, xlsx

HOURS = "周一至周日8:00-21:00"


def hours(headers: list[str], cells: list[object]) -> object:
    """The text of hours that one row has under these headers, besides name and address."""
    rows = [["名称", "地址", *headers], ["示例驿站", "示例路1号", *cells]]
    (reading,) = readings(xlsx({"点位": rows}))
    assert reading.problems == ()
    return reading.fields.get("hours")


@pytest.mark.parametrize(
    ("header", "cell", "read"),
    [
        ("节假日是否开放", "是", f"{HOURS}；节假日照常开放"),
        ("节假日是否开放", True, f"{HOURS}；节假日照常开放"),
        ("节假日是否照常开放", "×", f"{HOURS}；节假日不开放"),
        ("节假日开放情况", "9:00-15:00", f"{HOURS}；节假日9:00-15:00"),
        ("节假日开放时间", "照常", f"{HOURS}；节假日照常"),
        ("节假日开放时间", "", HOURS),
        ("周末是否开放", "否", f"{HOURS}；周末不开放"),
    ],
)
def test_a_column_that_asks_of_some_days_speaks_after_the_hours(header: str, cell: object, read: str) -> None:
    assert hours(["开放时间", header], [HOURS, cell]) == read
    assert hours([header, "开放时间"], [cell, HOURS]) == read


@pytest.mark.parametrize(
    ("headers", "read"),
    [
        (
            ["夏令时（5月-9月）", "冬令时（10月-4月）"],
            "夏令时(5月-9月)8:00-21:00；冬令时(10月-4月)8:30-19:00",
        ),
        (["开放时间（夏季）", "开放时间（冬季）"], "夏季8:00-21:00；冬季8:30-19:00"),
        (["夏季工作日", "冬季工作日"], "夏季工作日8:00-21:00；冬季工作日8:30-19:00"),
        (["开放时间（工作日）", "开放时间（周末）"], "工作日8:00-21:00；周末8:30-19:00"),
        (["5月-9月开放时间", "10月-次年4月开放时间"], "5月-9月8:00-21:00；10月-次年4月8:30-19:00"),
    ],
)
def test_days_and_seasons_of_a_header_go_with_its_hours(headers: list[str], read: str) -> None:
    assert hours(headers, ["8:00-21:00", "8:30-19:00"]) == read


def test_sub_headers_of_any_words_belong_to_a_header_merged_over_both_rows() -> None:
    rows: Rows = [["名称", "地址", "情况", ""], ["", "", "甲", "乙"], ["示例驿站", "示例路1号", "一", "二"]]
    read = roster(xlsx({"点位": rows}, [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3)]))
    assert [c.header for c in read.columns] == ["名称", "地址", "情况/甲", "情况/乙"]
    assert [row.number for row in read.rows] == [3]


def test_a_sub_district_alone_under_the_header_is_a_heading_not_a_sub_header() -> None:
    rows: Rows = [["序号", "名称", "地址"], ["", "江宁路街道", ""], [1, "示例驿站", "示例路1号"]]
    (reading,) = readings(xlsx({"点位": rows}))
    assert (reading.fields["name"], reading.fields["sub_district"]) == ("示例驿站", "江宁路街道")


@pytest.mark.parametrize("marks", [["①", "②", "③", "④"], [1, 2, 3, 4], ["(0)", "(1)", "(2)", "(3)"]])
def test_a_row_that_numbers_the_columns_is_no_point(marks: list[object]) -> None:
    rows: Rows = [["序号", "名称", "地址", "电话"], marks, [1, "示例驿站", "示例路1号", "55500000"]]
    read = roster(xlsx({"点位": rows}))
    assert [row.number for row in read.rows] == [3]
    assert [(s.row, s.reason) for s in read.skipped] == [(2, "列号")]


def test_a_name_merged_over_two_of_few_columns_is_a_name() -> None:
    rows: Rows = [["名称", "", "地址"], ["示例驿站", "", "示例路1号"], ["示例二站", "", "示例路2号"]]
    read = readings(xlsx({"点位": rows}, [(0, 0, 0, 1), (1, 0, 1, 1), (2, 0, 2, 1)]))
    assert [r.fields["name"] for r in read] == ["示例驿站", "示例二站"]


def test_a_column_without_a_header_is_named_when_it_holds_something() -> None:
    rows: Rows = [["名称", "地址", "", ""], ["示例驿站", "示例路1号", "", "旁注"]]
    (column,) = [c for c in roster(xlsx({"点位": rows})).columns if not c.header]
    assert (column.letter, column.field, column.how) == ("D", "", "没有列名，没有用")


def test_a_note_over_the_table_waits_for_a_person_and_a_title_does_not() -> None:
    rows: Rows = [["示例一览表"], ["注：法定节假日不开放。"], ["名称", "地址"], ["示例驿站", "示例路1号"]]
    read = roster(xlsx({"点位": rows}))
    assert [note.row for note in read.notes] == [2]
    assert [s.text for s in read.skipped] == ["示例一览表"]


def test_numbered_but_empty_rows_and_form_lines_are_no_points_and_no_notes() -> None:
    rows: Rows = [
        ["序号", "名称", "地址", ""],
        [1, "示例驿站", "示例路1号"],
        [2],
        [3],
        ["制表人：示例", "", "", "审核：示例"],
    ]
    read = roster(xlsx({"点位": rows}))
    assert [row.number for row in read.rows] == [2]
    assert read.notes == ()
    assert [(s.row, s.reason) for s in read.skipped] == [
        (3, "只有一个数字"),
        (4, "只有一个数字"),
        (5, "填表信息"),
    ]


@pytest.mark.parametrize(
    ("opens", "closes", "text"),
    [
        ("830", "1700", "830-1700"),
        (8.5, 17.5, "8.5-17.5"),
        ("上午8:30", "下午5:00", "上午8:30-下午5:00"),
        ("周一至周五8:30", "17:00", "周一至周五8:30-17:00"),
        ("8:30", "", "8:30开门"),
        ("", "17:00", "17:00关门"),
        ("不开放", "", "不开放"),
    ],
)
def test_times_that_are_none_go_on_as_they_are_written(opens: object, closes: object, text: str) -> None:
    assert hours(["开门", "关门"], [opens, closes]) == text


def test_rows_under_one_merged_name_are_one_point_and_what_it_cannot_have_twice_is_named() -> None:
    rows: Rows = [
        ["名称", "地址", "开放时间", "电话"],
        ["示例驿站", "示例路1号", "周一9:00-17:00", "55500001"],
        ["", "示例路2号", "周二9:00-12:00", "55500002"],
    ]
    (reading,) = readings(xlsx({"点位": rows}, [(1, 0, 2, 0)]))
    assert reading.fields["hours"] == "周一9:00-17:00；周二9:00-12:00"
    assert [c.number for c in reading.fields["contacts"]] == ["021-55500001", "021-55500002"]
    assert reading.fields["address"] == "示例路1号"
    assert [(p.field, p.column, p.value) for p in reading.problems] == [("address", "B", "示例路2号")]


@pytest.mark.parametrize("cell", ["示例张三13900000000", "示例张三 13900000000", "示例张三（13900000000）"])
def test_a_number_beside_a_name_is_a_number(cell: str) -> None:
    rows: Rows = [["名称", "地址", "联系人", "电话"], ["示例驿站", "示例路1号", cell, "55500001"]]
    (reading,) = readings(xlsx({"点位": rows}))
    assert [(c.name, c.number, c.public) for c in reading.fields["contacts"]] == [
        ("示例张三", "021-55500001", True),
        ("示例张三", "13900000000", False),
    ]


def test_a_number_beside_a_name_says_the_phone_too() -> None:
    (reading,) = readings(
        xlsx({"点位": [["名称", "地址", "联系人"], ["示例驿站", "示例路1号", "示例张三13900000000"]]})
    )
    assert {"phone", "contact"} <= reading.said


def test_tables_side_by_side_are_read_one_after_the_other() -> None:
    header = ["序号", "名称", "地址"]
    rows: Rows = [
        ["普陀区示例一览表"],
        [*header, "", *header],
        ["长宁区"],
        [1, "示例一站", "示例路1号", "", 3, "示例三站", "示例路3号"],
        [2, "示例二站", "示例路2号", "", "", "", ""],
        ["注：以上均免费。"],
    ]
    data = xlsx({"点位": rows}, [(2, 0, 2, 6), (5, 0, 5, 6)])
    read = readings(data)
    assert [(r.number, r.fields["name"], r.fields["district"]) for r in read] == [
        (4, "示例一站", "长宁区"),
        (5, "示例二站", "长宁区"),
        (4, "示例三站", "长宁区"),
    ]
    assert [note.row for note in roster(data).notes] == [6]
    assert [c.letter for c in roster(data).columns] == ["A", "B", "C", "E", "F", "G"]


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("黄浦区社区党群服务中心一览表", ("黄浦区", "")),
        ("静安区江宁路街道暖心驿站", ("静安区", "江宁路街道")),
        ("外滩街道爱心接力站", ("黄浦区", "外滩街道")),
        ("黄浦区、静安区爱心接力站", ("", "")),
        ("黄浦邮政管理局台账", ("", "")),
        ("示例一览表", ("", "")),
    ],
)
def test_the_one_place_that_a_title_states(title: str, place: tuple[str, str]) -> None:
    rows: Rows = [[title], ["名称", "地址"], ["示例驿站", "示例路1号"]]
    (row,) = roster(xlsx({"点位": rows})).rows
    assert (row.presumed, row.district) == (place, "")


def miscounted(*rows: list[object]) -> dict[int, str]:
    """What is said of headings and totals that count otherwise than the rows, by row."""
    skipped = roster(xlsx({"点位": [["序号", "名称", "地址"], *rows]})).skipped
    said = {s.row: re.search("写的是.*行", s.reason) for s in skipped if "请核对" in s.reason}
    return {row: found[0] for row, found in said.items() if found}


def station(n: int) -> list[object]:
    return [n, f"示例{n}站", f"示例路{n}号"]


def test_headings_and_totals_that_count_otherwise_than_the_rows_are_named() -> None:
    assert miscounted(
        ["黄浦区（8个）"], station(1), station(2), ["静安区（1）"], station(3), ["合计：18个点位"]
    ) == {2: "写的是8个，表里是2行", 7: "写的是18个，表里是3行"}  # fmt: skip


def test_headings_that_count_right_are_not() -> None:
    district, bund, wuliqiao = ["黄浦区：3家"], ["外滩街道（2个）"], ["五里桥街道（1个）"]
    right = miscounted(district, bund, station(1), station(2), wuliqiao, station(3), ["合计", "3个"])
    wrong = miscounted(district, bund, station(1), wuliqiao, station(2), ["静安区"], station(3))
    assert (right, wrong.keys()) == ({}, {2, 3})


def test_a_year_in_a_heading_is_no_count() -> None:
    assert miscounted(["黄浦区（2026年）"], station(1), ["静安区"], station(2)) == {}


@pytest.mark.parametrize("name", [0.0, 12, "③", "——1——"])
def test_a_name_without_a_letter_is_refused(name: object) -> None:
    (reading,) = readings(xlsx({"点位": [["名称", "地址", "电话"], [name, "示例路1号", "55500001"]]}))
    assert [(p.field, p.column) for p in reading.problems] == [("name", "A")]
    assert reading.refused


@pytest.mark.parametrize(("cell", "text"), [("PT24H00M00S", "24:00"), ("PT08H30M00S", "8:30")])
def test_long_times_of_an_open_document_are_times(cell: str, text: str) -> None:
    assert text_of(cell) == (text, "time")


@pytest.mark.parametrize(
    ("cell", "unknown"),
    [("热水、24小时", ["24小时"]), ("热水（24小时）、充电等", []), ("3", ["3"]), ("热水等服务", [])],
)
def test_small_words_alone_among_services_are_named(cell: str, unknown: list[str]) -> None:
    (reading,) = readings(xlsx({"点位": [["名称", "地址", "服务内容"], ["示例驿站", "示例路1号", cell]]}))
    assert [p.value for p in reading.problems] == unknown
