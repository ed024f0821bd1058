"""Reading a form field by field: what does not fit is kept in words under the field's name, and the rest goes
on, so that one sees at once all that is to be mended."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar
from unicodedata import normalize

from servicepoints.domain.hours import TIMEZONE
from servicepoints.errors import InvalidValue
from servicepoints.web.bureau.numbers import FIRST_DAY, LAST_DAY

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Errors = dict[str, str]
MOST = 100_000


def said(error: InvalidValue) -> str:
    """What is wrong and what to write instead, to stand beside the field."""
    what = f"“{error.value[:40]}”{error.reason}" if error.value else error.reason
    return f"{what}，{error.fix}" if error.fix else what


@dataclass
class Reading:
    """A form as it is read; `errors` by the name of the field."""

    form: Mapping[str, str]
    errors: Errors = field(default_factory=dict)

    def text(self, name: str) -> str:
        """What was typed, without blanks round it."""
        return self.form.get(name, "").strip()

    def take(self, name: str, read: Callable[[str], T], otherwise: T) -> T:
        """What was typed, read; `otherwise` if it cannot be."""
        try:
            return read(self.text(name))
        except InvalidValue as error:
            self.errors[name] = said(error)
            return otherwise


def number(text: str) -> int:
    """A whole number from 0. InvalidValue."""
    plain = normalize("NFKC", text)
    if not (plain.isascii() and plain.isdigit() and len(plain) < 7 and int(plain) <= MOST):
        raise InvalidValue("", text, "不是数字" if text else "没写", "写1、20这样的数")
    return int(plain)


def number_or_none(text: str) -> int | None:
    """The same; None if nothing was typed."""
    return number(text) if text else None


def number_or_zero(text: str) -> int:
    """The same; 0 if nothing was typed."""
    return number(text) if text else 0


def clock_time(text: str) -> time:
    """A time of day; 24:00 is midnight. InvalidValue."""
    plain = normalize("NFKC", text)
    if plain == "24:00":
        return time(0)
    try:
        return time.fromisoformat(plain.rjust(5, "0")).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError as error:
        raise InvalidValue("", text, "不是时间" if text else "没写", "写成 14:00 这样") from error


def moment_or_none(text: str) -> datetime | None:
    """A moment in Shanghai as the browser's field writes it; None if nothing was typed. InvalidValue."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text.replace("/", "-")).replace(tzinfo=TIMEZONE)
    except ValueError as error:
        raise InvalidValue("", text, "没看懂这个时间", "写成 2026-09-14 09:00 这样") from error
    if not FIRST_DAY <= at.date() <= LAST_DAY:
        raise InvalidValue("", text, "年份不对", "写成 2026-09-14 09:00 这样")
    return at


def minutes(text: str) -> timedelta:
    """So many minutes; none if nothing was typed. InvalidValue."""
    return timedelta(minutes=number_or_zero(text))


def one_of(kinds: type[E]) -> Callable[[str], E]:
    """Reads one of a list. InvalidValue."""

    def read(text: str) -> E:
        try:
            return kinds(text)
        except ValueError as error:
            raise InvalidValue("", text, "没有这一项", "在列表里选") from error

    return read
