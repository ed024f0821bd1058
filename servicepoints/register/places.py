"""Places of sessions: taken, waited for, given back. Capacity is guarded in the write.

Every function runs in a transaction that changes one session, whose row it changes or locks first: so two
never wait for each other, and the row's counts and its bookings say the same at every commit. What was read
of a booking stands in the condition of the write that changes it. Statements are built once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Update, bindparam, insert, select, update

from servicepoints.domain.bookings import BookingState, News, Waiter, fitting, stands_open
from servicepoints.domain.offerings import Bookers, OfferingKind, SessionState, Welcome
from servicepoints.domain.points import Channel
from servicepoints.errors import Conflict, NotFound
from servicepoints.register import schema as s
from servicepoints.register.bookers import GONE
from servicepoints.register.bookings import STANDING, Booking, Kept, Person
from servicepoints.register.offerings import NO_SESSION, Standing, lock
from servicepoints.register.ready import Ready, Values
from servicepoints.register.transaction import Reader, Writer

_B, _S, _O = s.booking.c, s.offering_session.c, s.offering.c
_CONFIRMED, _WAITING, _CANCELLED = (state.value for state in BookingState)
_SESSIONS = update(s.offering_session)

_n: Any = bindparam("n")
_now: Any = bindparam("now")
_at: Any = bindparam("at_code")
_PLANNED = (_S.code == _at) & (_S.state == SessionState.PLANNED.value)
_OPEN = (_S.opens_at.is_(None) | (_S.opens_at <= _now)) & (_S.closing > _now)
_BOOKABLE = _PLANNED & _OPEN & (_S.bookers == Bookers.PUBLIC.value) & (_n <= _S.most)
_BY_DESK = _PLANNED & (_S.bookers != Bookers.NOBODY.value)
_FITS = _S.taken + _n <= _S.capacity

_TAKE, _TAKE_AT_THE_DESK = (
    Ready(_SESSIONS.where(may_book, _FITS).values(taken=_S.taken + _n)) for may_book in (_BOOKABLE, _BY_DESK)
)
_LINE_TAKES = (~_FITS, _S.waiting + _n <= _S.queue, _S.starts_at > bindparam("window_ends"))
_STAND_IN_LINE, _STAND_IN_LINE_AT_THE_DESK = (
    Ready(
        _SESSIONS.where(may_book, *_LINE_TAKES)
        .values(waiting=_S.waiting + _n, turn=_S.turn + 1)
        .returning(_S.turn)
    )
    for may_book in (_BOOKABLE, _BY_DESK)
)
_FROM_THE_LINE = Ready(_SESSIONS.where(_PLANNED, _FITS).values(taken=_S.taken + _n, waiting=_S.waiting - _n))
_IN_LINE = Ready(
    _SESSIONS.where(_PLANNED, (_n < 0) | (_S.waiting + _n <= _S.queue)).values(waiting=_S.waiting + _n)
)
_GIVE_BACK = _SESSIONS.where(_S.code == _at).values(taken=_S.taken - _n)
_LEAVE_LINE = _SESSIONS.where(_S.code == _at).values(waiting=_S.waiting - _n)
_EMPTY = _SESSIONS.where(_S.code == _at).values(taken=0, waiting=0)

_TERMS = (
    select(_O.kind, _O.channel, _O.welcome, _S.most, s.point.c.listing)
    .join_from(s.offering_session, s.offering, _O.id == _S.offering)
    .join(s.point, s.point.c.code == _O.code)
    .where(_S.code == bindparam("session"))
)
_KEPT = (
    "session", "digest", "door_code", "places", "state", "turn", "sealed", "phone", "made_at", "made_by",
    "settled_at", "reason", "told_by",
)  # fmt: skip
_INSERT = Ready(insert(s.booking).returning(_B.id), _KEPT)
_LINE = (
    select(_B.id, _B.places).where(_B.session == bindparam("session"), _B.state == _WAITING).order_by(_B.turn)
)
_CHANGE = update(s.booking).where(
    _B.id == bindparam("at_id"), _B.state == bindparam("at_state"), _B.places == bindparam("at_places")
)
_CONFIRM = _CHANGE.values(state=_CONFIRMED, settled_at=_now)
_PROMOTE = _CONFIRM.values(news=News.PROMOTED.value, news_at=_now, told_at=None, told_by="")
_CANCEL = _CHANGE.values(state=_CANCELLED, settled_at=_now, reason=bindparam("why"))
_CANCEL_FOR = _CANCEL.values(news=News.CANCELLED.value, news_at=_now, told_at=None, told_by="")
_MOVE = _CONFIRM.values(
    session=bindparam("to"),
    door_code=bindparam("door_code"),
    turn=0,
    attendance=None,
    news=News.MOVED.value,
    news_at=_now,
    told_at=None,
    told_by="",
)
_RESIZE = _CHANGE.values(places=_n)
_ALL_STANDING = update(s.booking).where(_B.session == bindparam("at_session"), _B.state.in_(STANDING))


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be booked. `digest` is of its link, `door_code` unique in the session; `made_by` is
    `courier` or `editor`. `kept` is of the person: sealed beforehand, since from the guarded write to the
    commit all others wait."""

    session: str
    digest: str
    door_code: str
    person: Person
    kept: Kept
    places: int
    made_by: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What it is a session of, whether the public may book it on this site, how many places one booking may
    take, and whether couriers see its point."""

    kind: OfferingKind
    open_to_all: bool
    most: int
    point_stands: bool


def terms(reader: Reader, session: str) -> Terms:
    """What one must know of a session to book it. NotFound."""
    row = reader.connection.execute(_TERMS, {"session": session}).one_or_none()
    if row is None:
        raise NotFound(NO_SESSION)
    open_to_all = row.channel == Channel.HERE.value and row.welcome == Welcome.EVERYONE.value
    return Terms(OfferingKind(row.kind), open_to_all, row.most, row.listing not in GONE)


def take(writer: Writer, order: Order, *, at_the_desk: bool = False) -> Booking | None:
    """Takes the places of an order if they are free, in one guarded write; the booking, None if they are not.

    At the desk one may book before booking opens and after it has closed. Conflict if the phone number, the
    link or the door code already stands in the session.
    """
    asked: Values = {"at_code": order.session, "n": order.places}
    statement = _TAKE_AT_THE_DESK if at_the_desk else _TAKE
    if not at_the_desk:
        asked["now"] = writer.now
    if not _done(writer, statement, asked):
        return None
    return _store(writer, order, BookingState.CONFIRMED, 0)


def stand_in_line(
    writer: Writer, order: Order, open_window: timedelta, *, at_the_desk: bool = False
) -> Booking | None:
    """Puts an order at the end of the line, if it does not fit and the line takes it; the booking, or
    None."""
    asked: Values = {"at_code": order.session, "n": order.places}
    asked["window_ends"] = writer.now + open_window
    if not at_the_desk:
        asked["now"] = writer.now
    statement = _STAND_IN_LINE_AT_THE_DESK if at_the_desk else _STAND_IN_LINE
    turn = statement.one(writer.connection, asked)
    return None if turn is None else _store(writer, order, BookingState.WAITING, turn)


def cancel(
    writer: Writer, booking: Booking, why: str, open_window: timedelta, *, at_the_desk: bool = False
) -> list[int]:
    """Ends a standing booking and gives its places on; the ids of the bookings that got them. Whose it was is
    to be told, if it was done at the desk.

    Conflict if it changed since it was read.
    """
    lock(writer, booking.session)
    _must(writer, _CANCEL_FOR if at_the_desk else _CANCEL, booking, {"now": writer.now, "why": why})
    held = booking.state is BookingState.CONFIRMED
    given = {"at_code": booking.session, "n": booking.places}
    writer.connection.execute(_GIVE_BACK if held else _LEAVE_LINE, given)
    return promote(writer, booking.session, open_window)


def resize(writer: Writer, booking: Booking, places: int, open_window: timedelta) -> list[int]:
    """Makes a standing booking one for so many places; the ids of those who got what became free.

    Conflict if it changed since it was read, or more are asked for than are free.
    """
    lock(writer, booking.session)
    waits = booking.state is BookingState.WAITING
    asked = {"at_code": booking.session, "n": places - booking.places}
    if not _done(writer, _IN_LINE if waits else _TAKE_AT_THE_DESK, asked):
        raise Conflict("剩下的名额不够加，人数没有改")
    _must(writer, _RESIZE, booking, {"n": places})
    return promote(writer, booking.session, open_window)


def claim(writer: Writer, booking: Booking) -> bool:
    """Gives a waiting booking its places now if they are free, whoever else waits; whether it did.

    For the time before the start in which freed places are open to all.
    """
    lock(writer, booking.session)
    if not _done(writer, _FROM_THE_LINE, {"at_code": booking.session, "n": booking.places}):
        return False
    _must(writer, _CONFIRM, booking, {"now": writer.now})
    return True


def move(writer: Writer, booking: Booking, to: str, door_code: str, open_window: timedelta) -> bool:
    """Gives a standing booking places in another session instead of its own, which gives its own on; whether
    there was room. Both sessions are to be locked. Conflict if its person stands there already."""
    if not _done(writer, _TAKE_AT_THE_DESK, {"at_code": to, "n": booking.places}):
        return False
    _must(writer, _MOVE, booking, {"to": to, "door_code": door_code, "now": writer.now})
    held = booking.state is BookingState.CONFIRMED
    given = {"at_code": booking.session, "n": booking.places}
    writer.connection.execute(_GIVE_BACK if held else _LEAVE_LINE, given)
    promote(writer, booking.session, open_window)
    return True


def promote(writer: Writer, session: str, open_window: timedelta) -> list[int]:
    """Gives free places to those in line whom they fit, in turn; their ids. Nobody, close to the start."""
    standing = lock(writer, session)
    if not standing.taken.waiting or not _gives_on(standing, writer.now, open_window):
        return []
    line = (Waiter(*row) for row in writer.connection.execute(_LINE, {"session": session}))
    served = fitting(line, standing.taken.capacity - standing.taken.taken)
    for waiter in served:
        if not _done(writer, _FROM_THE_LINE, {"at_code": session, "n": waiter.places}):
            raise Conflict("名额刚刚变了，请再试一次")
        at = {"at_id": waiter.id, "at_state": _WAITING, "at_places": waiter.places, "now": writer.now}
        writer.connection.execute(_PROMOTE, at)
    return [waiter.id for waiter in served]


def cancel_all(writer: Writer, session: str, why: str) -> int:
    """Ends all standing bookings of a session that does not take place; how many people are to be told."""
    lock(writer, session)
    ended = {"state": _CANCELLED, "settled_at": writer.now, "reason": why}
    statement = _ALL_STANDING.values(**ended, **_news(writer, News.CANCELLED))
    n = writer.connection.execute(statement, {"at_session": session}).rowcount
    writer.connection.execute(_EMPTY, {"at_code": session})
    return n


def tell_moved(writer: Writer, session: str) -> int:
    """Notes for all standing bookings that their session is at another time; how many people are to be
    told."""
    statement = _ALL_STANDING.values(**_news(writer, News.MOVED))
    return writer.connection.execute(statement, {"at_session": session}).rowcount


def _gives_on(standing: Standing, now: datetime, open_window: timedelta) -> bool:
    planned = standing.session.state is SessionState.PLANNED
    return planned and not stands_open(standing.session, now, open_window)


def _store(writer: Writer, order: Order, state: BookingState, turn: int) -> Booking:
    row = {
        "session": order.session,
        "digest": order.digest,
        "door_code": order.door_code,
        "places": order.places,
        "state": state.value,
        "turn": turn,
        "sealed": order.kept.sealed,
        "phone": order.kept.phone,
        "made_at": writer.now,
        "made_by": order.made_by,
        "settled_at": writer.now if state is BookingState.CONFIRMED else None,
        "reason": "",
        "told_by": "",
    }
    number = _INSERT.one(writer.connection, row)
    return Booking(
        id=number,
        session=order.session,
        door_code=order.door_code,
        places=order.places,
        state=state,
        turn=turn,
        sealed=order.kept.sealed,
        made_at=writer.now,
        made_by=order.made_by,
        reason="",
        attendance=None,
        news=None,
        news_at=None,
        told_at=None,
    )


def _done(writer: Writer, statement: Ready, values: Values) -> bool:
    return bool(statement.rows(writer.connection, values))


def _must(writer: Writer, statement: Update, booking: Booking, values: Values) -> None:
    at = {"at_id": booking.id, "at_state": booking.state.value, "at_places": booking.places}
    if not writer.connection.execute(statement, at | values).rowcount:
        raise Conflict("这里刚刚变了，请重新打开看看")


def _news(writer: Writer, news: News) -> Values:
    return {"news": news.value, "news_at": writer.now, "told_at": None, "told_by": ""}
