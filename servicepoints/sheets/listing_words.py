"""What a row says of whether its place is still there: 状态 停用, 备注 已撤销, （已关闭） in its name.

Only what says nothing else counts: 周末暂停开放 is a matter of hours, 空调停用 of an amenity. What is only
planned (（筹） in a name) is not open yet; what is to come (即将搬迁) changes nothing and is told.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.domain.points import Listing
from servicepoints.sheets.moving import SINCE, Moved, moves
from servicepoints.sheets.openness import asks_of_end, asks_of_outsiders, audience_in, is_normal
from servicepoints.sheets.readings import Cell, Row
from servicepoints.sheets.words import NO, YES

_GONE = (
    "撤[销点除掉并]?|并入.+|合并[至到入].+|取消|停用|停办|关闭|关停|关店|关门|废弃?|废止|作废|拆除|注销|(?:停止|不再)(?:对外)?(?:使用|服务|运营|营业|开放)"
    "|已经?不(?:对外)?(?:使用|服务|运营|营业|开放)|迁走|搬走"
)
_PAUSED = (
    "暂停(?:对外)?(?:使用|开放|服务|运营|营业)?|(?:暂[不未])(?:对外)?开放|不开放|临时关[闭门]|停业|歇业|闭馆|空置|闲置"
    "|(?:(?:内部)?(?:装修|整修|维修|改造|施工|升级改造)(?:中|期间)?|搬迁(?:中|期间))(?:暂停(?:使用|开放|服务|运营|营业)?)?"
    "|正在搬迁"
    "|(?:尚|还)?未(?:开放|启用|投用|建成|开业|运营)"
)
_PLANNED = (
    "筹(?:建|备|办|划)?中?|[在拟待]建中?|(?:建设|规划)中|规划|拟设立?|待(?:开放|启用|开业|投用|建成|运营)"
)
_WHOLE_GONE = re.compile(rf"{SINCE}(?:{_GONE})了?")
_UNTIL = r"(?:[至到](?!\d{1,2}[:点时]).{1,14})?"
_WHOLE_PAUSED = re.compile(rf"{SINCE}(?:{_PAUSED}|{_PLANNED})了?{_UNTIL}")
_WHOLE_PLANNED = re.compile(rf"{SINCE}(?:{_PLANNED})")
_TO_COME = re.compile(
    rf"{SINCE}(?:即?将要?|拟|计划|预计|准备|打算|近期|待).{{0,16}}?(?:{_GONE}|搬迁|迁址|[搬迁][至到往].*)"
)
_PLANNED_NAME = re.compile("[筹在拟]建(?!设)|规划中")
_SHEET_OF_GONE = re.compile(rf"\W*\d*年?\W*已?(?:{_GONE})的?(?:站点|点位|网点|驿站|名单|清单|汇总|情况|表)*")
_CLAUSES = re.compile(r"[，,。；;、\n]+")
_CLOCK = re.compile(r"\d\s*[:：点时]|小时|全天")
_FATE = re.compile("撤[点销并]|关停|停办|并入|合并|注销|空置|闲置|失联|更名|改名")
"""What is said of places, and hardly of what is in them."""
_HINT = re.compile(f"[搬迁移址]|即?将|拟|计划|预计|准备|打算|近期|待|{_FATE.pattern}")
_NOW = re.compile("已|现|目前|永久|因故|正在")
_ASIDE = re.compile(r"[(（【\[]([^()（）【】\[\]]+)[)）】\]]")


class Spoken(NamedTuple):
    """A row with what stands in brackets in its name and address, and the cells (these among them) that may
    say more of its place's fate than that it is open."""

    row: Row
    asides: tuple[Cell, ...]
    hints: tuple[Cell, ...]


def spoken(row: Row) -> Spoken:
    """The row, looked through once."""
    asides = tuple(
        Cell(aside, *cell[1:])
        for field in ("name", "address")
        for cell in row.values.get(field, ())
        for aside in _ASIDE.findall(cell.text)
    )
    texts = (cell for field in ("status", "note", "hours") for cell in row.values.get(field, ()))
    return Spoken(row, asides, tuple(cell for cell in (*texts, *asides) if _HINT.search(cell.text)))


