"""Import batches: which file was read, by whom, what its columns were taken for, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from servicepoints.errors import NotFound
from servicepoints.register import schema as s
from servicepoints.register.reviews import ReviewItem, add_review, add_reviews, close_reviews, open_reviews
from servicepoints.register.transaction import Actor, Reader, Writer

__all__ = [
    "ImportBatch",
    "ReviewItem",
    "add_review",
    "add_reviews",
    "batches",
    "close_reviews",
    "finish",
    "get",
    "hold",
    "open_reviews",
    "start",
    "undone",
]


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """One file read in. `columns` and `counts` are as the import reported them; `undone_at` is None while it
    stands."""

    id: int
    filename: str
    sha256: str
    bureau: str
    at: datetime
    actor: Actor
    counts: Mapping[str, int]
    columns: Sequence[Mapping[str, Any]]
    undone_at: datetime | None = None
    undone_by: str = ""


def start(
    writer: Writer, filename: str, sha256: str, bureau: str = "", columns: Sequence[Mapping[str, Any]] = ()
) -> int:
    """Opens a batch in this transaction and returns its id, which the changes it makes then carry."""
    row = {
        "filename": filename,
        "sha256": sha256,
        "bureau": bureau,
        "at": writer.now,
        "actor_kind": writer.actor.kind,
        "actor_name": writer.actor.name,
        "counts": {},
        "columns": [dict(column) for column in columns],
    }
    batch: int = writer.connection.execute(
        insert(s.import_batch).values(row).returning(s.import_batch.c.id)
    ).scalar_one()
    return batch


def finish(writer: Writer, batch: int, counts: Mapping[str, int]) -> None:
    """Notes what came of it: new, changed, unchanged, refused, review."""
    writer.connection.execute(
        update(s.import_batch).where(s.import_batch.c.id == batch).values(counts=dict(counts))
    )


def get(reader: Reader, batch: int) -> ImportBatch:
    """The batch with that number; NotFound."""
    return _only(reader.connection.execute(select(s.import_batch).where(s.import_batch.c.id == batch)).all())


def hold(writer: Writer, batch: int) -> ImportBatch:
    """The same, and nobody else undoes it until this transaction ends."""
    query = select(s.import_batch).where(s.import_batch.c.id == batch).with_for_update()
    return _only(writer.connection.execute(query).all())


def undone(writer: Writer, batch: int) -> None:
    """Notes that what it did went back."""
    done = {"undone_at": writer.now, "undone_by": writer.actor.name}
    writer.connection.execute(update(s.import_batch).where(s.import_batch.c.id == batch).values(done))


def batches(reader: Reader, bureau: str = "", limit: int | None = None) -> list[ImportBatch]:
    """The batches, of one bureau if given, latest first."""
    query = select(s.import_batch).order_by(s.import_batch.c.id.desc()).limit(limit)
    if bureau:
        query = query.where(s.import_batch.c.bureau == bureau)
    return [_batch(row) for row in reader.connection.execute(query)]


def _only(rows: Sequence[Row[Any]]) -> ImportBatch:
    if not rows:
        raise NotFound("没有这次导入")
    return _batch(rows[0])


def _batch(row: Row[Any]) -> ImportBatch:
    return ImportBatch(
        id=row.id,
        filename=row.filename,
        sha256=row.sha256,
        bureau=row.bureau,
        at=row.at,
        actor=Actor(row.actor_kind, row.actor_name),
        counts=row.counts,
        columns=row.columns,
        undone_at=row.undone_at,
        undone_by=row.undone_by,
    )
