"""The sessions of a bureau as its desk sees them: of a week, and those whose people are to be phoned."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, FromClause, func, select, true

from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.offerings import SessionState
from servicepoints.domain.points import Listing
from servicepoints.register import schema as s
from servicepoints.register.bookings import STANDING, UNTOLD
from servicepoints.register.conditions import NOT_WITHDRAWN
from servicepoints.register.listing import Tally, of_bureau
from servicepoints.register.offerings import Standing, sessions_where
from servicepoints.register.transaction import Reader

_B, _S, _O, _p = s.booking.c, s.offering_session.c, s.offering.c, s.point.c
_SESSIONS: FromClause = s.offering_session.join(s.offering, _O.id == _S.offering).join(
    s.point, _p.code == _O.code
)
_BOOKINGS: FromClause = _SESSIONS.join(s.booking, _B.session == _S.code)


_SHUT: ColumnElement[bool] = (_p.listing == Listing.WITHDRAWN.value) | (
    (_p.listing == Listing.SUSPENDED.value)
    & (_p.suspended_until.is_(None) | (_S.starts_at < _p.suspended_until))
)
"""Who came to such a session would stand before a shut door."""


def sessions(
    reader: Reader, bureau: str | None, point: str, since: datetime, until: datetime
) -> list[Standing]:
    """The sessions of a bureau (None: of all) that begin from a moment to before another; of one point, if
    its code is given."""
    return sessions_where(reader, of_bureau(bureau), _at(point), _S.starts_at >= since, _S.starts_at < until)


def named(reader: Reader, codes: Sequence[str]) -> list[Standing]:
    """The sessions with these codes."""
    return sessions_where(reader, _S.code.in_(codes))


def shut(reader: Reader, bureau: str | None, now: datetime) -> list[Standing]:
    """The sessions still to begin that stand, though their point is shut then or withdrawn."""
    return sessions_where(reader, of_bureau(bureau), *_behind_a_shut_door(now))


def count_shut(reader: Reader, bureau: str | None, now: datetime) -> int:
    """How many these are."""
    query = select(func.count()).select_from(_SESSIONS)
    n: int = reader.connection.execute(query.where(of_bureau(bureau), *_behind_a_shut_door(now))).scalar_one()
    return n


def _behind_a_shut_door(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return _SHUT, _S.state == SessionState.PLANNED.value, _S.starts_at > now


def next_start(reader: Reader, bureau: str | None, point: str, since: datetime) -> datetime | None:
    """When the first session begins from a moment on."""
    query = select(func.min(_S.starts_at)).select_from(_SESSIONS)
    found: datetime | None = reader.connection.execute(
        query.where(of_bureau(bureau), _at(point), _S.starts_at >= since)
    ).scalar_one()
    return found


def untold(reader: Reader, bureau: str | None, now: datetime) -> dict[str, int]:
    """How many people of each session that is not over are to be phoned, by its code."""
    query = select(_S.code, func.count()).select_from(_BOOKINGS)
    picked = query.where(of_bureau(bureau), UNTOLD, _S.ends_at > now).group_by(_S.code)
    return {row[0]: row[1] for row in reader.connection.execute(picked)}


def untold_tally(reader: Reader, bureau: str | None, now: datetime) -> Tally:
    """How many people are to be phoned in all, and since when the first of them."""
    query = select(func.count(), func.min(_B.news_at)).select_from(_BOOKINGS)
    count, since = reader.connection.execute(query.where(of_bureau(bureau), UNTOLD, _S.ends_at > now)).one()
    return Tally(count, since.astimezone(TIMEZONE) if since else None)


def people(reader: Reader, codes: Sequence[str]) -> dict[str, int]:
    """How many people stand in each of these sessions, in line or not: whom a change of it concerns."""
    query = select(_B.session, func.count()).where(_B.session.in_(codes), _B.state.in_(STANDING))
    return {row[0]: row[1] for row in reader.connection.execute(query.group_by(_B.session))}


def offering_points(reader: Reader, bureau: str | None) -> dict[str, str]:
    """The points that offer something, or did: code → name, by name."""
    of = s.point.join(s.offering, _O.code == _p.code)
    query = select(_p.code, _p.name).select_from(of).where(of_bureau(bureau)).distinct()
    return {row[0]: row[1] for row in reader.connection.execute(query.order_by(_p.name, _p.code))}


def point_names(reader: Reader, bureau: str | None) -> dict[str, str]:
    """The points of a bureau that are not withdrawn: code → name, by name."""
    query = select(_p.code, _p.name).where(of_bureau(bureau), NOT_WITHDRAWN).order_by(_p.name, _p.code)
    return {row[0]: row[1] for row in reader.connection.execute(query)}


def _at(point: str) -> ColumnElement[bool]:
    return _O.code == point if point else true()
