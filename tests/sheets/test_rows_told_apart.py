"""Every row below a header is told for what it is: point, heading, note, form line, total, header again."""

import pytest

from servicepoints.sheets.readings import Roster, RowReading
from tests.sheets.workbooks import Rows, readings, roster, text_table, xlsx

HEADERS = ["序号", "站点名称", "地址", "开放时间", "电话"]


def station(n: int, address: str = "") -> list[object]:
    return [n, f"示例{n}站", address or f"示例路{n}号", "每天9:00-17:00", f"5550000{n}"]


def read(*rows: list[object], headers: list[str] = HEADERS) -> Roster:
    return roster(xlsx({"点位": [headers, *rows]}))


def points(*rows: list[object], headers: list[str] = HEADERS) -> list[RowReading]:
    return readings(xlsx({"点位": [headers, *rows]}))


def names(*rows: list[object], headers: list[str] = HEADERS) -> list[str]:
    return [r.fields["name"] for r in points(*rows, headers=headers)]


def places(*rows: list[object]) -> list[tuple[str | None, str | None]]:
    return [(r.fields.get("district"), r.fields.get("sub_district")) for r in points(*rows)]


@pytest.mark.parametrize(
    "row",
    [
        ["一", "长宁区"],
        ["", "长宁区", "1个"],
        ["二、", "长 宁 区"],
        ["【长宁区】"],
        ["● 长宁区"],
        ["行政区：长宁区"],
        ["长宁区", "", "", "", 1],
    ],
)
def test_a_heading_stays_one_with_a_number_or_a_count_beside_it(row: list[object]) -> None:
    assert places(row, station(1)) == [("长宁区", None)]
    assert names(row, station(1)) == ["示例1站"]


@pytest.mark.parametrize(
    "row",
    [
        ["注", "示例1站春节期间闭馆"],
        ["备注：", "1、示例1站国庆期间开放至17:00；"],
        ["", "以上站点春节期间8:30-17:00开放"],
        ["", "示例1站国庆期间休息"],
        ["说明", "示例1站周日休息", "", "", ""],
        ["备注", "1、示例1站周日休息", "2、示例2站周一休息"],
        ["", "数据来源：示例局"],
    ],
)
def test_a_note_is_a_note_in_whatever_column_it_begins(row: list[object]) -> None:
    found = read(station(1), row)
    assert ([r.number for r in found.rows], [n.row for n in found.notes]) == ([2], [3])


def test_the_points_of_a_note_go_on_below_it() -> None:
    found = read(station(1), ["注：1.示例1站春节闭馆；"], ["2.其余站点正常开放"], ["", "3、示例1站停电"])
    assert [(n.row, n.reason) for n in found.notes] == [(3, ""), (4, ""), (5, "")]
    assert [r.number for r in found.rows] == [2]


@pytest.mark.parametrize(
    "row",
    [
        ["填表人：示例张三", "审核人：示例李四", "", "填表日期：2026年9月1日"],
        ["", "制表单位：示例总工会", "", "联系电话：55500000"],
        ["", "2026年9月30日"],
        ["填表人：示例张三", "审核人：示例李四", "填表单位：示例局", "电话：55500000"],
        ["", "填表人：示例张三", "审核人：示例李四", "日期：2026年9月1日", "55500000"],
        ["填表人", "示例张三", "审核人", "示例李四"],
        ["", "示例总工会（盖章）"],
        ["", "联系电话：55500000"],
        ["第2页 共3页"],
    ],
)
def test_who_filled_the_form_in_is_no_point(row: list[object]) -> None:
    found = read(station(1), row)
    assert ([r.number for r in found.rows], found.notes) == ([2], ())
    assert [s.reason for s in found.skipped] == ["填表信息"]


@pytest.mark.parametrize(
    "row",
    [
        ["", "共2个站点"],
        ["总计", "", "2个"],
        ["", "静安区小计", "2"],
        ["以上共2家"],
        ["站点总数", "2"],
        ["总共2个"],
    ],
)
def test_totals_are_no_points(row: list[object]) -> None:
    assert names(station(1), station(2), row) == ["示例1站", "示例2站"]


