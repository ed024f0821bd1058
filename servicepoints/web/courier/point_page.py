"""All that the page of one point shows, as words."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.doors import NOTHING_SEEN, SeenDoor
from servicepoints.domain.points import BookingInfo, Channel, Kind, Listing, Point, admits_couriers
from servicepoints.domain.status import State, Status
from servicepoints.domain.status_words import headline_parts, status_words
from servicepoints.domain.trust import trust
from servicepoints.domain.wording import (
    AMENITY_MARKS,
    FREE_WORDS,
    KIND_WORDS,
    POSITION_COARSE,
    audience_words,
    booking_words,
    demonstration_badge,
    entry_unknown,
    entry_words,
    labels,
    mark,
    way_in_words,
)
from servicepoints.web.courier.cards import amenity_line, booking_line
from servicepoints.web.courier.navigation import MapLink, destination, map_links
from servicepoints.web.courier.seen import state_style

_NUMBER = re.compile(r"(0\d{2,3}-\d{7,8}|400-\d{3}-\d{4}|\d+)(?:-(\d+))?")
_MARK_STYLES = {"✓": "yes", "✗": "no", "?": "maybe"}


@dataclass(frozen=True, slots=True)
class Marked:
    """An amenity with its mark (热水✓) and the style of the mark."""

    words: str
    css: str


@dataclass(frozen=True, slots=True)
class Said:
    """A part of the headline: the style of a state, its words, and whether they are about a space."""

    state: str
    words: str
    space: bool


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as it is shown, and as a phone dials it (an extension after a pause)."""

    number: str
    href: str


@dataclass(frozen=True, slots=True)
class Booking:
    """How things here are booked. `line` is for the first screen; the rest for the section below."""

    line: str
    how: str
    phone: Phone | None
    link: str
    note: str
    note_date: str

    @property
    def shown(self) -> bool:
        """Whether there is anything to say below."""
        return bool(self.line or self.note or self.link or self.phone)


@dataclass(frozen=True, slots=True)
class PointPage:
    """The words of a point's page; "" and () where there is nothing to say."""

    code: str
    name: str
    badge: str
    kind: str
    place: str
    address: str
    status: str
    headline: tuple[Said, ...]
    caution: str
    written: str
    reason: str
    entering: tuple[str, ...]
    parking: str
    trust: str
    checked: str
    marks: tuple[Marked, ...]
    has: str
    others: tuple[str, ...]
    lacking: tuple[str, ...]
    booking: Booking
    phones: tuple[Phone, ...]
    destination: str
    vague: str
    links: tuple[MapLink, ...]
    validity: str
    over: bool
    ask_first: str
    note: str
    source: str
    updated: str
    description: str


def point_page(
    point: Point,
    status: Status,
    at: datetime,
    vocabulary: Vocabulary,
    now: datetime,
    seen: SeenDoor = NOTHING_SEEN,
) -> PointPage:
    """The words for a point whose status at a moment is given, and how couriers found its door, read at `now`
    (both aware)."""
    said = status_words(status, at, now)
    vague = point.position is None or point.position.coarse
    first = {a.key for a in vocabulary.first_chips}
    known = {key: point.has(key) for key in vocabulary}
    return PointPage(
        code=point.code,
        name=point.name,
        badge=demonstration_badge(point),
        kind=KIND_WORDS[point.kind],
        place=f"{point.district}{point.sub_district}",
        address=point.address,
        status=said,
        headline=tuple(
            Said(state_style(one, None), words, bool(one.space))
            for one, words in headline_parts(status, at, now)
        ),
        caution="" if admits_couriers(point.kind, point.audience) else audience_words(point.audience),
        written=point.schedule.text if status.reason == "review" and not status.space else "",
        reason=point.listing_reason if point.listing is not Listing.LISTED else "",
        entering=entering(point),
        parking=point.parking_note,
        trust=trust(point.checked_on, point.checked_by, now.date(), said_beside(status, seen)).words,
        checked=f"{point.checked_by}{dated(point.checked_on)}核实" if point.checked_on else "",
        marks=tuple(
            Marked(mark(a, known[a.key]), _MARK_STYLES[AMENITY_MARKS[known[a.key]]])
            for a in vocabulary.first_chips
        ),
        has=amenity_line(point, vocabulary),
        others=labels((k for k in known if known[k] and k not in first), vocabulary),
        lacking=labels((k for k in known if known[k] is False and k not in first), vocabulary),
        booking=booking(point.booking, booking_line(point)),
        phones=tuple(phone(c.number) for c in point.contacts),
        destination=destination(point),
        vague=_vague(point) if vague else "",
        links=map_links(point),
        validity=validity(point),
        over=status.reason == "ended",
        ask_first=ask_first(point),
        note=point.note,
        source=source_words(point),
        updated=dated(point.updated_at.date()) if point.updated_at else "",
        description=description(point, vocabulary),
    )


