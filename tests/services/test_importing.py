"""Importing whole rosters into a register: one transaction, everything accounted for, twice is once."""

import csv
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from xlsxwriter import Workbook

from servicepoints import reference
from servicepoints.domain.points import Kind, Listing, ScheduleStatus
from servicepoints.errors import InvalidValue, UnreadableSheet
from servicepoints.paths import DATA
from servicepoints.register import (
    Actor,
    Register,
    bureaus,
    feed,
    imports,
    open_register,
    points,
)
from servicepoints.register.bureaus import Bureau
from servicepoints.register.migrating import migrate
from servicepoints.register.revisions import history
from servicepoints.register.secrecy import new_key
from servicepoints.services.exporting import export
from servicepoints.services.importing import ImportReport, import_roster, report_lines
from servicepoints.sheets.limits import LONGEST_CELL

SAMPLE = Path(__file__).parents[1] / "data" / "roster_sample.xlsx"
HEADER = ("编号", "名称", "类型", "区", "街道", "地址", "开放时间", "电话", "联系人", "服务内容", "备注")
Import = Callable[..., ImportReport]


@pytest.fixture
def register(register_url: str) -> Iterator[Register]:
    opened = open_register(register_url, new_key())
    migrate(opened)
    with opened.write(Actor("setup", "示例")) as writer:
        bureaus.put(writer, Bureau("shili", "示例邮政管理局"))
        bureaus.put(writer, Bureau("yangban", "样板邮政管理局"))
    yield opened
    opened.close()


@pytest.fixture
def take(register: Register) -> Import:
    def run(
        data: bytes, filename: str = "台账.xlsx", bureau: str = "shili", dry_run: bool = False
    ) -> ImportReport:
        return import_roster(
            register, data, filename, bureau, dry_run=dry_run, vocabulary=reference.vocabulary(),
            gazetteer=reference.gazetteer(), today=date(2026, 11, 24),
        )  # fmt: skip

    return run


