"""How single cells are cleaned, a function a kind of column: text in, value out, else InvalidValue.

The messages are for the person with the roster: what is wrong and what to write instead. The column's name is
put in by the caller.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import NoReturn, TypeVar
from unicodedata import normalize

from servicepoints.domain.phones import read_phones
from servicepoints.domain.points import Access, Audience, Channel, Demonstration, Kind, clean_code
from servicepoints.domain.wording import (
    ACCESS_WORDS,
    AUDIENCE_WORDS,
    CHANNEL_WORDS,
    DEMONSTRATION_WORDS,
    KIND_WORDS,
)
from servicepoints.errors import InvalidValue
from servicepoints.sheets import words
from servicepoints.sheets.texts import folded

E = TypeVar("E", bound=StrEnum)

LONGEST_TEXT = 2000
LONGEST_NAME = 200

_DAY = re.compile(
    r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?(?:[\sT]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
    r"|(\d{4})(\d{2})(\d{2})"
)
_MONTH = re.compile(r"((?:19|20)\d{2})\s*(?:[-./年]\s*)?(1[0-2]|0?[1-9])\s*月?份?|((?:19|20)\d{2})\s*年?")
_SERIAL = re.compile(r"[3-7]\d{4}(\.\d+)?")
_EXCEL_EPOCH = date(1899, 12, 30)
_LINE_BREAK = re.compile(r"\s*\n\s*")
_METRES = re.compile(r"约?\s*(\d+(?:\.\d+)?)\s*(米|m|公里|千米|km)?(?:左右|以内)?")
_LINK = re.compile(r"(https?)://((?=[\w\[])[^/?#@]+(?:[/?#].*)?)", re.IGNORECASE)
_NOT_IN_A_LINK = re.compile(r"[\s<>\"'\\]")
_NO_MONEY = re.compile(r"免费|不收费|0元|无偿|公益")
_MONEY = re.compile(r"收费|付费|自费|有偿|\d+元|元/|低偿")


def refuse(value: str, reason: str, fix: str) -> NoReturn:
    """Raise InvalidValue; the caller knows the column."""
    raise InvalidValue("", value, reason, fix)


def text(value: str) -> str:
    """Free text, as it stands."""
    if len(value) > LONGEST_TEXT:
        refuse(value, f"超过 {LONGEST_TEXT} 个字", "写短一些")
    return value


def line(value: str) -> str:
    """One line: what was broken over several is joined."""
    return text(_LINE_BREAK.sub("", value))


def name(value: str) -> str:
    """A name, joined if it stands over two lines."""
    joined = _LINE_BREAK.sub("", value)
    if len(joined) > LONGEST_NAME:
        refuse(value, f"名称超过 {LONGEST_NAME} 个字", "写短一些")
    if not folded(joined) or folded(joined).isdecimal():
        refuse(value, "名称里没有文字", "写上点位的名称；是公式算出来的，先粘贴成数值")
    return joined


def code(value: str) -> str:
    """A code of ours, as on a poster."""
    cleaned = clean_code(normalize("NFKC", value))
    if cleaned is None:
        refuse(value, "编号应是 6 位数字和字母", "照导出的表填；新加的点位把编号留空")
    return cleaned


def metres(value: str) -> float:
    """A distance in metres."""
    found = _METRES.fullmatch(normalize("NFKC", value).strip().casefold())
    if found is None or float(found[1]) <= 0:
        refuse(value, "精度应是米数", "写数字，例如 50")
    return float(found[1]) * (1000 if found[2] in ("公里", "千米", "km") else 1)


def day(value: str) -> date:
    """A date: 2026-11-24, 2026年11月24日, 2026/11/24, 20261124, or Excel's day number."""
    plain = normalize("NFKC", value).strip()
    found = _DAY.fullmatch(plain)
    try:
        if found is not None:
            year, month, number = (int(part) for part in found.groups() if part)
            return date(year, month, number)
        if _SERIAL.fullmatch(plain):
            return _EXCEL_EPOCH + timedelta(days=int(float(plain)))
        return datetime.fromisoformat(plain).date()
    except ValueError:
        if _MONTH.fullmatch(plain):
            refuse(value, "没写到哪一天，没有记", "写成 2026-11-24 的样子；不知道哪天，就写在备注里")
        refuse(value, "看不懂这个日期", "写成 2026-11-24 的样子")


