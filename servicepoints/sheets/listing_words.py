"""What a row says of whether its place is still there: 状态 停用, 备注 已撤销, （已关闭） in its name.

Only what says nothing else counts: 周末暂停开放 is a matter of hours, 空调停用 of an amenity.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import normalize

from servicepoints.domain.points import Listing
from servicepoints.sheets.readings import Cell, Row
from servicepoints.sheets.words import NO, YES

_NORMAL = re.compile(
    r"(?:正常|已?启用|在用|使用|已建成?|营业|开放|运营|运行|投用|良好|存续|有效)(?:使用|开放|运营|营业|运行|中)*"
)
_GONE = (
    "撤销|撤点|撤除|撤掉|取消|停用|停办|关闭|关停|关店|关门|废弃?|废止|作废|拆除|注销|(?:停止|不再)(?:对外)?(?:使用|服务|运营|营业|开放)"
    "|迁走|搬走"
)
_PAUSED = (
    "暂停(?:对外)?(?:使用|开放|服务|运营|营业)?|暂[不未](?:对外)?开放|临时关闭|停业|歇业|闭馆"
    "|(?:内部)?(?:装修|整修|维修|改造|施工|升级改造)(?:中|期间)?"
    "|(?:尚|还)?未(?:开放|启用|投用|建成|开业)|待(?:开放|启用|建)|筹建中?|建设中|在建"
)
_LEAD = (
    r"(?:(?:该|本)?(?:点位?|站点?|驿站|网点|服务点)|现|已经?|目前|正在?|因故|永久"
    r"|[自于从]|(?:\d{2,4}[年.\-/])?\d{1,2}[月.\-/](?:\d{1,2}日?)?起?|\d{4}年起?)*"
)
_WHOLE_GONE = re.compile(rf"{_LEAD}(?:{_GONE})了?")
_WHOLE_PAUSED = re.compile(rf"{_LEAD}(?:{_PAUSED})了?")
_SHEET_OF_GONE = re.compile(rf"\W*\d*年?\W*已?(?:{_GONE})的?(?:站点|点位|网点|驿站|名单|清单|汇总|情况|表)*")
_CLAUSES = re.compile(r"[，,。；;、\n]+")
_NOW = re.compile("已|现|目前|永久|因故|正在")
_CLOSED = ")）】]"
_ASIDE = re.compile(r"[(（【\[]([^()（）【】\[\]]+)[)）】\]]")


def stated_listing(row: Row) -> tuple[Listing | None, str]:
    """(WITHDRAWN, SUSPENDED, or None for nothing said, the words that say it)."""
    for words in _statements(row):
        if listing := _listing_of(words):
            return listing, words
    for cell in row.values.get("status", ()):
        if cell.text.strip() in NO:
            return Listing.SUSPENDED, f"{cell.header}：{cell.text}"
    if _is_of_gone(row.sheet):
        return Listing.WITHDRAWN, row.sheet
    return None, ""


@lru_cache(maxsize=64)
def _is_of_gone(sheet: str) -> bool:
    return _SHEET_OF_GONE.fullmatch(sheet) is not None


@lru_cache(maxsize=4096)
def _listing_of(words: str) -> Listing | None:
    plain = "".join(normalize("NFKC", words).split())
    if _WHOLE_GONE.fullmatch(plain):
        return Listing.WITHDRAWN
    return Listing.SUSPENDED if _WHOLE_PAUSED.fullmatch(plain) else None


def unread_status(row: Row) -> Cell | None:
    """The cell of a column of states whose words are none that we know."""
    said = row.values.get("status", ())
    if not said:
        return None
    plain = {cell: "".join(normalize("NFKC", cell.text).split()) for cell in said}
    return next(
        (
            cell
            for cell, text in plain.items()
            if not (_NORMAL.fullmatch(text) or text in YES or text in NO)
            and not any(p.fullmatch(c) for c in _CLAUSES.split(text) for p in (_WHOLE_GONE, _WHOLE_PAUSED))
        ),
        None,
    )


def _statements(row: Row) -> Iterator[str]:
    """What could say it: states, notes by clauses (later ones only with 已 or 目前), hours whole, asides."""
    for field in ("status", "note"):
        for cell in row.values.get(field, ()):
            first, *others = _CLAUSES.split(cell.text)
            yield first
            yield from (clause for clause in others if _NOW.match(clause.strip()))
    yield from (cell.text for cell in row.values.get("hours", ()))
    for field in ("name", "address"):
        for cell in row.values.get(field, ()):
            if cell.text[-1] in _CLOSED:
                yield from _ASIDE.findall(cell.text)
