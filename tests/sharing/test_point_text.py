"""The text of a point that goes into a group."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Access, Audience, Kind, Listing, Point
from servicepoints.reference import vocabulary
from servicepoints.sharing.text import MOST_BYTES, Hours, clipped, point_text

LINK = "https://example.gov.cn/p/7K2M9Q"
TODAY = date(2026, 9, 14)
HOURS = Hours(("平日8:30–20:00", "周末9:00–17:00"))


def a_point(**said: object) -> Point:
    fields: dict[str, object] = {
        "name": "示例路党群服务中心",
        "kind": Kind.PARTY_MASS_CENTRE,
        "code": "7K2M9Q",
        "address": "示例路1号",
        "audience": Audience.COURIERS,
        "access": Access.WALK_IN,
        "access_note": "走东侧小门",
        "parking_note": "门口能停电动车",
        "free": True,
        "amenities": {"hot_water": True, "toilet": True, "battery_swap": False},
        "checked_on": date(2026, 9, 11),
        "checked_by": "街道",
    }
    return Point(**{**fields, **said})  # type: ignore[arg-type]


def the_text(**said: object) -> str:
    return point_text(a_point(**said), HOURS, LINK, vocabulary(), TODAY)


def test_it_says_what_a_courier_needs_in_the_order_of_need() -> None:
    assert the_text().splitlines() == [
        "【歇脚】示例路党群服务中心",
        "平日8:30–20:00，周末9:00–17:00",
        "有热水、厕所，免费",
        "快递外卖都能进，走东侧小门，直接进",
        "示例路1号，门口能停电动车",
        "街道9月11日核实，路线和最新情况：",
        LINK,
    ]


def test_a_note_that_already_says_how_to_enter_is_not_doubled() -> None:
    assert the_text(access_note="东侧小门，直接进").count("直接进") == 1


def test_a_closure_is_dated() -> None:
    until = datetime(2026, 9, 16, 17, 0, tzinfo=TIMEZONE)
    text = the_text(listing=Listing.SUSPENDED, suspended_until=until)
    assert "临时关门，9月16日（周三）17:00再开" in text


def test_the_dates_that_differ_stand_on_lines_of_their_own() -> None:
    dated = ("9月16日（周三）13:00–17:00临时关门",)
    lines = point_text(a_point(), Hours(HOURS.usual, dated), LINK, vocabulary(), TODAY).splitlines()
    assert lines[1:3] == ["平日8:30–20:00，周末9:00–17:00", *dated]


def test_parking_is_named_as_such_where_no_address_stands_before_it() -> None:
    assert "\n停车：门口能停电动车\n" in the_text(address="")


def test_a_pop_up_says_its_last_day() -> None:
    text = the_text(valid_from=date(2026, 11, 1), valid_to=date(2026, 11, 20))
    assert "临时服务点，11月1日（周日）起到11月20日（周五）为止" in text


def test_what_is_over_says_so_with_its_year_instead_of_its_hours() -> None:
    text = the_text(valid_to=date(2023, 11, 10))
    assert "已结束，只到2023年11月10日（周五）" in text
    assert "平日" not in text
    assert "为止" not in text
    assert "平日" in the_text(valid_to=TODAY)


def test_a_check_of_another_year_names_the_year() -> None:
    assert "街道2025年3月1日核实" in the_text(checked_on=date(2025, 3, 1))


def test_it_never_speaks_of_today_or_tomorrow() -> None:
    text = the_text(listing=Listing.SUSPENDED, suspended_until=datetime(2026, 9, 12, 8, tzinfo=TIMEZONE))
    assert not any(word in text for word in ("今天", "明天", "昨天", "后天"))


@pytest.mark.parametrize("long", ["name", "access_note", "parking_note", "address", "checked_by"])
def test_it_stays_within_400_bytes_whatever_a_bureau_wrote(long: str) -> None:
    text = the_text(**{long: "很长的话" * 50})
    assert len(text.encode()) <= MOST_BYTES
    assert text.splitlines()[-1] == LINK


def test_all_fields_overlong_at_once_still_fit() -> None:
    fields = ("name", "access_note", "parking_note", "address", "checked_by")
    text = the_text(**dict.fromkeys(fields, "很长的话\n" * 50), amenities=dict.fromkeys(vocabulary(), True))
    assert len(text.encode()) <= MOST_BYTES
    assert text.splitlines()[-1] == LINK
    assert text.splitlines()[0].startswith("【歇脚】很长的话")


def test_what_nobody_said_is_not_made_up() -> None:
    point = Point(name="示例驿站", kind=Kind.CARE_STATION, code="7K2M9Q")
    assert point_text(point, Hours(), LINK, vocabulary(), TODAY).splitlines() == [
        "【歇脚】示例驿站",
        "开门时间没核实",
        "还没人核实过，路线和最新情况：",
        LINK,
    ]


def test_a_clipped_line_never_ends_inside_a_character() -> None:
    assert clipped("歇脚点", 8) == "歇…"
    assert clipped("歇脚点", 9) == "歇脚点"
    assert clipped(" 两\n行 ", 30) == "两 行"


WORDS = st.text(st.sampled_from("歇脚点很长A1 \n、，。\u202e😀"), max_size=150)
DAYS = st.none() | st.dates(date(2020, 1, 1), date(2030, 12, 31))
LINES = st.lists(WORDS, max_size=6)


@settings(deadline=None)
@given(
    WORDS, WORDS, WORDS, WORDS, WORDS, DAYS, DAYS, DAYS,
    st.builds(Hours, LINES, LINES, LINES),
    st.integers(26, 80),
    st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(TIMEZONE)),
)  # fmt: skip
def test_whatever_is_said_it_has_400_bytes_and_ends_with_the_link(
    name: str, address: str, note: str, parking: str, by: str, first: date | None, last: date | None,
    checked: date | None, hours: Hours, length: int, until: datetime | None,
) -> None:  # fmt: skip
    point = a_point(
        name=name, address=address, access_note=note, parking_note=parking, checked_by=by,
        checked_on=checked, valid_from=first, valid_to=last, suspended_until=until,
        listing=Listing.SUSPENDED, amenities=dict.fromkeys(vocabulary(), True),
    )  # fmt: skip
    link = "https://example.gov.cn/p/7".ljust(length, "K")
    text = point_text(point, hours, link, vocabulary(), TODAY)
    assert len(text.encode()) <= MOST_BYTES
    assert text.splitlines()[0].startswith("【歇脚】")
    assert text.splitlines()[-1] == link
    assert "核实" in text.splitlines()[-2]


def test_a_space_is_named_with_all_its_hours_or_not_at_all() -> None:
    spaces = ("24小时驿站：24小时", "阅览室：周二至周日9:00–17:00，周一不开，节假日不开", "健身房：平日")
    lines = point_text(a_point(), Hours(HOURS.usual, spaces=spaces), LINK, vocabulary(), TODAY).splitlines()
    assert lines[2] == "24小时驿站：24小时；…"
    lines = point_text(
        a_point(), Hours(HOURS.usual, spaces=spaces[:2]), LINK, vocabulary(), TODAY
    ).splitlines()
    assert lines[2] == "；".join(spaces[:2]), "what fits to the byte is whole"
