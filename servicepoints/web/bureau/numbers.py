"""Whole numbers and dates out of addresses and forms: what is none, or beyond all reason, is refused or falls
back, and never reaches a database."""

from datetime import date

from servicepoints.errors import InvalidValue

MOST = 999_999_999
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)


def whole(text: str, otherwise: int) -> int:
    """The number, or `otherwise` where it is none of up to nine plain digits."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def day_of(text: str, field: str) -> date:
    """A date of this century. InvalidValue names the field."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise InvalidValue(field, text, "不是日期", "写成 2026-09-14 这样") from error
    if not FIRST_DAY <= day <= LAST_DAY:
        raise InvalidValue(field, text, "年份不对", "写成 2026-09-14 这样")
    return day
