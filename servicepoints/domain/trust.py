"""Trust: every fact shown has an age. Who last looked, when, and whether that is long ago; what couriers
found at the door since; and whether they agree.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from servicepoints.domain.doors import NOTHING_SEEN, SeenDoor
from servicepoints.domain.hours import TIMEZONE

OLD_AFTER_DAYS = 180
"""A check older than this many days is old: the page says so instead of naming the checker."""

DISPUTED_WORDS = "说法不一，先打电话"
UNCHECKED_WORDS = "还没人核实过"

_MONTHS_UNTIL = 330
_COUNTS = "零一两三四五六七八九十"


class TrustLevel(StrEnum):
    """How far a point's facts can be relied on."""

    CHECKED = "checked"
    CONFIRMED = "confirmed"
    OLD = "old"
    UNCHECKED = "unchecked"
    SHUT = "shut"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Trust:
    """How far to trust a point: level, words, and what they follow from: the last check (None and "" if there
    was none), the day on which a courier last found it open, since when it is said to be shut."""

    level: TrustLevel
    words: str
    checked_on: date | None
    by: str
    confirmed_on: date | None = None
    shut_at: datetime | None = None


def trust(checked_on: date | None, checked_by: str, today: date, seen: SeenDoor = NOTHING_SEEN) -> Trust:
    """How far to trust what was checked on that day by that body (街道, 黄浦邮政管理局 or ""), beside what
    couriers found at the door.

    What they find shut, or cannot agree on, comes before all else. That one found it open is later than the
    check or it is not said; it is never a check, and as old it says no more than an old one. A day in the
    future counts as today: the desk's clock may be ahead of ours by a few minutes at midnight.
    """
    level, words = _judged(checked_on, checked_by, today, seen)
    return Trust(level, words, checked_on, checked_by, seen.confirmed_on, seen.shut_at)


def dated_trust(checked_on: date | None, checked_by: str, today: date, seen: SeenDoor = NOTHING_SEEN) -> str:
    """The same for a text that lives for days: dates, with the year where it is not today's, and nothing of a
    shut door, which is over in hours: 街道9月11日核实, 9月12日有小哥说开着, 还没人核实过."""
    lasting = SeenDoor(disputed=seen.disputed and seen.shut_at is None, confirmed_on=seen.confirmed_on)
    level, _ = _judged(checked_on, checked_by, today, lasting)
    confirmed = lasting.confirmed_on
    if level is TrustLevel.DISPUTED:
        return f"{_date(today, today)}{DISPUTED_WORDS}"
    if level is TrustLevel.CONFIRMED and confirmed is not None:
        return f"{_date(confirmed, today)}有小哥说开着"
    return UNCHECKED_WORDS if checked_on is None else f"{checked_by}{_date(checked_on, today)}核实"


def _judged(checked_on: date | None, checked_by: str, today: date, seen: SeenDoor) -> tuple[TrustLevel, str]:
    if seen.disputed:
        return TrustLevel.DISPUTED, DISPUTED_WORDS
    if seen.shut_at is not None:
        return TrustLevel.SHUT, shut_words(seen.shut_at, today)
    confirmed = seen.confirmed_on
    if confirmed is not None and (checked_on is None or confirmed > checked_on):
        days = max(0, (today - confirmed).days)
        if days <= OLD_AFTER_DAYS:
            return TrustLevel.CONFIRMED, f"{days_ago(days)}有小哥说开着"
    if checked_on is None:
        return TrustLevel.UNCHECKED, UNCHECKED_WORDS
    days = max(0, (today - checked_on).days)
    if days > OLD_AFTER_DAYS:
        return TrustLevel.OLD, f"{_long_ago(days)}没人核实"
    return TrustLevel.CHECKED, f"{days_ago(days)}{checked_by}核实"


def shut_words(at: datetime, today: date) -> str:
    """Since when a door is said to be shut: 今天14:05有人说门关着."""
    at = at.astimezone(TIMEZONE)
    return f"{days_ago(max(0, (today - at.date()).days))}{at.hour}:{at.minute:02d}有人说门关着"


def days_ago(days: int) -> str:
    """今天, 昨天, 3天前, 两个月前: for 0 days and more."""
    if days == 0:
        return "今天"
    if days == 1:
        return "昨天"
    if days < 60:
        return f"{days}天前"
    return f"{_COUNTS[min(days // 30, 10)]}个月前"


def ago(at: datetime, now: datetime) -> str:
    """How long ago a moment was (both aware, in one zone): 刚刚, 5分钟前, 2小时前, 昨天, 3天前."""
    minutes = int((now - at).total_seconds() // 60)
    if minutes < 1:
        return "刚刚"
    if minutes < 60:
        return f"{minutes}分钟前"
    if now.date() == at.date() or minutes < 6 * 60:
        return f"{minutes // 60}小时前"
    return date_ago(at.date(), now.date())


def date_ago(day: date, today: date) -> str:
    """The same for a date: 今天, 3天前, 五个月前, 一年多前."""
    days = max(0, (today - day).days)
    return days_ago(days) if days < _MONTHS_UNTIL else f"{_long_ago(days)}前"


def _date(day: date, today: date) -> str:
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def _long_ago(days: int) -> str:
    years = days // 365
    if years == 0:
        return "半年多"
    return f"{_COUNTS[years]}年多" if years <= 10 else "十几年"
