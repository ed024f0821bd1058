"""What is news of a point, and in which words."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from servicepoints.domain.calendar import Calendar
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.hours_text import read_hours
from servicepoints.domain.news import NEWS_KIND_WORDS, NewsKind, news_of
from servicepoints.domain.points import Kind, Listing, Point, Schedule, ScheduleStatus, Space

DAY = date(2026, 9, 14)
STATION = Point(
    name="示例驿站",
    kind=Kind.CARE_STATION,
    district="黄浦区",
    address="示例路1号",
    schedule=read_hours("周一至周五8:30-17:00，法定节假日不开"),
)
SHUT = replace(
    STATION,
    listing=Listing.SUSPENDED,
    suspended_until=datetime(2026, 9, 16, 16, 0, tzinfo=TIMEZONE),
    listing_reason="停水",
)
GONE = replace(STATION, listing=Listing.WITHDRAWN, listing_reason="搬走了")
ROOM = Space(name="夜间角", schedule=read_hours("24小时"))


def told(before: Point | None, after: Point | None) -> tuple[NewsKind, str, tuple[str, ...]] | None:
    news = news_of(before, after, DAY, Calendar())
    return None if news is None else (news.kind, news.words, news.lines)


def test_a_new_point_says_where_it_is_and_when_it_is_open() -> None:
    kind, words, lines = told(None, STATION) or (None, "", ())
    assert (kind, words) == (NewsKind.NEW, "新收录")
    assert lines == ("黄浦区示例路1号", "平日8:30–17:00，周末不开，节假日不开")


def test_a_new_point_that_is_shut_says_so() -> None:
    assert "临时关门，2026年9月16日16:00开" in (told(None, SHUT) or (None, "", ()))[2]


def test_suspended_until_when_and_why() -> None:
    assert told(STATION, SHUT) == (NewsKind.SUSPENDED, "临时关门，2026年9月16日16:00开", ("原因：停水",))
    assert told(STATION, replace(SHUT, suspended_until=None, listing_reason="")) == (
        NewsKind.SUSPENDED, "临时关门", (),
    )  # fmt: skip
    longer = replace(SHUT, suspended_until=datetime(2026, 9, 17, 9, 0, tzinfo=TIMEZONE))
    assert (told(SHUT, longer) or (None, ""))[1] == "临时关门，2026年9月17日9:00开"
    assert told(SHUT, replace(SHUT, checked_by="街道")) is None


def test_open_again_and_withdrawn() -> None:
    assert (told(SHUT, STATION) or (None,))[0] is NewsKind.REOPENED
    assert told(SHUT, GONE) == (NewsKind.WITHDRAWN, "已撤点", ("原因：搬走了",))
    assert (told(GONE, STATION) or (None,))[0] is NewsKind.NEW, "back again"


def test_other_hours_say_both() -> None:
    later = replace(STATION, schedule=read_hours("周一至周五9:00-18:00，法定节假日不开"))
    assert told(STATION, later) == (
        NewsKind.HOURS,
        "开放时间改了",
        ("原来：平日8:30–17:00，周末不开，节假日不开", "现在：平日9:00–18:00，周末不开，节假日不开"),
    )
    vague = replace(STATION, schedule=Schedule(text="随便开开", status=ScheduleStatus.REVIEW))
    assert (told(STATION, vague) or (None, "", ("", "")))[2][1] == "现在：随便开开（开门时间没核实）"
    assert "夜间角：24小时" in (told(STATION, replace(STATION, spaces=(ROOM,))) or (None, "", ("", "")))[2][1]


def test_a_proposal_that_only_the_desk_sees_is_no_news() -> None:
    held = Schedule(text="随便开开", status=ScheduleStatus.REVIEW)
    assert (
        told(replace(STATION, schedule=held), replace(STATION, schedule=replace(held, proposal="24/7")))
        is None
    )


def test_details_are_named_once() -> None:
    moved = replace(
        STATION, address="示例路2号", district="静安区", access_note="东门", amenities={"nap": True}
    )
    assert told(STATION, moved) == (NewsKind.DETAILS, "区、地址、怎么进、设施改了", ())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, None),
        (None, GONE),
        (GONE, None),
        (GONE, replace(GONE, name="示例别名")),
        (STATION, replace(STATION, checked_on=DAY, checked_by="街道", source="台账", revision=2)),
    ],
)
def test_what_nobody_would_notice_is_no_news(before: Point | None, after: Point | None) -> None:
    assert told(before, after) is None


def test_what_is_held_back_is_told_without_a_reason() -> None:
    assert told(STATION, None) == (NewsKind.HIDDEN, "在核实，先不显示", ())


def test_every_kind_has_its_word() -> None:
    assert set(NEWS_KIND_WORDS) == set(NewsKind)
