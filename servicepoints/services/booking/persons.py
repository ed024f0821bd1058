"""Who books, as typed: a name, a mainland mobile number, how many."""

import re
from unicodedata import normalize

from servicepoints.errors import InvalidValue
from servicepoints.register.bookings import Person

LONGEST_NAME = 20
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_COUNTRY = re.compile(r"^(?:\+|00)86")
_NAME = re.compile(r"[^\W\d_](?:[^\W_]|[ ·.'-])*")


def person_of(name: str, phone: str) -> Person:
    """The person with that name and number. InvalidValue that names the field."""
    return Person(_name(name), _phone(phone))


def number_of(text: str) -> int:
    """How many places were asked for, however many. InvalidValue for what is no number."""
    try:
        return int(normalize("NFKC", text).strip() or "1")
    except ValueError as error:
        raise InvalidValue("几个人", text, "不是数字", "写1、2这样的数") from error


def places_of(text: str, most: int) -> int:
    """How many places were asked for. InvalidValue unless one booking may take so many."""
    n = number_of(text)
    if not 1 <= n <= most:
        raise InvalidValue("几个人", text, f"一次最多{most}个人", "写1" if most == 1 else f"写1到{most}")
    return n


def _name(text: str) -> str:
    name = " ".join(normalize("NFKC", text).split())
    if not name:
        raise InvalidValue("姓名", text, "没写", "写到场的人的姓名")
    if len(name) > LONGEST_NAME:
        raise InvalidValue("姓名", text, f"超过{LONGEST_NAME}个字", "写姓名就行")
    if not _NAME.fullmatch(name):
        raise InvalidValue("姓名", text, "里面有不像姓名的字", "写姓名就行，不用写单位和编号")
    return name


def _phone(text: str) -> str:
    number = re.sub(r"[\s\-－—()]", "", normalize("NFKC", text))
    number = _COUNTRY.sub("", number)
    if not number:
        raise InvalidValue("手机号", text, "没写", "写11位手机号")
    if not _MOBILE.fullmatch(number):
        raise InvalidValue("手机号", text, "不是11位手机号", "检查有没有多写少写一位")
    return number
