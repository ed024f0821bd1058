"""What was changed: field by field, who, when and why, with private fields sealed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select

from servicepoints.domain.points import Point
from servicepoints.domain.records import STORE_FIELDS, Record, point_of, record_of
from servicepoints.errors import NotFound
from servicepoints.register import schema as s
from servicepoints.register.loading import chunks
from servicepoints.register.rows import is_private
from servicepoints.register.secrecy import Secrecy
from servicepoints.register.transaction import Actor, Reader, Writer

Difference = dict[str, tuple[Any, Any]]
"""{field of the record: (old, new)}"""

_APPEND = insert(s.revision)
_OF_POINT = select(s.revision).where(s.revision.c.code == bindparam("code")).order_by(s.revision.c.revision)


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of one point. `what` is empty for the first: what the point was then follows from the
    later ones."""

    code: str
    revision: int
    at: datetime
    actor: Actor
    what: Difference
    why: str
    batch: int | None


def difference(old: Record, new: Record) -> Difference:
    """The fields that differ, but those that the register itself sets."""
    return {f: (old[f], new[f]) for f in new if f not in STORE_FIELDS and old[f] != new[f]}


def revision_row(writer: Writer, record: Record, what: Difference, why: str, batch: int | None) -> Record:
    """The row of a revision of this record."""
    return {
        "code": record["code"],
        "revision": record["revision"],
        "at": writer.now,
        "actor_kind": writer.actor.kind,
        "actor_name": writer.actor.name,
        "what": {name: _stored(name, pair, writer.secrecy) for name, pair in what.items()},
        "why": why,
        "batch": batch,
    }


def append(writer: Writer, rows: list[Record]) -> None:
    """Writes them."""
    if rows:
        writer.connection.execute(_APPEND, rows)


def history(reader: Reader, code: str) -> list[Revision]:
    """All revisions of a point, oldest first. SettingError if private ones cannot be opened."""
    return [_revision(row, reader.secrecy) for row in reader.connection.execute(_OF_POINT, {"code": code})]


def histories(reader: Reader, codes: Iterable[str]) -> dict[str, list[Revision]]:
    """The same of many points."""
    found: dict[str, list[Revision]] = {}
    for chunk in chunks(codes):
        query = select(s.revision).where(s.revision.c.code.in_(chunk))
        for row in reader.connection.execute(query.order_by(s.revision.c.code, s.revision.c.revision)):
            found.setdefault(row.code, []).append(_revision(row, reader.secrecy))
    return found


def _revision(row: Row[Any], secrecy: Secrecy) -> Revision:
    return Revision(
        code=row.code,
        revision=row.revision,
        at=row.at,
        actor=Actor(row.actor_kind, row.actor_name),
        what={name: _read(value, secrecy) for name, value in row.what.items()},
        why=row.why,
        batch=row.batch,
    )


def as_of(reader: Reader, standing: Point, revision: int) -> Point:
    """What that point was at an earlier revision of its own, rebuilt by walking its history back.

    NotFound if it never had that revision. SettingError if private changes cannot be opened.
    """
    past = history(reader, standing.code)
    known = {change.revision: change for change in past}
    if revision not in known or standing.revision not in known:
        raise NotFound(f"{standing.code} 没有第 {revision} 版")
    record = record_of(standing)
    for change in reversed(past):
        if revision < change.revision <= standing.revision:
            record |= {name: old for name, (old, _) in change.what.items()}
    return point_of(record | {"revision": revision, "updated_at": known[revision].at})


def _stored(name: str, pair: tuple[Any, Any], secrecy: Secrecy) -> Any:
    if name == "contacts" and any(is_private(contact) for side in pair for contact in side):
        return {"sealed": secrecy.seal(pair)}
    return [_plain(side) for side in pair]


def _read(value: Any, secrecy: Secrecy) -> tuple[Any, Any]:
    old, new = secrecy.open(value["sealed"]) if isinstance(value, dict) else value
    return old, new


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
