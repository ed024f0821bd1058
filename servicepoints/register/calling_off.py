"""Sessions that do not take place: called off by the desk, or with the point at which they were."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select, true

from servicepoints.domain.booking_words import withdrawn_words
from servicepoints.domain.offerings import SessionState
from servicepoints.domain.points import Listing
from servicepoints.register import bookers, offerings, places
from servicepoints.register import schema as s
from servicepoints.register.bookings import STANDING
from servicepoints.register.loading import chunks
from servicepoints.register.offerings import Standing
from servicepoints.register.transaction import Reader, Writer

_B, _O, _S = s.booking.c, s.offering.c, s.offering_session.c
_PLANNED = _S.state == SessionState.PLANNED.value


@dataclass(frozen=True, slots=True)
class Coming:
    """How many sessions are still to begin, and how many bookings stand in them."""

    sessions: int = 0
    people: int = 0


def call_off(writer: Writer, standing: Standing, why: str) -> int:
    """Cancels a session, whose row is locked, and all its bookings; how many people are to be told. Nothing,
    if it is cancelled already."""
    session = standing.session
    if session.state is SessionState.CANCELLED:
        return 0
    told = places.cancel_all(writer, session.code, why)
    gone = replace(session, state=SessionState.CANCELLED, reason=why)
    offerings.change_session(writer, standing.offering, gone)
    return told


def follow_listing(writer: Writer, listings: Mapping[str, tuple[str, str]]) -> None:
    """What becomes of the sessions of points whose listing changed, code → (listing, reason): with a point
    that is withdrawn its coming sessions are called off; where nobody sees a point, nobody books."""
    for chunk in chunks(listings):
        query = select(_O.id).where(_O.code.in_(chunk)).order_by(_O.id)
        numbers = writer.connection.execute(query.with_for_update()).scalars().all()
        bookers.follow(writer, numbers)
        gone = [code for code in chunk if listings[code][0] == Listing.WITHDRAWN.value]
        for code in _codes(writer, gone):
            standing = offerings.lock(writer, code)
            call_off(writer, standing, withdrawn_words(listings[standing.offering.point][1]))


def coming(reader: Reader, points: Iterable[str], now: datetime, until: datetime | None = None) -> Coming:
    """What is still to begin at these points (codes), before a moment if one is given."""
    before = true() if until is None else _S.starts_at < until
    found = Coming()
    for chunk in chunks(points):
        query = select(_S.code).join(s.offering, _O.id == _S.offering)
        picked = query.where(_O.code.in_(chunk), _PLANNED, _S.starts_at > now, before).subquery()
        standing = select(func.count()).where(_B.session.in_(select(picked.c.code)), _B.state.in_(STANDING))
        sessions = select(func.count()).select_from(picked).scalar_subquery()
        n, people = reader.connection.execute(select(sessions, standing.scalar_subquery())).one()
        found = Coming(found.sessions + n, found.people + people)
    return found


def _codes(writer: Writer, points: Iterable[str]) -> list[str]:
    """The sessions still to begin at these points, in the order in which all lock them."""
    query = select(_S.code).join(s.offering, _O.id == _S.offering)
    picked = query.where(_O.code.in_(list(points)), _PLANNED, _S.starts_at > writer.now)
    return list(writer.connection.execute(picked.order_by(_S.code)).scalars())
