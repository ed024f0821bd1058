"""Bookings as they stand, and what is noted of them. Taking and giving back places is `places`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select, update

from servicepoints.domain.bookings import Attendance, BookingState, News
from servicepoints.errors import Conflict
from servicepoints.register import schema as s
from servicepoints.register.loading import chunks
from servicepoints.register.secrecy import Secrecy
from servicepoints.register.transaction import Reader, Writer

STANDING = (BookingState.CONFIRMED.value, BookingState.WAITING.value)
_B, _S = s.booking.c, s.offering_session.c
_GONE = BookingState.CANCELLED.value
UNTOLD = (
    _B.news.is_not(None)
    & _B.told_at.is_(None)
    & (_B.sealed != "")
    & ((_B.state != _GONE) | (_B.news == News.CANCELLED.value))
)
"""Whose person is to be phoned: not who gave the booking up since, nor who is forgotten."""

_BY_DIGEST = select(s.booking).where(_B.digest == bindparam("digest"))
_BY_PHONE = select(s.booking).where(
    _B.session == bindparam("session"),
    _B.phone == bindparam("phone"),
    _B.state.in_(STANDING),
)
_OF_SESSION = select(s.booking).where(_B.session == bindparam("session")).order_by(_B.turn, _B.id)
_AHEAD = (
    select(func.count())
    .select_from(s.booking)
    .where(
        _B.session == bindparam("session"),
        _B.state == BookingState.WAITING.value,
        _B.turn < bindparam("turn"),
    )
)
_RANK = {BookingState.CONFIRMED: 0, BookingState.WAITING: 1, BookingState.CANCELLED: 2}


@dataclass(frozen=True, slots=True)
class Person:
    """Who books: a name, and a mainland mobile number of eleven figures."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What the register keeps of a person: name and number sealed, and the number's keyed hash."""

    sealed: str
    phone: str


@dataclass(frozen=True, slots=True)
class Booking:
    """One booking as it stands. `sealed` holds the person ("" once erased); see `person`."""

    id: int
    session: str
    door_code: str
    places: int
    state: BookingState
    turn: int
    sealed: str
    made_at: datetime
    made_by: str
    reason: str
    attendance: Attendance | None
    news: News | None
    news_at: datetime | None
    told_at: datetime | None

    @property
    def stands(self) -> bool:
        """Whether it holds places or waits for them."""
        return self.state is not BookingState.CANCELLED

    @property
    def untold(self) -> bool:
        """Whether its person is to be phoned, as `UNTOLD` has it."""
        waits = self.news is not None and self.told_at is None and bool(self.sealed)
        return waits and (self.stands or self.news is News.CANCELLED)


def kept(secrecy: Secrecy, person: Person) -> Kept:
    """A person as the register keeps them. SettingError without the key."""
    return Kept(secrecy.seal([person.name, person.phone]), secrecy.fingerprint(person.phone))


def person(secrecy: Secrecy, booking: Booking) -> Person | None:
    """Who booked, or None once erased. SettingError without the key."""
    return Person(*secrecy.open(booking.sealed)) if booking.sealed else None


def by_digest(reader: Reader, digest: str) -> Booking | None:
    """The booking whose link has that digest."""
    row = reader.connection.execute(_BY_DIGEST, {"digest": digest}).one_or_none()
    return None if row is None else _booking(row)


def by_phone(reader: Reader, session: str, phone: str) -> Booking | None:
    """The standing booking of a phone number in a session."""
    for fingerprint in reader.secrecy.fingerprints(phone):  # one, but for the days of a change of keys
        found = {"session": session, "phone": fingerprint}
        row = reader.connection.execute(_BY_PHONE, found).one_or_none()
        if row is not None:
            return _booking(row)
    return None


def of_session(reader: Reader, session: str) -> list[Booking]:
    """All bookings of a session: those that hold places, those in line by turn, those that ended."""
    rows = reader.connection.execute(_OF_SESSION, {"session": session})
    return sorted((_booking(row) for row in rows), key=lambda one: _RANK[one.state])


