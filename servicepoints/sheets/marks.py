"""Marks beside words in a text of services: 厕所×, √饮水, 空调 无, □厕所 ☑充电, 厕所(×)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import normalize

from servicepoints.sheets.words import NO, YES

_TICKS = "√✓✔☑✅"
_CROSSES = "×✗✘╳✕✖⨯❌"
_BOXES = "□☐▢◻"
_BULLETS = "●■◆◇▪▫◦▶►▷★☆➢➤❖"
_SYMBOLS = f"[{_TICKS}{_CROSSES}\u2500-\u27bf]"
"""Drawn signs that stand for a word. What those mean that are in none of these lists, nobody knows (△)."""

_CIRCLED = re.compile("[①-⑳]")
_BRACKETED = re.compile(rf"[(【\[]\s*({_SYMBOLS}?)\s*[)】\]]")
_TIMES = re.compile(r"[×xX*]\s*(?=\d+(?![\d.)]))")
"""雨伞×3 counts umbrellas."""

_BRACKETS = re.compile(r"([(【\[)】\]])")
_HARD = re.compile(r"[、,/;|\n\r\t+&。•·]+|(?<=[一-鿿])[.](?=[一-鿿])|\d+[、.)](?=\D)")
_TOKEN = re.compile(rf"(?P<space>\s*)(?:(?P<mark>{_SYMBOLS})|(?P<word>(?:(?!{_SYMBOLS})\S)+))")


class Mark(StrEnum):
    """What a mark says: there, not there, a box that nobody ticked, or who knows."""

    YES = "yes"
    NO = "no"
    BOX = "box"
    ODD = "odd"


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of a list with its mark, None for none; `text` is "" for a mark that has no word of its own.

    `aside` is whether it stood in brackets, `among` what was written between two commas, marks included.
    """

    text: str
    mark: Mark | None
    aside: bool
    among: str


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    spaced: bool
    mark: Mark | None


def pieces(text: str) -> Iterator[Piece]:
    """The words of a list in their order, each with the mark that belongs to it."""
    plain = normalize("NFKC", _CIRCLED.sub("、", text))
    plain = _BRACKETED.sub(lambda found: found[1] or _BOXES[0], _TIMES.sub("", plain))
    aside = False
    for part in _BRACKETS.split(plain):
        if _BRACKETS.fullmatch(part):
            aside = part in "(【["
            continue
        for segment in _HARD.split(part):
            tokens = [_token(found) for found in _TOKEN.finditer(segment)]
            for word, mark in _attached([token for token in tokens if token is not None]):
                yield Piece(word, mark, aside, segment.strip())


def _token(found: re.Match[str]) -> _Token | None:
    spaced = bool(found["space"])
    if found["mark"]:
        return None if found["mark"] in _BULLETS else _Token("", spaced, _meaning(found["mark"]))
    plain = found["word"].casefold()
    said = Mark.YES if plain in YES else Mark.NO if plain in NO else None
    return _Token(found["word"], spaced, said)


def _meaning(symbol: str) -> Mark:
    for mark, symbols in ((Mark.YES, _TICKS), (Mark.NO, _CROSSES), (Mark.BOX, _BOXES)):
        if symbol in symbols:
            return mark
    return Mark.ODD


def _attached(tokens: list[_Token]) -> Iterator[tuple[str, Mark | None]]:
    """Each word with its mark: the one it touches, else the one behind it in a list that ends with a mark,
    or before it in a list that begins with one. In 饮水 × 厕所 nobody knows: neither is read."""
    marks: dict[int, set[Mark]] = {}
    for i, token in enumerate(tokens):
        if token.mark is None:
            continue
        side = _side(tokens, i)
        beside = [i + step for step in ((side,) if side else (-1, 1)) if 0 <= i + step < len(tokens)]
        for place in beside:
            unsure = not side and token.mark is not Mark.YES
            marks.setdefault(place, set()).add(Mark.ODD if unsure else token.mark)
    words = [i for i, token in enumerate(tokens) if token.mark is None]
    if not words:
        yield from (("", token.mark) for token in tokens[:1])
    for i in words:
        said = marks.get(i, set())
        yield tokens[i].text, next(iter(said)) if len(said) == 1 else Mark.ODD if said else None


def _side(tokens: list[_Token], i: int) -> int:
    """-1 for the token before, 1 for the one behind, 0 where either could be meant."""
    last = len(tokens) - 1
    touches = (i > 0 and not tokens[i].spaced, i < last and not tokens[i + 1].spaced)
    if touches[0] != touches[1]:
        return -1 if touches[0] else 1
    begins, ends = tokens[0].mark is not None, tokens[-1].mark is not None
    return 0 if begins == ends and last > 0 else 1 if begins else -1
