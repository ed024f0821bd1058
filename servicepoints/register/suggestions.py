"""The places that people propose, and what became of each."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, select, true, update

from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.suggestions import Outcome, Suggestion, Who
from servicepoints.register import schema as s
from servicepoints.register.listing import Tally
from servicepoints.register.loading import chunks
from servicepoints.register.transaction import Reader, Writer

_T = s.suggestion.c
_WAITS: ColumnElement[bool] = _T.done_at.is_(None)
_GIVEN = (
    "name", "address", "district", "sub_district", "latitude", "longitude", "precision_m", "hours", "note",
    "bureau", "source",
)  # fmt: skip


def add(writer: Writer, given: Suggestion, digest: str) -> None:
    """Lets it wait, under the digest of its token. Conflict if that is there already."""
    row: dict[str, Any] = {name: getattr(given, name) for name in _GIVEN}
    row |= {"amenities": list(given.amenities), "who": given.who.value, "outcome": Outcome.WAITING.value}
    writer.connection.execute(
        insert(s.suggestion).values(**row, digest=digest, created_at=writer.now, done_by="", reason="")
    )


def by_digest(reader: Reader, digest: str) -> Suggestion | None:
    """The one with that digest, or None."""
    row = reader.connection.execute(select(s.suggestion).where(_T.digest == digest)).one_or_none()
    return None if row is None else _made(row)


def get(reader: Reader, number: int) -> Suggestion | None:
    """The one with that number, decided or not, or None."""
    row = reader.connection.execute(select(s.suggestion).where(_T.id == number)).one_or_none()
    return None if row is None else _made(row)


def waiting(reader: Reader, bureau: str | None, source: str = "") -> list[Suggestion]:
    """What waits for a bureau ("" for the city alone, None: for all), of one source if given, the oldest
    first."""
    wanted = _T.source == source if source else true()
    query = select(s.suggestion).where(_WAITS, _of(bureau), wanted).order_by(_T.id)
    return [_made(row) for row in reader.connection.execute(query)]


def with_ids(reader: Reader, ids: Iterable[int]) -> list[Suggestion]:
    """Those of these numbers that still wait, oldest first."""
    found: list[Suggestion] = []
    for chunk in chunks(sorted(set(ids))):
        query = select(s.suggestion).where(_T.id.in_(chunk), _WAITS).order_by(_T.id)
        found += [_made(row) for row in reader.connection.execute(query)]
    return found


def tally(reader: Reader, bureau: str | None) -> Tally:
    """How many wait for a bureau (None: for all), and since when the oldest."""
    query = select(func.count(), func.min(_T.created_at)).where(_WAITS, _of(bureau))
    count, since = reader.connection.execute(query).one()
    return Tally(count, since.astimezone(TIMEZONE) if since else None)


def settle(
    writer: Writer, numbers: Collection[int], outcome: Outcome, *, code: str = "", reason: str = ""
) -> int:
    """Decides those that still wait, and forgets where they came from; how many they were."""
    done: dict[str, Any] = {
        "outcome": outcome.value, "done_at": writer.now, "done_by": writer.actor.name,
        "code": code or None, "reason": reason, "source": "",
    }  # fmt: skip
    return sum(
        writer.connection.execute(
            update(s.suggestion).where(_T.id.in_(chunk), _WAITS).values(**done)
        ).rowcount
        for chunk in chunks(sorted(set(numbers)))
    )


def hand_on(writer: Writer, number: int, bureau: str) -> bool:
    """Lays one that still waits on another desk ("" for the city's); whether it did."""
    query = update(s.suggestion).where(_T.id == number, _WAITS).values(bureau=bureau)
    return bool(writer.connection.execute(query).rowcount)


def forget_sources(writer: Writer, before: datetime) -> int:
    """Forgets where those came from that wait since before a moment; how many."""
    old = (_T.created_at < before) & (_T.source != "")
    return writer.connection.execute(update(s.suggestion).where(old).values(source="")).rowcount


def forget_words(writer: Writer, before: datetime) -> int:
    """Forgets what was written beside suggestions that were decided before a moment; how many."""
    said = _T.done_at.is_not(None) & (_T.done_at < before) & (_T.note != "")
    return writer.connection.execute(update(s.suggestion).where(said).values(note="")).rowcount


def _of(bureau: str | None) -> ColumnElement[bool]:
    return true() if bureau is None else _T.bureau == bureau


def _made(row: Row[Any]) -> Suggestion:
    return Suggestion(
        **{name: getattr(row, name) for name in _GIVEN},
        amenities=tuple(row.amenities),
        who=Who(row.who),
        id=row.id,
        created_at=row.created_at,
        outcome=Outcome(row.outcome),
        done_at=row.done_at,
        code=row.code or "",
        reason=row.reason,
    )
