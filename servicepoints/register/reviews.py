"""What waits for a person: hours that were not read, rows that could not be placed, values that look wrong.

An item is known by what it says, not by when it was said: the same file read again adds nothing, also when
somebody has dealt with it in between. Only what a later roster had settled (RENEWED) waits again when an
older one brings it back.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, exists, func, insert, select, update

from servicepoints.domain.points import Listing
from servicepoints.register import schema as s
from servicepoints.register.loading import CHUNK, chunks
from servicepoints.register.secrecy import Secrecy
from servicepoints.register.transaction import Reader, Writer

RENEWED = "renewed"
"""The outcome of an item that a later roster settled, no person."""

KINDS = ("hours", "position", "row", "note", "value", "keeper")

UNDONE = "undone"
"""The outcome of an item whose import was undone: said again, it waits again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem:
    """One thing for a person to decide.

    `kind` is one of KINDS; `code` is "" when it belongs to no point; `sheet`, `row` and `column` say where
    in the roster it stands. `reason` says in Chinese what the matter is, `fix` what a person could do;
    `proposal` (any JSON) is what a program would write if a person agrees: of hours their reading. With
    `private`, which a whole row always is, `value` and `proposal` are sealed. The rest is the register's.
    """

    kind: str
    reason: str
    fix: str = ""
    code: str = ""
    bureau: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    proposal: Any = None
    private: bool = False
    id: int | None = None
    batch: int | None = None
    created_at: datetime | None = None


def add_review(writer: Writer, item: ReviewItem, batch: int | None = None) -> bool:
    """Adds an item; False if it was there already, open or done by a person."""
    return add_reviews(writer, [item], batch) == 1


def add_reviews(writer: Writer, items: Iterable[ReviewItem], batch: int | None = None) -> int:
    """Adds items and returns how many now wait that did not. SettingError if one is private and there is no
    data key."""
    keys = {keys[0]: (keys, item) for item in items for keys in [item_keys(item, writer.secrecy)]}
    rows = {key: _row(writer, key, item, batch) for key, (_, item) in keys.items()}
    first = {other: key for key, (others, _) in keys.items() for other in others}
    again: list[int] = []
    for chunk in chunks(first):
        known = select(s.review_item.c.key, s.review_item.c.id, s.review_item.c.outcome)
        for key, number, outcome in writer.connection.execute(
            known.where(s.review_item.c.key.in_(chunk))
        ).all():
            del rows[first[key]]
            again += [number] if outcome in (RENEWED, UNDONE) else []
    if rows:
        writer.connection.execute(insert(s.review_item), list(rows.values()))
    if again:
        undone = {"done_at": None, "done_by": "", "outcome": "", "batch": batch, "created_at": writer.now}
        writer.connection.execute(update(s.review_item).where(s.review_item.c.id.in_(again)).values(**undone))
    return len(rows) + len(again)


def open_reviews(reader: Reader, *, kind: str = "", bureau: str = "", code: str = "") -> list[ReviewItem]:
    """What waits, of one kind, bureau or point if given, oldest first."""
    query = select(s.review_item).where(s.review_item.c.done_at.is_(None)).order_by(s.review_item.c.id)
    wanted = {"kind": kind, "bureau": bureau, "code": code}
    for name, value in wanted.items():
        if value:
            query = query.where(s.review_item.c[name] == value)
    return [item_of(row, reader.secrecy) for row in reader.connection.execute(query)]


def with_ids(reader: Reader, ids: Iterable[int]) -> list[ReviewItem]:
    """Those of the items with these numbers that still wait, oldest first."""
    found: list[ReviewItem] = []
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), CHUNK):
        some = s.review_item.c.id.in_(wanted[start : start + CHUNK]) & s.review_item.c.done_at.is_(None)
        query = select(s.review_item).where(some).order_by(s.review_item.c.id)
        found += [item_of(row, reader.secrecy) for row in reader.connection.execute(query)]
    return found


def count_open(reader: Reader) -> int:
    """How many items wait; needs no key."""
    waiting = select(func.count()).select_from(s.review_item).where(s.review_item.c.done_at.is_(None))
    n: int = reader.connection.execute(waiting).scalar_one()
    return n


def waiting(reader: Reader, bureau: str | None) -> dict[str, tuple[int, datetime]]:
    """What waits for a bureau (None: for all): kind → how many, and since when the oldest. What waits of a
    withdrawn point rests until it is there again. Needs no key."""
    t = s.review_item.c
    rests = exists().where(s.point.c.code == t.code, s.point.c.listing == Listing.WITHDRAWN.value)
    query = select(t.kind, func.count(), func.min(t.created_at)).where(t.done_at.is_(None), ~rests)
    query = query.group_by(t.kind)
    if bureau is not None:
        query = query.where(t.bureau == bureau)
    return {kind: (count, oldest) for kind, count, oldest in reader.connection.execute(query)}


