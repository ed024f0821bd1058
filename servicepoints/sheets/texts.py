"""Cell values as text: what Excel made of a number, a date or a time turned back into what a person wrote."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from unicodedata import normalize

Value = int | float | str | bool | time | date | datetime | timedelta

_EXCEL_DAY_ONE = date(1900, 1, 1)
"""Excel counts days from here, so a "date" up to it is a time of day (24:00 becomes 1900-01-01)."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "'", "＝", "＋", "－", "＠")
_DURATION = re.compile(r"PT(\d+)H(\d+)M\d+(?:\.\d+)?S")
"""What calamine gives for a time of a day or longer in an .ods (24:00)."""

_NO_WORD = re.compile(r"[\W_]+")
_ODD = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff']|^\s|\s$|_x000")
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|_x000[dD]_"
)

BLANKS = frozenset(
    {"", "/", "\\", "-", "--", "---", "—", "——", "–", "?", "？", "…", "n/a", "na", "none", "null", "unknown"}
    | {"无", "暂无", "没有", "空", "不详", "未知", "待定", "待核实", "没核实", "未核实"}
)
"""Words of a cell that says nothing."""


def clock(minutes: int) -> str:
    """Minutes since midnight as 8:30; 24:00 stays 24:00."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def text_of(value: Value) -> tuple[str, str]:
    """(text, origin) of a value: 55500138.0 is 55500138, a time is 8:30, a date 2026-11-24.

    The origin is "" for text, else `number`, `time`, `date` or `truth`.
    """
    if isinstance(value, str):
        lasting = _DURATION.fullmatch(value) if value.startswith("PT") else None
        if lasting:
            return clock(int(lasting[1]) * 60 + int(lasting[2])), "time"
        return clean_text(value), ""
    if isinstance(value, bool):
        return ("是" if value else "否"), "truth"
    if isinstance(value, float | int):
        whole = isinstance(value, int) or (value.is_integer() and abs(value) < 1e15)
        return (str(int(value)) if whole else repr(value)), "number"
    return _time_text(value)


def _time_text(value: time | date | timedelta) -> tuple[str, str]:
    if isinstance(value, time):
        return clock(value.hour * 60 + value.minute + (value.second >= 30)), "time"
    if isinstance(value, timedelta):
        return clock(round(value.total_seconds() / 60)), "time"
    if isinstance(value, datetime):
        if value.date() <= _EXCEL_DAY_ONE:
            return clock(value.hour * 60 + value.minute), "time"
        midnight = value.time() == time(0)
        return (value.date().isoformat() if midnight else value.isoformat(" ", "minutes")), "date"
    return ("24:00", "time") if value <= _EXCEL_DAY_ONE else (value.isoformat(), "date")


def clean_text(text: str) -> str:
    """Text without what a spreadsheet adds: control characters, Windows line ends, `neutralise`'s guard."""
    if not _ODD.search(text):
        return text
    text = text.removeprefix("'")
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def neutralise(text: str) -> str:
    """Text that a spreadsheet will not run as a formula: a leading = + - @ (a full-width one, too: Excel
    takes it for the other in a .csv), tab or return gets an apostrophe, and so does one that has an
    apostrophe at its start: typed there, it only says that the cell is text.

    `clean_text` takes it off again, so what is exported reads back as it was.
    """
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Text for comparing words: half-width, lower case, without spaces and punctuation."""
    return _NO_WORD.sub("", normalize("NFKC", text).casefold())


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: empty, a dash, 无, 待核实."""
    return len(text) < 8 and text.strip().casefold() in BLANKS


def letter(index: int) -> str:
    """A column's letters, from its index (0 is A, 26 is AA)."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def index(letters: str) -> int:
    """A column's index from its letters (A is 0, AA is 26)."""
    number = 0
    for char in letters:
        number = number * 26 + ord(char) - 64
    return number - 1