def said_beside(status: Status, seen: SeenDoor) -> SeenDoor:
    """What is left to say of a door beside a status: that it is said to be shut, the status says itself, but
    for what is closed anyway."""
    return seen if status.state is State.CLOSED else seen.calm


def description(point: Point, vocabulary: Vocabulary) -> str:
    """A point in one line, for previews, which are kept: nothing of the moment."""
    kind = "" if point.kind is Kind.UNKNOWN else f"{KIND_WORDS[point.kind]}，"
    return f"{kind}{destination(point)}。{amenity_line(point, vocabulary)}。"


def ask_first(point: Point) -> str:
    """What to do where nobody knows the hours: only a place with a number can be called."""
    return "去之前先打电话" if point.contacts else "去之前先找人问一声"


def entering(point: Point) -> tuple[str, ...]:
    """How one gets in, who may, and what it costs: 东侧小门，直接进 · 都能进 · 免费; what is unknown is
    said once."""
    if entry_unknown(point) and not point.access_note:
        both = entry_words(point)
        return (f"{both}，是否免费也没核实",) if point.free is None else (both, FREE_WORDS[point.free])
    return (way_in_words(point), audience_words(point.audience), FREE_WORDS[point.free])


def booking(info: BookingInfo, line: str) -> Booking:
    """The booking section of a point. Only http links are links; anything else would run or mislead."""
    link = info.link if info.link.startswith(("https://", "http://")) else ""
    by_phone = info.channel is Channel.PHONE or info.phone
    return Booking(
        line=line,
        how=booking_words(info),
        phone=phone(info.phone) if by_phone and info.phone else None,
        link=link,
        note=info.note,
        note_date=dated(info.note_date) if info.note_date else "",
    )


def phone(number: str) -> Phone:
    """A number with its dialling form: 021-55500130-6111 dials 02155500130 and, after a pause, 6111."""
    found = _NUMBER.fullmatch(number)
    main, extension = found.groups() if found else (number, None)
    return Phone(number, f"tel:{main.replace('-', '')}{f',{extension}' if extension else ''}")


def dated(day: date) -> str:
    """A date that stays true: 2026年9月11日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _vague(point: Point) -> str:
    """What to expect of a way to a point whose position is not known well."""
    if point.address:
        return f"{POSITION_COARSE}，导航按地址找，到了再问一声。"
    return "地址和位置都没核实，去之前先问清楚在哪儿。"


def validity(point: Point) -> str:
    """The life of a point that is there only for a time, or ""."""
    if not (point.valid_from or point.valid_to):
        return ""
    first = f"{dated(point.valid_from)}起" if point.valid_from else ""
    last = f"到{dated(point.valid_to)}为止" if point.valid_to else ""
    return f"{first}{'，' if first and last else ''}{last}"


def source_words(point: Point) -> str:
    """Where it is known from, with the source's date."""
    if not point.source:
        return "来源没写"
    return f"来源：{point.source}" + (f"（{point.source_date}）" if point.source_date else "")
