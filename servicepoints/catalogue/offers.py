"""Offerings and their sessions as rows of the catalogue, and back; and the questions put to them.

Remaining places are not here: they change too often (see `overlay`). Moments are ISO 8601 in UTC, so that
their texts are in the order of time.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from servicepoints.domain.offerings import (
    Offering,
    OfferingKind,
    Session,
    SessionState,
    Welcome,
    offering_of,
)

Offer = tuple[Offering, Sequence[Session]]
"""An offering with its sessions in order of time."""
Offers = Mapping[str, Sequence[Offer]]
"""What points offer, by code."""
Row = dict[str, Any]

OFFERINGS: dict[str, Any] = {
    "id": int,
    "code": str,
    "space": str,
    "title": str,
    "kind": str,
    "category": str,
    "description": str,
    "welcome": str,
    "channel": str,
    "phone": str,
    "link": str,
    "how": str,
    "how_date": str,
}
SESSIONS: dict[str, Any] = {
    "code": str,
    "offering": int,
    "point": str,
    "starts_at": str,
    "ends_at": str,
    "capacity": int,
    "most": int,
    "queue": int,
    "opens_at": str,
    "closes_at": str,
    "notice_minutes": int,
    "state": str,
    "reason": str,
    "moved_from": str,
    "revision": int,
}
_CHUNK = 500
_JOINED = "SELECT s.*, {} FROM sessions s JOIN offerings o ON o.id = s.offering".format(
    ", ".join(f"o.{name} AS o_{name}" for name in OFFERINGS)
)


def offering_rows(offers: Offers) -> list[Row]:
    """The rows of all offerings, by id."""
    rows = [_offering_row(offering) for every in offers.values() for offering, _ in every]
    return sorted(rows, key=lambda row: row["id"])


def session_rows(offers: Offers) -> list[Row]:
    """The rows of all sessions, by code."""
    rows = [
        _session_row(session, offering)
        for every in offers.values()
        for offering, sessions in every
        for session in sessions
    ]
    return sorted(rows, key=lambda row: row["code"])


def offers_of(
    connection: sqlite3.Connection, codes: Iterable[str], since: datetime
) -> dict[str, list[Offer]]:
    """What these points offer, by code, the oldest first, with the sessions that end after a moment."""
    found: dict[str, list[Offer]] = {}
    for chunk in _chunks(codes):
        marks = ",".join("?" * len(chunk))
        sessions: dict[int, list[Session]] = {}
        asked = f"SELECT * FROM sessions WHERE point IN ({marks}) AND ends_at > ? ORDER BY starts_at, code"
        for row in connection.execute(asked, [*chunk, moment(since)]):
            sessions.setdefault(row["offering"], []).append(_session(row))
        for row in connection.execute(f"SELECT * FROM offerings WHERE code IN ({marks}) ORDER BY id", chunk):
            found.setdefault(row["code"], []).append((_offering(row), sessions.get(row["id"], [])))
    return found


def session_of(connection: sqlite3.Connection, code: str) -> tuple[Offering, Session] | None:
    """The session with that code and what it is of, or None."""
    row = connection.execute(f"{_JOINED} WHERE s.code = ?", [code]).fetchone()
    return None if row is None else (_joined_offering(row), _session(row))


def upcoming(
    connection: sqlite3.Connection,
    since: datetime,
    until: datetime,
    limit: int,
    district: str = "",
    sub_district: str = "",
) -> list[tuple[Offering, Session]]:
    """The sessions that end after `since` and start before `until`, in order of time; of points in a district
    or one of its sub-districts (names), if one is given. Cancelled ones are among them."""
    query, values = f"{_JOINED} WHERE s.ends_at > ? AND s.starts_at < ?", [moment(since), moment(until)]
    where = {"district": district, "sub_district": sub_district}
    named = {name: value for name, value in where.items() if value}
    if named:
        here = " AND ".join(f"{name} = ?" for name in named)
        query, values = (
            f"{query} AND s.point IN (SELECT code FROM points WHERE {here})",
            [*values, *named.values()],
        )
    rows = connection.execute(f"{query} ORDER BY s.starts_at, s.code LIMIT ?", [*values, str(limit)])
    return [(_joined_offering(row), _session(row)) for row in rows]


def coming(
    connection: sqlite3.Connection, since: datetime, until: datetime
) -> dict[str, dict[OfferingKind, datetime]]:
    """For each point (code) with sessions that end after `since` and start before `until`, that take place
    and that everyone may come to: the end of the last one of each kind."""
    asked = (
        "SELECT s.point, o.kind, max(s.ends_at) AS last FROM sessions s "
        "JOIN offerings o ON o.id = s.offering "
        "WHERE s.ends_at > ? AND s.starts_at < ? AND s.state = ? AND o.welcome = ? GROUP BY s.point, o.kind"
    )
    values = [moment(since), moment(until), SessionState.PLANNED.value, Welcome.EVERYONE.value]
    found: dict[str, dict[OfferingKind, datetime]] = {}
    for row in connection.execute(asked, values):
        found.setdefault(row["point"], {})[OfferingKind(row["kind"])] = datetime.fromisoformat(row["last"])
    return found


def moment(at: datetime) -> str:
    """A moment as it is stored."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _chunks(codes: Iterable[str]) -> Iterable[list[str]]:
    every = list(dict.fromkeys(codes))
    return (every[start : start + _CHUNK] for start in range(0, len(every), _CHUNK))


