"""Settling: who answers for a point has spoken, and what was said of it is over."""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum

from servicepoints.domain.door_answers import DoorAnswer
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.sightings import Saw
from servicepoints.register import Writer, doors, sightings


class Group(StrEnum):
    """What is answered together: a shut door, who was not let in, that a place is gone, the rest."""

    SHUT = "shut"
    REFUSED = "refused"
    GONE = "gone"
    OTHER = "other"


SAWS: Mapping[Group, frozenset[Saw]] = {
    Group.SHUT: frozenset({Saw.SHUT}),
    Group.REFUSED: frozenset({Saw.REFUSED}),
    Group.GONE: frozenset({Saw.GONE, Saw.MOVED}),
    Group.OTHER: frozenset({Saw.LACKS, Saw.POSITION, Saw.OTHER}),
}
GROUP_WORDS: Mapping[Group, str] = {
    Group.SHUT: "门关着", Group.REFUSED: "不让进", Group.GONE: "没有了或搬走了", Group.OTHER: "其他问题",
}  # fmt: skip
KEEPERS = SAWS[Group.SHUT] | SAWS[Group.OTHER]
"""What a keeper answers: whom one lets in, and whether a place is there at all, the bureau decides."""


def group_of(saw: Saw) -> Group:
    """The group that a word is answered in."""
    return next(group for group, saws in SAWS.items() if saw in saws)


def settle(
    writer: Writer, code: str, saws: Collection[Saw], answer: DoorAnswer, until: datetime | None = None
) -> int:
    """Answers all of these kinds that was said of a point; how many words. Couriers no longer read of it, and
    whether it came in time is counted."""
    asked = [s for s in sightings.waiting(writer, [code]) if s.voice.saw in saws]
    done = sightings.answer(writer, code, saws, answer, until)
    if not done:
        return 0
    standing = door = doors.get(writer, code)
    if Saw.SHUT in saws:
        door = door.not_shut()
    if Saw.REFUSED in saws or Saw.GONE in saws:
        door = door.not_doubted()
    if door != standing:
        doors.put(writer, code, door)
    late = sum(1 for s in asked if s.due_at is not None and s.due_at < writer.now)
    refuted = int(answer is DoorAnswer.OPEN_ALL_ALONG and Saw.SHUT in saws)
    day = writer.now.astimezone(TIMEZONE).date()
    doors.count(writer, day, code, in_time=len(asked) - late, late=late, refuted=refuted)
    return done
