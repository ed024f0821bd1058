"""Looking: who said something comes back and reads what was answered; the address of the page is its key."""

from dataclasses import dataclass

from servicepoints.domain.door_answers import ANSWERED_BY, answer_words
from servicepoints.domain.doors import Door
from servicepoints.domain.roles import Account
from servicepoints.errors import NotFound
from servicepoints.register import Register, doors, sightings
from servicepoints.register.sightings import Sighting
from servicepoints.services.owning import own_point
from servicepoints.services.tokens import digest

__all__ = ["Report", "Sighting", "latest", "look"]

MOST_SHOWN = 30

_GONE = "没有这条反馈：可能过了保存的日子，或者链接抄漏了"


@dataclass(frozen=True, slots=True)
class Report:
    """What was said, how the door stands with all that was said of it, and the answer in words with who gave
    it ("" while there is none)."""

    said: Sighting
    door: Door
    answer: str
    by: str


def look(register: Register, token: str) -> Report:
    """The word whose page has that token. NotFound."""
    with register.read() as reader:
        said = sightings.by_digest(reader, digest(token))
        if said is None:
            raise NotFound(_GONE)
        door = doors.get(reader, said.code)
    return _report(said, door)


def latest(register: Register, account: Account, code: str) -> list[Report]:
    """What was last said at the door of a point of theirs, the latest first. NotFound, NotAllowed."""
    with register.read() as reader:
        own_point(reader, account, code)
        door = doors.get(reader, code)
        return [_report(said, door) for said in sightings.latest(reader, code, MOST_SHOWN)]


def _report(said: Sighting, door: Door) -> Report:
    if said.is_open:
        return Report(said, door, "", "")
    return Report(
        said, door, answer_words(said.answer, said.answer_until), ANSWERED_BY.get(said.answered_by, "")
    )
