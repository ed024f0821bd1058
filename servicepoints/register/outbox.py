"""The outbox: what is to be sent into groups, claimed before it is sent, and what became of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, literal, or_, select, update

from servicepoints.domain.digests import Form
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.outbox import GOOD_FOR, KEPT, LOST_AFTER, MINUTE, MOST_A_MINUTE, MessageState
from servicepoints.errors import NotFound
from servicepoints.register import schema as s
from servicepoints.register.listing import Tally
from servicepoints.register.transaction import Reader, Writer

_M, _R = s.outbox.c, s.robot.c
_WAITING, _SENDING = MessageState.WAITING.value, MessageState.SENDING.value
_OPEN = (MessageState.STOPPED.value, MessageState.UNSURE.value)


@dataclass(frozen=True, slots=True)
class Message:
    """One text for one robot: part of a batch, as it stands. What it says holds until `ends_at`."""

    id: int
    robot: int
    batch: str
    part: int
    text: str
    form: Form
    state: MessageState
    attempts: int
    due_at: datetime
    ends_at: datetime
    claimed_at: datetime | None
    settled_at: datetime | None
    note: str
    made_at: datetime
    made_by: str


def add(writer: Writer, robot: int, batch: str, texts: Sequence[str], form: Form, ends_at: datetime) -> bool:
    """Puts a notice in line, a message for each text; False if that batch is there already. Conflict where
    another does so at the same moment."""
    if has(writer, robot, batch):
        return False
    common = {
        "robot": robot, "batch": batch, "form": form.value, "state": _WAITING, "attempts": 0,
        "due_at": writer.now, "queued_at": writer.now, "ends_at": ends_at, "note": "",
        "made_at": writer.now, "made_by": writer.actor.name,
    }  # fmt: skip
    rows = [{**common, "part": part, "text": text} for part, text in enumerate(texts, 1)]
    writer.connection.execute(insert(s.outbox), rows)
    return True


def add_missed(writer: Writer, robot: int, batch: str, why: str) -> None:
    """Notes that a batch was not put in line, and why."""
    if add(writer, robot, batch, [""], Form.TEXT, writer.now):
        _stop(writer, (_M.robot == robot) & (_M.batch == batch), why)


def has(reader: Reader, robot: int, batch: str) -> bool:
    """Whether that batch was put in line."""
    known = select(_M.id).where(_M.robot == robot, _M.batch == batch)
    return reader.connection.execute(known).first() is not None


def tidy(writer: Writer) -> None:
    """What a cut-off sender left claimed is unsure; what waited too long is stopped."""
    lost = (_M.state == _SENDING) & (_M.claimed_at < writer.now - LOST_AFTER)
    unsure = {
        "state": MessageState.UNSURE.value, "settled_at": writer.now,
        "note": "发到一半程序断了，不知道群里收到没有",
    }  # fmt: skip
    writer.connection.execute(update(s.outbox).where(lost).values(**unsure))
    late = or_(_M.ends_at <= writer.now, _M.queued_at <= writer.now - GOOD_FOR)
    _stop(writer, (_M.state == _WAITING) & late, "过了时候，不再发。")


def heads(reader: Reader, now: datetime, robots: Collection[int] | None = None) -> list[tuple[int, int]]:
    """(message, robot) of those next in line that are due, one of each robot (of these, if given): a robot's
    messages go out in their order."""
    first = select(func.min(_M.id)).where(_M.state == _WAITING).group_by(_M.robot)
    query = select(_M.id, _M.robot).where(_M.id.in_(first), _M.due_at <= now).order_by(_M.due_at, _M.id)
    picked = query if robots is None else query.where(_M.robot.in_(robots))
    return [(row.id, row.robot) for row in reader.connection.execute(picked)]


def claim(writer: Writer, number: int, robot: int) -> Message | None:
    """Takes a message to send it; None if somebody else has it or another of that robot, if the robot had its
    most in a minute, or can be sent nothing. Whoever touches the robot's row first has the turn."""
    turn = update(s.robot).where(_R.id == robot, _R.removed_at.is_(None), _R.fault == "")
    if not writer.connection.execute(turn.values(claimed_at=writer.now)).rowcount:
        return None
    of_robot = select(func.count()).select_from(s.outbox).where(_M.robot == robot)
    if writer.connection.execute(of_robot.where(_M.state == _SENDING)).scalar_one():
        return None
    recent = of_robot.where(_M.claimed_at > writer.now - MINUTE)
    if writer.connection.execute(recent).scalar_one() >= MOST_A_MINUTE:
        return None
    due = (_M.id == number) & (_M.state == _WAITING) & (_M.due_at <= writer.now)
    taken = {"state": _SENDING, "claimed_at": writer.now, "attempts": _M.attempts + 1}
    if not writer.connection.execute(update(s.outbox).where(due).values(**taken)).rowcount:
        return None
    return find(writer, number)


