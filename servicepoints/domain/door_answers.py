"""What a keeper or the bureau answers to what couriers said at a door, in words for who said it."""

from datetime import datetime
from enum import StrEnum

from servicepoints.domain.hours import TIMEZONE


class DoorAnswer(StrEnum):
    """REOPENED: it was shut and is open again. OPEN_ALL_ALONG: it never was shut. CLOSED_UNTIL: it is shut
    until a moment. CHANGED: what is written of it was mended. WITHDRAWN: it is no more. NO_MATTER: looked
    into, nothing to mend."""

    REOPENED = "reopened"
    OPEN_ALL_ALONG = "open_all_along"
    CLOSED_UNTIL = "closed_until"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    NO_MATTER = "no_matter"


ANSWER_WORDS = {
    DoorAnswer.REOPENED: "已恢复，现在开着",
    DoorAnswer.OPEN_ALL_ALONG: "一直开着，没有关门",
    DoorAnswer.CLOSED_UNTIL: "临时关门",
    DoorAnswer.CHANGED: "已经改好了",
    DoorAnswer.WITHDRAWN: "这个点撤了",
    DoorAnswer.NO_MATTER: "看过了，不用改",
}
ANSWERED_BY = {"keeper": "驿站负责人", "editor": "主办单位"}


def answer_words(answer: str, until: datetime | None) -> str:
    """The answer as its reporter reads it: 临时关门，9月14日18:00再开."""
    words = ANSWER_WORDS[DoorAnswer(answer)]
    if until is None or answer != DoorAnswer.CLOSED_UNTIL:
        return words
    at = until.astimezone(TIMEZONE)
    return f"{words}，{at.month}月{at.day}日{at.hour}:{at.minute:02d}再开"
