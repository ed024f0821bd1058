"""However a roster is laid out, the points in it are the same."""

from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicepoints.sheets.fields import FIELDS
from tests.sheets.workbooks import Rows, ods, readings, text_table, xlsx

DATA = Path(__file__).parents[1] / "data"
HEADERS = [
    "序号",
    "所属区",
    "街镇",
    "名称",
    "地址",
    "开放时间",
    "联系电话",
    "联系人",
    "服务内容",
    "谁能进",
    "经度(WGS-84)",
    "纬度(WGS-84)",
    "备注",
]
POINTS: list[list[Any]] = [
    [1, "黄浦区", "外滩街道", "示例甲驿站", "示例路1号", "周一至周五8:30-17:00", "021-55500001", "示例张三",
     "热水、充电", "都能进", 121.49, 31.23, ""],
    [2, "黄浦区", "外滩街道", "示例乙党群服务中心", "示例路2号", "24小时", "55500002", "",
     "厕所，无空调", "快递员", 121.48, 31.24, "示例，备注"],
    [3, "黄浦区", "五里桥街道", "示例丙网点", "示例路3号", "", "13800000000", "示例李四", "", "", "", "", ""],
    [4, "静安区", "江宁路街道", "示例丁驿站", "示例路4号", "9:00-18:00", "", "",
     "爱心冰柜/微波炉", "仅本公司", 121.45, 31.25, ""],
]  # fmt: skip
ROWS: Rows = [HEADERS, *POINTS]
RENAMED = {
    "所属区": ("区", "行政区", "所在区", "辖 区"),
    "街镇": ("街道/镇", "所属街道", "街道（镇）", "乡镇街道"),
    "名称": ("站点名称", "机构名称", "中 心", "点位\n名称", "爱心接力站名称"),
    "地址": ("详细地址", "站点地址", "地　址", "具体位置"),
    "开放时间": ("服务时间", "营业时间", "对外开放时间", "开放\n时间"),
    "联系电话": ("电话", "服务电话", "固定电话", "联系人电话", "联系电话（座机）"),
    "联系人": ("负责人", "联络人", "驿站负责人"),
    "服务内容": ("服务项目", "设施设备", "配套设施", "功能"),
    "谁能进": ("开放对象", "服务对象", "适用人群"),
    "经度(WGS-84)": ("天地图经度", "lon_wgs84", "经度（WGS84）"),
    "纬度(WGS-84)": ("天地图纬度", "lat_wgs84", "纬度 CGCS2000"),
    "备注": ("说明", "其他说明", "备　注"),
}


def points(data: bytes, name: str = "示例.xlsx") -> list[dict[str, Any]]:
    """What the rows say, in the order of their names, and that nothing is wrong with them."""
    read = readings(data, name)
    assert [p for r in read for p in r.problems] == []
    return sorted((dict(r.fields) for r in read), key=lambda fields: fields["name"])


EXPECTED = points(xlsx({"点位": ROWS}))


def test_the_plain_layout_reads_four_points() -> None:
    assert [p["name"] for p in EXPECTED] == ["示例丁驿站", "示例丙网点", "示例乙党群服务中心", "示例甲驿站"]
    assert EXPECTED[2]["amenities"] == {"toilet": True, "air_conditioning": False}
    assert EXPECTED[3]["position"].latitude == 31.23


@settings(max_examples=60, deadline=None)
@given(order=st.permutations(range(len(HEADERS))), titles=st.integers(0, 4), data=st.data())
def test_shuffled_columns_added_titles_renamed_headers(
    order: list[int], titles: int, data: st.DataObject
) -> None:
    headers = [data.draw(st.sampled_from((h, *RENAMED.get(h, ())))) for h in HEADERS]
    rows = [[row[i] for i in order] for row in [headers, *POINTS]]
    above = [["示例邮政管理局台账", *[""] * 12], ["截至2026年11月"], [], ["填报单位：示例"]][:titles]
    assert points(xlsx({"点位": [*above, *rows]})) == EXPECTED


@pytest.mark.parametrize("field", [f for f in FIELDS if f.clean or f.name in ("hours", "phone", "amenities")])
def test_every_synonym_of_a_header_means_its_field(field: Any) -> None:
    for word in (field.label, field.name, *field.synonyms):
        headers = [word, "名称"] if field.name != "name" else [word, "地址"]
        (reading, *_) = readings(
            xlsx({"点位": [[*headers, "地址", "电话"], ["2026-11-24", "示例", "示例路1号", "55500000"]]})
        )
        assert field.name in reading.said, word


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_encodings_and_delimiters(encoding: str, delimiter: str) -> None:
    assert points(text_table(ROWS, encoding, delimiter), "示例.csv") == EXPECTED


def test_an_open_document() -> None:
    assert points(ods("点位", ROWS), "示例.ods") == EXPECTED


def _blanked(first: int, last: int, *columns: int) -> Rows:
    return [
        [("" if r in range(first + 1, last + 1) and c in columns else v) for c, v in enumerate(row)]
        for r, row in enumerate(ROWS)
    ]


@pytest.mark.parametrize("write", [lambda r, m: xlsx({"点位": r}, m), lambda r, m: ods("点位", r, m)])
def test_merged_districts_and_sub_districts(write: Callable[..., bytes]) -> None:
    rows = _blanked(1, 3, 1)
    rows = [[("" if (r, c) == (2, 2) else v) for c, v in enumerate(row)] for r, row in enumerate(rows)]
    assert points(write(rows, [(1, 1, 3, 1), (1, 2, 2, 2)])) == EXPECTED


