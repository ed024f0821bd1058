"""A point as a card of a list: five lines of words, none of them made here but out of the domain's wording.

What depends on neither time nor place is made once for each revision of a point and kept, escaped.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from markupsafe import Markup, escape

from servicepoints.catalogue.finder import Hit
from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.arrival import Arrival, ArrivalState
from servicepoints.domain.points import Channel, Point
from servicepoints.domain.status import State, Status
from servicepoints.domain.status_words import arrival_words, status_words, way_words
from servicepoints.domain.trust import trust
from servicepoints.domain.wording import CHANNEL_WORDS, KIND_WORDS, demonstration_badge, entry_words, labels

LINE_CHARACTERS = 19
_KEPT = 4096

Read = Callable[[Sequence[str]], Mapping[str, Point]]
"""Points by their codes."""


@dataclass(frozen=True, slots=True)
class Lasting:
    """The words of a card that stay the same until the point changes, escaped for HTML."""

    name: Markup
    href: Markup
    badge: Markup
    entering: Markup
    has: Markup
    kind: Markup
    booking: Markup
    address: Markup
    checked_on: date | None
    checked_by: str


@dataclass(frozen=True, slots=True)
class Card:
    """One card as the template shows it. `state` is the style of the status; `way` and `arrival` may be
    ""."""

    lasting: Lasting
    state: str
    status: str
    arrival: str
    way: str
    trust: str


class Cards:
    """Makes cards, and remembers the lasting half of them: most lists need not read a point at all."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._kept: dict[tuple[str, int], Lasting] = {}

    def of_hits(self, hits: Iterable[Hit], read: Read) -> list[tuple[Hit, Lasting]]:
        """Hits with the lasting words of their points, in their order. `read` gives points by their
        codes; one that it no longer knows is left out."""
        wanted = list(hits)
        kept = {hit.code: self._kept.get((hit.code, hit.revision)) for hit in wanted}
        missing = read([code for code, lasting in kept.items() if lasting is None])
        kept |= {code: self.lasting(point) for code, point in missing.items()}
        return [(hit, lasting) for hit in wanted if (lasting := kept[hit.code]) is not None]

    def lasting(self, point: Point) -> Lasting:
        """What the cards of a point always say."""
        key = (point.code, point.revision)
        kept = self._kept.get(key)
        if kept is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            kept = self._kept[key] = self._make(point)
        return kept

    def _make(self, point: Point) -> Lasting:
        return Lasting(
            name=escape(point.name),
            href=escape(f"/p/{point.code}"),
            badge=escape(demonstration_badge(point)),
            entering=escape(entry_words(point)),
            has=escape(amenity_line(point, self._vocabulary)),
            kind=escape(KIND_WORDS[point.kind]),
            booking=escape(booking_line(point)),
            address=escape(point.address or point.sub_district or point.district),
            checked_on=point.checked_on,
            checked_by=point.checked_by,
        )


def from_here(lasting: Lasting, hit: Hit, at: datetime) -> Card:
    """The card of a point found from a position at a moment (aware): how far, and what one finds there."""
    return Card(
        lasting=lasting,
        state=state_style(hit.status, hit.arrival),
        status=_status(hit, at),
        arrival=_arrival(hit),
        way=way_words(hit.distance_m, hit.ride_minutes),
        trust=_trusted(lasting.checked_on, lasting.checked_by, at.date()),
    )


def in_place(lasting: Lasting, status: Status, at: datetime) -> Card:
    """The card of a point in a list that knows no position: its address instead of a distance."""
    return Card(
        lasting=lasting,
        state=state_style(status, None),
        status=_badge(status, at),
        arrival="",
        way="",
        trust=_trusted(lasting.checked_on, lasting.checked_by, at.date()),
    )


def amenity_line(point: Point, vocabulary: Vocabulary) -> str:
    """What a point is known to have, what couriers look for first in front: 热水 充电 厕所 等9样.

    As many words as a line of a 360 px screen holds.
    """
    having = labels((key for key in vocabulary if point.has(key)), vocabulary)
    if not having:
        return "有什么没核实"
    shown: list[str] = []
    for label in having:
        if len(" ".join([*shown, label])) > LINE_CHARACTERS:
            break
        shown.append(label)
    words = " ".join(shown)
    return words if len(shown) == len(having) else f"{words} 等{len(having)}样"


def booking_line(point: Point) -> str:
    """The word on booking for a card; "" where nobody said that anything is booked here."""
    channel = point.booking.channel
    return "" if channel is Channel.UNKNOWN else CHANNEL_WORDS[channel]


def state_style(status: Status, arrival: Arrival | None) -> str:
    """The style of a status: open, soon (opens by arrival), closed or unknown."""
    if arrival is not None and arrival.state is ArrivalState.OPENS_BY_ARRIVAL:
        return "soon"
    return {State.OPEN: "open", State.CLOSED: "closed", State.UNKNOWN: "unknown"}[status.state]


@lru_cache(maxsize=_KEPT)
def _badge(status: Status, at: datetime) -> str:
    """`status_words`, remembered: a city's points share few states in one minute."""
    return status_words(status, at)


@lru_cache(maxsize=_KEPT)
def _trusted(checked_on: date | None, checked_by: str, today: date) -> str:
    """The words of `trust`, remembered for the day."""
    return trust(checked_on, checked_by, today).words


def _status(hit: Hit, at: datetime) -> str:
    """The badge; where it opens just in time, the words of arrival already say that it is closed now."""
    if hit.arrival is not None and hit.arrival.state is ArrivalState.OPENS_BY_ARRIVAL:
        return arrival_words(hit.arrival)
    return _badge(hit.status, at)


def _arrival(hit: Hit) -> str:
    """What one finds on arrival, where that says more than the badge: when it is open now."""
    if hit.arrival is None or hit.status.state is not State.OPEN:
        return ""
    return arrival_words(hit.arrival)