def _offering_row(offering: Offering) -> Row:
    return {
        "id": offering.id,
        "code": offering.point,
        "space": offering.space,
        "title": offering.title,
        "kind": offering.kind.value,
        "category": offering.category.value,
        "description": offering.description,
        "welcome": offering.welcome.value,
        "channel": offering.channel.value,
        "phone": offering.phone,
        "link": offering.link,
        "how": offering.how,
        "how_date": None if offering.how_date is None else offering.how_date.isoformat(),
    }


def _session_row(session: Session, offering: Offering) -> Row:
    def optional(at: datetime | None) -> str | None:
        return None if at is None else moment(at)

    return {
        "code": session.code,
        "offering": offering.id,
        "point": offering.point,
        "starts_at": moment(session.starts_at),
        "ends_at": moment(session.ends_at),
        "capacity": session.capacity,
        "most": session.most,
        "queue": session.queue,
        "opens_at": optional(session.opens_at),
        "closes_at": optional(session.closes_at),
        "notice_minutes": int(session.notice.total_seconds() // 60),
        "state": session.state.value,
        "reason": session.reason,
        "moved_from": optional(session.moved_from),
        "revision": session.revision,
    }


def _joined_offering(row: sqlite3.Row) -> Offering:
    return _offering({name: row[f"o_{name}"] for name in OFFERINGS})


def _offering(row: sqlite3.Row | Row) -> Offering:
    fields = {name: row[name] for name in OFFERINGS}
    fields["how_date"] = date.fromisoformat(row["how_date"]) if row["how_date"] else None
    return offering_of(fields, row["code"])


def _session(row: sqlite3.Row) -> Session:
    def optional(text: str | None) -> datetime | None:
        return None if text is None else datetime.fromisoformat(text)

    return Session(
        starts_at=datetime.fromisoformat(row["starts_at"]),
        ends_at=datetime.fromisoformat(row["ends_at"]),
        offering=row["offering"],
        capacity=row["capacity"],
        most=row["most"],
        queue=row["queue"],
        opens_at=optional(row["opens_at"]),
        closes_at=optional(row["closes_at"]),
        notice=timedelta(minutes=row["notice_minutes"]),
        state=SessionState(row["state"]),
        reason=row["reason"],
        moved_from=optional(row["moved_from"]),
        code=row["code"],
        revision=row["revision"],
    )
