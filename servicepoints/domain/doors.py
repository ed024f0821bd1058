"""A door as couriers found it lately: facts with the moment at which each is over, judged when they are read.

A shut door is an event and no edit: it expires by itself, so nobody has to take it back. Time is an argument.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.sightings import ENDS_A_PLACE, Near, Saw, Voice, distinct, sources

DOUBTED_FOR = timedelta(days=7)
"""So long a place stays doubtful that two said is gone, or that let two not in, unless somebody answers."""
ENOUGH = 2
"""Sources that are believed whatever was said before."""
SAID_FOR = timedelta(days=1)
"""So long two words of a shut door belong together."""
REFUTED_FOR = timedelta(days=14)
MOST_REFUTED = 3
"""Where so many lone words of a shut door were refuted in that time, one alone is no longer shown."""


@dataclass(frozen=True, slots=True)
class SeenDoor:
    """What of a door holds at one moment: since when it is said to be shut, whether couriers disagree, and
    the day on which one last found it open."""

    shut_at: datetime | None = None
    disputed: bool = False
    confirmed_on: date | None = None

    @property
    def doubtful(self) -> bool:
        """Whether nobody can count on its being open, whatever the schedule says."""
        return self.disputed or self.shut_at is not None

    @property
    def calm(self) -> "SeenDoor":
        """The same without what is over in hours, where that is said beside it."""
        return SeenDoor(confirmed_on=self.confirmed_on) if self.doubtful else self


@dataclass(frozen=True, slots=True)
class Door:
    """The facts, as they are published. `shut_until` and `doubted_until` say when each is over; `disputed`:
    somebody found it open after another had found it shut."""

    confirmed_at: datetime | None = None
    shut_at: datetime | None = None
    shut_until: datetime | None = None
    disputed: bool = False
    doubted_at: datetime | None = None
    doubted_until: datetime | None = None

    def seen(self, at: datetime) -> SeenDoor:
        """What holds at a moment (aware)."""
        shut = _holds(self.shut_at, self.shut_until, at)
        doubted = _holds(self.doubted_at, self.doubted_until, at)
        confirmed = self.confirmed_at
        return SeenDoor(
            shut_at=self.shut_at if shut else None,
            disputed=doubted or (shut and self.disputed),
            confirmed_on=None if confirmed is None else confirmed.astimezone(TIMEZONE).date(),
        )

    @property
    def alarming(self) -> bool:
        """Whether it may make a point doubtful at some moment."""
        return self.shut_at is not None or self.doubted_at is not None

    def not_shut(self) -> "Door":
        """The facts after somebody who answers for the point has spoken of its being shut."""
        return replace(self, shut_at=None, shut_until=None, disputed=False)

    def not_doubted(self) -> "Door":
        """The same of its being gone, or of who is not let in."""
        return replace(self, doubted_at=None, doubted_until=None)


NOBODY_CAME = Door()
NOTHING_SEEN = SeenDoor()


def expiry(at: datetime, hours: timedelta, opens_at: datetime | None) -> datetime:
    """When a word of a shut door is over: after so long, or when the door is next due to open."""
    end = at + hours
    return end if opens_at is None or opens_at <= at else min(end, opens_at)


def door_of(voices: Iterable[Voice], standing: Door, now: datetime, *, lone_counts: bool) -> Door:
    """The facts that follow from what was said and not answered, over those that stand.

    The last word of each phone counts. A shut door is shown on the word of one, unless its phone said that it
    was far away or such words were refuted before (`lone_counts`); on the words of two sources whatever was
    before. As many sources that found it open since take it back; fewer make it disputed. That a place is
    gone, or let nobody in, needs two.
    """
    said = list(voices)
    opened = [v.at for v in said if v.saw is Saw.OPEN]
    confirmed = max([*opened, *filter(None, [standing.confirmed_at])], default=None)
    door = _shut_door(said, now, lone_counts=lone_counts)
    doubts = ([v for v in said if v.saw in ENDS_A_PLACE], [v for v in said if v.saw is Saw.REFUSED])
    if any(sources(doubt) >= ENOUGH for doubt in doubts):
        latest = max(v.at for doubt in doubts for v in doubt)
        return replace(door, confirmed_at=confirmed, doubted_at=latest, doubted_until=latest + DOUBTED_FOR)
    return replace(
        door,
        confirmed_at=confirmed,
        doubted_at=standing.doubted_at,
        doubted_until=standing.doubted_until,
    )


def _shut_door(said: list[Voice], now: datetime, *, lone_counts: bool) -> Door:
    """Whoever speaks last is believed, unless outnumbered: of all that found it shut within a day, against
    those that found it open since the last of them came (who says the same again is not another)."""
    opened = [v for v in said if v.saw is Saw.OPEN]
    shut = [
        v
        for v in said
        if v.saw is Saw.SHUT
        and now - v.at < SAID_FOR
        and not any(o.same_phone(v) and o.at >= v.at for o in opened)
    ]
    live = [(v, v.until) for v in shut if v.until is not None and now < v.until]
    if not live:
        return NOBODY_CAME
    believed = distinct(shut)
    alone = len(believed) < ENOUGH
    if alone:  # who says the same again makes it last no longer
        live = [one for one in live if one[0] in believed]
    if not live or (alone and not (lone_counts and any(v.near is not Near.FAR for v, _ in live))):
        return NOBODY_CAME
    against = sources(o for o in opened if o.at >= max(v.at for v in believed))
    if against >= len(believed):
        return NOBODY_CAME
    return Door(
        shut_at=max(v.at for v, _ in live),
        shut_until=max(until for _, until in live),
        disputed=against > 0,
    )


def _holds(at: datetime | None, until: datetime | None, now: datetime) -> bool:
    """From the minute in which it was said: who asks what holds now asks to the minute."""
    return at is not None and until is not None and at.replace(second=0, microsecond=0) <= now < until
