"""What geocoders answered, so that no one is asked twice; and the candidates that wait for a person.

Answers and candidates are JSON here: what is in them is the geocoding room's matter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select

from servicepoints.register import schema as s
from servicepoints.register.transaction import Reader, Writer


@dataclass(frozen=True, slots=True)
class Answer:
    """A provider's answer to a query. `answer` is JSON (None: it found nothing); positions in it are in
    `raw_datum`."""

    provider: str
    query: str
    answer: Any
    level: str
    raw_datum: str
    answered_on: date


@dataclass(frozen=True, slots=True)
class WaitingCandidate:
    """A position for a point that a person must accept or refuse, and why it was not taken at once."""

    code: str
    candidate: Mapping[str, Any]
    why: str


def recall(reader: Reader, provider: str, query: str) -> Answer | None:
    """What that provider answered to that query, or None if it was never asked."""
    t = s.geocode_answer
    row = reader.connection.execute(
        select(t).where(t.c.provider == provider, t.c.query == query)
    ).one_or_none()
    return None if row is None else Answer(*row)


def remember(writer: Writer, answer: Answer) -> None:
    """Keeps an answer in place of the one before."""
    t = s.geocode_answer
    writer.connection.execute(delete(t).where(t.c.provider == answer.provider, t.c.query == answer.query))
    row = {name: getattr(answer, name) for name in Answer.__slots__}
    writer.connection.execute(insert(t), [row])


def set_candidates(writer: Writer, code: str, candidates: Sequence[tuple[Mapping[str, Any], str]]) -> None:
    """Lets these (candidate, why it waits) wait for the point, in place of those before; none: nothing
    waits."""
    t = s.position_candidate
    writer.connection.execute(delete(t).where(t.c.code == code))
    rows = [
        {"code": code, "place": place, "candidate": dict(candidate), "why": why, "found_at": writer.now}
        for place, (candidate, why) in enumerate(candidates)
    ]
    if rows:
        writer.connection.execute(insert(t), rows)


def candidates(reader: Reader, code: str = "") -> list[WaitingCandidate]:
    """What waits, for one point if given, in the order of codes and as they were given."""
    t = s.position_candidate
    query = select(t.c.code, t.c.candidate, t.c.why).order_by(t.c.code, t.c.place)
    if code:
        query = query.where(t.c.code == code)
    return [WaitingCandidate(*row) for row in reader.connection.execute(query)]
