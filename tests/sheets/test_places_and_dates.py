"""Sub-districts, dates, units and kinds as clerks write them: read right, or told."""

from collections.abc import Callable
from datetime import date

import pytest

from servicepoints import reference
from servicepoints.domain.addresses import read_address
from servicepoints.domain.gazetteer import SubDistrict
from servicepoints.domain.points import Kind
from servicepoints.sheets.readings import RowReading
from tests.sheets.workbooks import readings, roster, xlsx

Read = Callable[..., RowReading]
GAZETTEER = reference.gazetteer()


def spellings(known: SubDistrict) -> set[str]:
    """The ways of writing a sub-district in a cell of its own, beside its district."""
    town = known.name.removesuffix("街道")
    stems = {town, town.removesuffix("镇"), town.removesuffix("乡")}
    return {known.name, f"上海市{known.district}{known.name}", *(s for s in stems if len(s) > 1)}


@pytest.mark.parametrize("written", ["浦东新区", "浦东区", "浦东", "上海市浦东区", "南汇区"])
def test_a_district_is_known_by_what_clerks_call_it(read_one: Read, written: str) -> None:
    assert read_one(区=written).fields["district"] == "浦东新区"


def test_each_of_the_sub_districts_is_read_in_a_column_and_in_an_address() -> None:
    wanted, rows = [], [["名称", "区", "街道", "地址"]]
    for known in GAZETTEER.sub_districts:
        for spelling in sorted(spellings(known)):
            wanted.append((known.district, known.name))
            rows.append([f"示例{len(rows)}站", known.district, spelling, "示例路1号"])
        for start in (f"上海市{known.district}", known.district):
            read = read_address(f"{start}{known.name}示例路1号", GAZETTEER)
            assert (read.district, read.sub_district, read.road) == (known.district, known.name, "示例路")
    read_rows = [(r.fields["district"], r.fields["sub_district"]) for r in readings(xlsx({"点位": rows}))]
    assert len(GAZETTEER.sub_districts) == 215
    assert read_rows == wanted


@pytest.mark.parametrize("header", ["核实日期", "说明日期", "有效期起"])
@pytest.mark.parametrize("text", ["2025.9", "2025年9月", "202509", "2025-09", "2025年", 202509, 2025.9])
def test_a_month_is_given_no_day(read_one: Read, header: str, text: object) -> None:
    read = read_one(**{header: text})
    assert not {"checked_on", "booking_note_date", "valid_from"} & set(read.fields)
    assert [problem.reason for problem in read.problems] == ["没写到哪一天，没有记"]


@pytest.mark.parametrize("text", ["2025/9/1", "2025.09.01", "45901", 45901, "2025年9月1日", "2025-9-1 08:30"])
def test_a_day_is_read_however_it_is_written(read_one: Read, text: object) -> None:
    read = read_one(核实日期=text, 更新日期=text)
    assert read.fields["checked_on"] == date(2025, 9, 1)
    assert read.fields["source_date"] == "2025-09-01"
    assert read.problems == ()


@pytest.mark.parametrize("text", ["2025-09-01 至 2025-12-31", "2025年9月1日起", "9月1日", 20251])
def test_what_is_more_or_less_than_a_day_is_told(read_one: Read, text: object) -> None:
    read = read_one(有效期起=text)
    assert "valid_from" not in read.fields
    assert len(read.problems) == 1


def test_the_date_of_a_source_may_be_a_month(read_one: Read) -> None:
    for text in ("2025.9", "2025年9月", "202509", "2025-09"):
        assert read_one(更新时间=text).fields["source_date"] == "2025-09"
    for text in ("2025.1", "去年底"):  # Excel makes 2025.1 of 2025.10
        assert read_one(更新时间=text).fields["source_date"] == text


@pytest.mark.parametrize(
    "unit", ["（米）", "(m)", "（公里）", "（元）", "(元/次)", "（分钟）", "（单位：米）"]
)
def test_how_far_or_how_much_is_not_how_many(read_one: Read, unit: str) -> None:
    data = xlsx({"点位": [["名称", "地址", f"厕所{unit}"], ["示例驿站", "示例路1号", 50]]})
    assert "amenities" not in readings(data)[0].fields
    (told,) = [column.how for column in roster(data).columns if column.letter == "C"]
    assert "不是有没有" in told


def test_distances_may_be_a_group_of_columns() -> None:
    rows = [["名称", "地址", "距离（米）", ""], ["", "", "厕所", "热水"], ["示例驿站", "示例路1号", 50, 20]]
    (read,) = readings(xlsx({"点位": rows}, merges=[(0, 2, 0, 3), (0, 0, 1, 0), (0, 1, 1, 1)]))
    assert "amenities" not in read.fields


@pytest.mark.parametrize("unit", ["（个）", "（台）", "（㎡）", "（平方米）", "（24小时）", "（间）"])
def test_how_many_and_how_large_says_whether_there_is_any(read_one: Read, unit: str) -> None:
    assert read_one(**{f"厕所{unit}": 2}).fields["amenities"] == {"toilet": True}
    assert read_one(**{f"厕所{unit}": 0}).fields["amenities"] == {"toilet": False}


def test_a_kind_that_says_nothing_is_told_with_what_was_taken_instead(read_one: Read) -> None:
    read = read_one(类别="其他")
    assert read.inferred_kind is Kind.CARE_STATION
    assert [problem.reason for problem in read.problems] == ["不认识这个写法，没登记过的按名称记成爱心接力站"]


@pytest.mark.parametrize("header", ["区", "街道", "区/街道", "所属区、街镇"])
@pytest.mark.parametrize("text", ["黄浦区外滩街道", "黄浦区/外滩街道", "上海市黄浦区 外滩街道", "黄浦·外滩"])
def test_district_and_sub_district_may_stand_in_one_cell(read_one: Read, header: str, text: str) -> None:
    read = read_one(**{header: text})
    assert (read.fields["district"], read.fields["sub_district"]) == ("黄浦区", "外滩街道")
    assert read.problems == ()


def test_two_sub_districts_or_districts_of_one_row_are_told(read_one: Read) -> None:
    assert read_one(区="黄浦区外滩街道", 街道="豫园街道").problems
    assert read_one(区="黄浦区", 街道="静安区").fields["sub_district"] == "静安区"  # for a person, later
    assert read_one(区="黄浦、静安").problems
