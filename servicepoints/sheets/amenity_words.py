"""Services in a roster's words: a text column (热水、充电、无厕所) and tick columns (√ × 有 无)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar
from unicodedata import normalize

from servicepoints.domain.amenities import Vocabulary
from servicepoints.sheets.texts import folded, is_blank
from servicepoints.sheets.words import NO, YES

_CUT = re.compile(r"[、，,/;；|\n\r\t+&＋。•·]+|\s+|(?<=[一-鿿])[.](?=[一-鿿])|\d+[、.)）](?=\D)|[①-⑳]")
_OPEN = re.compile(r"[（(【\[]")
_CLOSE = re.compile(r"[)）】\]]")
_NOT = re.compile(
    r"^(?:暂时?无|没有|没|不提供|暂不提供|未设置?|未配备|不含|缺少?|暂停|停用|不能|不可|无)(?!线|障碍|偿)"
)
_MARK = re.compile(r"[:：]?\s*(有|无|没有|暂无|√|✓|✔|×|✗|是|否|已配备|未配备)$")
_NEGATIVE_ASIDE = frozenset(
    {"暂无", "无", "没有", "停用", "损坏", "维修中", "暂停", "已坏", "故障", "不可用", "暂停使用"}
)
_FILLER = re.compile(
    r"24小时|全天候?|免费|爱心|提供|可以?|有|设有|配有|配备|备有|小型|智能|公共|自助|共享|无障碍|应急|便民|小哥|骑手|户外|职工"
    r"|以及|还|和|及|与|或|等|服务|设施|设备|功能|区域?|处|点|室|间|柜|站|机|台|个|把|张|套|\d+|常用|手机|电器?|使用|供应|取用|借用|租借|租赁|专用|暖心"
    r"|男女|独立|大型|多功能|简易|普通|直饮|冷热|夏季|冬季|食品|饭菜|微型|各类|一些|部分"
)
_GLUE = re.compile("(?:以及|还|和|及|与|或|等|提供|设?有|配有|备有|服务|设施|设备|功能)+")
"""What a piece may be made of and say nothing; other small words alone (24小时, 3) say something."""

_COUNT = re.compile(r"(\d+)(?:\.0)?\s*(?:台|个|把|张|套|间|处|组|只|辆|座|平方?米?|㎡|m2)?")
_CIRCLES = frozenset("○〇◯")


@dataclass(frozen=True, slots=True)
class Services:
    """What a text says: amenities that are there or not, and the pieces that were not understood."""

    amenities: Mapping[str, bool]
    unknown: tuple[str, ...]


class AmenityWords:
    """Reads amenities by the words of one vocabulary."""

    _last: ClassVar["AmenityWords | None"] = None

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._known: dict[str, Services] = {}

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> "AmenityWords":
        """The reader of this vocabulary, made once for the rows of an import."""
        if cls._last is None or cls._last.vocabulary is not vocabulary:
            cls._last = cls(vocabulary)
        return cls._last

    @cached_property
    def _words(self) -> dict[str, frozenset[str]]:
        """Amenities by word. A word that is two words of others (喝水充电) means those too."""
        single = {
            folded(word): amenity.key
            for amenity in reversed(list(self.vocabulary.values()))
            for word in (*amenity.synonyms, amenity.label, amenity.key)
        }
        halves = {
            word: {single[word[:cut]], single[word[cut:]]}
            for word in single
            for cut in range(1, len(word))
            if word[:cut] in single and word[cut:] in single
        }
        return {word: frozenset({key} | halves.get(word, set())) for word, key in single.items()}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._words, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, longest_first)))

    def read(self, text: str) -> Services:
        """The amenities of a text of services; later pieces win over earlier ones.

        A piece that holds more than words of the vocabulary and small words round them (爱心, 提供, 24小时)
        is not understood: 空调维修 is no air conditioning.
        """
        if text not in self._known:
            self._known[text] = self._read(text)
        return self._known[text]

    def _read(self, text: str) -> Services:
        said: dict[str, bool] = {}
        unknown: list[str] = []
        before: frozenset[str] = frozenset()
        for piece, aside in _pieces(text):
            if aside and folded(piece) in _NEGATIVE_ASIDE and before:
                said |= dict.fromkeys(before, False)
                continue
            if is_blank(piece) or not folded(piece):
                continue
            keys, there = self._piece(piece)
            if keys:
                said |= dict.fromkeys(keys, there)
                before = keys
            elif not _GLUE.fullmatch(folded(piece)) and not (aside and not _FILLER.sub("", folded(piece))):
                unknown.append(piece)
        return Services(said, tuple(unknown))

    def _piece(self, piece: str) -> tuple[frozenset[str], bool]:
        """(amenities, whether they are there) of one piece; none if it is not wholly understood."""
        plain = folded(piece)
        if plain in self._words:
            return self._words[plain], True
        there = True
        mark = _MARK.search(normalize("NFKC", piece).strip())
        if mark:
            there = mark[1] in YES or mark[1] == "已配备"
            plain = folded(normalize("NFKC", piece).strip()[: mark.start()])
        denied = _NOT.match(plain)
        if denied:
            there, plain = False, plain[denied.end() :]
        keys = frozenset(key for word in self._pattern.findall(plain) for key in self._words[word])
        rest = _FILLER.sub("", self._pattern.sub("", plain))
        return (keys, there) if keys and not rest else (frozenset(), True)

    def mentioned(self, text: str) -> tuple[str, ...]:
        """The labels of amenities that a note mentions in so many words and nothing else."""
        services = self.read(text)
        if services.unknown:
            return ()
        return tuple(self.vocabulary[key].label for key, there in services.amenities.items() if there)


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """(piece, whether it stood in brackets) of a text, in order."""
    aside = False
    for part in re.split(r"([（(【\[)）】\]])", normalize("NFKC", text)):
        if _OPEN.fullmatch(part):
            aside = True
        elif _CLOSE.fullmatch(part):
            aside = False
        else:
            for piece in _CUT.split(part):
                if piece and piece.strip():
                    yield piece.strip(), aside


def read_tick(text: str, circle: bool | None) -> bool | None:
    """True for √ 有 是 2台, False for × 无 否 0, None for what is no tick (○ unless `circle` says)."""
    plain = normalize("NFKC", text).strip().casefold()
    if plain in YES:
        return True
    if plain in NO:
        return False
    if plain in _CIRCLES or plain == "〇":
        return circle
    count = _COUNT.fullmatch(plain)
    if count:
        return int(count[1]) > 0
    if re.match(r"(?:有|已配备|具备|提供|√|✓|✔)(?:\W|$|\d)", plain):
        return True
    if re.match(r"(?:无|没有|暂无|未配备|不具备|不提供|×|✗)(?:\W|$)", plain):
        return False
    return None