def roster(*rows: dict[str, Any], header: tuple[str, ...] = HEADER) -> bytes:
    """A plain workbook of these rows, blank where they say nothing."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("示例表")
        sheet.write_row(0, 0, header)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, [row.get(title, "") for title in header])
    return file.getvalue()


STATION = {
    "名称": "示例驿站", "类型": "爱心接力站", "区": "黄浦区", "街道": "外滩街道", "地址": "示例路1号",
    "开放时间": "周一至周五8:30-17:00", "电话": "021-55500001、13800000000", "联系人": "示例张三",
    "服务内容": "热水、充电",
}  # fmt: skip


def everything(register: Register) -> tuple[Any, ...]:
    """All that an import could have changed."""
    with register.read() as reader:
        standing = points.all_points(reader)
        return (
            standing,
            feed.latest(reader),
            [revision for point in standing for revision in history(reader, point.code)],
            imports.open_reviews(reader),
            imports.batches(reader),
        )


def test_the_sample_roster_imports_whole(take: Import, register: Register) -> None:
    report = take(SAMPLE.read_bytes(), SAMPLE.name)
    assert report.counts["new"] == 26
    assert report.refused == []
    with register.read() as reader:
        standing = points.all_points(reader)
    assert {p.kind for p in standing} == {Kind.CARE_STATION}
    assert all(p.district and p.sub_district for p in standing)
    assert {p.sub_district for p in standing} >= {"五里桥街道", "曹家渡街道"}
    assert Counter(p.district for p in standing) == {"黄浦区": 8, "虹口区": 11, "长宁区": 3, "静安区": 4}


def test_every_odd_value_of_the_sample_is_in_the_report(take: Import) -> None:
    report = take(SAMPLE.read_bytes(), SAMPLE.name)
    said = {(finding.row, finding.kind) for finding in report.review}
    assert (11, "hours") in said, "除夕至初六关闭"
    assert (19, "hours") in said, "高温季延长"
    assert (21, "hours") in said, "实质24小时"
    assert any(f.row == 31 and f.value == "13x-xxxx-xxxx" for f in report.review)
    unread = [f for f in report.review if f.kind == "hours"]
    assert all(f.reason and f.value for f in unread)


def test_the_footnote_of_the_sample_goes_to_review_with_what_it_names(
    take: Import, register: Register
) -> None:
    report = take(SAMPLE.read_bytes(), SAMPLE.name)
    (note,) = [finding for finding in report.review if finding.kind == "note"]
    assert note.row == 33
    assert "“示例欧阳路爱心接力站”不在这份台账里" in note.reason
    assert "“示例愚园路爱心接力站”有2个" in note.reason
    with register.read() as reader:
        (waiting,) = imports.open_reviews(reader, kind="note")
    assert [len(mention["fits"]) for mention in waiting.proposal] == [0, 2]


def test_the_same_file_twice_changes_nothing(take: Import, register: Register) -> None:
    take(SAMPLE.read_bytes(), SAMPLE.name)
    before = everything(register)
    again = take(SAMPLE.read_bytes(), "改了名字.xlsx")
    assert again.counts | {"review": 0} == {
        "new": 0,
        "changed": 0,
        "unchanged": 26,
        "refused": 0,
        "review": 0,
    }
    assert everything(register) == before


def test_hours_that_an_older_roster_brings_back_wait_for_a_person_again(
    take: Import, register: Register
) -> None:
    for hours in ("8:30-17:00", "每天8:30-17:00", "8:30-17:00"):
        take(roster(STATION | {"开放时间": hours}))
    with register.read() as reader:
        (item,) = imports.open_reviews(reader, kind="hours")
    assert item.value == "8:30-17:00"


def test_a_proposal_is_a_reading_and_never_advice(take: Import, register: Register) -> None:
    take(roster(STATION | {"开放时间": "8:30-17:00"}, STATION | {"名称": "示例乙驿站", "开放时间": "看天气"}))
    with register.read() as reader:
        items = {item.value: item for item in imports.open_reviews(reader, kind="hours")}
    assert items["8:30-17:00"].proposal == "Mo-Su 08:30-17:00"
    assert items["看天气"].proposal is None
    assert "改写成" in items["看天气"].fix


def test_what_waits_of_a_phone_is_sealed(take: Import, register: Register) -> None:
    take(roster(STATION | {"电话": "13x-1234-567"}))
    with register.read() as reader:
        (item,) = imports.open_reviews(reader, kind="value")
        stored = reader.connection.execute(text("SELECT content, sealed FROM review_item")).all()
    assert item.value == "13x-1234-567"
    assert item.private
    assert not any("13x" in str(row) for row in stored)


def test_a_dry_run_says_what_would_be_and_writes_nothing(take: Import, register: Register) -> None:
    before = everything(register)
    dry = take(SAMPLE.read_bytes(), SAMPLE.name, dry_run=True)
    assert everything(register) == before
    real = take(SAMPLE.read_bytes(), SAMPLE.name)
    assert dry.counts == real.counts
    assert all(row.code == "" for row in dry.new)
    assert all(len(row.code) == 6 for row in real.new)


def test_columns_are_reported_before_anything_else(take: Import) -> None:
    lines = list(report_lines(take(SAMPLE.read_bytes(), SAMPLE.name, dry_run=True)))
    assert lines[0].startswith("【站点汇总】")
    assert any("站点名称" in line for line in lines[:9])
    assert "新增26个" in lines[-1]


def test_a_change_is_reported_field_by_field_with_old_and_new(take: Import, register: Register) -> None:
    take(roster(STATION))
    report = take(roster(STATION | {"开放时间": "每天9:00-18:00", "备注": "新门"}))
    (changed,) = report.as_json()["changed"]
    assert changed["changes"]["hours_text"] == ["周一至周五8:30-17:00", "每天9:00-18:00"]
    assert changed["changes"]["note"] == ["", "新门"]
    assert "address" not in changed["changes"]
    with register.read() as reader:
        what = history(reader, changed["code"])[-1].what
    assert set(what) == set(changed["changes"])


def test_a_blank_cell_or_a_missing_column_erases_nothing(take: Import, register: Register) -> None:
    take(roster(STATION))
    before = everything(register)
    take(roster({"名称": "示例驿站", "地址": "示例路1号"}))
    take(roster({"名称": "示例驿站", "地址": "示例路1号"}, header=("名称", "地址")))
    assert everything(register) == before


def test_names_and_mobiles_of_contacts_are_kept_and_landlines_are_public(
    take: Import, register: Register
) -> None:
    take(roster(STATION))
    with register.read() as reader:
        (point,) = points.all_points(reader)
        (public,) = points.publishable(reader).values()
    assert {(c.number, c.public) for c in point.contacts if c.number} == {
        ("021-55500001", True), ("13800000000", False),
    }  # fmt: skip
    assert any(c.name == "示例张三" for c in point.contacts)
    assert public is not None
    assert [(c.name, c.number) for c in public.contacts] == [("", "021-55500001")]


def test_a_row_that_cannot_be_placed_is_kept_whole_and_unlisted(take: Import, register: Register) -> None:
    report = take(roster(STATION, STATION | {"编号": "7K2M9Q", "名称": "示例二站"}))
    assert report.counts["new"] == 1
    (refused,) = report.as_json()["refused"]
    assert {key: refused[key] for key in ("row", "column", "value")} == {
        "row": 3, "column": "编号", "value": "7K2M9Q",
    }  # fmt: skip
    assert refused["reason"]
    assert refused["fix"]
    with register.read() as reader:
        (held,) = imports.open_reviews(reader, kind="row")
        assert points.count(reader) == 1
    assert "示例二站" in held.value
    assert held.private


def test_hours_put_in_other_words_end_their_review(take: Import, register: Register) -> None:
    take(roster(STATION | {"开放时间": "8:30-17:00"}))
    with register.read() as reader:
        (point,) = points.all_points(reader)
        assert point.schedule.status is ScheduleStatus.REVIEW
        assert point.listing is Listing.LISTED
        assert [item.code for item in imports.open_reviews(reader, kind="hours")] == [point.code]
    take(roster(STATION | {"开放时间": "每天8:30-17:00"}))
    with register.read() as reader:
        assert imports.open_reviews(reader, kind="hours") == []


def test_a_held_row_that_comes_back_whole_leaves_the_queue(take: Import, register: Register) -> None:
    take(roster(STATION | {"编号": "7K2M9Q"}))
    take(roster(STATION | {"编号": "7K2M9Q"}))
    with register.read() as reader:
        assert len(imports.open_reviews(reader, kind="row")) == 1
    take(roster(STATION))
    with register.read() as reader:
        assert imports.open_reviews(reader, kind="row") == []


def test_a_repeated_row_waits_once_however_often_it_is_imported(take: Import, register: Register) -> None:
    take(roster(STATION, STATION))
    before = everything(register)
    report = take(roster(STATION, STATION))
    assert report.counts["refused"] == 1
    assert everything(register) == before


def test_an_unknown_bureau_and_a_file_that_is_no_roster_are_refused_before_anything(
    take: Import, register: Register
) -> None:
    before = everything(register)
    with pytest.raises(InvalidValue, match="示例邮政管理局"):
        take(roster(STATION), bureau="没有的局")
    with pytest.raises(UnreadableSheet):
        take(b"no workbook", "台账.xlsx")
    assert everything(register) == before


def test_a_failure_in_the_middle_of_the_write_leaves_nothing(
    take: Import, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(register)

    def fails(*_: object) -> int:
        raise RuntimeError("示例故障")

    monkeypatch.setattr(imports, "add_reviews", fails)
    with pytest.raises(RuntimeError):
        take(SAMPLE.read_bytes(), SAMPLE.name)
    assert everything(register) == before


def test_progress_ends_with_all_rows(register: Register) -> None:
    told: list[tuple[int, int]] = []
    import_roster(
        register, SAMPLE.read_bytes(), SAMPLE.name, dry_run=True, vocabulary=reference.vocabulary(),
        gazetteer=reference.gazetteer(), today=date(2026, 11, 24), progress=lambda *now: told.append(now),
    )  # fmt: skip
    assert told[-1] == (26, 26)


def as_csv(rows: list[dict[str, str]], header: tuple[str, ...], names: dict[str, str]) -> str:
    """The rows with the columns in this order and under these names."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow([names.get(title, title) for title in header])
    writer.writerows([[row.get(title, "") for title in header] for row in rows])
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_order_of_columns_their_names_and_the_encoding_make_no_difference(
    take: Import, encoding: str
) -> None:
    rows = [STATION, STATION | {"名称": "示例二站", "地址": "示例路2号", "服务内容": "厕所"}]
    assert take(as_csv(rows, HEADER, {}).encode("utf-8"), "台账.csv").counts["new"] == 2
    synonyms = {
        "名称": "站点名称",
        "地址": "详细地址",
        "开放时间": "服务时间",
        "电话": "联系电话",
        "类型": "类别",
        "街道": "街镇",
    }
    again = as_csv(rows, HEADER[::-1], synonyms).encode(encoding)
    assert take(again, "台账.csv").counts == {
        "new": 0,
        "changed": 0,
        "unchanged": 2,
        "refused": 0,
        "review": 0,
    }


