"""What columns of 状态, 是否开放 and 是否对外开放 say of who may enter, and of what it costs."""

import re
from functools import lru_cache
from unicodedata import normalize

from servicepoints.domain.points import Audience, insiders_only
from servicepoints.sheets.readings import Cell
from servicepoints.sheets.words import AUDIENCE, NO, YES

_NORMAL = re.compile(
    r"(?:正常|已?启用|在用|使用|已建成?|已?营业|已?开放|运营|运行|投用|良好|存续|有效)(?:使用|开放|运营|营业|运行|中)*"
)
"""A place that is open, and of which nothing else is said."""

_OUTSIDE = re.compile("对外|社会|公众|公共")
_ENDED = re.compile("是否.*(?:撤|停|关|搬|迁|注销)")
_COST = re.compile("免费|无偿|公益|收费|有偿|付费")
_FREE = ("免费", "无偿", "公益")
_CLAUSES = re.compile(r"[，,。；;\n]")
_FOR = re.compile("(?:仅限?|只)?(?:对|向|面向|供)(?P<whom>.+?)(?:开放|使用)?")


def asks_of_outsiders(cell: Cell) -> bool:
    """Whether the column asks who may enter, not whether it is open: 是否对外开放."""
    return _asks(_OUTSIDE, cell.header)


def is_normal(cell: Cell) -> bool:
    """Whether a cell of such a column says that the place is open, and at most what that costs."""
    return _is_normal(cell.text)


def asks_of_end(cell: Cell) -> bool:
    """Whether the column asks whether the place is gone or shut, so that a yes is no good news: 是否撤点."""
    return _asks(_ENDED, cell.header)


def audience_in(cell: Cell) -> Audience | None:
    """Who may enter, by a cell of such a column; None where it says nothing of that.

    A 开放 alone says that the place is open, and only under 对外开放 to whom.
    """
    return _audience(cell.text, asks_of_outsiders(cell))


def insiders_by_note(cell: Cell) -> Audience | None:
    """Whom a note that begins with 不对外开放 or 仅限内部 leaves, None if it says no such thing."""
    told = _audience(_CLAUSES.split(cell.text)[0], False)
    return told if told and insiders_only(told) else None


def cost_in(cell: Cell) -> bool | None:
    """Whether it is free, by a cell of such a column."""
    found = _COST.findall(cell.text)
    return found[0] in _FREE if len(found) == 1 and "不收费" not in cell.text else None


@lru_cache(maxsize=256)
def _asks(what: re.Pattern[str], header: str) -> bool:
    return what.search(header) is not None


@lru_cache(maxsize=1024)
def _is_normal(text: str) -> bool:
    return _NORMAL.fullmatch(_plain(text)) is not None


@lru_cache(maxsize=1024)
def _audience(text: str, asked: bool) -> Audience | None:
    plain = _plain(text)
    if asked and (plain in YES or _NORMAL.fullmatch(plain)):
        return Audience.EVERYONE
    if asked and (plain in NO or plain == "不开放"):
        return Audience.COMPANY
    if _NORMAL.fullmatch(plain):
        return None
    named = _FOR.fullmatch(plain)
    return AUDIENCE.get(plain.casefold()) or (AUDIENCE.get(named["whom"]) if named else None)


def _plain(text: str) -> str:
    return _COST.sub("", "".join(normalize("NFKC", text).split())).rstrip("。.")
