"""Footnotes (注：…) that speak of points by name: which are meant, which are not there, which are ambiguous.

What a footnote changes is for a person to decide; what it names is found out here.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from servicepoints.services.importing.matching import base_name
from servicepoints.services.importing.planning import Outcome
from servicepoints.sheets.readings import Note

_REASON = "像是表里的说明，没有自动采用"
_FIX = "看说明影响哪些点位，改那几行"

_SITE = (
    r"(?:爱心接力站|接力站|爱心驿站|驿站|党群服务(?:中心|站)|服务(?:中心|站|点)|便民点|营业厅|营业部|网点|邮政支局|支局|邮局"
    r"|管理者之家|公寓|书屋|中心)"
)
_MENTION = re.compile(rf"[^、，,；;。：:（）()\s]+?{_SITE}\d*(?:[（(][^（）()]*[）)])?")
_LEAD = re.compile(r"^(?:另外?|其中|以及|还有|和|及|与|除|因|但)+")
_COUNTED = re.compile(r"^(?:[一二三四五六七八九十两几各\d]+(?:家|个|处|所)|各|以上|上述|本|该|全部|所有)")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a footnote and whom it fits: nobody, one, or several (each as `where` says it)."""

    name: str
    fits: tuple[str, ...]

    @property
    def words(self) -> str:
        """What a person must know of it, in Chinese."""
        if not self.fits:
            return f"“{self.name}”不在这份台账里"
        if len(self.fits) > 1:
            return f"“{self.name}”有{len(self.fits)}个：{'、'.join(self.fits)}，不知道指哪个"
        return f"“{self.name}”是{self.fits[0]}"


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote, or another row that a person must see, with the points it names."""

    sheet: str
    row: int
    text: str
    mentions: tuple[Mention, ...]
    why: str
    fix: str

    @property
    def reason(self) -> str:
        """Why a person must see it, in Chinese."""
        return "；".join([self.why, *(mention.words for mention in self.mentions)])


def footnotes(notes: Sequence[Note], outcomes: Iterable[Outcome]) -> list[Footnote]:
    """The roster's footnotes, their names looked up among its rows."""
    if not notes:
        return []
    index = by_base_name(
        (outcome.draft.name, outcome.draft.where) for outcome in outcomes if outcome.draft.name
    )
    return [_footnote(note, index) for note in notes]


def _footnote(note: Note, index: Mapping[str, list[str]]) -> Footnote:
    if note.reason:
        return Footnote(note.sheet, note.row, note.text, (), note.reason, note.fix)
    return Footnote(note.sheet, note.row, note.text, mentions(note.text, index), _REASON, _FIX)


def by_base_name(named: Iterable[tuple[str, str]]) -> Mapping[str, list[str]]:
    """(name, where it stands) pairs as an index for `mentions`."""
    index: dict[str, list[str]] = defaultdict(list)
    for name, where in named:
        index[base_name(name)].append(where)
    return index


def mentions(text: str, index: Mapping[str, list[str]]) -> tuple[Mention, ...]:
    """The points that a footnote names, in its order, each once."""
    found: dict[str, Mention] = {}
    rest = normalize("NFKC", text)
    for key in sorted((k for k in index if len(k) > 2 and k in rest), key=len, reverse=True):
        found[key] = Mention(key, tuple(index[key]))
    for piece in re.split("和|及|与", rest):
        for match in _MENTION.finditer(piece):
            name = _LEAD.sub("", match[0])
            key = base_name(name)
            known = any(key in other or other in key for other in found)
            if key and not known and not _COUNTED.match(name):
                found[key] = Mention(name, tuple(index.get(key, ())))
    return tuple(sorted(found.values(), key=lambda mention: rest.find(mention.name)))
