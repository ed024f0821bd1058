"""Services in a roster's words: a text column (热水、充电、无厕所) and tick columns (√ × 有 无)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar
from unicodedata import normalize

from servicepoints.domain.amenities import Vocabulary
from servicepoints.sheets.marks import Mark, Piece, pieces
from servicepoints.sheets.texts import folded, is_blank
from servicepoints.sheets.words import NO, YES

_NOT = re.compile(
    r"^(?:暂时?无|没有|没|不提供|暂不提供|未设置?|未配备|不含|缺少?|暂停|停用|不能|不可|无)(?!线|障碍|偿)"
)
_SAID = re.compile(
    r"[:：]?(?<!\s)\s*+(?P<yes>有|是|已配备|(?<=[一-鿿])[vV])$|[:：]?(?<!\s)\s*+(?P<no>没有|暂?无|否|未配备|不提供|(?<=[一-鿿])[xX]"
    r"|(?<![\d.])0[台个把张套间处组只辆座]?)$"
)
_NEGATIVE_ASIDE = frozenset(
    {"暂无", "无", "没有", "停用", "损坏", "维修中", "暂停", "已坏", "故障", "不可用", "暂停使用"}
)
_DOUBT = re.compile(
    r"坏|[维检报待在]修(?!工具)|停(?![车放靠])|拆|撤|拟|筹|缺|故障|[在待]建|建设中|暂[时不]|不[能可提开用]|未|没有"
    r"|隔壁|对面|附近|旁边|周边|邻近|米外|\d米|\?"
)
"""What, beside the word of an amenity, makes it doubtful that it is here now."""

_STOPS = re.compile("[,;。.\n]")
_WIDE = re.compile(
    r"(?:无(?!线|障碍|偿)|没有?|不提供|未配备|未设置?|缺少?|暂缺|不含)[:：]?[^、\s()]{1,8}、(?!无|没|不|未|有|缺|暂)"
    r"|[均都](?:暂?无|没有?|未|不|缺)|以上|除(?!颤|湿|螨|尘)[^、]{1,12}(?:外|、)|(?<!\d)0、"
)
"""A negation that may be meant of more than the word it touches: 无微波炉、冰箱; 饮水、厕所均无."""

_FILLER = re.compile(
    r"24小时|全天候?|免费|爱心|提供|可以?|有|设有|配有|配备|备有|小型|智能|公共|自助|共享|无障碍|应急|便民|小哥|骑手|户外|职工"
    r"|以及|还|和|及|与|或|等|服务|设施|设备|功能|区域?|处|点|室|间|柜|站|机|台|个|把|张|套|\d+|常用|手机|电器?|使用|供应|取用|借用|租借|租赁|专用|暖心"
    r"|男女|独立|大型|多功能|简易|普通|直饮|冷热|夏季|冬季|食品|饭菜|微型|各类|一些|部分"
)
_GLUE = re.compile("(?:以及|还|和|及|与|或|等|提供|设?有|配有|备有|服务|设施|设备|功能)+")
"""What a piece may be made of and say nothing; other small words alone (24小时, 3) say something."""

_COUNT = re.compile(r"(\d{1,9})(?:\.0)?\s*(?:台|个|把|张|套|间|处|组|只|辆|座|平方?米?|㎡|m2)?")
_CIRCLES = frozenset("○〇◯")


@dataclass(frozen=True, slots=True)
class Services:
    """What a text says: amenities that are there or not, the pieces that were not understood, and the words
    of boxes that were left unticked."""

    amenities: Mapping[str, bool]
    unknown: tuple[str, ...]
    unticked: tuple[str, ...] = ()


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
        told = _Told()
        told.doubted = tuple(_doubted(normalize("NFKC", text)))
        for piece in pieces(text):
            if piece.mark is Mark.BOX and piece.text:
                told.unticked.append(piece.text)
            elif not piece.text or (piece.aside and _DOUBT.search(piece.text)) or _denies(piece):
                told.beside(piece)
            elif folded(piece.text) and not is_blank(piece.text):
                self._word(piece, told)
        return Services(told.said, tuple(dict.fromkeys(told.unknown)), tuple(told.unticked))

    def _word(self, piece: Piece, told: "_Told") -> None:
        keys, there = self._piece(piece)
        plain = folded(piece.text)
        if keys and there and piece.mark is None and any(piece.text in part for part in told.doubted):
            told.unread(piece.text)
        elif keys:
            told.take(piece.text, keys, there)
        elif piece.mark in (Mark.NO, Mark.ODD):
            told.unread(piece.among)
        elif piece.aside and not _FILLER.sub("", plain):
            told.counted(piece.text)
        elif not _GLUE.fullmatch(plain):
            told.unread(piece.text)

    def _piece(self, piece: Piece) -> tuple[frozenset[str], bool]:
        """(amenities, whether they are there) of one piece; none if it is not wholly understood."""
        text, mark = piece.text, piece.mark
        if mark is None and text.endswith((":", "?")):
            return frozenset(), True  # what was to follow is missing, or asked
        plain = folded(text)
        if mark is None and plain in self._words:
            return self._words[plain], True
        there = mark is not Mark.NO
        if mark is None and (said := _SAID.search(text)):
            there, mark = said["no"] is None, Mark.YES if said["yes"] else Mark.NO
            plain = folded(text[: said.start()])
        denied = _NOT.match(plain)
        if denied and mark is None:
            there, plain = False, plain[denied.end() :]
        found = self._pattern.findall(plain)
        rest = _FILLER.sub("", self._pattern.sub("", plain))
        several = mark is Mark.NO and len(found) > 1 and plain not in self._words
        if rest or several or mark is Mark.ODD or (denied and mark):
            return frozenset(), True
        return frozenset(key for word in found for key in self._words[word]), there

    def mentioned(self, text: str) -> tuple[str, ...]:
        """The labels of amenities that a note mentions in so many words and nothing else."""
        services = self.read(text)
        if services.unknown:
            return ()
        return tuple(self.vocabulary[key].label for key, there in services.amenities.items() if there)


def _doubted(text: str) -> Iterator[str]:
    """The stretches of a text that a negation may be meant of: from 无 on, all that 均无 closes."""
    for part in _STOPS.split(text):
        found = _WIDE.search(part)
        if found:
            yield part if found[0][0] in "均都以除0" else part[found.start() :]


class _Told:
    """What the pieces of a text have said so far."""

    def __init__(self) -> None:
        self.said: dict[str, bool] = {}
        self.unknown: list[str] = []
        self.unticked: list[str] = []
        self.doubted: tuple[str, ...] = ()
        self._before: frozenset[str] = frozenset()
        self._word = ""

    def take(self, word: str, keys: frozenset[str], there: bool) -> None:
        """Amenities that a piece names."""
        self.said |= dict.fromkeys(keys, there)
        self._before, self._word = keys, word

    def unread(self, text: str) -> None:
        """A piece that was not understood; what stands in brackets behind it is said of it."""
        self.unknown.append(text)
        self._before, self._word = frozenset(), ""

    def counted(self, text: str) -> None:
        """A bracket that says no more than how many, or 免费."""
        if self.unknown and not self._before:
            self.unknown[-1] += f"（{text}）"

    def beside(self, piece: Piece) -> None:
        """What is said of the word before: it is not there, or nobody knows."""
        if not self._before:
            if not is_blank(piece.text or piece.among):
                self.unread(piece.text or piece.among)
        elif _denies(piece):
            self.said |= dict.fromkeys(self._before, False)
        elif piece.mark is not Mark.YES or piece.text:
            for key in self._before:
                self.said.pop(key, None)
            self.unread(f"{self._word}（{piece.text}）" if piece.text else self._word)


def _denies(piece: Piece) -> bool:
    return piece.aside and (piece.mark is Mark.NO or folded(piece.text) in _NEGATIVE_ASIDE)


_TICK_AND_WORDS = re.compile(
    r"(?P<yes>有|已配备|具备|提供|[√✓✔☑✅])(?=\W|$|\d)|(?P<no>无|没有|暂无|未配备|不具备|不提供|[×✗✘╳✕✖❌])(?=\W|$)"
)
_TICK_AROUND = " ()[]【】:：,，、;；-—。"


def read_tick(text: str, circle: bool | None) -> bool | None:
    """True for √ 有 是 2台, False for × 无 否 0, None for what is no tick (○ unless `circle` says).

    A tick with words that doubt it (有（维修中）) is none.
    """
    plain = normalize("NFKC", text).strip().casefold()
    if plain in YES:
        return True
    if plain in NO:
        return False
    if plain in _CIRCLES:
        return circle
    count = _COUNT.fullmatch(plain)
    if count:
        return int(count[1]) > 0
    found = _TICK_AND_WORDS.match(plain)
    if found is None or (found["yes"] and _DOUBT.search(plain, found.end())):
        return None
    return found["yes"] is not None


def words_beside_tick(text: str) -> str:
    """What a cell says besides its tick (收费, of √（收费）); "" for nothing but a count."""
    plain = normalize("NFKC", text).strip()
    found = _TICK_AND_WORDS.match(plain.casefold())
    words = plain[found.end() :].strip(_TICK_AROUND) if found else ""
    return "" if words.casefold() in YES or _COUNT.fullmatch(words) else words
