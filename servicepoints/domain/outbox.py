"""The law of what is sent into groups: states of a message, when it is tried again, how many a minute.

A message is claimed before it is sent. One whose sender was cut off, or got no answer, may be in the group or
not: nobody can know, so it is UNSURE and stays so until a person looks. A message that is missing can be sent
again; one that came twice cannot be taken back.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum


class MessageState(StrEnum):
    """WAITING to be sent, SENDING just now, SENT, STOPPED for good, or UNSURE whether it arrived."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    STOPPED = "stopped"
    UNSURE = "unsure"


STATE_WORDS: Mapping[MessageState, str] = {
    MessageState.WAITING: "等着发",
    MessageState.SENDING: "正在发",
    MessageState.SENT: "发出去了",
    MessageState.STOPPED: "停了",
    MessageState.UNSURE: "没把握",
}

MOST_A_MINUTE = 20
"""Messages that one robot takes in any minute."""
MINUTE = timedelta(minutes=1)

MOST_ATTEMPTS = 8
LOST_AFTER = timedelta(minutes=2)
"""A sender that claimed a message longer ago than this was cut off: an exchange takes seconds."""
GOOD_FOR = timedelta(hours=24)
"""So long after it was put in line a message may still be sent."""
KEPT = timedelta(days=90)
"""So long the outbox remembers what became of a message."""

_LONGEST = timedelta(minutes=30)


def again_after(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts (from 1): 1, 2, 4, 8, 16 minutes, then half an hour."""
    return min(_LONGEST, timedelta(minutes=2 ** (attempts - 1)))
