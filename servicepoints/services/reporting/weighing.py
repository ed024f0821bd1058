"""What follows from what was said at a door: for couriers, for the bureau, for whoever says too much."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from servicepoints.domain.doors import ENOUGH, MOST_REFUTED, REFUTED_FOR, Door, door_of
from servicepoints.domain.sightings import Saw, Voice, sources
from servicepoints.register import Writer, doors, sightings
from servicepoints.register.sightings import Sighting

REMEMBERED = timedelta(days=7)
"""So long what nobody answered is weighed."""
BURST = 6
BURST_WITHIN = timedelta(hours=1)
"""So many complaints of one door in that time, from hardly anybody, are no courier's."""
_BY_SOURCES = frozenset({Saw.SHUT, Saw.REFUSED})


def is_burst(said: Iterable[Sighting], voice: Voice) -> bool:
    """Whether with this word so many complain of a door within an hour, and they are one source or two."""
    lately = [s.voice for s in said if voice.at - s.voice.at < BURST_WITHIN and s.voice.saw is not Saw.OPEN]
    complaints = [*lately, voice]
    return voice.saw is not Saw.OPEN and len(complaints) >= BURST and sources(complaints) <= ENOUGH


def weighed(writer: Writer, code: str, today: Sequence[Sighting], new: Sighting) -> Door:
    """The facts of a door with a new word, and keeps them; what is held back counts for nothing."""
    now = writer.now
    standing = doors.get(writer, code)
    lately = sightings.unanswered(writer, code, now - REMEMBERED)
    heard = [s.voice for s in lately if not s.held]
    day = new.voice.day
    refuted = doors.counted(writer, [code], day - REFUTED_FOR)["refuted"]
    alone = refuted < MOST_REFUTED and not _spoke_before(today, new.voice, now)
    door = door_of(heard, standing, now, lone_counts=alone)
    if door != standing:
        doors.put(writer, code, door)
    if _refutes(new.voice, standing, door, heard):
        doors.count(writer, day, code, refuted=1)
    return door


def to_ask(lately: Sequence[Sighting], new: Sighting) -> list[int]:
    """The numbers of what the bureau is to be asked about now: the new word itself where it is one that needs
    no second, or is held back; a shut door, and who was not let in, once two sources of a day, or two days,
    have said so."""
    saw = new.voice.saw
    if saw is Saw.OPEN:
        return []
    if new.held or saw not in _BY_SOURCES:
        return [new.id]
    alike = [s for s in lately if s.voice.saw is saw]
    voices = [s.voice for s in alike]
    several = sources(voices) >= ENOUGH or len({v.day for v in voices}) > 1
    asked_before = any(s.due_at is not None for s in alike)
    return [s.id for s in alike] if several or asked_before else []


def counted_as(saw: Saw) -> str:
    """The name under which a word is counted, of `register.doors.COUNTED`."""
    names = {Saw.OPEN: "opened", Saw.SHUT: "shut", Saw.REFUSED: "refused"}
    return names.get(saw, "other")


def _spoke_before(today: Sequence[Sighting], voice: Voice, now: datetime) -> bool:
    """Whether that phone or network has had its word of a shut door today: one source alone is believed once
    a day."""
    return any(
        s.voice.saw is Saw.SHUT
        and (s.voice.device == voice.device or s.voice.network == voice.network)
        and (not s.is_open or (s.voice.until is not None and s.voice.until <= now))
        for s in today
    )


def _refutes(voice: Voice, before: Door, after: Door, heard: Iterable[Voice]) -> bool:
    """Whether a word that a door is open took back the lone word of another."""
    if voice.saw is not Saw.OPEN or before.seen(voice.at).shut_at is None or after.shut_at is not None:
        return False
    shut = [v for v in heard if v.saw is Saw.SHUT and v.until is not None and v.at <= voice.at < v.until]
    return sources(shut) == 1 and not any(v.same_phone(voice) for v in shut)
