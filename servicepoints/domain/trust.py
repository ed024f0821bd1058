"""Trust: every fact shown has an age. Who last looked, when, and whether that is long ago.

What couriers say at the door is added by whoever has it; a point alone knows only its last check.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

OLD_AFTER_DAYS = 180
"""A check older than this many days is old: the page says so instead of naming the checker."""

_MONTHS_UNTIL = 330
_COUNTS = "零一两三四五六七八九十"


class TrustLevel(StrEnum):
    """How far a point's facts can be relied on."""

    CHECKED = "checked"
    OLD = "old"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Trust:
    """How far to trust a point: level, words, and the last check (None and "" if there was none)."""

    level: TrustLevel
    words: str
    checked_on: date | None
    by: str


def trust(checked_on: date | None, checked_by: str, today: date) -> Trust:
    """How far to trust what was checked on that day by that body (街道, 黄浦邮政管理局 or "").

    A day in the future counts as today: the desk's clock may be ahead of ours by a few minutes at midnight.
    """
    if checked_on is None:
        return Trust(TrustLevel.UNCHECKED, "还没人核实过", None, "")
    days = max(0, (today - checked_on).days)
    if days > OLD_AFTER_DAYS:
        return Trust(TrustLevel.OLD, f"{_long_ago(days)}没人核实", checked_on, checked_by)
    return Trust(TrustLevel.CHECKED, f"{days_ago(days)}{checked_by}核实", checked_on, checked_by)


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


def _long_ago(days: int) -> str:
    years = days // 365
    if years == 0:
        return "半年多"
    return f"{_COUNTS[years]}年多" if years <= 10 else "十几年"