def close_reviews(writer: Writer, ids: Sequence[int], outcome: str) -> int:
    """Marks items as dealt with, and how (`accepted`, `changed`, `dropped`, RENEWED); returns how many were
    still open."""
    done = {"done_at": writer.now, "done_by": writer.actor.name, "outcome": outcome}
    still_open = s.review_item.c.id.in_(ids) & s.review_item.c.done_at.is_(None)
    return writer.connection.execute(update(s.review_item).where(still_open).values(done)).rowcount


def move(writer: Writer, owners: Mapping[str, str]) -> None:
    """Lets what waits of points go with them: code → the bureau whose they are now."""
    c = s.review_item.c
    for bureau in sorted(set(owners.values())):
        for chunk in chunks(code for code, owner in owners.items() if owner == bureau):
            waits = c.code.in_(chunk) & c.done_at.is_(None)
            writer.connection.execute(update(s.review_item).where(waits).values(bureau=bureau))


def waiting_of(reader: Reader, batch: int) -> dict[str, int]:
    """How many items of an import wait, by kind; needs no key."""
    c = s.review_item.c
    query = select(c.kind, func.count()).where(c.batch == batch, c.done_at.is_(None)).group_by(c.kind)
    return {row[0]: row[1] for row in reader.connection.execute(query)}


def end_with(writer: Writer, batch: int) -> int:
    """Ends what an import asked and nobody answered yet, as that import is undone; how many."""
    done = {"done_at": writer.now, "done_by": writer.actor.name, "outcome": UNDONE}
    asked = (s.review_item.c.batch == batch) & s.review_item.c.done_at.is_(None)
    return writer.connection.execute(update(s.review_item).where(asked).values(done)).rowcount


def reopen(writer: Writer, ended_at: datetime, by: str) -> int:
    """Opens again what one transaction settled: all it writes bears its moment and its author."""
    c = s.review_item.c
    settled = (c.done_at == ended_at) & (c.done_by == by) & (c.outcome == RENEWED)
    return writer.connection.execute(
        update(s.review_item).where(settled).values(done_at=None, done_by="", outcome="")
    ).rowcount


def settled_hours(reader: Reader, codes: Iterable[str]) -> list[ReviewItem]:
    """The hours of these points that a person read or wrote anew, oldest first; what was put off is not
    among them."""
    c = s.review_item.c
    settled = (c.kind == "hours") & c.outcome.in_(("accepted", "changed"))
    return [
        item_of(row, reader.secrecy)
        for chunk in chunks(sorted(codes))
        for row in reader.connection.execute(select(s.review_item).where(settled, c.code.in_(chunk)))
    ]


def wait_again(writer: Writer, ids: Iterable[int]) -> None:
    """Opens items again whose answer was taken back."""
    for chunk in chunks(ids):
        writer.connection.execute(
            update(s.review_item)
            .where(s.review_item.c.id.in_(chunk))
            .values(done_at=None, done_by="", outcome="")
        )


def _private(item: ReviewItem) -> bool:
    return item.private or item.kind == "row"


def item_keys(item: ReviewItem, secrecy: Secrecy) -> tuple[str, ...]:
    """By what an item is known again, under each data key, the first one's first. With a point, what is said
    of it counts; without, where in the roster what is said."""
    where: tuple[Any, ...] = (item.code,) if item.code else (item.bureau, item.sheet, item.row)
    what = item.value or ("" if item.code else item.proposal)
    said = json.dumps([item.kind, *where, item.column, what], ensure_ascii=False)
    if _private(item):
        return secrecy.fingerprints(said)
    return (hashlib.sha256(said.encode()).hexdigest(),)


def _row(writer: Writer, key: str, item: ReviewItem, batch: int | None) -> dict[str, Any]:
    content = {"value": item.value, "fix": item.fix, "proposal": item.proposal}
    return {
        "key": key,
        "kind": item.kind,
        "code": item.code or None,
        "bureau": item.bureau,
        "batch": batch,
        "sheet": item.sheet,
        "row": item.row,
        "column": item.column,
        "reason": item.reason,
        "content": {} if _private(item) else content,
        "sealed": writer.secrecy.seal(content) if _private(item) else "",
        "created_at": writer.now,
    }


def item_of(row: Row[Any], secrecy: Secrecy) -> ReviewItem:
    """The item of a row of `review_item`. SettingError if it is sealed and cannot be opened."""
    content = secrecy.open(row.sealed) if row.sealed else row.content
    return ReviewItem(
        kind=row.kind,
        reason=row.reason,
        fix=content["fix"],
        code=row.code or "",
        bureau=row.bureau,
        sheet=row.sheet,
        row=row.row,
        column=row.column,
        value=content["value"],
        proposal=content["proposal"],
        private=bool(row.sealed),
        id=row.id,
        batch=row.batch,
        created_at=row.created_at,
    )
