"""A point as a card of a list: five lines of words, none of them made here but out of the domain's wording.

What depends on neither time nor place is made once for each revision of a point and kept, escaped.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup, escape
from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.arrival import Arrival, ArrivalState
from servicepoints.domain.points import Channel, Point
from servicepoints.domain.status import State, Status
from servicepoints.domain.status_words import arrival_words, status_words, way_words
from servicepoints.domain.trust import trust
from servicepoints.domain.wording import KIND_WORDS, booking_words, demonstration_badge, entry_words, labels

MOST_LABELS = 7
_KEPT = 4096


class Seen(NamedTuple):
    """What a list knows of a point besides the point: its status, and, seen from a position, the way there.

    `distance_m` and `ride_minutes` are None where the position is coarse; `placed` says whether anyone
    asked from a position at all.
    """

    status: Status
    placed: bool = False
    distance_m: float | None = None
    ride_minutes: int | None = None
    arrival: Arrival | None = None


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


@dataclass(frozen=True, slots=True)
class Card:
    """One card as the template shows it. `state` is the style of the status; `where` and `arrival` may be
    ""."""

    lasting: Lasting
    state: str
    status: str
    arrival: str
    where: str | Markup
    trust: str


class Cards:
    """Makes cards, and remembers the lasting half of them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._kept: dict[tuple[str, int], Lasting] = {}

    def card(self, point: Point, seen: Seen, at: datetime) -> Card:
        """The card of a point at a moment (aware)."""
        lasting = self._lasting(point)
        return Card(
            lasting=lasting,
            state=state_style(seen.status, seen.arrival),
            status=_status(seen, at),
            arrival=_arrival(seen),
            where=way_words(seen.distance_m, seen.ride_minutes) if seen.placed else lasting.address,
            trust=trust(point.checked_on, point.checked_by, at.date()).words,
        )

    def _lasting(self, point: Point) -> Lasting:
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
        )


def amenity_line(point: Point, vocabulary: Vocabulary) -> str:
    """What a point is known to have, what couriers look for first in front: 热水 充电 厕所 等9样."""
    having = labels((key for key in vocabulary if point.has(key)), vocabulary)
    if not having:
        return "有什么没核实"
    shown = " ".join(having[:MOST_LABELS])
    return shown if len(having) <= MOST_LABELS else f"{shown} 等{len(having)}样"


def booking_line(point: Point) -> str:
    """The word on booking for a card; "" where nobody said that anything is booked here."""
    return "" if point.booking.channel is Channel.UNKNOWN else booking_words(point.booking)


def state_style(status: Status, arrival: Arrival | None) -> str:
    """The style of a status: open, soon (opens by arrival), closed or unknown."""
    if arrival is not None and arrival.state is ArrivalState.OPENS_BY_ARRIVAL:
        return "soon"
    return {State.OPEN: "open", State.CLOSED: "closed", State.UNKNOWN: "unknown"}[status.state]


def _status(seen: Seen, at: datetime) -> str:
    """The badge; where it opens just in time, the words of arrival already say that it is closed now."""
    if seen.arrival is not None and seen.arrival.state is ArrivalState.OPENS_BY_ARRIVAL:
        return arrival_words(seen.arrival)
    return status_words(seen.status, at)


def _arrival(seen: Seen) -> str:
    """What one finds on arrival, where that says more than the badge: when it is open now."""
    if seen.arrival is None or seen.status.state is not State.OPEN:
        return ""
    return arrival_words(seen.arrival)
