"""The desk at the door: who comes to a session, checked in by code, booked by phone, moved, told.

Names and numbers are masked until an account opens them; that it did is noted.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from servicepoints.domain.booking_words import short_verb
from servicepoints.domain.bookings import Attendance, BookingState, stands_open
from servicepoints.domain.offerings import SessionState
from servicepoints.domain.points import CODE_ALPHABET, Point
from servicepoints.domain.roles import Account
from servicepoints.errors import Conflict, InvalidValue, NotFound
from servicepoints.register import Reader, Register, Writer, bookings, offerings, places
from servicepoints.register.bookings import Booking, Person
from servicepoints.register.offerings import Standing
from servicepoints.register.places import Order
from servicepoints.services.accounts.signing import actor_of
from servicepoints.services.booking.persons import person_of
from servicepoints.services.booking.persons import places_of as places_asked
from servicepoints.services.booking.rules import Rules, door_code
from servicepoints.services.owning import own_point
from servicepoints.services.tokens import digest

BY_DESK = "editor"
MOST_OTHERS = 30
"""Sessions that someone is offered to be moved to: a service by the half hour has hundreds."""
_LENIENT = str.maketrans("OIL", "011")


@dataclass(frozen=True, slots=True)
class Entry:
    """One booking on a roster; `person` is masked unless the roster is open, None once erased. `again`: its
    code was shown at the door before."""

    booking: Booking
    person: Person | None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Roster:
    """A session with its bookings: those that hold places, those in line, those that ended. `others` are the
    sessions of the same offering still to come, the nearest in time."""

    standing: Standing
    point: Point
    entries: tuple[Entry, ...]
    openings: tuple[tuple[datetime, str, str], ...]
    others: tuple[Standing, ...]
    is_open: bool


def roster(register: Register, account: Account, session: str) -> Roster:
    """The roster with names and numbers masked. NotFound, NotAllowed."""
    with register.read() as reader:
        return _roster(reader, account, session, register.now(), is_open=False)


def reopened_roster(register: Register, account: Account, session: str) -> Roster:
    """The roster with names and numbers, for an account that opened it a moment ago: not noted again."""
    with register.read() as reader:
        return _roster(reader, account, session, register.now(), is_open=True)


def open_roster(register: Register, account: Account, session: str, what: str = "看名单") -> Roster:
    """The roster with names and numbers; that the account saw them, and to do `what`, is noted."""
    with register.write(actor_of(account)) as writer:
        own_point(writer, account, offerings.standing(writer, session).offering.point)
        bookings.opened_roster(writer, session, f"{account.name}（{account.login}）", what)
        return _roster(writer, account, session, writer.now, is_open=True)


def check_in(register: Register, account: Account, session: str, code: str) -> Entry:
    """Notes that who shows that code came; the booking, masked. InvalidValue if no booking has it: a wrong
    code tells nothing else."""
    typed = "".join(code.split()).upper().translate(_LENIENT)
    with register.write(actor_of(account)) as writer:
        _own(writer, account, session)
        held = (
            [
                one
                for one in bookings.of_session(writer, session)
                if one.state is BookingState.CONFIRMED and secrets.compare_digest(one.door_code, typed)
            ]
            if set(typed) <= set(CODE_ALPHABET)
            else []
        )
        if not held:
            raise InvalidValue("签到码", code, "这一场没有这个码", "看看是不是这一场，或者按姓名找")
        bookings.attend(writer, held[0].id, Attendance.ATTENDED)
        again = held[0].attendance is Attendance.ATTENDED
        came = replace(held[0], attendance=Attendance.ATTENDED)
        return Entry(came, _masked(writer, held[0]), again)


def attend(
    register: Register, account: Account, session: str, number: int, attendance: Attendance | None
) -> None:
    """Notes whether who booked came (None: takes the note back). NotFound, NotAllowed, Conflict."""
    with register.write(actor_of(account)) as writer:
        _own(writer, account, session)
        bookings.attend(writer, _booking(writer, session, number).id, attendance)


def book_by_phone(
    register: Register, account: Account, session: str, name: str, phone: str, n: str, rules: Rules
) -> Booking:
    """Books for someone who phoned, or puts them in line; also before booking opens and after it closed.

    InvalidValue names the field; Conflict if the number stands there already, or there is no room.
    """
    person = person_of(name, phone)
    kept = bookings.kept(register.secrecy, person)
    link = secrets.token_urlsafe(32)
    with register.write(actor_of(account)) as writer:
        standing = _own(writer, account, session)
        asked = places_asked(n, standing.session.most)
        if bookings.by_phone(writer, session, person.phone) is not None:
            raise Conflict(f"这个手机号已经{short_verb(standing.offering.kind)}了这一场")
        order = Order(session, digest(link), door_code(), person, kept, asked, BY_DESK)
        booked = places.take(writer, order, at_the_desk=True) or places.stand_in_line(
            writer, order, rules.open_window, at_the_desk=True
        )
        if booked is None:
            raise Conflict(f"名额不够，排队也满了，没有{short_verb(standing.offering.kind)}上")
        return booked


def cancel_for(
    register: Register, account: Account, session: str, number: int, why: str, rules: Rules
) -> None:
    """Cancels someone's booking for a reason, and gives the places on; who booked is to be phoned.
    InvalidValue, NotFound, NotAllowed."""
    why = " ".join(why.split())[:60]
    if not why:
        raise InvalidValue("原因", "", "没写", "要来的人会看到，例如 打电话来说不来了")
    with register.write(actor_of(account)) as writer:
        _own(writer, account, session)
        booking = _booking(writer, session, number)
        if booking.stands:
            places.cancel(writer, booking, why, rules.open_window, at_the_desk=True)


def let_in(register: Register, account: Account, session: str, number: int, rules: Rules) -> Booking:
    """Gives free places to someone in line who stands at the door, whoever else waits; the booking.

    Conflict before the time in which freed places are open to all, once it is over, and if there is no room.
    NotFound, NotAllowed.
    """
    with register.write(actor_of(account)) as writer:
        one = _own(writer, account, session).session
        booking = _booking(writer, session, number)
        if booking.state is not BookingState.WAITING:
            return booking
        if not stands_open(one, writer.now, rules.open_window):
            raise Conflict("离开始还早，空出来的名额会按顺序自动给")
        if writer.now >= one.ends_at or not places.claim(writer, booking):
            raise Conflict("没有空位了")
        return _booking(writer, session, number)


def move(register: Register, account: Account, session: str, number: int, to: str, rules: Rules) -> None:
    """Moves a booking to another session of a point that the account owns; its link goes with it.

    Conflict if there is no room for it, or its person stands there already. NotFound, NotAllowed.
    """
    if to == session:
        raise InvalidValue("改到哪一场", to, "就是这一场", "选另一场")
    with register.write(actor_of(account)) as writer:
        for code in sorted((session, to)):  # always in this order: two moves never wait for each other
            _own(writer, account, code)
        booking = _booking(writer, session, number)
        if not booking.stands:
            raise Conflict("这一位已经取消了")
        if not places.move(writer, booking, to, door_code(), rules.open_window):
            raise Conflict("那一场的名额不够，没有改")


def told(register: Register, account: Account, session: str, numbers: Collection[int]) -> int:
    """Notes that these people of a session were phoned; how many had not been. NotFound, NotAllowed."""
    with register.write(actor_of(account)) as writer:
        _own(writer, account, session)
        here = {one.id for one in bookings.of_session(writer, session)}
        return bookings.told(writer, here & set(numbers))


def _roster(reader: Reader, account: Account, session: str, now: datetime, *, is_open: bool) -> Roster:
    standing = offerings.standing(reader, session)
    point = own_point(reader, account, standing.offering.point)
    entries = [
        Entry(one, bookings.person(reader.secrecy, one) if is_open else _masked(reader, one))
        for one in bookings.of_session(reader, session)
    ]
    coming = offerings.sessions_of(reader, [standing.offering.id], now).get(standing.offering.id, [])
    others = [one for one in coming if one.session.code != session and _takes_place(one)]
    nearest = sorted(others, key=lambda one: abs(one.session.starts_at - standing.session.starts_at))
    offered = sorted(nearest[:MOST_OTHERS], key=lambda one: one.session.starts_at)
    openings = tuple(bookings.roster_openings(reader, session))
    return Roster(standing, point, tuple(entries), openings, tuple(offered), is_open)


def _takes_place(standing: Standing) -> bool:
    return standing.session.state is SessionState.PLANNED


def _own(writer: Writer, account: Account, session: str) -> Standing:
    standing = offerings.lock(writer, session)
    own_point(writer, account, standing.offering.point)
    return standing


def _booking(reader: Reader, session: str, number: int) -> Booking:
    for one in bookings.of_session(reader, session):
        if one.id == number:
            return one
    raise NotFound("这一场没有这个人")


def _masked(reader: Reader, booking: Booking) -> Person | None:
    """张* 138****0000: enough to tell two apart, not to phone."""
    person = bookings.person(reader.secrecy, booking)
    if person is None:
        return None
    return Person(
        f"{person.name[:1]}{'*' * max(1, len(person.name) - 1)}", f"{person.phone[:3]}****{person.phone[-4:]}"
    )