def test_a_total_of_all_is_held_to_the_rows() -> None:
    (total,) = read(station(1), ["", "共3个站点"]).skipped
    assert total.reason == "合计行，写的是3个，表里是1行，请核对"


@pytest.mark.parametrize("banner", ["市级机关直属", "其他"])
@pytest.mark.parametrize("column", [0, 1])
def test_below_a_heading_that_nobody_knows_the_place_above_is_over(banner: str, column: int) -> None:
    heading: list[object] = [*[""] * column, banner]
    rows = (["长宁区（1个）"], ["江苏路街道"], station(1), heading, station(2))
    assert places(*rows) == [("长宁区", "江苏路街道"), (None, None)]
    (note,) = read(*rows).notes
    assert (note.row, note.reason[:11]) == (5, "单独一行，没看懂是标题")


def test_a_heading_may_say_district_and_sub_district_at_once() -> None:
    assert places(["长宁区江苏路街道（2个）"], station(1)) == [("长宁区", "江苏路街道")]


def test_a_sub_district_that_no_table_has_ends_the_one_above_within_its_district() -> None:
    rows = (["长宁区"], ["江苏路街道"], station(1), ["示例乡"], station(2))
    assert places(*rows) == [("长宁区", "江苏路街道"), ("长宁区", None)]


def test_headings_of_kinds_say_the_kind_and_keep_the_district_they_stand_in() -> None:
    rows = (["长宁区"], ["一、党群服务中心（1个）"], station(1), ["二、快递网点"], station(2))
    kinds = [(r.inferred_kind, r.fields["district"]) for r in points(*rows)]
    assert kinds == [("party_mass_centre", "长宁区"), ("outlet", "长宁区")]


@pytest.mark.parametrize("heading", ["党群服务中心（站）", "爱心接力站", "驿站"])
def test_a_kind_alone_under_the_header_is_a_heading_and_no_sub_header(heading: str) -> None:
    for headers in (HEADERS, HEADERS[1:]):
        cut = len(HEADERS) - len(headers)
        assert names([heading], station(1)[cut:], station(2)[cut:], headers=headers) == ["示例1站", "示例2站"]


def test_districts_within_a_heading_of_a_kind_end_with_it() -> None:
    rows = (["一、党群服务中心"], ["长宁区"], station(1), ["二、快递网点"], station(2))
    kinds = [(r.inferred_kind, r.fields.get("district")) for r in points(*rows)]
    assert kinds == [("party_mass_centre", "长宁区"), ("outlet", None)]


def test_a_numbered_name_alone_is_a_point_and_a_mark_before_a_name_is_no_note() -> None:
    assert names(station(1), [2, "示例大厦"], ["", "★示例三站", "", "", "55500003"], headers=HEADERS)[:2] == [
        "示例1站",
        "示例大厦",
    ]
    short = ["名称", "地址", "电话"]
    assert names(["★示例甲站", "", "55500001"], ["示例乙驿站"], headers=short) == ["★示例甲站", "示例乙驿站"]


def test_where_most_rows_are_names_alone_a_name_alone_is_a_point() -> None:
    assert names(["示例大厦"], ["示例广场"], ["示例公园", "示例路1号"], headers=["名称", "地址"]) == [
        "示例大厦",
        "示例广场",
        "示例公园",
    ]


def test_a_row_of_district_and_phone_is_a_point_without_a_name_and_heads_nothing() -> None:
    headers = ["区", "街道", "名称", "地址", "电话"]
    rows: Rows = [
        headers,
        ["松江区", "中山街道", "", "", "55500001"],
        ["", "", "示例站", "示例路1号", "55500002"],
    ]
    lost, kept = readings(xlsx({"点位": rows}))
    assert lost.refused
    assert "district" not in kept.fields