def test_coordinates_the_wrong_way_round_are_turned_and_said(take: Import, register: Register) -> None:
    header = ("名称", "类型", "地址", "经度(WGS-84)", "纬度(WGS-84)")
    row = {"名称": "示例驿站", "类型": "驿站", "地址": "示例路1号"}
    right = row | {"经度(WGS-84)": "121.4294", "纬度(WGS-84)": "31.2242"}
    assert take(roster(right, header=header)).review == []
    (said,) = take(
        roster(row | {"经度(WGS-84)": "31.2242", "纬度(WGS-84)": "121.4294"}, header=header)
    ).review
    assert (said.row, said.value) == (2, "121.4294")
    assert "写反" in said.reason
    with register.read() as reader:
        (point,) = points.all_points(reader)
    assert point.position is not None
    assert (point.position.latitude, point.position.longitude) == (31.2242, 121.4294)


def test_a_place_outside_the_city_is_reviewed_and_not_stored(take: Import, register: Register) -> None:
    header = ("名称", "类型", "地址", "经度(WGS-84)", "纬度(WGS-84)")
    row = {
        "名称": "示例驿站",
        "类型": "驿站",
        "地址": "示例路1号",
        "经度(WGS-84)": "116.4",
        "纬度(WGS-84)": "39.9",
    }
    report = take(roster(row, header=header))
    assert ["不在上海" in finding.reason for finding in report.review] == [True]
    with register.read() as reader:
        (point,) = points.all_points(reader)
        assert [item.kind for item in imports.open_reviews(reader)] == ["position"]
    assert point.position is None


