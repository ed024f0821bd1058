"""One place however its address is written, and a kind that nobody wrote is told."""

import pytest

from servicepoints.domain.points import Kind
from servicepoints.register import Register, points
from servicepoints.services.importing.matching import address_key
from tests.services.test_importing import HEADER, STATION, Import, register, roster, take

__all__ = ["register", "take"]


@pytest.mark.parametrize(
    "written",
    ["人民北路1号", "松江人民北路1号", "松江区人民北路1号", "上海市松江区岳阳街道人民北路1号",
     "岳阳街道人民北路１号", "上海市 松江区 人民北路1号"],
)  # fmt: skip
def test_city_district_and_sub_district_make_no_other_address(written: str) -> None:
    assert address_key(written) == address_key("松江区人民北路1号")


@pytest.mark.parametrize("other", ["松江区人民北路2号", "人民路1号", "阳光小区1号", "花园小区1号"])
def test_another_number_road_or_estate_is_another_address(other: str) -> None:
    others = {"人民北路1号", "松江区人民北路2号", "人民路1号", "阳光小区1号", "花园小区1号"} - {other}
    assert address_key(other) not in {address_key(text) for text in others}


def test_a_place_of_a_district_that_was_merged_is_not_taken_twice(take: Import, register: Register) -> None:
    old = STATION | {"区": "静安区", "街道": "", "地址": "闸北区恒丰路600号"}
    take(roster(old))
    report = take(roster(old | {"地址": "静安区恒丰路600号", "开放时间": "每天9:00-20:00"}))
    assert (report.counts["new"], report.counts["changed"]) == (0, 1)
    rows = [old, old | {"地址": "恒丰路600号"}, old | {"地址": "闸北区天目西路街道恒丰路600号"}]
    assert take(roster(*rows)).counts["new"] == 0
    with register.read() as reader:
        assert len(points.all_points(reader)) == 1


def kinds(register: Register) -> list[Kind]:
    with register.read() as reader:
        return [point.kind for point in points.all_points(reader)]


NAMELESS = STATION | {"名称": "示例路一号", "类型": ""}


@pytest.mark.parametrize(
    ("header", "title", "kind"),
    [
        ("网点名称", "示例一览表", Kind.OUTLET),
        ("网点名称", "快递小哥歇脚点", Kind.UNKNOWN),
        ("名称", "爱心接力站一览", Kind.CARE_STATION),
        ("名称", "党群服务阵地（网点、公寓、驿站）汇总", Kind.UNKNOWN),
    ],
)
def test_a_kind_of_header_or_title_is_told_and_not_taken_where_they_differ(
    take: Import, register: Register, header: str, title: str, kind: Kind
) -> None:
    columns = tuple(header if name == "名称" else name for name in HEADER if name != "类型")
    report = take(roster(NAMELESS | {header: NAMELESS["名称"]}, header=columns), f"{title}.xlsx")
    assert kinds(register) == [kind]
    assert any(finding.reason.startswith("没写类型") for finding in report.review)


def test_two_kinds_in_one_cell_are_none(take: Import, register: Register) -> None:
    take(roster(NAMELESS | {"类型": "工会驿站/党群服务站"}))
    assert kinds(register) == [Kind.UNKNOWN]
