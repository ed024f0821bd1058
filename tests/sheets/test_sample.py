"""The sample roster is read whole: every point, every odd value, the footnote."""

from pathlib import Path

import pytest

from servicepoints import reference
from servicepoints.domain.points import Contact, Kind
from servicepoints.sheets.readings import Roster, RowReading
from servicepoints.sheets.rows import read_row
from tests.sheets.workbooks import roster

SAMPLE = Path(__file__).parents[1] / "data" / "roster_sample.xlsx"


@pytest.fixture(scope="module")
def sample() -> Roster:
    return roster(SAMPLE.read_bytes(), SAMPLE.name)


def test_the_same_roster_as_an_old_workbook_reads_the_same(sample: Roster) -> None:
    old = roster((SAMPLE.with_suffix(".xls")).read_bytes(), "roster_sample.xls")
    assert (old.rows, old.notes) == (sample.rows, sample.notes)
    assert [s.reason for s in old.skipped if not s.row] == ["隐藏的工作表，没有读"]


@pytest.fixture(scope="module")
def by_number(sample: Roster) -> dict[int, RowReading]:
    read = (read_row(row, reference.vocabulary(), reference.gazetteer()) for row in sample.rows)
    return {reading.number: reading for reading in read}


def test_all_points_are_read_and_none_is_refused(by_number: dict[int, RowReading]) -> None:
    assert len(by_number) == 26
    assert not [r.number for r in by_number.values() if r.refused]


def test_columns_say_what_they_were_taken_for(sample: Roster) -> None:
    assert {c.header: c.field for c in sample.columns} == {
        "序号": "",
        "街道/镇": "sub_district",
        "站点名称": "name",
        "地址": "address",
        "开放时间": "hours",
        "联系电话": "phone",
        "服务内容": "amenities",
        "备注": "note",
    }


def test_the_footnote_is_a_note_and_titles_and_headings_are_named(sample: Roster) -> None:
    assert [(n.row, n.text[:3]) for n in sample.notes] == [(33, "注：示")]
    assert [(s.row, s.text) for s in sample.skipped] == [
        (1, "户外职工爱心接力站汇总表（示例，截至2026年10月）"),
        (3, "黄浦区（8个）"),
        (12, "虹口区（11个）"),
        (24, "长宁区（3个）"),
        (28, "静安区（4个）"),
    ]


def test_heading_rows_give_the_district(by_number: dict[int, RowReading]) -> None:
    districts = [r.fields["district"] for r in by_number.values()]
    assert {d: districts.count(d) for d in districts} == {"黄浦区": 8, "虹口区": 11, "长宁区": 3, "静安区": 4}


def test_a_stem_is_its_sub_district(by_number: dict[int, RowReading]) -> None:
    assert by_number[6].fields["sub_district"] == "五里桥街道"


def test_a_name_over_two_lines_is_one_name(by_number: dict[int, RowReading]) -> None:
    assert by_number[4].fields["name"] == "示例南塘浜路爱心接力站（党群服务站）"
    assert by_number[4].inferred_kind is Kind.CARE_STATION


def test_two_phones_a_float_and_an_extension(by_number: dict[int, RowReading]) -> None:
    assert by_number[4].fields["contacts"] == (
        Contact(number="021-55500606", public=True),
        Contact(number="021-55500607", public=True),
    )
    assert by_number[21].fields["contacts"] == (Contact(number="021-55500138", public=True),)
    assert by_number[13].fields["contacts"] == (Contact(number="021-55500130-6111", public=True),)


def test_odd_values_are_reported_with_row_column_and_value(by_number: dict[int, RowReading]) -> None:
    problems = [(r.number, p.column, p.header, p.value) for r in by_number.values() for p in r.problems]
    assert problems == [
        (7, "H", "备注", "24小时卫生间"),
        (31, "F", "联系电话", "13x-xxxx-xxxx"),
        (32, "H", "备注", "24小时卫生间"),
    ]
    assert all(p.reason and p.fix for r in by_number.values() for p in r.problems)


def test_a_blank_cell_says_nothing(by_number: dict[int, RowReading]) -> None:
    assert "contacts" not in by_number[9].fields
    assert "amenities" not in by_number[19].fields
    assert "phone" not in by_number[9].said
