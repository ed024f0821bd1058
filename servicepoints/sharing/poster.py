"""Posters and door stickers: a point on paper, one A4 page each, as one self-contained HTML document.

Paper hangs for months: it says what is usual, what is known, and leads to the rest by its QR code. A page
served by us and a file written for a printer are the same document; its one stylesheet stands inside, so
`policy()` names it by its hash.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from hashlib import sha256

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.hours_words import usual_words
from servicepoints.domain.points import Audience, Point, ScheduleStatus, insiders_only
from servicepoints.domain.wording import FREE_WORDS, HOURS_UNKNOWN, audience_words, labels, way_in_words
from servicepoints.paths import TEMPLATES
from servicepoints.sharing.pictograms import LINES
from servicepoints.sharing.qr import qr_svg

INVITING, PLAIN = "小哥，进来歇歇", "小哥歇脚点"
REST = "其余的扫码看"
MOST_SYMBOLS = 6
WIDTH_MM, HOURS_MM = 182, 66
"""What there is for words across a page, and for the hours from top to bottom."""

_HOURS_MM = (19, 16, 13, 11, 9, 7)
_NAME_MM = (13, 11, 9, 7)
_LINE_HEIGHT = 1.3


class Form(StrEnum):
    """What is printed: a poster, or stickers for the door, two to a page."""

    POSTER = "poster"
    STICKER = "sticker"


@dataclass(frozen=True, slots=True)
class Symbol:
    """An amenity on paper: its word and its drawing ("" where there is none)."""

    word: str
    lines: str


@dataclass(frozen=True, slots=True)
class Poster:
    """The words of one page; "" and () where there is nothing to say. Sizes are in millimetres."""

    code: str
    heading: str
    name: str
    name_mm: int
    hours: tuple[str, ...]
    hours_mm: int
    who: str
    symbols: tuple[Symbol, ...]
    way: str
    phone: str
    companions: tuple[str, ...]
    qr: Markup


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages of one print share: who hosts the site, the day of print, and for a page on a screen,
    where it leads back to, a note, and what its address and picture are; `demo` for made-up points."""

    host: str
    printed: date
    demo: bool = False
    back: str = ""
    note: str = ""
    canonical: str = ""
    picture: str = ""


def poster_of(
    point: Point, link: str, vocabulary: Vocabulary, today: date, companions: Sequence[str] = ()
) -> Poster:
    """The page of a published point; `link` is what its QR code leads to, `companions` the names of the
    points that serve as one with it."""
    hours = _fitting(_hours(point, today))
    who = "" if point.audience is Audience.UNKNOWN else audience_words(point.audience)
    free = "" if point.free is None else FREE_WORDS[point.free]
    way_known = point.access_note or point.access != "unknown"
    return Poster(
        code=point.code,
        heading=PLAIN if insiders_only(point.audience) else INVITING,
        name=point.name,
        name_mm=_largest((point.name,), _NAME_MM, 30),
        hours=hours,
        hours_mm=_largest(hours, _HOURS_MM, HOURS_MM),
        who=" · ".join(part for part in (who, free) if part),
        symbols=_symbols(point, vocabulary),
        way=way_in_words(point) if way_known else "",
        phone=point.contacts[0].number if point.contacts else "",
        companions=tuple(companions),
        qr=qr_svg(link),
    )


def document(posters: Sequence[Poster], form: Form, frame: Frame) -> str:
    """The HTML document of these pages."""
    return (
        _environment()
        .get_template("sheets.html")
        .render(posters=posters, form=form, frame=frame, style=_style())
    )


@cache
def policy() -> str:
    """The Content-Security-Policy of such a document: nothing but its own stylesheet."""
    digest = b64encode(sha256(_style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; frame-ancestors 'none'"


def _hours(point: Point, today: date) -> tuple[str, ...]:
    """What is usual, a line each; those of the spaces where the point says nothing of its own."""
    spaces = [(s.name, usual_words(s.schedule, today)) for s in point.spaces if s.schedule]
    rooms = tuple(f"{name}：{'，'.join(words)}" for name, words in spaces if words)
    usual = usual_words(point.schedule, today)
    if not usual and not (rooms and point.schedule.status is ScheduleStatus.NONE):
        usual = (f"{HOURS_UNKNOWN}，扫码看最新",)
    ends = (
        (f"到{point.valid_to.year}年{point.valid_to.month}月{point.valid_to.day}日为止",)
        if point.valid_to
        else ()
    )
    return (*usual, *rooms, *ends)


def _fitting(lines: Sequence[str]) -> tuple[str, ...]:
    """As many of the lines as there is room for in the smallest type; of the rest one says where they are."""
    choices = [tuple(lines), *((*lines[:count], REST) for count in range(len(lines) - 1, 0, -1))]
    return next((said for said in choices if _height(said, _HOURS_MM[-1]) <= HOURS_MM), (REST,))


def _symbols(point: Point, vocabulary: Vocabulary) -> tuple[Symbol, ...]:
    """What it is known to have, what couriers look for first in front."""
    drawn = {amenity.label: LINES.get(key, "") for key, amenity in vocabulary.items()}
    words = labels((key for key in vocabulary if point.has(key)), vocabulary)
    return tuple(Symbol(word, drawn[word]) for word in words[:MOST_SYMBOLS])


def _largest(lines: Sequence[str], sizes: Sequence[int], height_mm: float) -> int:
    """The largest of the sizes in which all lines, broken where they are too wide, fit; else the smallest."""
    for size in sizes:
        if _height(lines, size) <= height_mm:
            return size
    return sizes[-1]


def _height(lines: Sequence[str], size: int) -> float:
    """How much paper lines take from top to bottom, broken where they are too wide."""
    return sum(-(-_ems(line) * size // WIDTH_MM) for line in lines) * size * _LINE_HEIGHT


def _ems(text: str) -> float:
    return sum(0.62 if character < "\u2e80" else 1 for character in text)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES / "poster"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


@cache
def _style() -> Markup:
    return Markup((TEMPLATES / "poster" / "sheets.css").read_text(encoding="utf-8"))