def test_an_export_imports_back_without_a_change(take: Import, register: Register, tmp_path: Path) -> None:
    take((DATA / "demo" / "roster.xlsx").read_bytes(), "示例台账.xlsx")
    for ending in ("xlsx", "csv"):
        exported = tmp_path / f"导出.{ending}"
        export(
            register, exported, reference.vocabulary(), tmp_path / "catalogue.db", date(2026, 11, 24), "shili"
        )
        before = everything(register)
        again = take(exported.read_bytes(), exported.name)
        assert [dict(row.changes) for row in again.changed] == []
        assert again.counts["unchanged"] == len(reference.rows("demo/points.csv"))
        assert everything(register)[:3] == before[:3]


CANTEEN = ("街道", "名称", "地址", "面积", "供餐时间")
FED = {
    "街道": "石泉路街道",
    "名称": "示例社区食堂",
    "地址": "示例路1号",
    "面积": 120.5,
    "供餐时间": "10:30-13:00",
}


def test_a_roster_without_kinds_is_imported_and_asks_for_them_until_it_has_them(
    take: Import, register: Register
) -> None:
    assert take(roster(FED, header=CANTEEN)).counts["new"] == 1
    with register.read() as reader:
        (point,) = points.all_points(reader)
        waiting = [item.reason for item in imports.open_reviews(reader, kind="value")]
    assert (point.kind, len(waiting)) == (Kind.UNKNOWN, 1)
    take(roster(FED | {"类型": "爱心接力站"}, header=(*CANTEEN, "类型")))
    with register.read() as reader:
        assert points.all_points(reader)[0].kind is Kind.CARE_STATION
        assert imports.open_reviews(reader, kind="value") == []


