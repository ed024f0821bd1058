"""What was written together, latest first: one transaction of one author for one reason, be it one point or a
thousand.

A transaction leaves the same moment on all its revisions; moment, author, reason and batch know it again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, select

from servicepoints.errors import NotFound
from servicepoints.register import schema as s
from servicepoints.register.listing import of_bureau
from servicepoints.register.transaction import Actor, Reader

_r = s.revision.c
_KEY = (_r.at, _r.actor_kind, _r.actor_name, _r.why, _r.batch)
_JOINED = s.revision.join(s.point, _r.code == s.point.c.code)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of `points` points, `created` of which it made; `code`, `revision` and `name` are one of them.

    `fields`: what it changed of that one. `filename`, `bureau` and `undone`: of the import it belongs to.
    """

    at: datetime
    actor: Actor
    why: str
    batch: int | None
    points: int
    created: int
    code: str
    revision: int
    name: str
    fields: tuple[str, ...]
    filename: str = ""
    bureau: str = ""
    undone: bool = False


def recent(reader: Reader, bureau: str | None, limit: int = 10) -> list[Change]:
    """The latest changes of a bureau's points (None: of all), the latest first."""
    moments = _latest(reader, bureau, limit)
    grouped = (
        select(*_KEY, func.count(), func.count(case((_r.revision == 1, 1))), func.min(_r.code))
        .select_from(_JOINED)
        .where(of_bureau(bureau), _r.at.in_(moments))
        .group_by(*_KEY)
        .order_by(_r.at.desc())
        .limit(limit)
    )
    return [_change(reader, row) for row in reader.connection.execute(grouped).all()]


def _latest(reader: Reader, bureau: str | None, limit: int) -> list[datetime]:
    """The moments of the latest writes, one look into the index each: DISTINCT, or a join that begins at the
    points, would read all history."""
    found: list[datetime] = []
    theirs = exists().where(s.point.c.code == _r.code, of_bureau(bureau))
    query = select(_r.at).where(theirs).order_by(_r.at.desc()).limit(1)
    while len(found) < limit:
        earlier = query.where(_r.at < found[-1]) if found else query
        at = reader.connection.execute(earlier).scalar_one_or_none()
        if at is None:
            break
        found.append(at)
    return found


def together(reader: Reader, bureau: str | None, code: str, revision: int) -> tuple[Change, dict[str, int]]:
    """The change of which that revision is a part, and all its parts among a bureau's points: code → the
    revision that it left. NotFound."""
    own = (_r.code == code) & (_r.revision == revision)
    key = reader.connection.execute(select(*_KEY).where(own)).one_or_none()
    if key is None:
        raise NotFound("没有这次改动")
    query = select(_r.code, _r.revision).select_from(_JOINED).where(_is(key), of_bureau(bureau))
    ordered = query.order_by(*query.selected_columns)
    parts: dict[str, int] = {r.code: r.revision for r in reader.connection.execute(ordered)}
    if code not in parts:
        raise NotFound("没有这次改动")
    created = sum(number == 1 for number in parts.values())
    return _change(reader, (*key, len(parts), created, code)), parts


def _is(key: Any) -> ColumnElement[bool]:
    return and_(*(column.is_(None) if value is None else column == value for column, value in _pairs(key)))


def _pairs(key: Any) -> Iterator[tuple[Any, Any]]:
    yield from zip(_KEY, key, strict=False)


def _change(reader: Reader, row: Any) -> Change:
    at, kind, name, why, batch, points, created, code = row
    query = (
        select(_r.revision, _r.what, s.point.c.name)
        .select_from(_JOINED)
        .where(_is(row), _r.code == code)
        .order_by(_r.revision)
        .limit(1)
    )
    one = reader.connection.execute(query).one()
    filename, bureau, undone_at = "", "", None
    if batch is not None:
        b = s.import_batch.c
        filename, bureau, undone_at = reader.connection.execute(
            select(b.filename, b.bureau, b.undone_at).where(b.id == batch)
        ).one()
    return Change(
        at=at, actor=Actor(kind, name), why=why, batch=batch, points=points, created=created, code=code,
        revision=one.revision, name=one.name, fields=tuple(one.what), filename=filename,
        bureau=bureau, undone=undone_at is not None,
    )  # fmt: skip
