"""A point as a card of a list: five lines of words, none of them made here but out of the domain's wording.

What depends on neither the minute nor the place is rendered once a day for each revision of a point, and for
each word on what takes place there soon, and kept.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import starmap
from sys import intern
from typing import NamedTuple

from markupsafe import Markup, escape

from servicepoints.catalogue.finder import Hit
from servicepoints.catalogue.memory import Memory
from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.arrival import Riding
from servicepoints.domain.doors import NOTHING_SEEN, SeenDoor
from servicepoints.domain.points import Channel, Kind, Listing, Point, insiders_only
from servicepoints.domain.status import Status
from servicepoints.domain.trust import trust
from servicepoints.domain.wording import (
    AUDIENCE_WORDS,
    CHANNEL_WORDS,
    KIND_WORDS,
    demonstration_badge,
    entry_words,
    labels,
)
from servicepoints.web.courier.fragments import Fragments
from servicepoints.web.courier.lines import Lines, SetOut
from servicepoints.web.courier.seen import badge, open_space, state_style, way_from

LINE_CHARACTERS = 19
_KEPT = 12_288
"""Points whose lasting parts are kept: all of a city's, at about a kilobyte each."""
_MOMENTS = 8
"""Of which lines are kept: this minute, the last, and those that couriers plan for."""

Key = tuple[str, int, str, date | None]
"""A point's code and revision, the word on what takes place there soon, and the day on which a courier last
found it open."""

Read = Callable[[Sequence[str]], Mapping[str, Point]]
"""Points by their codes."""


Coming = Callable[[str], str]
"""The word on what takes place soon at the point with a code; "" for nothing."""


Found = Callable[[str], SeenDoor]
"""How couriers found the door of the point with a code."""


def _nothing(_code: str) -> str:
    return ""


def _nobody(_code: str) -> SeenDoor:
    return NOTHING_SEEN


Drawn = Markup
"""The cards of a list, one after the other, all of it HTML."""

NONE_DRAWN = Drawn()
_NO_ROOMS: Mapping[str, str] = {}


class Lasting(NamedTuple):
    """What of a card stays the same until the day or the point changes. Its HTML up to the query of its
    address, from there to the lines of the moment, and after them; the line of what there is, and that of
    each space that keeps its own hours; and words that stand in the lines of the moment."""

    before: str
    between: str
    after: str
    has: str
    rooms: Mapping[str, str]
    entering: str
    address: str
    caution: str


class View(NamedTuple):
    """How a list is looked at: the moment that it is about and that of the reader (aware), the query that its
    filters add to a card's address, and to within how many metres the courier's place is known (0: well
    enough); what takes place soon; and how couriers found the doors."""

    at: datetime
    now: datetime
    query: str = ""
    deviation_m: float = 0
    coming: Coming = _nothing
    found: Found = _nobody


