"""A point as a card of a list: five lines of words, none of them made here but out of the domain's wording.

What depends on neither the minute nor the place is rendered once a day for each revision of a point and kept.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from servicepoints.catalogue.finder import Hit
from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.arrival import Arrival, ArrivalState
from servicepoints.domain.points import Channel, Kind, Point
from servicepoints.domain.status import State, Status
from servicepoints.domain.status_words import arrival_words, status_words, way_words
from servicepoints.domain.trust import trust
from servicepoints.domain.wording import CHANNEL_WORDS, KIND_WORDS, demonstration_badge, entry_words, labels
from servicepoints.web.courier.fragments import Fragments

LINE_CHARACTERS = 19
_KEPT = 12_288
"""Points whose lasting parts are kept: all of a city's, at about a kilobyte each."""
_BADGES = 4096

Read = Callable[[Sequence[str]], Mapping[str, Point]]
"""Points by their codes."""


Card = Markup
"""One card of a list, all of it HTML."""


class Lasting(NamedTuple):
    """What of a card stays the same until the day or the point changes: its HTML up to the lines of the
    moment and after them, and the words that stand in those."""

    before: str
    after: str
    entering: str
    address: str


class Cards:
    """Makes cards, and remembers the lasting half of them: most lists need not read a point at all."""

    def __init__(self, vocabulary: Vocabulary, fragments: Fragments) -> None:
        self._vocabulary = vocabulary
        self.fragments = fragments
        self._day: date | None = None
        self._kept: dict[tuple[str, int], Lasting] = {}

    def from_here(self, hits: Iterable[Hit], read: Read, at: datetime) -> tuple[Card, ...]:
        """Cards of points found from a position at a moment (aware): how far, and what one finds there.

        `read` gives points by their codes; one that it no longer knows is left out."""
        return tuple(self._distant(p, hit, at) for hit, p in self._of_hits(hits, read, at.date()))

    def in_place(self, hits: Iterable[Hit], read: Read, at: datetime) -> tuple[Card, ...]:
        """Cards in a list that knows no position: their addresses instead of distances."""
        found = self._of_hits(hits, read, at.date())
        return tuple(self._placed(p, hit.status, at) for hit, p in found)

    def of_point(self, point: Point, status: Status, at: datetime) -> Card:
        """The card of a point that was read already, with its address."""
        return self._placed(self._lasting(point, at.date()), status, at)

    def _of_hits(self, hits: Iterable[Hit], read: Read, today: date) -> list[tuple[Hit, Lasting]]:
        wanted = list(hits)
        held = self._of_day(today)
        kept = {hit.code: held.get((hit.code, hit.revision)) for hit in wanted}
        missing = [code for code, lasting in kept.items() if lasting is None]
        if missing:
            kept |= {code: self._lasting(point, today) for code, point in read(missing).items()}
        return [(hit, lasting) for hit in wanted if (lasting := kept[hit.code]) is not None]

    def _of_day(self, today: date) -> dict[tuple[str, int], Lasting]:
        """What is kept of that day: tonight's list and this morning's speak of one, tomorrow's of another."""
        if today != self._day:
            self._day, self._kept = today, {}
        return self._kept

    def _lasting(self, point: Point, today: date) -> Lasting:
        held, key = self._of_day(today), (point.code, point.revision)
        lasting = held.get(key)
        if lasting is None:
            if len(held) >= _KEPT:
                held.clear()
            lasting = held[key] = self._make(point, today)
        return lasting

    def _make(self, point: Point, today: date) -> Lasting:
        kind = "" if point.kind is Kind.UNKNOWN else KIND_WORDS[point.kind]
        trusted = trust(point.checked_on, point.checked_by, today).words
        facts = tuple(filter(None, (kind, trusted, booking_line(point))))
        before, after = self.fragments.card(
            f"/p/{point.code}",
            point.name,
            demonstration_badge(point),
            amenity_line(point, self._vocabulary),
            facts,
        )
        return Lasting(
            before, after, entry_words(point), point.address or point.sub_district or point.district
        )

    def _distant(self, lasting: Lasting, hit: Hit, at: datetime) -> Card:
        now = self.fragments.now(state_style(hit.status, hit.arrival), _status(hit, at), _arrival(hit))
        way = self.fragments.way(way_words(hit.distance_m, hit.ride_minutes), lasting.entering)
        return Card("".join((lasting.before, now, way, lasting.after)))

    def _placed(self, lasting: Lasting, status: Status, at: datetime) -> Card:
        now = self.fragments.now(state_style(status, None), _badge(status, at), "")
        where = self.fragments.where(lasting.entering, lasting.address)
        return Card("".join((lasting.before, now, where, lasting.after)))


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


@lru_cache(maxsize=_BADGES)
def _badge(status: Status, at: datetime) -> str:
    """`status_words`, remembered: a city's points share few states in one minute."""
    return status_words(status, at)


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
