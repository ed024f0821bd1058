"""One word for each value, and the words of a moment."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

import pytest

from servicepoints.domain.arrival import Arrival, ArrivalState
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import (
    Access,
    Audience,
    BookingInfo,
    Channel,
    Demonstration,
    Kind,
    Listing,
    Point,
)
from servicepoints.domain.status import State, Status
from servicepoints.domain.status_words import (
    arrival_words,
    distance_words,
    headline_parts,
    moment_words,
    ride_words,
    status_words,
    stay_words,
    way_words,
)
from servicepoints.domain.wording import (
    ACCESS_WORDS,
    AUDIENCE_WORDS,
    CHANNEL_WORDS,
    DEMONSTRATION_WORDS,
    KIND_WORDS,
    LISTING_WORDS,
    booking_words,
    demonstration_badge,
    entry_words,
    labels,
)
from servicepoints.reference import vocabulary

MONDAY = datetime(2026, 9, 14, 10, 0, tzinfo=TIMEZONE)


def on(day: int, hour: int, minute: int = 0, month: int = 9) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=TIMEZONE)


@pytest.mark.parametrize(
    ("values", "table"),
    [
        (Kind, KIND_WORDS),
        (Demonstration, DEMONSTRATION_WORDS),
        (Audience, AUDIENCE_WORDS),
        (Access, ACCESS_WORDS),
        (Channel, CHANNEL_WORDS),
        (Listing, LISTING_WORDS),
    ],
)
def test_every_value_has_one_word_and_no_two_share_it(
    values: type[StrEnum], table: Mapping[StrEnum, str]
) -> None:
    assert set(table) == set(values)
    assert len(set(table.values())) == len(values)


SHUT = Status(State.CLOSED, opens_at=on(15, 8, 30))
OPEN = Status(State.OPEN, until=on(14, 20))


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (OPEN, "开着 · 20:00关门"),
        (Status(State.OPEN, space="24小时驿站", own=SHUT), "关着 · 明天8:30开；24小时驿站开着"),
        (
            Status(State.CLOSED, opens_at=on(15, 9), space="阅览室", own=OPEN),
            "开着 · 20:00关门；阅览室关着 · 明天9:00开",
        ),
        (Status(State.CLOSED, opens_at=on(14, 18), space="健身房", own=SHUT), "关着 · 18:00 健身房开"),
        (Status(State.OPEN, until=on(14, 21), space="阅览室"), "阅览室开着 · 21:00关门"),
    ],
)
def test_a_page_says_what_the_point_is_and_then_what_its_space_is(status: Status, words: str) -> None:
    assert "；".join(said for _, said in headline_parts(status, MONDAY)) == words


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status(State.OPEN, until=on(14, 21)), "开着 · 21:00关门"),
        (Status(State.OPEN, until=on(15, 0)), "开着 · 24:00关门"),
        (Status(State.OPEN, until=on(15, 2)), "开着 · 凌晨2:00关门"),
        (Status(State.OPEN, until=on(15, 8, 30)), "开着 · 明天8:30关门"),
        (Status(State.OPEN, until=on(18, 18)), "开着 · 周五18:00关门"),
        (Status(State.OPEN), "24小时开着"),
        (Status(State.OPEN, until=on(15, 0), reason="holiday", holiday="国庆"), "开着 · 国庆怎么开还没通知"),
        (Status(State.CLOSED, opens_at=on(14, 13, 30)), "关着 · 13:30开"),
        (Status(State.CLOSED, opens_at=on(14, 13, 30), reason="break"), "午休 · 13:30开"),
        (Status(State.CLOSED, opens_at=on(14, 18), reason="break"), "中间休息 · 18:00开"),
        (Status(State.CLOSED, opens_at=on(15, 8, 30)), "关着 · 明天8:30开"),
        (Status(State.CLOSED, opens_at=on(19, 8, 30)), "关着 · 周六8:30开"),
        (Status(State.CLOSED, opens_at=on(21, 8, 30)), "关着 · 下周一8:30开"),
        (Status(State.CLOSED), "关着"),
        (Status(State.CLOSED, opens_at=on(14, 16), reason="suspended"), "临时关门，16:00开"),
        (Status(State.CLOSED, reason="suspended"), "临时关门"),
        (Status(State.CLOSED, opens_at=on(16, 9), reason="not_yet"), "还没开始 · 周三9:00开"),
        (Status(State.CLOSED, opens_at=on(16, 0), reason="not_yet"), "还没开始 · 9月16日开始"),
        (Status(State.OPEN, space="24小时驿站", own=SHUT), "24小时驿站开着"),
        (Status(State.OPEN, until=on(14, 21), space="阅览室", own=SHUT), "阅览室开着 · 21:00关门"),
        (
            Status(State.CLOSED, opens_at=on(14, 18), space="24小时驿站", own=SHUT),
            "关着 · 18:00 24小时驿站开",
        ),
        (Status(State.CLOSED, opens_at=on(15, 9), space="阅览室", own=OPEN), "阅览室关着 · 明天9:00开"),
        (
            Status(State.UNKNOWN, certain=False, reason="review", space="淋浴间", own=OPEN),
            "淋浴间开门时间没核实",
        ),
        (Status(State.CLOSED, reason="ended"), "已结束"),
        (Status(State.CLOSED, reason="withdrawn"), "已撤点"),
        (Status(State.CLOSED, reason="holiday", holiday="国庆"), "关着 · 国庆怎么开还没通知"),
        (Status(State.UNKNOWN, certain=False, reason="no_hours"), "开门时间没核实"),
        (Status(State.UNKNOWN, certain=False, reason="review"), "开门时间没核实"),
        (Status(State.UNKNOWN, certain=False, reason="holiday", holiday="国庆"), "国庆怎么开还没通知"),
        (Status(State.UNKNOWN, certain=False, reason="unannounced"), "节假日怎么开还没通知"),
        (Status(State.UNKNOWN, certain=False, reason="make_up"), "调休上班日怎么开还没通知"),
    ],
)
def test_a_status_is_said_with_its_time(status: Status, words: str) -> None:
    assert status_words(status, MONDAY) == words


@pytest.mark.parametrize(
    ("today", "when", "words"),
    [
        (on(17, 9), on(21, 8, 30), "下周一8:30"),  # Thursday to Monday
        (on(19, 9), on(21, 8, 30), "周一8:30"),  # Saturday to Monday
        (on(20, 9), on(27, 8, 30), "下周日8:30"),
        (on(14, 9), on(8, 9, month=10), "10月8日9:00"),
        (on(14, 23, 30), on(15, 0, 30), "明天0:30"),
    ],
)
def test_a_coming_day_is_named_as_people_name_it(today: datetime, when: datetime, words: str) -> None:
    assert moment_words(when, today) == words


@pytest.mark.parametrize(
    ("state", "usable", "opens_at", "words"),
    [
        (ArrivalState.USABLE, 40, None, "骑到能歇40分钟"),
        (ArrivalState.USABLE, 60, None, "骑到能歇1小时"),
        (ArrivalState.USABLE, 119, None, "骑到能歇1个多小时"),
        (ArrivalState.USABLE, 179, None, "骑到能歇2个多小时"),
        (ArrivalState.USABLE, 180, None, "骑到还开着"),
        (ArrivalState.USABLE, None, None, "骑到还开着"),
        (ArrivalState.OPENS_BY_ARRIVAL, 200, on(14, 13, 30), "现在关着，骑到正好开（13:30）"),
        (ArrivalState.TOO_SHORT, 5, None, "骑到就快关了"),
        (ArrivalState.TOO_SHORT, 0, None, "骑到就关了"),
        (ArrivalState.CLOSED, 0, on(14, 13, 30), "骑到还没开"),
        (ArrivalState.CLOSED, 0, None, "骑到时关着"),
        (ArrivalState.UNKNOWN, 0, None, "骑到开没开说不准"),
    ],
)
def test_an_arrival_is_said_as_a_courier_says_it(
    state: ArrivalState, usable: int | None, opens_at: datetime | None, words: str
) -> None:
    found = Arrival(3, MONDAY + timedelta(minutes=3), state, usable, opens_at)
    assert arrival_words(found) == words


def test_without_a_precise_position_there_are_no_metres_and_no_minutes() -> None:
    assert arrival_words(None) == "位置没核实"
    assert way_words(None, None) == "位置没核实"
    assert ride_words(None) == ""


@pytest.mark.parametrize(
    ("metres", "words"),
    [(0.4, "10米"), (454, "450米"), (994, "990米"), (996, "1.0公里"), (1234, "1.2公里"), (9960, "10公里")],
)
def test_distances_are_rounded_as_one_speaks(metres: float, words: str) -> None:
    assert distance_words(metres) == words


def test_way_and_stay() -> None:
    assert way_words(450, 3) == "450米·骑3分"
    assert ride_words(65) == "骑1小时5分"
    assert stay_words(40, "到了") == "到了能歇40分钟"


def test_only_a_designated_point_wears_the_badge() -> None:
    badges = [
        demonstration_badge(Point(name="示例点", kind=Kind.OUTLET, demonstration=demonstration))
        for demonstration in (Demonstration.NO, Demonstration.PLANNED, Demonstration.DESIGNATED)
    ]
    assert badges == ["", "", "示范点"]


def test_who_and_how_are_said_together_and_unknowns_are_said() -> None:
    def entry(audience: Audience, access: Access) -> str:
        return entry_words(Point(name="示例点", kind=Kind.OUTLET, audience=audience, access=access))

    assert entry(Audience.EVERYONE, Access.WALK_IN) == "都能进·直接进"
    assert entry(Audience.COURIERS, Access.UNKNOWN) == "快递外卖都能进·怎么进没核实"
    assert entry(Audience.UNKNOWN, Access.UNKNOWN) == "谁能进、怎么进没核实"


def test_booking_by_phone_says_the_number() -> None:
    assert booking_words(BookingInfo(channel=Channel.PHONE, phone="021-00000000")) == "电话预约 021-00000000"
    assert booking_words(BookingInfo(channel=Channel.PHONE)) == "电话预约"
    assert booking_words(BookingInfo()) == "预约方式没核实"


def test_what_couriers_look_for_first_is_named_first() -> None:
    assert labels({"tv", "toilet", "hot_water", "drinking_water"}, vocabulary()) == (
        "热水",
        "厕所",
        "饮水",
        "电视",
    )