def test_a_kind_in_the_name_of_the_file_is_that_of_its_rows(take: Import, register: Register) -> None:
    take(roster(FED, header=CANTEEN), "示例区爱心接力站.xlsx")
    with register.read() as reader:
        assert points.all_points(reader)[0].kind is Kind.CARE_STATION


def test_a_bureaus_own_numbers_refuse_no_row_and_twice_is_once(take: Import) -> None:
    rows = [STATION | {"编号": f"HP-{n:03d}", "名称": f"示例{n}驿站"} for n in (1, 2, 3)]
    report = take(roster(*rows))
    assert (report.counts["new"], report.refused) == (3, [])
    assert [c.how for c in report.columns if c.header == "编号"] == ["不是系统给的编号，没有用"]
    assert take(roster(*rows)).counts["unchanged"] == 3


def test_an_unknown_code_among_ours_is_refused_with_the_fix(take: Import) -> None:
    report = take(roster(STATION | {"编号": "7K2M9Q"}))
    assert [(f.column, f.value) for f in report.refused] == [("编号", "7K2M9Q")]
    assert report.refused[0].fix


@pytest.mark.parametrize("filename", ["杨浦区暖心驿站.xlsx", "杨浦区殷行街道驿站.xlsx"])
def test_the_district_in_the_name_of_the_file_is_that_of_rows_that_say_none(
    take: Import, register: Register, filename: str
) -> None:
    bare = {key: value for key, value in STATION.items() if key not in ("区", "街道")}
    elsewhere = bare | {"名称": "示例二站", "地址": "静安区示例路2号"}
    third = bare | {"名称": "示例三站", "区": "黄浦区"}
    report = take(roster(bare, elsewhere, third), filename)
    with register.read() as reader:
        found = {point.name: point for point in points.all_points(reader)}
    assert {name: point.district for name, point in found.items()} == {
        "示例驿站": "杨浦区",
        "示例二站": "静安区",
        "示例三站": "黄浦区",
    }
    assert found["示例驿站"].sub_district == ("殷行街道" if "殷行" in filename else "")
    assert found["示例三站"].sub_district == ""
    assert [f.name for f in report.review if "按地址算" in f.reason] == ["示例二站"]


def test_a_long_report_says_the_same_once_and_ends(take: Import) -> None:
    rows = [STATION | {"名称": f"示例{n}驿站", "开放时间": "8:30-17:00"} for n in range(30)]
    report = take(roster(*rows), dry_run=True)
    lines = "\n".join(report_lines(report)).splitlines()
    assert sum(line.startswith("新增") for line in lines) == 20
    assert "其余10个新增，全部见 --format json" in lines
    (once,) = [line for line in lines if line.startswith("要人看")]
    assert once.startswith("要人看 共30处 G列“开放时间” —— 没写哪几天开")
    (value,) = [line.strip() for line in lines if "拟读成 Mo-Su 08:30-17:00" in line]
    assert value.startswith("8:30-17:00（拟读成 Mo-Su 08:30-17:00）：示例表第2、3、4、")
    assert value.endswith("等30处")
    assert len(report.as_json()["new"]) == len(report.as_json()["review"]) == 30


def test_findings_of_a_kind_show_each_odd_value_with_its_rows(take: Import) -> None:
    phones = ["转接甲", "转接乙", "转接甲", "转接丙", "转接丁"]
    rows = [STATION | {"名称": f"示例{n}驿站", "电话": phone} for n, phone in enumerate(phones)]
    lines = "\n".join(report_lines(take(roster(*rows), dry_run=True))).splitlines()
    start = next(
        i for i, line in enumerate(lines) if line.startswith("要人看 共5处 H列“电话” —— 这不像电话号码")
    )
    assert [line.strip() for line in lines[start + 1 : start + 5]] == [
        "转接甲：示例表第2、4行",
        "转接乙：示例表第3行 示例1驿站",
        "转接丙：示例表第5行 示例3驿站",
        "转接丁：示例表第6行 示例4驿站",
    ]