def ahead(reader: Reader, booking: Booking) -> int:
    """How many bookings stand in line before this one."""
    at = {"session": booking.session, "turn": booking.turn}
    n: int = reader.connection.execute(_AHEAD, at).scalar_one()
    return n


def told(writer: Writer, numbers: Iterable[int]) -> int:
    """Notes that these people were phoned; how many had not been."""
    done = {"told_at": writer.now, "told_by": writer.actor.name}
    statement = update(s.booking).values(**done)
    return sum(
        writer.connection.execute(statement.where(_B.id.in_(chunk), UNTOLD)).rowcount
        for chunk in chunks(numbers)
    )


def attend(writer: Writer, number: int, attendance: Attendance | None) -> None:
    """Notes whether who booked came (None: not known). Conflict if the booking holds no places."""
    here = (_B.id == number) & (_B.state == BookingState.CONFIRMED.value)
    value = None if attendance is None else attendance.value
    if not writer.connection.execute(update(s.booking).where(here).values(attendance=value)).rowcount:
        raise Conflict("这一位没有名额，不能签到")


def absences(reader: Reader, phone: str, since: datetime) -> tuple[int, datetime | None]:
    """How often the owner of a number did not come to sessions since a moment, and when last; a booking that
    was cancelled, or its session, is none that somebody stayed away from."""
    missed = (
        select(func.count(), func.max(_S.ends_at))
        .select_from(s.booking.join(s.offering_session, _B.session == _S.code))
        .where(_B.phone.in_(reader.secrecy.fingerprints(phone)), _S.ends_at >= since)
        .where(_B.attendance == Attendance.ABSENT.value, _B.state == BookingState.CONFIRMED.value)
    )
    n, last = reader.connection.execute(missed).one()
    return n, last


def erase_before(writer: Writer, moment: datetime) -> int:
    """Forgets who booked sessions that ended before a moment; how many were forgotten. Counts stay."""
    over = select(_S.code).where(_S.ends_at < moment)
    known = _B.session.in_(over) & ((_B.sealed != "") | _B.phone.is_not(None))
    forgotten = {"sealed": "", "phone": None, "reason": ""}  # a reason may well name who phoned
    return writer.connection.execute(update(s.booking).where(known).values(**forgotten)).rowcount


def all_by_phone(reader: Reader, phone: str) -> list[Booking]:
    """Every booking of a phone number that is not erased yet, standing or not, as they were made."""
    query = select(s.booking).where(_B.phone.in_(reader.secrecy.fingerprints(phone))).order_by(_B.id)
    return [_booking(row) for row in reader.connection.execute(query)]


def opened_roster(writer: Writer, session: str, who: str, what: str) -> None:
    """Notes that an account saw who booked a session, or what else it did with the names; `who` tells it from
    all others."""
    row = {"session": session, "at": writer.now, "account": who, "what": what}
    writer.connection.execute(insert(s.roster_opening).values(**row))


def roster_openings(reader: Reader, session: str) -> list[tuple[datetime, str, str]]:
    """(when, which account, what it did) of each opening of a session's names, the latest first."""
    c = s.roster_opening.c
    query = select(c.at, c.account, c.what).where(c.session == session).order_by(c.id.desc())
    return [(at, account, what) for at, account, what in reader.connection.execute(query)]


def _booking(row: Row[Any]) -> Booking:
    return Booking(
        id=row.id,
        session=row.session,
        door_code=row.door_code,
        places=row.places,
        state=BookingState(row.state),
        turn=row.turn,
        sealed=row.sealed,
        made_at=row.made_at,
        made_by=row.made_by,
        reason=row.reason,
        attendance=None if row.attendance is None else Attendance(row.attendance),
        news=None if row.news is None else News(row.news),
        news_at=row.news_at,
        told_at=row.told_at,
    )