def test_merged_cells_lost_on_the_way_to_csv() -> None:
    rows = [list(row) for row in _blanked(1, 3, 1)]
    rows[2][2] = ""
    rows += [
        [5, "", "", "示例戊驿站", "示例路5号", *[""] * 8],
        [6, "", "", "示例己驿站", "示例路6号", *[""] * 8],
    ]
    read = {p["name"]: p for p in points(text_table(rows), "示例.csv")}
    assert [read[p["name"]] for p in EXPECTED] == EXPECTED
    assert read["示例己驿站"]["district"] == "静安区"


def test_a_blank_district_among_repeated_ones_stays_unknown() -> None:
    rows = [list(row) for row in ROWS]
    rows[3][1], rows[3][2] = "", ""
    read = {p["name"]: p for p in points(text_table(rows), "示例.csv")}
    assert "district" not in read["示例丙网点"]


@pytest.mark.parametrize("heading", ["黄浦区", "黄浦区（3个）", "一、黄浦区", "黄浦区：3家", "上海市黄浦区"])
@pytest.mark.parametrize("merged", [True, False])
def test_districts_as_heading_rows(heading: str, merged: bool) -> None:
    width = len(HEADERS)
    rows: list[list[Any]] = [HEADERS, [heading], *POINTS[:3], ["静安区（1个）"], POINTS[3]]
    rows = [
        [("" if c == 1 and r and len(row) > 1 else v) for c, v in enumerate(row)]
        for r, row in enumerate(rows)
    ]
    merges = [(1, 0, 1, width - 1), (5, 0, 5, width - 1)] if merged else []
    assert points(xlsx({"点位": rows}, merges)) == EXPECTED


def test_districts_as_sheets_and_a_hidden_one() -> None:
    bare = [[v for c, v in enumerate(row) if c != 1] for row in ROWS]
    sheets = {"黄浦区": bare[:4], "静安": [bare[0], bare[4]], "底稿": ROWS}
    assert points(xlsx(sheets, hidden=["底稿"])) == EXPECTED


def test_group_headers_over_two_rows() -> None:
    top = [
        "序号",
        "所在地",
        "",
        "名称",
        "地址",
        "开放时间",
        "联系方式",
        "",
        "服务内容",
        "谁能进",
        "位置（WGS-84）",
        "",
        "备注",
    ]
    below = ["", "区", "街镇", "", "", "", "电话", "联系人", "", "", "经度", "纬度", ""]
    across = [(0, 1, 0, 2), (0, 6, 0, 7), (0, 10, 0, 11)]
    down = [(0, c, 1, c) for c in (0, 3, 4, 5, 8, 9, 12)]
    rows: Rows = [top, below, *POINTS]
    assert points(xlsx({"点位": rows}, [*across, *down])) == EXPECTED
    assert points(ods("点位", rows, [*across, *down]), "示例.ods") == EXPECTED
    assert points(text_table(rows), "示例.csv") == EXPECTED


def test_repeated_headers_totals_blanks_and_forms_are_no_points() -> None:
    rows: Rows = [
        *ROWS[:3], [], HEADERS, *ROWS[3:],
        ["合计", *[""] * 3, "4个"], ["小计：4"], ["填表人：示例 2026年11月"],
    ]  # fmt: skip
    assert points(xlsx({"点位": rows})) == EXPECTED


def test_full_width_and_spaces_in_cells_of_choice() -> None:
    rows = [
        [
            v.replace("快递员", "快　递 员").replace("黄浦区", "黄浦区 ") if isinstance(v, str) else v
            for v in row
        ]
        for row in ROWS
    ]
    assert points(xlsx({"点位": rows})) == EXPECTED


def test_ticks_say_what_a_text_column_says() -> None:
    headers = [*HEADERS[:8], "热水", "充电", "厕所", "空调", "微波炉", "冰箱", *HEADERS[9:]]
    ticks = [["√", "有", "", "", "", ""], ["", "", "是", "×", "", ""], [""] * 6, ["", "", "", "", "1", "Y"]]
    rows = [headers, *([*p[:8], *t, *p[9:]] for p, t in zip(POINTS, ticks, strict=True))]
    assert points(xlsx({"点位": rows})) == EXPECTED


def test_opening_and_closing_times_of_every_make() -> None:
    made = [
        (time(8, 30), time(17)),
        ("8:30", "17:00"),
        (8.5 / 24, 17 / 24),
        ("８：３０", "17点"),
        ("8点半", "17时"),
    ]
    rows = [["名称", "地址", "工作日", "", "周末", ""], ["", "", "开门", "关门", "开门", "关门"]]
    rows += [[f"示例{i}", "示例路1号", a, b, "9:00", "12:00"] for i, (a, b) in enumerate(made)]
    read = readings(xlsx({"点位": rows}, [(0, 2, 0, 3), (0, 4, 0, 5)]))
    assert {r.fields["hours"] for r in read} == {"工作日8:30-17:00；周末9:00-12:00"}


TRADITIONAL = (
    "序號 所屬區 街鎮 名稱 地址 開放時間 聯繫電話 聯繫人 服務內容 開放對象 天地圖經度 天地圖緯度 備註"
)
ENGLISH = (
    "No. District Subdistrict Name Address Opening_Hours Telephone Contact_Person Services Audience"
    " Lon_WGS84 Lat_WGS84 Remarks"
)


@pytest.mark.parametrize("headers", [TRADITIONAL, ENGLISH])
def test_traditional_and_english_headers(headers: str) -> None:
    assert points(xlsx({"点位": [headers.split(), *POINTS]})) == EXPECTED
