"""What a row says of its place having moved: 已搬迁至示例路9号 is gone from here, 搬迁至现址 is history."""

import re
from collections.abc import Iterator
from enum import Enum
from unicodedata import normalize

from servicepoints.domain.addresses import read_address
from servicepoints.domain.gazetteer import Gazetteer

SINCE = (
    r"(?:(?>(?:该|本)?(?:点位?|站点?|驿站|网点|服务[点站]|接力站|中心|门店|支局)|现|已经?|目前|正在?|因故|永久"
    r"|[自于从]|(?:\d{2,4}[年.\-/])?\d{1,2}[月.\-/](?:\d{1,2}日?)?[起底初末]?|\d{4}年[起底初末]?))*"
)
"""What may stand before such words and say nothing more: 该站点已于2025年3月. Each word of it is taken whole
(`(?>`): 站点 is never tried as 站 and 点, which would double the ways with each."""

_SENTENCES = re.compile(r"[。；;\n]+")
_CLAUSES = re.compile("[，,、]+")
_MENTION = re.compile("搬迁|迁址|移址|[搬迁][至到往]|[地站]址已?(?:变更|更改|调整|改)")
_LEFT = re.compile("迁移|搬家|移[至到往]|[搬迁][离出入去走]|外迁|已搬")
_MOVED_ASIDE = re.compile(r"(?<=迁)\([至到往]?")
_BRACKETS = re.compile(r"[()【】\[\]\s]+")
_MOVE = re.compile(
    rf"(?:.{{0,12}}?(?:站|点|中心|支局|营业部|之家))?{SINCE}(?:因.{{1,10}}?)?(?:[由从自原].+?)?(?:整体|异地)?"
    r"(?:(?:搬迁|迁移|迁址|移址|搬家|搬|迁|移|[地站]址已?(?:变更|更改|调整|改))(?P<into>[至到往去入为在])了?(?P<to>.*)"
    r"|(?:搬迁|迁移|迁址|移址|搬[离出走家]|迁[离出]|外迁|(?<=已)搬)(?:了|完成|完毕)?:?(?P<next>[新现].*)?)"
)
_HERE = re.compile(
    "(?:(?:现|本|新|当前|目前|上述|该|此)(?:在的?)?(?:办公|经营)?(?:地址|地点|位置|场所|场地|地|址|处|点)|此|这里?)"
    "(?:为|是|在)?[:：]?"
)
_INDOORS = re.compile(r"(?:本|同)?(?:大?楼|楼内)?[\dA-Za-z一二三四五六七八九十地下负底]+(?:楼|层|室)\D*")
_FORMER = re.compile("原.*")
_ASIDE = re.compile(r"\([^()]*\)")
_LONGEST = 60
"""Characters of a clause that says where a place moved."""


class Moved(Enum):
    """That the place is gone from its row's address, came to it, or that nobody knows which place moved."""

    AWAY = "away"
    HERE = "here"
    UNSURE = "unsure"


def moves(text: str, address: str, gazetteer: Gazetteer) -> Iterator[tuple[Moved, str]]:
    """The moves that a text speaks of, as seen from the row's `address`, each with its words."""
    if not _MENTION.search(text) and not _LEFT.search(text):
        return
    for sentence in _SENTENCES.split(text):
        clauses = _CLAUSES.split(sentence)
        for place, clause in enumerate(clauses):
            plain = _plain(clause)
            if len(plain) <= _LONGEST and (found := _MOVE.fullmatch(plain)):
                behind = "".join(map(_plain, clauses[place + 1 :]))
                here = _is_here(found, behind, address, gazetteer)
                yield Moved.HERE if here else Moved.AWAY, clause.strip()
            elif _MENTION.search(plain):
                yield Moved.UNSURE, clause.strip()


def _plain(text: str) -> str:
    return _BRACKETS.sub("", _MOVED_ASIDE.sub("至", normalize("NFKC", text)))


def _is_here(found: re.Match[str], behind: str, address: str, gazetteer: Gazetteer) -> bool:
    """Whether that is a move to the row's address; `behind` is what the sentence says after it."""
    stated = found["to"] or found["next"] or ""
    if found["into"] == "入" and not stated:
        return True
    here = _HERE.match(stated or behind)
    whole = (stated + behind)[here.end() if here else 0 :]
    told, own = (read_address(text, gazetteer) for text in (_FORMER.sub("", whole), address))
    if told.road and told.number:
        same = own.number.startswith(told.number) or told.number.startswith(own.number)
        return told.road == own.road and bool(own.number) and same
    if here or _INDOORS.fullmatch(stated):
        return True
    return bool(stated) and not told.road and stated in _plain(_ASIDE.sub("", normalize("NFKC", address)))