class Cards:
    """Makes cards, and remembers the lasting half of them: most lists need not read a point at all."""

    def __init__(self, vocabulary: Vocabulary, fragments: Fragments) -> None:
        self._vocabulary = vocabulary
        self.fragments = fragments
        self._day: date | None = None
        self._kept: dict[Key, Lasting] = {}
        self._lines: Memory[SetOut, Lines] = Memory(_MOMENTS)

    def from_here(self, read: Read, riding: Riding, view: View) -> Callable[[Iterable[Hit]], Drawn]:
        """Makes cards of points found from a position: how far, and what one finds there.

        `read` gives points by their codes; one that it no longer knows is left out."""
        off_m, today, query = view.deviation_m, view.now.date(), str(escape(view.query))
        out, way_of = SetOut(view.at, view.now, off_m, riding), self.fragments.way
        line_of = self._lines.get(out, lambda: Lines(self.fragments, out)).of

        def card(hit: Hit, lasting: Lasting) -> str:
            line, way = line_of(hit, lasting.caution), way_of(way_from(hit, off_m), lasting.entering)
            return _joined(lasting, query, line.html, way, line.space)

        return lambda hits: _drawn(starmap(card, self._of_hits(hits, read, today, view)))

    def in_place(self, hits: Iterable[Hit], read: Read, view: View) -> Drawn:
        """Cards in a list that knows no position: their addresses instead of distances."""
        found = self._of_hits(hits, read, view.now.date(), view)
        return _drawn(self._placed(p, hit.status, view) for hit, p in found)

    def of_points(self, points: Iterable[tuple[Point, Status]], view: View) -> Drawn:
        """The cards of points that were read already, with their addresses."""
        today = view.now.date()
        return _drawn(self._placed(self._lasting(p, today, view), status, view) for p, status in points)

    def _of_hits(self, hits: Iterable[Hit], read: Read, today: date, view: View) -> list[tuple[Hit, Lasting]]:
        wanted = list(hits)
        held = self._of_day(today)
        kept = {hit.code: held.get(_key(hit.code, hit.revision, view)) for hit in wanted}
        missing = [code for code, lasting in kept.items() if lasting is None]
        if missing:
            points = read(missing).items()
            kept |= {code: self._lasting(point, today, view) for code, point in points}
        return [(hit, lasting) for hit in wanted if (lasting := kept[hit.code]) is not None]

    def _of_day(self, today: date) -> dict[Key, Lasting]:
        """What is kept of that day, which is the reader's: how long ago a check was does not depend on the
        moment that someone plans for."""
        if today != self._day:
            self._day, self._kept = today, {}
        return self._kept

    def _lasting(self, point: Point, today: date, view: View) -> Lasting:
        held, key = self._of_day(today), _key(point.code, point.revision, view)
        lasting = held.get(key)
        if lasting is None:
            if len(held) >= _KEPT:
                held.clear()
            coming, found = view.coming(point.code), view.found(point.code)
            lasting = held[key] = self._make(point, today, coming, found)
        return lasting

    def _make(self, point: Point, today: date, coming: str, found: SeenDoor) -> Lasting:
        kind = "" if point.kind is Kind.UNKNOWN else KIND_WORDS[point.kind]
        # that it is said to be shut, or that couriers disagree, the line above says
        trusted = trust(point.checked_on, point.checked_by, today, found.calm).words
        # where a line is too short for all, the kind is what one can do without, and not what is on there
        gone = point.listing is Listing.WITHDRAWN  # of which nothing is told but that
        on = "" if gone else coming
        facts = tuple(filter(None, (on, trusted, "" if on else booking_line(point), kind)))
        before, between, after = self.fragments.card(
            f"/p/{point.code}", point.name, demonstration_badge(point), facts
        )
        rooms = {
            space.name: self.fragments.has(amenity_words(space.amenities, self._vocabulary))
            for space in point.spaces
            if space.schedule is not None
        }
        # what many cards say is kept once
        return Lasting(
            before,
            between,
            intern(after),
            has=intern(self.fragments.has("" if gone else amenity_line(point, self._vocabulary))),
            rooms=rooms or _NO_ROOMS,
            entering=intern("" if gone else entry_words(point)),
            address=point.address or point.sub_district or point.district,
            caution=AUDIENCE_WORDS[point.audience] if insiders_only(point.audience) else "",
        )

    def _placed(self, lasting: Lasting, status: Status, view: View) -> str:
        said = badge(status, view.at, view.now)
        now = self.fragments.now(state_style(status, None), said, "", lasting.caution)
        where = self.fragments.where(lasting.entering, lasting.address)
        return _joined(lasting, str(escape(view.query)), now, where, open_space(status, None))


def _key(code: str, revision: int, view: View) -> Key:
    return code, revision, view.coming(code), view.found(code).confirmed_on


def _joined(lasting: Lasting, query: str, now: str, where: str, space: str) -> str:
    """The card with its lines of the moment; where a space is what is open, with what that space has."""
    has = lasting.rooms.get(space, lasting.has)
    return f"{lasting.before}{query}{lasting.between}{now}{where}{has}{lasting.after}"


def _drawn(cards: Iterable[str]) -> Drawn:
    return Drawn("".join(cards))


def amenity_line(point: Point, vocabulary: Vocabulary) -> str:
    """What a point is known to have, what couriers look for first in front: 热水 充电 厕所 等9样.

    As many words as a line of a 360 px screen holds.
    """
    return amenity_words({key: bool(point.has(key)) for key in vocabulary}, vocabulary)


def amenity_words(amenities: Mapping[str, bool], vocabulary: Vocabulary) -> str:
    """The same for what a point or a space has."""
    having = labels((key for key, there in amenities.items() if there), vocabulary)
    if not having:
        return "有什么没核实"
    shown: list[str] = []
    for label in having:
        if len(" ".join([*shown, label])) > LINE_CHARACTERS:
            break
        shown.append(label)
    words = " ".join(shown)
    return words if len(shown) == len(having) else f"{words} 等{len(having)}样"


def is_booked(point: Point) -> bool:
    """Whether one has to book here, and it is known how."""
    return point.booking.channel not in (Channel.UNKNOWN, Channel.WALK_IN)


def booking_line(point: Point) -> str:
    """The word on booking for a card; "" where nobody said that anything is booked here."""
    channel = point.booking.channel
    return "" if channel is Channel.UNKNOWN else CHANNEL_WORDS[channel]
