"""The laws of booking, pure: what a session's places are at a moment, and who gets a freed one.

Capacity itself is guarded in the write (`register.bookings`), not here: what was true a moment ago is not a
promise.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from servicepoints.domain.offerings import Offering, Session, SessionState


class BookingState(StrEnum):
    """CONFIRMED holds places, WAITING stands in line for them, CANCELLED holds nothing."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    CANCELLED = "cancelled"


class Attendance(StrEnum):
    """What the desk noted at the door."""

    ATTENDED = "attended"
    ABSENT = "absent"


class News(StrEnum):
    """What happened to a booking that its person was not there for: the desk phones them."""

    PROMOTED = "promoted"
    MOVED = "moved"
    CANCELLED = "cancelled"


class PlacesState(StrEnum):
    """What a courier can do about a session now."""

    LEFT = "left"
    QUEUE = "queue"
    FULL = "full"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    OVER = "over"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Taken:
    """How much of a session is spoken for: places held, places waited for, and the capacity they are of."""

    taken: int
    waiting: int
    capacity: int


@dataclass(frozen=True, slots=True)
class Places:
    """The state, and how many places are `left` (only when it is LEFT)."""

    state: PlacesState
    left: int | None = None


@dataclass(frozen=True, slots=True)
class Waiter:
    """One booking in line: its id, and how many places it is for."""

    id: int
    places: int


def places_of(session: Session, taken: Taken | None, now: datetime, open_window: timedelta) -> Places:
    """What a courier can do about a session at `now` (aware). `taken` is None while nobody can say.

    Within `open_window` before the start nobody joins the line any more: a freed place is open to all.
    """
    timed = _timed(session, now)
    if timed is not None:
        return Places(timed)
    if session.capacity is None:
        return Places(PlacesState.ELSEWHERE)
    if taken is None:
        return Places(PlacesState.UNKNOWN)
    left = taken.capacity - taken.taken
    if left > 0:
        return Places(PlacesState.LEFT, left)
    queues = not stands_open(session, now, open_window) and taken.waiting < session.queue
    return Places(PlacesState.QUEUE if queues else PlacesState.FULL)


def public_places(
    offering: Offering, session: Session, taken: Taken | None, now: datetime, open_window: timedelta
) -> Places:
    """The same for someone of the public: of what only invited companies book, no places are told."""
    places = places_of(session, taken, now, open_window)
    counted = places.state in (PlacesState.LEFT, PlacesState.QUEUE, PlacesState.FULL, PlacesState.UNKNOWN)
    return Places(PlacesState.ELSEWHERE) if counted and not offering.open_to_all else places


def _timed(session: Session, now: datetime) -> PlacesState | None:
    if session.state is SessionState.CANCELLED:
        return PlacesState.CANCELLED
    if now >= session.ends_at:
        return PlacesState.OVER
    if session.opens_at is not None and now < session.opens_at:
        return PlacesState.NOT_YET
    return PlacesState.CLOSED if now >= session.closing else None


def stands_open(session: Session, now: datetime, open_window: timedelta) -> bool:
    """Whether it starts so soon that a freed place is given to nobody, but open to all."""
    return now >= session.starts_at - open_window


def fitting(line: Iterable[Waiter], free: int) -> list[Waiter]:
    """Who of a line gets the free places: each in turn that fits; a group too large keeps its turn."""
    served = []
    for waiter in line:
        if waiter.places <= free:
            served.append(waiter)
            free -= waiter.places
    return served
