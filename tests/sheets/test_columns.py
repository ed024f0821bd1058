"""Which column is which: two for one thing, tables side by side, columns without a header."""

import pytest

from servicepoints.sheets.readings import RowReading
from tests.sheets.workbooks import Rows, readings, roster, text_table, xlsx


def one(**cells: object) -> RowReading:
    (reading,) = readings(xlsx({"点位": [list(cells), list(cells.values())]}))
    return reading


@pytest.mark.parametrize("vague", ["社区名称", "单位名称", "机构名称", "项目", "场所名称"])
@pytest.mark.parametrize("plain", ["驿站名称", "站点名称", "网点名称", "名称", "点位"])
def test_the_plainer_of_two_names_is_the_name_wherever_it_stands(vague: str, plain: str) -> None:
    for cells in ({vague: "示例社区", plain: "示例甲站"}, {plain: "示例甲站", vague: "示例社区"}):
        assert one(**cells, 地址="示例路1号").fields["name"] == "示例甲站"


def test_a_vague_name_is_the_name_where_there_is_no_other() -> None:
    assert one(单位名称="示例一部", 地址="示例路1号").fields["name"] == "示例一部"


@pytest.mark.parametrize("other", ["单位地址", "邮箱地址", "联系地址"])
def test_the_plainer_of_two_addresses_is_the_address(other: str) -> None:
    for name in ("驿站地址", "地址", "详细地址"):
        cells = {"名称": "示例站", other: "示例路500号", name: "示例路1号"}
        assert one(**cells).fields["address"] == "示例路1号"


def test_an_address_of_mail_is_none() -> None:
    assert "address" not in one(名称="示例站", 邮箱地址="a@example.cn", 电话="55500001").fields


def test_phones_of_whoever_runs_the_place_are_not_the_place_s() -> None:
    after = one(名称="示例站", 地址="示例路1号", 电话="55500001", 单位名称="示例公司", 单位电话="55500002")
    before = one(
        单位名称="示例公司", 单位电话="55500002", 站点名称="示例站", 地址="示例路1号", 电话="55500001"
    )
    for reading in (after, before):
        assert [c.number for c in reading.fields["contacts"]] == ["021-55500001"]


def test_hours_after_a_vague_name_are_the_place_s() -> None:
    reading = one(
        站点名称="示例站", 单位名称="示例公司", 地址="示例路1号", 开放时间="24小时", 电话="55500001"
    )
    assert (reading.fields["hours"], len(reading.fields["contacts"])) == ("24小时", 1)


def test_services_after_a_vague_name_are_the_place_s_too() -> None:
    reading = one(站点名称="示例站", 地址="示例路1号", 服务内容="饮水", 单位名称="示例公司", 其他服务="充电")
    assert reading.fields["amenities"] == {"drinking_water": True, "phone_charging": True}


def test_everything_after_a_second_name_as_plain_is_another_place_s() -> None:
    cells = {"站点名称": "示例站", "地址": "示例路1号", "开放时间": "24小时", "网点名称": "示例部"}
    assert one(**cells, 营业时间="9:00-17:00").fields["hours"] == "24小时"


def test_what_leads_a_table_goes_with_it() -> None:
    rows: Rows = [
        ["区", "名称", "地址"] * 2,
        ["黄浦区", "示例甲站", "示例路1号", "静安区", "示例乙站", "示例路2号"],
    ]
    assert [r.fields["district"] for r in readings(xlsx({"点位": rows}))] == ["黄浦区", "静安区"]