def test_a_second_header_under_data_takes_none_of_it() -> None:
    short = ["名称", "地址", "开放时间", "备注"]
    rows = (
        ["示例甲站", "示例路1号", "每天8:00-20:00"],
        ["示例乙站", "示例路2号", "工作日8:30-17:00"],
        ["名称", "地址", "开放时间", "联系电话"],
        ["示例丙站", "示例路3号", "每天9:00-21:00", "55500003"],
    )
    read = points(*rows, headers=short)
    assert [r.fields["hours"] for r in read] == ["每天8:00-20:00", "工作日8:30-17:00", "每天9:00-21:00"]
    assert [c.number for c in read[2].fields["contacts"]] == ["021-55500003"]


def test_a_table_of_other_columns_below_is_read_by_its_own_header() -> None:
    rows = (
        station(1),
        ["二、快递网点"],
        ["序号", "快递品牌", "网点名称", "地址", "营业时间", "负责人"],
        [1, "示例速递", "示例一部", "示例路2号", "8:00-20:00", "示例张三"],
        ["名称", "地址", "联系电话"],
        ["示例道班", "示例路4号", "55500004"],
    )
    read = points(*rows, headers=[*HEADERS, ""])
    assert [(r.fields["name"], r.fields["address"]) for r in read] == [
        ("示例1站", "示例路1号"),
        ("示例一部", "示例路2号"),
        ("示例道班", "示例路4号"),
    ]
    assert [c.name for c in read[1].fields["contacts"]] == ["示例张三"]


@pytest.mark.parametrize("write", [lambda rows: xlsx({"点位": rows}), text_table])
def test_a_header_on_every_page_is_no_point_whatever_words_it_has(write: object) -> None:
    one = ["序号", "党群服务阵地名称", "地址", "电话"]
    two = [["序号", "基本信息", "", "服务设施", ""], ["", "站点名称", "地址", "饮水", "充电"]]
    single: Rows = [
        one,
        [1, "示例1站", "示例路1号", "55500001"],
        one,
        [2, "示例2站", "示例路2号", "55500002"],
    ]
    double: Rows = [*two, [1, "示例1站", "示例路1号", "√", "×"], *two, [2, "示例2站", "示例路2号", "√", "×"]]
    for rows in (single, double):
        assert [r.fields["name"] for r in readings(write(rows))] == ["示例1站", "示例2站"]  # type: ignore[operator]


def test_a_row_of_words_that_are_values_as_well_is_no_header() -> None:
    headers = ["名称", "地址", "类型", "备注"]
    rows = (["示例甲站", "示例路1号", "驿站", ""], ["示例乙", "某大厦内", "驿站", "其他"])
    assert names(*rows, headers=headers) == ["示例甲站", "示例乙"]


def test_what_a_row_without_a_number_leaves_over_goes_to_the_numbered_one_above() -> None:
    first, second, third = points(
        [1, "示例街道社区", "示例路", "每天8:00-20:00", "55500001"],
        ["", "党群服务中心", "500号"],
        [2, "示例党群服务中心", "示例路1号", "每天8:00-20:00", "55500002"],
        ["", "（示例分中心）"],
        [3, "示例驿站", "示例路3号", "周一至周五8:00-20:00", "55500003"],
        ["", "", "", "周六9:00-16:00", "55500004"],
    )
    assert (first.fields["name"], first.fields["address"]) == ("示例街道社区党群服务中心", "示例路500号")
    assert second.fields["name"] == "示例党群服务中心（示例分中心）"
    assert third.fields["hours"] == "周一至周五8:00-20:00；周六9:00-16:00"
    assert [c.number for c in third.fields["contacts"]] == ["021-55500003", "021-55500004"]


def test_a_point_that_somebody_forgot_to_number_is_a_point() -> None:
    forgotten: list[object] = ["", "示例驿站", "示例路2号"]
    assert names(station(1), forgotten, station(3)) == ["示例1站", "示例驿站", "示例3站"]


def test_a_sheet_of_headers_only_says_so() -> None:
    assert [(s.sheet, s.row, s.reason) for s in read().skipped] == [("点位", 0, "只有表头，没有点位")]