def source_day(value: str) -> str:
    """The date of a source, which may be a month or a year: 2026-11-24, 2026-11, 2026; else as it stands."""
    plain = normalize("NFKC", value).strip()
    month = _MONTH.fullmatch(plain)
    if month is not None and month[2] and not re.fullmatch(r"\d{4}\.1", plain):
        return f"{month[1]}-{int(month[2]):02d}"
    try:
        return day(value).isoformat()
    except InvalidValue:
        return text(value)


def _chosen(table: Mapping[str, E], shown: Mapping[E, str], value: str) -> E:
    found = words.read_word(table, value)
    if found is None:
        refuse(value, "不认识这个写法", "写其中一个：" + "、".join(shown.values()))
    return found


@cache
def kind(value: str) -> Kind:
    """A kind, by its word or by the words of a name."""
    said = words.read_word(words.KIND, value)
    if said is None and words.lists_kinds(value):
        refuse(value, "写了不止一类，看不出是哪一类", "只写一类：" + "、".join(KIND_WORDS.values()))
    return said or words.kind_in(value) or _chosen(words.KIND, KIND_WORDS, value)


@cache
def demonstration(value: str) -> Demonstration:
    """Whether it is a demonstration point: 是, 拟建, 否."""
    return _chosen(words.DEMONSTRATION, DEMONSTRATION_WORDS, value)


@cache
def audience(value: str) -> Audience:
    """Who may enter. Several groups in one cell that mean the same are one; 仅限 needs its own word."""
    whole = words.read_word(words.AUDIENCE, value)
    if whole is None:
        parts = [part for part in re.split(r"[、，,/;；和及与\s]+", value.removesuffix("等")) if part]
        parts = [part.removesuffix("等") for part in parts]
        named = {words.read_word(words.AUDIENCE, p) for p in parts if folded(p) not in words.OTHER_VISITORS}
        whole = next(iter(named)) if len(named) == 1 else None
        if whole is None and named == {Audience.EVERYONE, Audience.COURIERS}:
            whole = Audience.EVERYONE
    return whole or _chosen(words.AUDIENCE, AUDIENCE_WORDS, value)


@cache
def access(value: str) -> Access:
    """How one gets in."""
    return _chosen(words.ACCESS, ACCESS_WORDS, value)


@cache
def channel(value: str) -> Channel:
    """How things are booked; of several ways the first."""
    found = words.read_word(words.CHANNEL, value) or next(iter(words.channels_in(value)), None)
    return found or _chosen(words.CHANNEL, CHANNEL_WORDS, value)


@cache
def free(value: str) -> bool:
    """Whether it is free: 是, 免费, 收费."""
    plain = normalize("NFKC", value).strip().casefold()
    if plain in words.YES or (_NO_MONEY.search(plain) and not _MONEY.search(plain.replace("不收费", ""))):
        return True
    if plain in words.NO or (_MONEY.search(plain) and not _NO_MONEY.search(plain)):
        return False
    refuse(value, "看不出收不收费", "写“免费”或“收费”")


@cache
def charged(value: str) -> bool:
    """`free`, from a column that asks the opposite: 是否收费."""
    plain = normalize("NFKC", value).strip().casefold()
    if plain in words.YES or plain in words.NO:
        return plain in words.NO
    return free(value)


def basis(value: str) -> str:
    """How a position is known, as `Position.basis` has it."""
    plain = folded(value)
    for key, spellings in words.BASIS.items():
        if plain == folded(key) or plain in spellings.split():
            return key
    refuse(value, "不认识这个位置依据", "写其中一个：标点、台账、大致位置")


def booking_phone(value: str) -> str:
    """The phones to book by, as domain.phones writes them, joined by 、."""
    phones, rest = read_phones(value)
    if not phones or rest:
        refuse(value, "看不懂这个电话", "只写号码，例如 021-55500000")
    return "、".join(phone.number for phone in phones)


def link(value: str) -> str:
    """A web address; nothing else may stand in a link of ours."""
    given = value.strip()
    odd = _NOT_IN_A_LINK.search(given)
    if odd is not None and given.casefold().startswith(("http://", "https://")):
        shown = "空格" if odd[0].isspace() else odd[0]
        refuse(value, f"网址里不能有 {shown}", "把网址整个复制过来，前后不要带别的字")
    found = _LINK.fullmatch(given)
    if found is None and "@" in given.partition("//")[2].partition("/")[0]:
        refuse(value, "网址的域名前面有用户名（@），看不出通到哪里", "写不带 @ 的网址")
    if found is None or odd is not None:
        refuse(value, "预约链接应以 http:// 或 https:// 开头", "把网址整个复制过来；小程序写在预约说明里")
    return f"{found[1].lower()}://{found[2]}"
