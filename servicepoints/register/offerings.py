"""Offerings and their sessions. What couriers may see of them enters the feed under their point's code."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from servicepoints.domain.bookings import Taken
from servicepoints.domain.offerings import Bookers, Offering, Session, SessionState, offering_of
from servicepoints.domain.points import new_code
from servicepoints.domain.publication import published_offering, published_session
from servicepoints.errors import Conflict, NotFound
from servicepoints.register import bookers
from servicepoints.register import schema as s
from servicepoints.register.loading import chunks
from servicepoints.register.offering_rows import offering_row, session_of, session_row
from servicepoints.register.transaction import Reader, Writer

_O, _S = s.offering.c, s.offering_session.c
_ATTEMPTS = 8
NO_SESSION = "没有这一场，链接可能抄漏了"
_PLANNED = SessionState.PLANNED.value

_OFFERING = select(s.offering).where(_O.id == bindparam("id"))
_CHANGE_OFFERING = update(s.offering).where(
    _O.id == bindparam("at_id"), _O.revision == bindparam("at_revision"), _O.ended_at.is_(None)
)
_CHANGE_SESSION = update(s.offering_session).where(
    _S.code == bindparam("at_code"), _S.revision == bindparam("at_revision"), _S.state == _PLANNED
)
# the overlay of remaining places: asked every half second
_TAKEN = select(_S.code, _S.taken, _S.waiting, _S.capacity).where(
    _S.ends_at > bindparam("now"), _S.capacity.is_not(None), _S.state == _PLANNED
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A session as it stands: what it is, what it is of, and how much of it is spoken for."""

    session: Session
    offering: Offering
    taken: Taken

    @property
    def going_on(self) -> bool:
        """Whether it has not been called off."""
        return self.session.state is SessionState.PLANNED


def add_offering(writer: Writer, offering: Offering) -> int:
    """Stores a new offering and returns its id."""
    made = {"revision": 1, "made_at": writer.now, "made_by": writer.actor.name, "ended_by": ""}
    done = writer.connection.execute(insert(s.offering).values(**offering_row(offering), **made))
    writer.changed([offering.point])
    return int(done.inserted_primary_key[0])  # type: ignore[index]


def change_offering(writer: Writer, offering: Offering) -> None:
    """Makes the stored offering equal to this one, and who may book its sessions. Conflict if it was changed
    since it was read, or ended."""
    values = offering_row(offering) | {"revision": offering.revision + 1}
    at = {"at_id": offering.id, "at_revision": offering.revision}
    if not writer.connection.execute(_CHANGE_OFFERING.values(**values), at).rowcount:
        raise Conflict("这个活动刚刚被别人改过或停办了，请重新打开再改")
    bookers.follow(writer, [offering.id])
    writer.changed([offering.point])


def end_offering(writer: Writer, offering: Offering) -> None:
    """Offers it no more; what was, stays. Its sessions are to be cancelled before."""
    ended = {"ended_at": writer.now, "ended_by": writer.actor.name, "revision": offering.revision + 1}
    at = {"at_id": offering.id, "at_revision": offering.revision}
    if not writer.connection.execute(_CHANGE_OFFERING.values(**ended), at).rowcount:
        raise Conflict("这个活动刚刚被别人改过或停办了，请重新打开再改")
    writer.changed([offering.point])


def offering(reader: Reader, number: int) -> Offering:
    """The offering with that id. NotFound."""
    row = reader.connection.execute(_OFFERING, {"id": number}).one_or_none()
    if row is None:
        raise NotFound("没有这个活动或服务")
    return offering_of(row._asdict(), row.code)


def hold(writer: Writer, number: int) -> None:
    """Nobody else adds sessions to that offering until the transaction ends."""
    writer.connection.execute(_OFFERING.with_for_update(), {"id": number})


def offerings_of(reader: Reader, codes: Iterable[str]) -> dict[str, list[Offering]]:
    """What these points offer and have not ended, by code, the oldest first."""
    found: dict[str, list[Offering]] = {}
    for chunk in chunks(codes):
        query = select(s.offering).where(_O.code.in_(chunk), _O.ended_at.is_(None)).order_by(_O.id)
        for row in reader.connection.execute(query):
            found.setdefault(row.code, []).append(offering_of(row._asdict(), row.code))
    return found


def add_sessions(writer: Writer, of: Offering, sessions: Sequence[Session]) -> list[str]:
    """Stores new sessions of an offering and returns their codes, which nothing ever had."""
    new = {"offering": of.id, "revision": 1, "bookers": Bookers.NOBODY.value}
    rows = [session_row(one) | new for one in sessions]
    for _ in range(_ATTEMPTS):
        codes = _new_codes(len(rows))
        try:
            with writer.connection.begin_nested():
                writer.connection.execute(
                    insert(s.offering_session), [r | {"code": c} for r, c in zip(rows, codes, strict=True)]
                )
        except IntegrityError:
            continue  # one of them was drawn before
        bookers.follow(writer, [of.id])
        writer.changed([of.point])
        return codes
    raise Conflict("没能分到没用过的编号，请再试一次")


