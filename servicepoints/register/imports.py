"""Import batches: which file was read, by whom, what its columns were taken for, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

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
    "open_reviews",
    "start",
]


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """One file read in. `columns` and `counts` are as the import reported them."""

    id: int
    filename: str
    sha256: str
    bureau: str
    at: datetime
    actor: Actor
    counts: Mapping[str, int]
    columns: Sequence[Mapping[str, Any]]


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


def batches(reader: Reader, bureau: str = "") -> list[ImportBatch]:
    """The batches, of one bureau if given, latest first."""
    query = select(s.import_batch).order_by(s.import_batch.c.id.desc())
    if bureau:
        query = query.where(s.import_batch.c.bureau == bureau)
    return [
        ImportBatch(
            id=row.id,
            filename=row.filename,
            sha256=row.sha256,
            bureau=row.bureau,
            at=row.at,
            actor=Actor(row.actor_kind, row.actor_name),
            counts=row.counts,
            columns=row.columns,
        )
        for row in reader.connection.execute(query)
    ]
