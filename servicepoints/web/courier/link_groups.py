"""The page of a link group (联动): which of its points offers what, in three parts of a courier's life.

政治生活 · 文化生活 · 日常生活 is how the founding bulletin divides what the outlet, the home and the
centre of one street do together. The vocabulary of amenities knows culture and daily life; what there is
of political life is what a point is by its kind, and the spaces it names for it. What nobody has said is
shown as such.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from servicepoints.domain.amenities import Amenity, Vocabulary
from servicepoints.domain.points import Kind, Point
from servicepoints.domain.wording import KIND_WORDS

_CULTURE = "culture"
_POLITICAL_WORD = "党"


@dataclass(frozen=True, slots=True)
class Line:
    """What one point is known to have, known to lack, and what nobody has said."""

    name: str
    has: tuple[str, ...]
    lacks: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One part of life, one line a point."""

    title: str
    lines: tuple[Line, ...]


def rows(points: Sequence[Point], vocabulary: Vocabulary) -> tuple[Row, ...]:
    """The three rows of a link group's page."""
    culture = [a for a in vocabulary.values() if a.group == _CULTURE]
    daily = [a for a in vocabulary.values() if a.group != _CULTURE and _asked(a, points)]
    return (
        Row("政治生活", tuple(map(_political, points))),
        Row("文化生活", tuple(_line(p, culture) for p in points)),
        Row("日常生活", tuple(_line(p, daily) for p in points)),
    )


def _asked(amenity: Amenity, points: Iterable[Point]) -> bool:
    """Whether it is worth a word here: couriers look for it first, or it is known of one of the points."""
    return amenity.first is not None or any(p.has(amenity.key) is not None for p in points)


def _line(point: Point, amenities: Iterable[Amenity]) -> Line:
    said: dict[bool | None, list[str]] = {True: [], False: [], None: []}
    for amenity in amenities:
        said[point.has(amenity.key)].append(amenity.label)
    return Line(point.name, tuple(said[True]), tuple(said[False]), tuple(said[None]))


def _political(point: Point) -> Line:
    kind = [KIND_WORDS[point.kind]] if point.kind is Kind.PARTY_MASS_CENTRE else []
    has = (*kind, *(s.name for s in point.spaces if _POLITICAL_WORD in s.name))
    return Line(point.name, has, (), () if has else ("党群活动",))
