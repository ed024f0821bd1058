"""Places that a roster says are gone or shut for now are never taken for open ones."""

from typing import Any

import pytest

from servicepoints.domain.points import Listing
from servicepoints.register import Register, points
from tests.services.test_importing import HEADER, STATION, Import, register, roster, take

__all__ = ["register", "take"]
WITH_STATUS = (*HEADER, "状态")


def listings(register: Register) -> list[tuple[str, Listing]]:
    with register.read() as reader:
        return [(point.listing_reason, point.listing) for point in points.all_points(reader)]


@pytest.mark.parametrize(
    "said",
    [{"状态": "停用"}, {"状态": "已撤销"}, {"备注": "已撤销"}, {"备注": "原示例书屋，已于2025年3月关闭"},
     {"名称": "示例驿站（已关闭）"}, {"备注": "该点位已拆除"}, {"备注": "不再对外开放"},
     {"备注": "已搬迁"}, {"备注": "搬迁至示例路900号"},
     {"备注": "已于2025年3月整体搬迁到示例路900号，电话不变"},
     {"备注": "因动迁，迁往示例路900号"}, {"备注": "由示例路1号搬迁至示例路900号"},
     {"备注": "本站已搬迁至示例大厦"},
     {"备注": "已搬迁，新址：示例路900号"}, {"备注": "已搬迁（示例路900号）"}, {"状态": "搬迁"},
     {"名称": "示例驿站（已迁址）"}, {"地址": "示例路1号（已搬迁至示例路900号）"}, {"备注": "已不对外开放"},
     {"备注": "地址变更为示例路900号"}, {"名称": "示例驿站（撤）"}, {"名称": "示例驿站（已并入示例乙站）"}],
)  # fmt: skip
def test_a_place_that_is_gone_is_not_taken_in(take: Import, register: Register, said: dict[str, Any]) -> None:
    report = take(roster(STATION | said, header=WITH_STATUS))
    assert report.counts["new"] == 0
    assert "没有当新点位加进来" in report.refused[0].reason
    assert listings(register) == []


def test_a_place_that_stands_is_not_withdrawn_by_a_roster_but_a_person_is_asked(
    take: Import, register: Register
) -> None:
    take(roster(STATION))
    report = take(roster(STATION | {"状态": "停用"}, header=WITH_STATUS))
    assert any("停用" in finding.reason and finding.fix for finding in report.review)
    assert [listing for _, listing in listings(register)] == [Listing.LISTED]


@pytest.mark.parametrize(
    "said",
    [{"备注": "装修中，暂停开放"}, {"状态": "暂停"}, {"状态": "筹建中"}, {"备注": "暂不对外开放"},
     {"备注": "搬迁期间暂停开放"}, {"名称": "示例驿站（筹）"}, {"名称": "（在建）示例驿站"},
     {"名称": "示例(拟建)驿站"}, {"名称": "筹建示例驿站"}, {"状态": "停业至2027年1月"},
     {"开放时间": "装修中，预计2027年3月开放"}, {"备注": "暂停开放至另行通知"}, {"备注": "目前闲置"},
     {"地址": "示例路1号（规划中）"}],
)  # fmt: skip
def test_a_place_shut_for_now_comes_in_as_shut(
    take: Import, register: Register, said: dict[str, Any]
) -> None:
    data = roster(STATION | said, header=WITH_STATUS)
    report = take(data)
    assert any("先记成临时关门" in finding.reason for finding in report.review)
    assert [listing for _, listing in listings(register)] == [Listing.SUSPENDED]
    again = take(data).counts
    assert (again["unchanged"], again["changed"]) == (1, 0)


@pytest.mark.parametrize(
    "said", [{"状态": "正常"}, {"状态": "运营中"}, {"备注": "空调停用"}, {"备注": "周末暂停开放，请注意"},
             {"备注": "17:00后，停止服务"}, {"备注": "已搬迁至现址"}, {"备注": "2025年3月搬迁至本址"},
             {"备注": "已搬迁至新址"}, {"地址": "示例路900号", "备注": "已搬迁至示例路900号2楼"},
             {"备注": "原示例路900号搬迁至此"}, {"备注": "2019年迁入"}, {"备注": "搬迁至2楼大厅"},
             {"备注": "提供搬家服务"},
             {"地址": "示例路900号", "备注": "地址变更为示例路900号"},
             {"备注": "原址已拆除，现迁至示例路1号"}],
)  # fmt: skip
def test_words_of_other_things_leave_a_place_open(
    take: Import, register: Register, said: dict[str, Any]
) -> None:
    take(roster(STATION | said, header=WITH_STATUS))
    assert [listing for _, listing in listings(register)] == [Listing.LISTED]


def test_a_column_of_open_or_not_is_a_column_of_states(take: Import, register: Register) -> None:
    header = (*HEADER, "是否开放")
    take(roster(STATION | {"是否开放": "否"}, header=header))
    assert [listing for _, listing in listings(register)] == [Listing.SUSPENDED]


def test_who_may_not_come_in_is_no_matter_of_being_gone(take: Import, register: Register) -> None:
    take(roster(STATION | {"备注": "不对外开放"}, header=WITH_STATUS))
    assert [listing for _, listing in listings(register)] == [Listing.LISTED]


def test_a_state_that_nobody_knows_is_told(take: Import) -> None:
    report = take(roster(STATION | {"状态": "甲类"}, header=WITH_STATUS))
    assert any(finding.value == "甲类" for finding in report.review)


def test_a_planned_place_is_said_to_be_planned(take: Import) -> None:
    report = take(roster(STATION | {"名称": "示例驿站（筹）"}))
    assert any("“筹”，还没建好" in finding.reason for finding in report.review)


@pytest.mark.parametrize(
    "note",
    [
        "即将搬迁",
        "拟于2027年1月搬迁至示例路900号",
        "计划年底撤点",
        "食堂搬迁至示例路900号",
        "与示例乙站合并",
        "已更名为示例乙站",
        "2026年底前关停",
    ],
)
def test_what_is_to_come_or_may_be_of_others_is_told_and_changes_nothing(
    take: Import, register: Register, note: str
) -> None:
    report = take(roster(STATION | {"备注": note}))
    assert any(finding.value == note and "照样按开着的记" in finding.reason for finding in report.review)
    assert [listing for _, listing in listings(register)] == [Listing.LISTED]
