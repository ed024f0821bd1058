"""Columns that ask whether a place is open, and whether to outsiders: neither is lost, neither over-read."""

from collections.abc import Callable

import pytest

from servicepoints.domain.points import Audience, Listing
from servicepoints.sheets.readings import RowReading

Read = Callable[..., RowReading]
OUTSIDE = ("是否对外开放", "对外开放情况", "是否向社会开放")
OPEN = ("是否开放", "开放情况", "状态")


@pytest.mark.parametrize("header", [*OUTSIDE, *OPEN])
@pytest.mark.parametrize("text", ["对外", "对外开放", "仅内部", "不对外", "不对外开放", "仅对快递小哥开放"])
def test_who_may_enter_is_read_under_any_of_them(read_one: Read, header: str, text: str) -> None:
    shut = text in ("仅内部", "不对外", "不对外开放")
    couriers = Audience.COURIERS if "小哥" in text else Audience.EVERYONE
    read = read_one(**{header: text})
    assert read.fields["audience"] is (Audience.COMPANY if shut else couriers)
    assert [problem.value for problem in read.problems] == ([text] if shut else [])


@pytest.mark.parametrize("text", ["否", "×", "不开放"])
def test_no_to_outsiders_is_not_open_to_couriers_and_not_gone(read_one: Read, text: str) -> None:
    for header in OUTSIDE:
        read = read_one(**{header: text})
        assert read.fields["audience"] is Audience.COMPANY
        assert "listing" not in read.fields
        assert read.problems[0].reason == "谁能进记成“仅本公司”"
    for header in OPEN:
        read = read_one(**{header: text})
        assert "audience" not in read.fields
        assert read.fields["listing"] is Listing.SUSPENDED


@pytest.mark.parametrize("text", ["是", "正常开放", "免费开放", "√"])
def test_open_says_to_whom_only_where_that_is_asked(read_one: Read, text: str) -> None:
    for header in OUTSIDE:
        assert read_one(**{header: text}).fields["audience"] is Audience.EVERYONE
    for header in OPEN:
        read = read_one(**{header: text})
        assert not {"audience", "listing"} & set(read.fields)
        assert read.problems == ()
        assert read.fields.get("free") is (True if "免费" in text else None)


@pytest.mark.parametrize("header", [*OUTSIDE, *OPEN])
def test_shut_and_gone_are_read_under_any_of_them(read_one: Read, header: str) -> None:
    assert read_one(**{header: "暂停开放"}).fields["listing"] is Listing.SUSPENDED
    assert read_one(**{header: "不再对外开放"}).fields["listing"] is Listing.WITHDRAWN


@pytest.mark.parametrize("text", ["部分开放", "工作日开放", "对外开放（仅周末）"])
def test_what_is_open_in_part_is_for_a_person(read_one: Read, text: str) -> None:
    for header in (*OUTSIDE, *OPEN):
        read = read_one(**{header: text})
        assert "audience" not in read.fields
        assert [problem.value for problem in read.problems] == [text]


def test_of_two_columns_the_narrower_counts_and_a_person_is_asked(read_one: Read) -> None:
    for own, other, kept in (
        ("都能进", "否", Audience.COMPANY),
        ("仅住户", "是", Audience.RESIDENTS),
    ):
        read = read_one(谁能进=own, 是否对外开放=other)
        assert read.fields["audience"] is kept
        assert ["说法不一" in problem.reason for problem in read.problems] == [True]
    read = read_one(谁能进="快递员", 是否对外开放="是")
    assert (read.fields["audience"], read.problems) == (Audience.COURIERS, ())
    assert "audience" not in read_one(谁能进="示例会员", 是否对外开放="是").fields


def test_two_columns_of_states_both_count(read_one: Read) -> None:
    read = read_one(状态="正常", 是否对外开放="否")
    assert read.fields["audience"] is Audience.COMPANY
    assert read_one(状态="正常", 开放情况="暂停开放").fields["listing"] is Listing.SUSPENDED


def test_a_note_that_only_insiders_may_enter_is_no_open_door(read_one: Read) -> None:
    read = read_one(备注="不对外开放，内部员工使用")
    assert read.fields["audience"] is Audience.COMPANY
    assert read.problems
    for other in ("阅览室不对外开放", "22:00后，不对外开放", "向社会开放"):
        assert "audience" not in read_one(备注=other).fields


@pytest.mark.parametrize("header", ["是否撤点", "是否已停用", "是否搬迁", "是否暂停开放", "是否关闭"])
def test_a_yes_to_gone_or_shut_is_not_open(read_one: Read, header: str) -> None:
    assert read_one(**{header: "是"}).fields["listing"] is Listing.SUSPENDED
    read = read_one(**{header: "否"})
    assert ("listing" in read.fields, read.problems) == (False, ())


@pytest.mark.parametrize("header", ["是否营业", "是否正常使用", "是否仍在运营"])
def test_other_ways_to_ask_whether_it_is_open(read_one: Read, header: str) -> None:
    assert read_one(**{header: "否"}).fields["listing"] is Listing.SUSPENDED
    assert "listing" not in read_one(**{header: "是"}).fields
