"""The group notice: what a bureau pastes, true for as long as it stands there."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from servicepoints import reference
from servicepoints.domain.bookings import Places, PlacesState
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.digests import Length
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.hours_text import read_hours
from servicepoints.domain.offerings import Offering, Session, Welcome
from servicepoints.domain.points import (
    Access,
    Audience,
    BookingInfo,
    Channel,
    Kind,
    Listing,
    Point,
    Schedule,
    ScheduleStatus,
    Space,
)
from servicepoints.sharing.digest import Digest, digest_texts, managers_text, numbers
from servicepoints.sharing.notice import HOURS_WAITING, activity_of, note_of, said_of

MONDAY = date(2026, 9, 14)
HOLIDAY_WEEK = date(2026, 9, 28)
LINK = "https://example.gov.cn/d/huangpu"


def centre(**more: object) -> Point:
    known: dict[str, object] = {
        "name": "示例路党群服务中心", "kind": Kind.PARTY_MASS_CENTRE, "address": "示例路1号",
        "schedule": read_hours("平日8:30-20:00，周末9:00-17:00"), "audience": Audience.COURIERS,
        "access": Access.WALK_IN, "amenities": {"hot_water": True, "phone_charging": True, "gym": False},
    }  # fmt: skip
    return Point(**(known | more))  # type: ignore[arg-type]


def notice(*points: Point, first: date = MONDAY, days: int = 7, **more: object) -> str:
    said = tuple(said_of(point, first, days, Calendar(), reference.vocabulary()) for point in points)
    known: dict[str, object] = {"place": "示例街道", "first": first, "days": days, "said": said, "link": LINK}
    (text,) = digest_texts(Digest(**(known | more)), Length.SHORT)  # type: ignore[arg-type]
    return text


def test_a_point_is_told_in_three_lines() -> None:
    assert notice(centre()).splitlines() == [
        "【示例街道】歇脚点 9月14日–20日",
        "",
        "▍歇脚",
        "①示例路党群服务中心｜示例路1号",
        "平日8:30–20:00，周末9:00–17:00",
        "热水、充电｜快递外卖都能进，直接进",
        "",
        "路线、现在开没开，点这里：",
        LINK,
    ]


def test_it_says_dates_and_never_today() -> None:
    shut = centre(listing=Listing.SUSPENDED, suspended_until=datetime(2026, 9, 16, 17, 0, tzinfo=TIMEZONE))
    ending = centre(valid_to=date(2026, 9, 18))
    text = notice(shut, ending)
    assert "①临时关门，9月16日（周三）17:00再开" in text
    assert "②只到9月18日（周五）" in text
    assert not any(word in text for word in ("今天", "明天", "昨天"))


def test_hours_that_nobody_has_read_are_said_to_wait_and_not_guessed() -> None:
    waiting = Schedule(text="8:30-下午11:30", status=ScheduleStatus.REVIEW, proposal="Mo-Su 08:30-23:30")
    text = notice(centre(schedule=waiting), centre(schedule=Schedule()))
    assert text.count(HOURS_WAITING) == 2
    assert "23:30" not in text


def test_a_holiday_in_these_days_is_told_for_each_point_once_for_those_alike() -> None:
    said = centre(schedule=read_hours("每天9:00-17:00，法定节假日不开放"))
    text = notice(centre(), said, centre(), first=HOLIDAY_WEEK)
    assert "①③国庆怎么开还没通知" in text
    assert "②国庆10月1日–4日不开" in text


def test_a_holiday_without_a_notice_is_told_in_one_breath_and_no_longer_than_the_law_makes_it() -> None:
    off = centre(schedule=read_hours("平日8:30-20:00，周末9:00-17:00，法定节假日不开放"))
    always = centre(schedule=read_hours("每天7:00-22:00，节假日照常"))
    text = notice(off, always, centre(), first=date(2037, 12, 28))
    assert [line for line in text.splitlines() if "元旦" in line] == [
        "①元旦1月1日（周五）不开，前后几天怎么开还没通知",
        "②元旦1月1日（周五）7:00–22:00",
        "③元旦怎么开还没通知",
    ]


def test_how_to_book_is_told_with_the_date_of_what_was_said() -> None:
    booking = BookingInfo(
        channel=Channel.PHONE, phone="021-55500001", note="提前一天", note_date=date(2026, 9, 1)
    )
    assert "①电话预约 021-55500001，提前一天（9月1日的说明）" in notice(centre(booking=booking))
    assert "预约" not in notice(centre(booking=BookingInfo(channel=Channel.WALK_IN)))


def test_what_stands_behind_the_link_is_counted_and_the_link_stands_alone() -> None:
    text = notice(centre(), more=8)
    assert "还有8个，点下面链接看" in text
    assert text.splitlines()[-1] == LINK
    assert text.splitlines()[-1].isascii()


def test_the_managers_are_asked_to_pass_it_on_and_told_by_whom() -> None:
    text = managers_text("示例街道", "示例邮政管理局")
    assert text.startswith("各企业：")
    assert "转到各网点小哥群" in text
    assert text.endswith("——示例邮政管理局")
    assert "——" not in managers_text("示例街道", "")


def test_numbers_go_on_beyond_twenty() -> None:
    assert numbers(21)[19:] == ["⑳", "21. "]


def test_activities_stand_below_with_their_places_as_they_were_counted() -> None:
    at = datetime(2026, 9, 17, 14, 0, tzinfo=TIMEZONE)
    session = Session(starts_at=at, ends_at=at + timedelta(hours=2), capacity=10)
    counted = datetime(2026, 9, 14, 9, 0, tzinfo=TIMEZONE)
    here = Offering(title="免费理发", point="AAAAAA")
    phone = replace(here, title="英语角", channel=Channel.PHONE, phone="021-55500001")
    invited = replace(here, title="学习会", welcome=Welcome.INVITED)
    elsewhere = Places(PlacesState.ELSEWHERE)
    told = [
        activity_of(0, here, session, Places(PlacesState.LEFT, 8), counted),
        activity_of(1, phone, session, elsewhere, counted),
        activity_of(0, invited, session, elsewhere, counted),
    ]
    lines = notice(centre(), centre(), activities=tuple(told)).splitlines()
    assert lines[0] == "【示例街道】歇脚点和活动 9月14日–20日"
    assert lines[lines.index("▍活动") + 1 :] == [
        "9月17日（周四）14:00–16:00 免费理发",
        "地点①，还剩8个名额（14日9:00）",
        "9月17日（周四）14:00–16:00 英语角",
        "地点②，打电话报名：021-55500001",
        "9月17日（周四）14:00–16:00 学习会",
        "地点①，限受邀企业",
        "",
        "报名、路线、现在开没开，点这里：",
        LINK,
    ]


def test_a_day_is_told_with_the_hours_of_its_own_date() -> None:
    saturday = date(2026, 9, 19)
    lines = notice(centre(), first=saturday, days=1).splitlines()
    assert lines[0] == "【示例街道】歇脚点 9月19日（周六）"
    assert lines[4] == "9:00–17:00"
    assert notice(centre(), first=date(2026, 10, 1), days=1).splitlines()[4] == "国庆怎么开还没通知"
    said = centre(schedule=read_hours("每天9:00-17:00，法定节假日不开放"))
    assert notice(said, first=date(2026, 10, 1), days=1).splitlines()[4] == "国庆不开"


def test_a_space_is_told_of_a_day_with_the_hours_of_that_date_and_not_if_they_are_its_points() -> None:
    spaces = (
        Space(name="阅览室", schedule=read_hours("周二至周日9:00-16:00，法定节假日不开放")),
        Space(name="24小时驿站", schedule=read_hours("24小时")),
        Space(name="大厅", schedule=read_hours("每天8:30-20:00")),
    )
    point = centre(spaces=spaces)
    assert notice(point, days=1).splitlines()[4:6] == ["8:30–20:00", "24小时驿站：24小时；阅览室：不开"]
    tuesday, holiday = date(2026, 9, 15), date(2026, 10, 1)
    assert notice(point, first=tuesday, days=1).splitlines()[5] == "24小时驿站：24小时；阅览室：9:00–16:00"
    assert "阅览室：国庆不开" in notice(point, first=holiday, days=1).splitlines()[5]
    shut = replace(point, listing=Listing.SUSPENDED)
    assert notice(shut, days=1).splitlines()[4:6] == ["临时关门", "热水、充电｜快递外卖都能进，直接进"]
    silent = replace(point, schedule=Schedule())
    assert notice(silent, days=1).splitlines()[4] == "24小时驿站：24小时；阅览室：不开；大厅：8:30–20:00"


def test_hours_that_only_the_spaces_have_are_told() -> None:
    night = Space(name="24小时驿站", schedule=read_hours("24小时"))
    text = notice(centre(schedule=Schedule(), spaces=(night,)))
    assert "\n24小时驿站：24小时\n" in text
    assert HOURS_WAITING not in text


def test_a_space_that_never_closes_is_told_beside_the_hours_of_its_point() -> None:
    night = Space(name="24小时驿站", schedule=read_hours("24小时"))
    lines = notice(centre(spaces=(night,))).splitlines()
    assert lines[4:6] == ["平日8:30–20:00，周末9:00–17:00", "24小时驿站：24小时"]


def test_a_closure_that_is_over_before_is_not_told() -> None:
    over = datetime(2026, 9, 11, 17, 0, tzinfo=TIMEZONE)
    assert "临时关门" not in notice(centre(listing=Listing.SUSPENDED, suspended_until=over))


def test_a_point_that_is_shut_is_named_among_what_to_mind() -> None:
    note = note_of(centre(name="示例驿站", listing=Listing.SUSPENDED), MONDAY, 7)
    assert "▍本周注意\n示例驿站，临时关门\n" in notice(centre(), notes=(note,))


def test_the_editors_own_line_stands_below_the_heading() -> None:
    assert notice(centre(), opening="天热，进来喝口水。").splitlines()[1] == "天热，进来喝口水。"
