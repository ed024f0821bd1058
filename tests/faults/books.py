"""Whether all that was told is true, and the books balance: asked of the register itself, between two faults.

Every broken law is one sentence; none means that nothing was lost and nothing is half done.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, distinct, func, select, text

from servicepoints.domain.bookings import BookingState, News
from servicepoints.register import bookings, feed, offerings
from servicepoints.register import schema as s
from servicepoints.register.bookings import Booking
from servicepoints.register.transaction import Reader
from servicepoints.services.tokens import digest
from tests.faults.ground import Ground
from tests.faults.journal import Told

BATCHES = ("示例批站", "示例双批站")


def broken(ground: Ground, told: Told) -> list[str]:
    """The laws that are broken. The client rests meanwhile."""
    with ground.register.read() as reader:
        return list(broken_in(reader, ground, told))


def broken_in(reader: Reader, ground: Ground, told: Told) -> Iterator[str]:
    """The same of what one transaction sees."""
    yield from _bookings(reader, told)
    for session in {*ground.sessions, *told.asked.values()}:
        yield from of_session(reader, session)
    yield from _edits(reader, told)
    yield from _imports(reader, told)
    yield from _feed(reader)
    if ground.is_file:
        yield from _file(reader)


def _bookings(reader: Reader, told: Told) -> Iterator[str]:
    """Every acknowledged booking and cancellation stands, nothing that was refused does, and nothing that
    nobody asked for."""
    rows = reader.connection.execute(select(s.booking.c.digest, s.booking.c.state, s.booking.c.session)).all()
    standing = {row.digest: (BookingState(row.state), row.session) for row in rows}
    by_digest = {digest(token): token for token in told.asked}
    for token in told.booked:
        state, session = standing.get(digest(token), (None, ""))
        if state is None:
            yield f"an acknowledged booking is lost: {token}"
        elif session != told.asked[token]:
            yield f"a booking stands in another session: {token}"
        elif token in told.cancelled and state is not BookingState.CANCELLED:
            yield f"an acknowledged cancellation is lost: {token}"
        elif token not in told.doubtful and state is BookingState.CANCELLED:
            yield f"a booking was cancelled that nobody cancelled: {token}"
    for token in told.refused:
        if digest(token) in standing:
            yield f"a booking stands that was refused: {token}"
    ours = {one for one, (_, session) in standing.items() if session in set(told.asked.values())}
    for one in ours - by_digest.keys():
        yield f"a booking that nobody asked for: {one}"


def of_session(reader: Reader, session: str) -> Iterator[str]:
    """The counts are the sums, nothing is oversold, and who waits waits in turn for want of a place."""
    now = offerings.standing(reader, session)
    every = bookings.of_session(reader, session)
    held, waiting = _in(every, BookingState.CONFIRMED), _in(every, BookingState.WAITING)
    capacity, queue = now.taken.capacity, now.session.queue
    if now.taken.taken != sum(one.places for one in held):
        yield f"{session}: {now.taken.taken} are taken, {len(held)} are held"
    if now.taken.waiting != sum(one.places for one in waiting):
        yield f"{session}: {now.taken.waiting} wait, {len(waiting)} stand in line"
    if capacity is not None and now.taken.taken > capacity:
        yield f"{session}: oversold, {now.taken.taken} of {capacity}"
    if now.taken.waiting > queue:
        yield f"{session}: {now.taken.waiting} wait in a line of {queue}"
    if waiting and capacity is not None and now.taken.taken < capacity:
        yield f"{session}: {len(waiting)} wait while {capacity - now.taken.taken} are free"
    promoted = [one.turn for one in held if one.news is News.PROMOTED]
    if promoted and waiting and max(promoted) > min(one.turn for one in waiting):
        yield f"{session}: someone was promoted past another in line"


def _in(every: list[Booking], state: BookingState) -> list[Booking]:
    return [one for one in every if one.state is state]


def _edits(reader: Reader, told: Told) -> Iterator[str]:
    """What stands is the last edit that was acknowledged, or a later one of which nobody knows; each
    acknowledged one is in the history."""
    for code, texts in told.edits.items():
        said = reader.connection.execute(
            select(s.point.c.parking_note).where(s.point.c.code == code)
        ).scalar_one()
        if any(done for _, done in texts) and said not in _possible(texts):
            yield f"{code} says {said}, and not one of {sorted(_possible(texts))}"
    kept = {
        (row.code, row.revision)
        for row in reader.connection.execute(select(s.revision.c.code, s.revision.c.revision))
    }
    for code, revision in told.revisions:
        if (code, revision) not in kept:
            yield f"the history of {code} has no revision {revision}"


def _possible(texts: list[tuple[str, bool]]) -> set[str]:
    last = max((i for i, (_, done) in enumerate(texts) if done), default=0)
    return {text for text, _ in texts[last:]}


def _imports(reader: Reader, told: Told) -> Iterator[str]:
    """All rows of a batch say the same, and what an acknowledged import said or a later one."""
    for name in BATCHES:
        query = select(s.point.c.parking_note, func.count()).where(s.point.c.name.startswith(name))
        found = reader.connection.execute(query.group_by(s.point.c.parking_note)).all()
        if len(found) > 1:
            yield f"a half import: {[tuple(row) for row in found]}"
        elif found and found[0][1] % 40:
            yield f"{name}: {found[0][1]} points of 40"
        elif name == BATCHES[0] and any(done for _, done in told.imports) and not _stands(found, told):
            yield f"an acknowledged import is lost: it says {found[0][0]}"


def _stands(found: Sequence[Row[Any]], told: Told) -> bool:
    return bool(found) and found[0][0] in _possible(told.imports)


def _feed(reader: Reader) -> Iterator[str]:
    """Change numbers have no gap: a catalogue that follows them misses nothing."""
    numbers = select(func.count(distinct(s.change.c.n)), func.max(s.change.c.n))
    there, highest = reader.connection.execute(numbers).one()
    if not there == highest == feed.latest(reader):
        yield f"the feed is at {feed.latest(reader)}, its last change is {highest}, {there} are there"


def _file(reader: Reader) -> Iterator[str]:
    for check in ("integrity_check", "foreign_key_check"):
        said = reader.connection.execute(text(f"PRAGMA {check}")).fetchall()
        if said and tuple(said[0]) != ("ok",):
            yield f"SQLite's {check}: {[tuple(row) for row in said[:3]]}"