def change_session(writer: Writer, of: Offering, session: Session) -> None:
    """Makes the stored session equal to this one; its places are `register.bookings`' to change.

    Conflict if it was changed since it was read, or is cancelled, or more is taken than it now holds.
    """
    values = session_row(session) | {"revision": session.revision + 1}
    at = {"at_code": session.code, "at_revision": session.revision}
    fits = _CHANGE_SESSION.where(_S.taken <= func.coalesce(bindparam("room"), 0))
    room = {"room": session.capacity}
    if not writer.connection.execute(fits.values(**values), at | room).rowcount:
        taken = standing(writer, session.code).taken.taken
        if taken > (session.capacity or 0):
            raise Conflict(f"已经有{taken}人要来，名额不能少于这个数。先取消几位，再改")
        raise Conflict("这一场刚刚被别人改过或取消了，请重新打开再改")
    writer.changed([of.point])


def lock(writer: Writer, code: str) -> Standing:
    """The session as it stands, and nobody else changes its places until the transaction ends. NotFound.

    Always the first thing locked of a booking's transaction, so that two never wait for each other.
    """
    return _standing(writer, code, lock=True)


def standing(reader: Reader, code: str) -> Standing:
    """The session as it stands. NotFound."""
    return _standing(reader, code, lock=False)


def sessions_of(reader: Reader, numbers: Iterable[int], since: datetime) -> dict[int, list[Standing]]:
    """The sessions of these offerings that end after a moment, in order of time."""
    found: dict[int, list[Standing]] = {}
    for chunk in chunks(numbers):
        for one in sessions_where(reader, _S.offering.in_(chunk), _S.ends_at > since):
            found.setdefault(one.offering.id, []).append(one)
    return found


def sessions_where(reader: Reader, *conditions: ColumnElement[bool]) -> list[Standing]:
    """The sessions for which these hold (of a session, its offering and their point), in order of time."""
    query = (
        select(s.offering_session, s.offering)
        .join(s.offering, _O.id == _S.offering)
        .join(s.point, s.point.c.code == _O.code)
        .where(*conditions)
        .order_by(_S.starts_at, _O.code, _S.code)
        .set_label_style(_LABELS)
    )
    return [_joined(row) for row in reader.connection.execute(query)]


def taken_now(reader: Reader, now: datetime) -> dict[str, Taken]:
    """How much is spoken for of each session that is not over, by code."""
    rows = reader.connection.execute(_TAKEN, {"now": now})
    return {code: Taken(taken, waiting, capacity) for code, taken, waiting, capacity in rows}


def publishable(
    reader: Reader, codes: Iterable[str] | None, now: datetime
) -> dict[str, list[tuple[Offering, list[Session]]]]:
    """What couriers may see: the offerings of those points (all, for None) with the sessions not yet over."""
    if codes is None:
        codes = reader.connection.execute(select(_O.code).where(_O.ended_at.is_(None)).distinct()).scalars()
    by_point = offerings_of(reader, list(codes))
    numbers = [one.id for offered in by_point.values() for one in offered]
    sessions = sessions_of(reader, numbers, now)
    return {
        code: [
            (published_offering(one), [published_session(at.session) for at in sessions.get(one.id, [])])
            for one in offered
        ]
        for code, offered in by_point.items()
    }


_LABELS = select(s.offering_session, s.offering).get_label_style().LABEL_STYLE_TABLENAME_PLUS_COL
_JOINED = (
    select(s.offering_session, s.offering)
    .join(s.offering, _O.id == _S.offering)
    .where(_S.code == bindparam("code"))
    .set_label_style(_LABELS)
)
_LOCKED = _JOINED.with_for_update(of=s.offering_session)


def _standing(reader: Reader, code: str, *, lock: bool) -> Standing:
    row = reader.connection.execute(_LOCKED if lock else _JOINED, {"code": code}).one_or_none()
    if row is None:
        raise NotFound(NO_SESSION)
    return _joined(row)


def _joined(row: Row[Any]) -> Standing:
    fields = row._mapping
    own = {name: fields[f"offering_session_{name}"] for name in _S.keys()}  # noqa: SIM118 (not a dict)
    of = {name: fields[f"offering_{name}"] for name in _O.keys()}  # noqa: SIM118
    taken = Taken(own["taken"], own["waiting"], own["capacity"] or 0)
    return Standing(session_of(own), offering_of(of, of["code"]), taken)


def _new_codes(n: int) -> list[str]:
    codes: set[str] = set()
    while len(codes) < n:
        codes.add(new_code())
    return sorted(codes)
