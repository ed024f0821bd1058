"""Sending what is due: each message claimed in one transaction, sent, and settled in another.

A crash in between leaves it claimed; nothing sends it again by itself. So a message is in the group at most
once for each time that a person or the calendar wanted it there; whether a cut-off one is there, a person has
to look.
"""

from collections.abc import Collection
from dataclasses import dataclass
from time import monotonic

from servicepoints.domain.outbox import MOST_ATTEMPTS, MessageState, again_after
from servicepoints.register import Actor, Register, outbox, pulses, robots
from servicepoints.register.outbox import Message
from servicepoints.sharing.outgoing import SECONDS
from servicepoints.sharing.wecom import Fate, Outcome, send

SENDER = Actor("machine", "outbox")
PULSE = "digest"
"""The round of `digest --send`, as the register remembers it."""

_STATES = {
    Fate.SENT: MessageState.SENT,
    Fate.REFUSED: MessageState.STOPPED,
    Fate.DEAD: MessageState.STOPPED,
    Fate.UNSURE: MessageState.UNSURE,
}


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did: so many messages were sent, put off, stopped, are unsure; `left` wait."""

    sent: int = 0
    later: int = 0
    stopped: int = 0
    unsure: int = 0
    left: int = 0


def send_due(
    register: Register, hosts: Collection[str], patience: float, only: Collection[int] | None = None
) -> Round:
    """Sends what is due (to these robots, if given) until nothing is, or for `patience` seconds and the
    exchange that is under way then. `hosts` are allowed besides the official one. RegisterAway; SettingError
    for a data key that does not open the addresses."""
    until = monotonic() + patience
    done: list[MessageState] = []
    with register.write(SENDER) as writer:
        outbox.tidy(writer)
    while monotonic() < until and (claimed := _claimed(register, only)):
        message, address = claimed
        outcome = send(address, message.text, message.form, hosts, SECONDS)
        done.append(_settle(register, message, outcome))
    with register.read() as reader:
        left = outbox.counts(reader).get(MessageState.WAITING, 0)
    return Round(
        sent=done.count(MessageState.SENT),
        later=done.count(MessageState.WAITING),
        stopped=done.count(MessageState.STOPPED),
        unsure=done.count(MessageState.UNSURE),
        left=left,
    )


def beat(register: Register) -> None:
    """Remembers that cron's round is made now."""
    with register.write(SENDER) as writer:
        pulses.beat(writer, PULSE)


def _claimed(register: Register, only: Collection[int] | None) -> tuple[Message, str] | None:
    """A message that is ours to send now, with the address that it goes to; an address that cannot be opened
    (SettingError) leaves it unclaimed."""
    with register.read() as reader:
        heads = outbox.heads(reader, register.now(), only)
    for number, robot in heads:
        with register.write(SENDER) as writer:
            message = outbox.claim(writer, number, robot)
            address = robots.address(writer, robot) if message else ""
        if message is not None:
            return message, address
    return None


def _settle(register: Register, message: Message, outcome: Outcome) -> MessageState:
    state, due_at, words = _STATES.get(outcome.fate, MessageState.WAITING), None, outcome.words
    with register.write(SENDER) as writer:
        if state is MessageState.WAITING and message.attempts >= MOST_ATTEMPTS:
            state, words = MessageState.STOPPED, f"试了{message.attempts}次都没发成：{words}"
        elif state is MessageState.WAITING:
            due_at = writer.now + again_after(message.attempts)
        outbox.settle(writer, message, state, words, due_at)
        if outcome.fate is Fate.DEAD:
            robots.blame(writer, message.robot, words)
            outbox.stop_all(writer, message.robot, words)
    return state