def settle(
    writer: Writer, message: Message, state: MessageState, note: str, due_at: datetime | None = None
) -> bool:
    """Notes what became of a claimed message; WAITING is tried again from `due_at` on. False if it is no
    longer this claim's: an editor decided meanwhile."""
    mine = (_M.id == message.id) & (_M.attempts == message.attempts) & (_M.claimed_at == message.claimed_at)
    held = mine & _M.state.in_((_SENDING, MessageState.UNSURE.value))
    values: dict[str, Any] = {"state": state.value, "note": note, "settled_at": writer.now}
    if due_at is not None:
        values["due_at"] = due_at
    return bool(writer.connection.execute(update(s.outbox).where(held).values(**values)).rowcount)


def stop_all(writer: Writer, robot: int, why: str) -> None:
    """Stops what waits for a robot."""
    _stop(writer, (_M.robot == robot) & (_M.state == _WAITING), why)


def again(writer: Writer, number: int) -> bool:
    """Puts what was stopped or is unsure in line once more; False if it is neither, or no longer true."""
    stands = (_M.id == number) & _M.state.in_(_OPEN) & (_M.ends_at > writer.now)
    values = {"state": _WAITING, "attempts": 0, "due_at": writer.now, "queued_at": writer.now, "note": ""}
    return bool(writer.connection.execute(update(s.outbox).where(stands).values(**values)).rowcount)


def believe(writer: Writer, number: int, note: str) -> bool:
    """Counts what is unsure as sent; False if it is not unsure."""
    unsure = (_M.id == number) & (_M.state == MessageState.UNSURE.value)
    values = {"state": MessageState.SENT.value, "note": note, "settled_at": writer.now}
    return bool(writer.connection.execute(update(s.outbox).where(unsure).values(**values)).rowcount)


def cancel(writer: Writer, number: int, note: str) -> bool:
    """Stops one that waits; False if it does not."""
    return _stop(writer, (_M.id == number) & (_M.state == _WAITING), note)


def find(reader: Reader, number: int) -> Message:
    """The message with that id. NotFound."""
    row = reader.connection.execute(select(s.outbox).where(_M.id == number)).one_or_none()
    if row is None:
        raise NotFound("没有这一条，可能是很久以前的，已经删掉了")
    return _message(row)


def latest(reader: Reader, bureau: str | None, most: int) -> list[tuple[Message, str]]:
    """The latest messages of a bureau's robots (None: of all) with the robot's name, the last one first."""
    query = select(s.outbox, _R.name.label("robot_name")).join(s.robot, _R.id == _M.robot)
    query = query if bureau is None else query.where(_R.bureau == bureau)
    rows = reader.connection.execute(query.order_by(_M.id.desc()).limit(most))
    return [(_message(row), row.robot_name) for row in rows]


def counts(reader: Reader) -> dict[MessageState, int]:
    """How many there are in each state."""
    query = select(_M.state, func.count()).group_by(_M.state)
    return {MessageState(row[0]): row[1] for row in reader.connection.execute(query)}


def overdue(reader: Reader, before: datetime) -> tuple[int, datetime | None]:
    """How many still wait that were due before then, and when the first was."""
    waits = (_M.state == _WAITING) & (_M.due_at <= before)
    count, since = reader.connection.execute(select(func.count(), func.min(_M.due_at)).where(waits)).one()
    return count, since


def unsure(reader: Reader, bureau: str | None) -> Tally:
    """How many messages of a bureau's robots (None: of all) are unsure, and since when."""
    query = select(func.count(), func.min(_M.settled_at)).join(s.robot, _R.id == _M.robot)
    found = query.where(_M.state == MessageState.UNSURE.value)
    picked = found if bureau is None else found.where(_R.bureau == bureau)
    count, since = reader.connection.execute(picked).one()
    return Tally(count, since.astimezone(TIMEZONE) if since else None)


def forget_old(writer: Writer) -> None:
    """Forgets what was put in line long ago."""
    writer.connection.execute(delete(s.outbox).where(_M.made_at <= writer.now - KEPT))


def _stop(writer: Writer, which: Any, why: str) -> bool:
    values = {"state": MessageState.STOPPED.value, "settled_at": writer.now, "note": literal(why) + _M.note}
    return bool(writer.connection.execute(update(s.outbox).where(which).values(**values)).rowcount)


def _message(row: Row[Any]) -> Message:
    return Message(
        row.id, row.robot, row.batch, row.part, row.text, Form(row.form), MessageState(row.state),
        row.attempts, row.due_at, row.ends_at, row.claimed_at, row.settled_at, row.note, row.made_at,
        row.made_by,
    )  # fmt: skip