def stated_listing(told: Spoken, gazetteer: Gazetteer) -> tuple[Listing | None, str]:
    """(WITHDRAWN, SUSPENDED, or None for nothing said, the words that say it)."""
    row = told.row
    for words in _statements(told):
        if listing := _listing_of(words):
            return listing, words
    for moved, _, words in _moves(told, gazetteer):
        if moved is Moved.AWAY:
            return Listing.WITHDRAWN, words
    for cell in row.values.get("status", ()):
        plain, end = cell.text.strip(), asks_of_end(cell)
        if (plain in YES if end else plain in NO) and not asks_of_outsiders(cell):
            return Listing.SUSPENDED, f"{cell.header}：{cell.text}"
    for cell in row.values.get("name", ()):
        if planned := _PLANNED_NAME.match(cell.text):
            return Listing.SUSPENDED, planned[0]
    if _is_of_gone(row.sheet):
        return Listing.WITHDRAWN, row.sheet
    return None, ""


def is_planned(words: str) -> bool:
    """Whether words that `stated_listing` found say that the place is yet to be built."""
    return _WHOLE_PLANNED.fullmatch(_plain(words)) is not None


def announced(told: Spoken) -> tuple[Cell, str] | None:
    """The cell that says what is to come of the place (即将搬迁), and its words."""
    for cell in told.hints:
        for clause in _CLAUSES.split(cell.text):
            if _TO_COME.fullmatch(_plain(clause)):
                return cell, clause.strip()
    return None


def unclear_fate(told: Spoken, gazetteer: Gazetteer) -> tuple[Cell, str] | None:
    """The cell that says of something, maybe of the place, that it moved or is no more, and its words."""
    for moved, cell, words in _moves(told, gazetteer):
        if moved is Moved.UNSURE:
            return cell, words
    clauses = ((cell, clause.strip()) for cell in told.hints for clause in _CLAUSES.split(cell.text))
    return next((one for one in clauses if _FATE.search(one[1]) and not one[1].startswith("原")), None)


@lru_cache(maxsize=64)
def _is_of_gone(sheet: str) -> bool:
    return _SHEET_OF_GONE.fullmatch(sheet) is not None


@lru_cache(maxsize=4096)
def _listing_of(words: str) -> Listing | None:
    plain = _plain(words)
    if _WHOLE_PAUSED.fullmatch(plain):
        return Listing.SUSPENDED
    return Listing.WITHDRAWN if _WHOLE_GONE.fullmatch(plain) else None


def _plain(words: str) -> str:
    return "".join(normalize("NFKC", words).split())


def unread_status(row: Row) -> Cell | None:
    """The cell of a column of states whose words are none that we know."""
    return next((cell for cell in row.values.get("status", ()) if not _is_read(cell)), None)


def _is_read(cell: Cell) -> bool:
    plain = _plain(cell.text)
    known = is_normal(cell) or plain in YES or plain in NO or audience_in(cell)
    return bool(known) or any(_listing_of(clause) for clause in _CLAUSES.split(plain))


def _statements(told: Spoken) -> Iterator[str]:
    """What could say it: states, notes by clauses (later ones only with 已 or 目前), asides, and hours, whole
    if they have any."""
    row = told.row
    for field in ("status", "note"):
        for cell in row.values.get(field, ()):
            if field == "status" and audience_in(cell):
                continue
            first, *others = _CLAUSES.split(cell.text)
            yield first
            yield from (clause for clause in others if _NOW.match(clause.strip()))
    for cell in row.values.get("hours", ()):
        yield cell.text if _CLOCK.search(cell.text) else _CLAUSES.split(cell.text)[0]
    yield from (cell.text for cell in told.asides)


def _moves(told: Spoken, gazetteer: Gazetteer) -> Iterator[tuple[Moved, Cell, str]]:
    address = next((cell.text for cell in told.row.values.get("address", ())), "")
    for cell in told.hints:
        for moved, words in moves(cell.text, address, gazetteer):
            yield moved, cell, words