def test_tables_side_by_side_under_districts_stand_each_in_its_own() -> None:
    rows: Rows = [
        ["示例分布表"],
        ["黄浦区", "", "", "静安区", "", ""],
        ["名称", "地址", "电话"] * 2,
        ["示例甲站", "示例路1号", "55500001", "示例乙站", "示例路2号", "55500002"],
    ]
    read = readings(xlsx({"点位": rows}, [(0, 0, 0, 5), (1, 0, 1, 2), (1, 3, 1, 5)]))
    assert [(r.fields["name"], r.fields["district"], len(r.fields["contacts"])) for r in read] == [
        ("示例甲站", "黄浦区", 1),
        ("示例乙站", "静安区", 1),
    ]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (["序号", "名称", "地址", "电话", ""], ["名称", "地址", "电话"]),
        (["序号", "名称", "地址", "电话"], ["序号", "名称", "地址"]),
        (["区", "名称", "地址"], ["名称", "地址", "电话", "备注"]),
    ],
)
def test_tables_side_by_side_need_not_be_equal(left: list[str], right: list[str]) -> None:
    cells = {"序号": 1, "区": "黄浦区", "地址": "示例路1号", "电话": "55500001", "": "", "备注": ""}
    rows: Rows = [
        [*left, *right],
        [*(cells.get(h, "示例甲站") for h in left), *(cells.get(h, "示例乙站") for h in right)],
    ]
    first, second = readings(xlsx({"点位": rows}))
    assert (first.fields["name"], second.fields["name"]) == ("示例甲站", "示例乙站")
    for headers, reading in ((left, first), (right, second)):
        assert len(reading.fields.get("contacts", ())) == ("电话" in headers)


def test_tables_side_by_side_under_kinds_are_of_them() -> None:
    rows: Rows = [
        ["党群服务中心", "", "快递网点", ""],
        ["名称", "地址"] * 2,
        ["示例甲", "示例路1号", "示例乙", "示例路2号"],
    ]
    read = readings(xlsx({"点位": rows}, [(0, 0, 0, 1), (0, 2, 0, 3)]))
    assert [r.inferred_kind for r in read] == ["party_mass_centre", "outlet"]


@pytest.mark.parametrize("more", [["名称", "电话"], ["名称", "地址", "电话"]])
def test_columns_of_whoever_runs_the_place_are_no_table(more: list[str]) -> None:
    cells = {"名称": "示例公司", "地址": "示例路9号", "电话": "55500009"}
    rows: Rows = [
        ["基本信息", "", "", "管理单位", *[""] * (len(more) - 1)],
        ["名称", "地址", "电话", *more],
        ["示例站", "示例路1号", "55500001", *(cells[header] for header in more)],
    ]
    (read,) = readings(xlsx({"点位": rows}, [(0, 0, 0, 2), (0, 3, 0, 2 + len(more))]))
    assert (read.fields["name"], read.fields["address"]) == ("示例站", "示例路1号")
    assert [c.number for c in read.fields["contacts"]] == ["021-55500001"]


@pytest.mark.parametrize("write", [lambda rows, m: xlsx({"点位": rows}, m), lambda rows, m: text_table(rows)])
def test_a_column_of_districts_needs_no_header(write: object) -> None:
    rows: Rows = [
        ["", "名称", "地址"],
        ["长\n宁\n区", "示例甲站", "示例路1号"],
        ["", "示例乙站", "示例路2号"],
        ["静 安 区", "示例丙站", "示例路3号"],
        ["", "示例丁站", "示例路4号"],
    ]
    read = readings(write(rows, [(1, 0, 2, 0), (3, 0, 4, 0)]))  # type: ignore[operator]
    assert [r.fields["district"] for r in read] == ["长宁区", "长宁区", "静安区", "静安区"]
    assert [p for r in read for p in r.problems] == []


def test_a_column_of_kinds_needs_no_header() -> None:
    rows: Rows = [
        ["", "名称", "地址"],
        ["党群服务中心", "示例甲", "示例路1号"],
        ["快递网点", "示例乙", "示例路2号"],
    ]
    assert [r.fields["kind"] for r in readings(xlsx({"点位": rows}))] == ["party_mass_centre", "outlet"]


def test_a_column_without_a_header_of_anything_else_is_not_used() -> None:
    rows: Rows = [
        ["", "名称", "地址"],
        ["长宁区", "示例甲站", "示例路1号"],
        ["旁注", "示例乙站", "示例路2号"],
    ]
    assert [c.field for c in roster(xlsx({"点位": rows})).columns] == ["", "name", "address"]


@pytest.mark.parametrize("former", ["地址（原地址）", "地址(旧址)", "原地址"])
def test_a_former_address_in_brackets_gives_way(former: str) -> None:
    assert (
        one(**{"名称": "示例站", former: "示例旧路1号", "现地址": "示例路1号"}).fields["address"]
        == "示例路1号"
    )