def test_a_row_that_says_the_same_in_other_words_says_nothing_else(take: Import) -> None:
    again = STATION | {"名称": STATION["名称"] + " ", "地址": "上海市" + STATION["区"] + STATION["地址"]}
    (refused,) = take(roster(STATION, again), dry_run=True).refused
    assert refused.reason == "和示例表第2行是同一个点位，没有别的内容，只算一次"


def test_few_findings_are_a_line_each_with_place_value_reason_and_fix(take: Import) -> None:
    lines = list(report_lines(take(roster(STATION | {"电话": "转接甲"}))))
    (line,) = [line for line in lines if line.startswith("要人看")]
    assert "示例表第2行 示例驿站 H列“电话”：转接甲 —— 这不像电话号码" in line


def test_the_same_road_and_number_in_two_towns_is_two_places(take: Import, register: Register) -> None:
    place = {"区": "浦东新区", "名称": "示例驿站", "地址": "人民路1号"}
    here, there = place | {"街道": "川沙新镇"}, place | {"街道": "惠南镇", "开放时间": "每天9:00-21:00"}
    assert take(roster(STATION | here, STATION | there)).counts["new"] == 2
    assert take(roster(STATION | there)).counts["unchanged"] == 1
    with register.read() as reader:
        assert {p.sub_district for p in points.all_points(reader)} == {"川沙新镇", "惠南镇"}


@pytest.mark.parametrize(
    ("sub_district", "address"),
    [
        ("江苏路街道", "青浦区华新镇示例路1号"),
        ("江苏路街道", "华新镇示例路1号"),
        ("江苏路街道", "新华路街道示例路1号"),
    ],
)
def test_an_address_in_another_sub_district_is_for_a_person(
    take: Import, sub_district: str, address: str
) -> None:
    row = STATION | {"区": "", "街道": sub_district, "地址": address}
    (finding,) = [f for f in take(roster(row)).review if f.column == "地址"]
    assert sub_district in finding.reason
    assert "地址里却是" in finding.reason


def test_an_address_in_another_sub_district_than_the_title_is_for_a_person(take: Import) -> None:
    row = STATION | {"区": "", "街道": "", "地址": "长宁区新华路街道示例路1号"}
    (finding,) = [f for f in take(roster(row), "长宁区江苏路街道台账.xlsx").review if f.column == "地址"]
    assert finding.reason == "标题或文件名里是江苏路街道，地址里却是新华路街道，按地址算"


def test_an_area_that_is_no_sub_district_is_said_to_be_none(take: Import) -> None:
    row = STATION | {"区": "嘉定区", "街道": "菊园新区"}
    (finding,) = [f for f in take(roster(row)).review if f.column == "街道"]
    assert finding.reason == "“菊园新区”不是街道、镇、乡，街道先空着"


def test_an_address_with_a_stand_in_for_its_number_is_for_a_person(take: Import) -> None:
    (finding,) = [f for f in take(roster(STATION | {"地址": "示例路XX号"})).review if f.column == "地址"]
    assert "“XX号”不是真的" in finding.reason


@pytest.mark.parametrize("filler", ["（", "【", "[", "1", "热水、", "9:00-", "搬迁", " ", "有"])
def test_a_cell_full_of_one_sign_is_read_in_no_long_time(take: Import, filler: str) -> None:
    columns = ("类型", "谁能进", "怎么进", "服务内容", "备注", "地址")
    begun = time.process_time()
    for column in columns:
        take(
            roster(
                STATION | {column: (filler * LONGEST_CELL)[:LONGEST_CELL]}, header=(*HEADER, *columns[1:3])
            )
        )
    assert time.process_time() - begun < 6


def test_a_number_of_thousands_of_figures_is_no_tick(take: Import) -> None:
    report = take(roster(STATION | {"热水": "1" * 4_999}, header=(*HEADER, "热水")))
    assert report.counts["new"] == 1
    assert [finding.column for finding in report.review if finding.value.startswith("1111")] == ["热水"]
