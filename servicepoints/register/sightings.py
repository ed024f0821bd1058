"""What couriers said at doors, and who answered it.

Of a network and of a phone only digests come here, and those go with their day.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, or_, select, update

from servicepoints.domain.pins import Pin
from servicepoints.domain.sightings import Near, Rider, Saw, Voice
from servicepoints.domain.wording import NO_SUCH_POINT
from servicepoints.errors import NotFound
from servicepoints.register import schema as s
from servicepoints.register.conditions import NOT_WITHDRAWN
from servicepoints.register.listing import of_bureau
from servicepoints.register.loading import chunks
from servicepoints.register.transaction import Reader, Writer

_T = s.sighting.c
_UNANSWERED = _T.answered_at.is_(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One thing said at the door of a point. `lacks`: keys of amenities; `words`: what was written, with
    nobody's number in it; `pin`: where the door really is, as marked on a map (WGS-84); `digest`: of the
    token of its page; `held`: kept back until a person looks; `due_at`: by when it is to be answered (None:
    nobody was asked yet). `answer` is one of `domain.door_answers`, "" while there is none; `answered_by` the
    kind of who gave it."""

    code: str
    voice: Voice
    rider: Rider = Rider.UNSAID
    lacks: tuple[str, ...] = ()
    words: str = ""
    pin: Pin | None = None
    digest: str = ""
    held: bool = False
    due_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: str = ""
    answer: str = ""
    answer_until: datetime | None = None
    id: int = 0

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it."""
        return self.answered_at is None


def lock(writer: Writer, code: str) -> None:
    """Lets nobody else say anything of that point until this transaction ends. NotFound."""
    row = writer.connection.execute(
        select(s.point.c.code).where(s.point.c.code == code).with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound(NO_SUCH_POINT)


def add(writer: Writer, said: Sighting) -> Sighting:
    """Keeps it; the same with its number. Conflict if its digest stands already."""
    voice = said.voice
    row = {
        "code": said.code,
        "saw": voice.saw.value,
        "rider": said.rider.value,
        "lacks": ",".join(said.lacks),
        "words": said.words,
        "near": voice.near.value,
        "pin_latitude": said.pin[0] if said.pin else None,
        "pin_longitude": said.pin[1] if said.pin else None,
        "at": voice.at,
        "day": voice.day,
        "until": voice.until,
        "device": voice.device,
        "network": voice.network,
        "digest": said.digest,
        "held": said.held,
        "due_at": said.due_at,
        "answered_by": "",
        "answer": "",
    }
    number = writer.connection.execute(insert(s.sighting).values(row)).inserted_primary_key
    return replace(said, id=number[0] if number else 0)


def by_digest(reader: Reader, digest: str) -> Sighting | None:
    """The one whose page's token has that digest, or None."""
    found = _found(reader, _T.digest == digest)
    return found[0] if found else None


def unanswered(reader: Reader, code: str, since: datetime) -> list[Sighting]:
    """What was said of a point from a moment on and nobody answered, oldest first."""
    return _found(reader, _T.code == code, _UNANSWERED, _T.at >= since)


def said_on(reader: Reader, code: str, day: date) -> list[Sighting]:
    """All that was said of a point under one day's key, answered or not, oldest first."""
    return _found(reader, _T.code == code, _T.day == day)


def latest(reader: Reader, code: str, limit: int) -> list[Sighting]:
    """What was last said of a point, the latest first."""
    query = select(s.sighting).where(_T.code == code).order_by(_T.at.desc(), _T.id.desc()).limit(limit)
    return [_sighting(row) for row in reader.connection.execute(query)]


def waiting(reader: Reader, codes: Collection[str]) -> list[Sighting]:
    """What somebody was asked to answer of these points and nobody has, oldest first."""
    found: list[Sighting] = []
    for chunk in chunks(codes):
        found += _found(reader, _UNANSWERED, _T.due_at.is_not(None), _T.code.in_(chunk))
    return found


def ask(writer: Writer, numbers: Collection[int], due_at: datetime) -> int:
    """Puts these before the bureau, to be answered by then; how many were not yet."""
    fresh = _T.id.in_(numbers) & _T.due_at.is_(None) & _UNANSWERED
    return writer.connection.execute(update(s.sighting).where(fresh).values(due_at=due_at)).rowcount


def answer(writer: Writer, code: str, saws: Iterable[Saw], words: str, until: datetime | None = None) -> int:
    """Answers all that was said of such kinds of a point and nobody answered; how many."""
    values = {
        "answered_at": writer.now,
        "answered_by": writer.actor.kind,
        "answer": words,
        "answer_until": until,
    }
    wanted = (_T.code == code) & _UNANSWERED & _T.saw.in_([saw.value for saw in saws])
    return writer.connection.execute(update(s.sighting).where(wanted).values(values)).rowcount


def forget(writer: Writer, before: date, erased_before: date) -> tuple[int, int]:
    """Drops the digests of what was said before a day, and all that was said before another; how many of
    each. What was counted of them stays."""
    told_apart = (_T.day < before) & or_(_T.device != "", _T.network != "")
    dropped = writer.connection.execute(
        update(s.sighting).where(told_apart).values(device="", network="")
    ).rowcount
    erased = writer.connection.execute(delete(s.sighting).where(_T.day < erased_before)).rowcount
    return dropped, erased


@dataclass(frozen=True, slots=True)
class Waiting:
    """One word that waits for an answer: of which point, where that stands, since when and by when."""

    code: str
    district: str
    sub_district: str
    saw: Saw
    at: datetime
    due_at: datetime


def waiting_of(reader: Reader, bureau: str | None) -> list[Waiting]:
    """What waits for a bureau (None: for all), oldest first; of withdrawn points nothing does."""
    p = s.point.c
    query = select(_T.code, p.district, p.sub_district, _T.saw, _T.at, _T.due_at)
    query = query.join(s.point, _T.code == p.code).where(
        _UNANSWERED, _T.due_at.is_not(None), of_bureau(bureau), NOT_WITHDRAWN
    )
    rows = reader.connection.execute(query.order_by(_T.at, _T.id))
    return [
        Waiting(row.code, row.district, row.sub_district, Saw(row.saw), row.at, row.due_at) for row in rows
    ]


def _found(reader: Reader, *wanted: ColumnElement[bool]) -> list[Sighting]:
    query = select(s.sighting).where(*wanted).order_by(_T.at, _T.id)
    return [_sighting(row) for row in reader.connection.execute(query)]


def _sighting(row: Row[Any]) -> Sighting:
    voice = Voice(Saw(row.saw), row.at, row.day, row.device, row.network, row.until, Near(row.near))
    return Sighting(
        code=row.code,
        voice=voice,
        rider=Rider(row.rider),
        lacks=tuple(row.lacks.split(",")) if row.lacks else (),
        words=row.words,
        pin=None if row.pin_latitude is None else (row.pin_latitude, row.pin_longitude),
        digest=row.digest,
        held=row.held,
        due_at=row.due_at,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
        answer=row.answer,
        answer_until=row.answer_until,
        id=row.id,
    )
