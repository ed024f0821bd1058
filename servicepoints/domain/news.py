"""News of a point: what changed between two published states of it, in plain Chinese that holds for days.

Both states are as `domain.publication` leaves them, so nothing private can be told. A change that couriers
would not notice (a check, a source) is no news.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from servicepoints.domain.calendar import Calendar
from servicepoints.domain.hours_words import schedule_words, space_words
from servicepoints.domain.points import Listing, Point, Schedule, ScheduleStatus
from servicepoints.domain.records import record_of
from servicepoints.domain.status_words import clock
from servicepoints.domain.wording import HOURS_UNKNOWN


class NewsKind(StrEnum):
    """What sort of news it is."""

    NEW = "new"
    HOURS = "hours"
    SUSPENDED = "suspended"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    HIDDEN = "hidden"
    DETAILS = "details"


NEWS_KIND_WORDS: Mapping[NewsKind, str] = {
    NewsKind.NEW: "新收录",
    NewsKind.HOURS: "开放时间改了",
    NewsKind.SUSPENDED: "临时关门",
    NewsKind.REOPENED: "恢复开放",
    NewsKind.WITHDRAWN: "已撤点",
    NewsKind.HIDDEN: "在核实，先不显示",
    NewsKind.DETAILS: "资料改了",
}

_FIELDS: Mapping[str, str] = {
    "name": "名称",
    "kind": "类型",
    "demonstration": "示范点",
    "district": "区",
    "sub_district": "街道",
    "address": "地址",
    "latitude": "位置",
    "longitude": "位置",
    "precision_m": "位置",
    "audience": "谁能进",
    "free": "是否免费",
    "access": "怎么进",
    "access_note": "怎么进",
    "parking_note": "停车",
    "amenities": "设施",
    "spaces": "功能空间",
    "booking_channel": "预约方式",
    "booking_phone": "预约方式",
    "booking_link": "预约方式",
    "booking_note": "预约方式",
    "link_group": "联动",
    "valid_from": "起止日期",
    "valid_to": "起止日期",
    "note": "备注",
}
"""The fields whose change is worth telling, and how they are called."""


@dataclass(frozen=True, slots=True)
class News:
    """What happened to a point: its kind, what is said in one phrase, and more of it line by line."""

    kind: NewsKind
    words: str
    lines: tuple[str, ...] = ()


def news_of(before: Point | None, after: Point | None, day: date, calendar: Calendar) -> News | None:
    """What changed from one published state to the next (None: not to be seen), or None if that is no news.

    `day`: from which on hours are summed up.
    """
    if after is None:
        return _plain(NewsKind.HIDDEN) if before and before.listing is not Listing.WITHDRAWN else None
    if before is None or before.listing is Listing.WITHDRAWN:
        return None if after.listing is Listing.WITHDRAWN else _new(after, day, calendar)
    if after.listing is Listing.WITHDRAWN:
        return _plain(NewsKind.WITHDRAWN, *_reason(after))
    if after.listing is Listing.SUSPENDED and _closure(before) != _closure(after):
        return News(NewsKind.SUSPENDED, _suspended_words(after), _reason(after))
    if before.listing is Listing.SUSPENDED and after.listing is Listing.LISTED:
        return _plain(NewsKind.REOPENED, _hours_words(after, day, calendar))
    if _hours(before) != _hours(after):
        was, now = _hours_words(before, day, calendar), _hours_words(after, day, calendar)
        return _plain(NewsKind.HOURS, f"原来：{was}", f"现在：{now}")
    changed = _changed(before, after)
    return News(NewsKind.DETAILS, f"{'、'.join(changed)}改了") if changed else None


def _plain(kind: NewsKind, *lines: str) -> News:
    return News(kind, NEWS_KIND_WORDS[kind], lines)


def _new(point: Point, day: date, calendar: Calendar) -> News:
    address = (f"{point.district}{point.sub_district}{point.address}",) if point.address else ()
    shut = (_suspended_words(point),) if point.listing is Listing.SUSPENDED else ()
    return _plain(NewsKind.NEW, *address, *shut, _hours_words(point, day, calendar))


def _closure(point: Point) -> tuple[object, ...]:
    return point.listing, point.suspended_until, point.listing_reason


def _reason(point: Point) -> tuple[str, ...]:
    return (f"原因：{point.listing_reason}",) if point.listing_reason else ()


def _suspended_words(point: Point) -> str:
    until = point.suspended_until
    if until is None:
        return NEWS_KIND_WORDS[NewsKind.SUSPENDED]
    return (
        f"{NEWS_KIND_WORDS[NewsKind.SUSPENDED]}，{until.year}年{until.month}月{until.day}日{clock(until)}开"
    )


def _schedule(schedule: Schedule | None) -> tuple[object, ...] | None:
    if schedule is None:
        return None
    read = schedule.status is ScheduleStatus.READ
    return schedule.text, schedule.opening_hours if read else None


def _hours(point: Point) -> tuple[object, ...]:
    """All that says when it is open: its own schedule and those of its spaces."""
    spaces = sorted((s.name, _schedule(s.schedule)) for s in point.spaces if s.schedule)
    return _schedule(point.schedule), tuple(spaces)


def _hours_words(point: Point, day: date, calendar: Calendar) -> str:
    """The hours as they are summed up, else in the roster's own words."""
    read = "，".join(schedule_words(point.schedule, day, calendar))
    own = read or (f"{point.schedule.text}（{HOURS_UNKNOWN}）" if point.schedule.text else HOURS_UNKNOWN)
    return "；".join((own, *space_words(point, day, calendar)))


def _changed(before: Point, after: Point) -> tuple[str, ...]:
    old, new = record_of(before), record_of(after)
    return tuple(dict.fromkeys(word for field, word in _FIELDS.items() if old[field] != new[field]))
