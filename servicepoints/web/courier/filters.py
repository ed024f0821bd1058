"""The filters of a list: read from the address and written back into it.

They live in the address so that a shared list keeps them; a courier's coordinates never do.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.arrival import is_late

MOST_DRAWN = 300
"""Cards of one group, or of a list in one row, that a page draws at most."""

NIGHT, MORNING = "night", "morning"
NIGHT_STARTS = time(23)
"""夜里还开着的 means: open at eleven in the evening."""
MORNING_STARTS = time(7)
PLANNED_DAYS = 14
"""So far ahead one may plan; a moment beyond, or one that is over, is now."""

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)", re.ASCII)
_DATED = re.compile(r"20\d\d-\d\d-\d\d[T ]\d\d:\d\d", re.ASCII)
_MORE = re.compile(r"([a-z]{1,10})-(\d{1,4})")


class More(NamedTuple):
    """The group of which more is wanted (`all`: a list in one row), and how many cards of it."""

    group: str = ""
    cards: int = 0


NO_MORE = More()


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is asked for. `needs` are amenity keys in the vocabulary's order; `every` lists open
    and closed alike by distance; `at` asks about another moment than now: NIGHT, MORNING, a time of day
    (21:30) or a day and time (2026-11-27T07:00); `more` asks for a longer group, and is forgotten by the next
    choice."""

    needs: tuple[str, ...] = ()
    every: bool = False
    at: str = ""
    more: More = NO_MORE

    def moment(self, now: datetime) -> datetime:
        """The moment they ask about: tonight at eleven (in the night itself, now), the next seven in the
        morning, the next time that it is so late, or that day and time; else now (aware)."""
        if self.at == NIGHT:
            return now if is_late(now) else _next(now, NIGHT_STARTS)
        if self.at == MORNING:
            return _next(now, MORNING_STARTS)
        if found := _CLOCK.fullmatch(self.at):
            return _next(now, time(int(found[1]), int(found[2])))
        return _planned(self.at, now)

    def parameters(self) -> dict[str, str]:
        """Their part of an address; nothing for what is the default."""
        said = {"need": ",".join(self.needs)} if self.needs else {}
        if self.every:
            said["open"] = "any"
        if self.at:
            said["at"] = self.at
        return said

    def address(self, path: str, **others: str) -> str:
        """The path with them as its query, and other parameters (q) in front."""
        query = urlencode({**others, **self.parameters()}, safe=",:")
        return f"{path}?{query}" if query else path

    def more_address(self, path: str, group: str, count: int, **others: str) -> str:
        """The same list with so many cards of one group, beginning at that group."""
        address = self.address(path, **others)
        return f"{address}{'&' if '?' in address else '?'}more={group}-{count}#{group}"

    @property
    def point_query(self) -> str:
        """What a link to a point carries on: the needs and the moment, so that its page answers for the same
        room at the same time."""
        return replace(self, every=False).address("")

    def with_need(self, key: str, vocabulary: Vocabulary) -> "Filters":
        """The same with one need turned over."""
        wanted = set(self.needs) ^ {key}
        return replace(self, needs=tuple(k for k in vocabulary if k in wanted), more=NO_MORE)


def read_filters(arguments: Mapping[str, str], vocabulary: Vocabulary) -> Filters:
    """The filters of a query string. What we do not know (a need of a later version, a typing error) is
    left out: an old link in a group must still lead to a list, and the chips show what it was asked for."""
    wanted = {key.strip() for key in arguments.get("need", "").split(",")}
    return Filters(
        needs=tuple(key for key in vocabulary if key in wanted),
        every=arguments.get("open") == "any",
        at=_at(arguments.get("at", "").strip()),
        more=_more(arguments.get("more", "")),
    )


def _at(said: str) -> str:
    """The moment of an address, "" for what is none."""
    known = said in (NIGHT, MORNING) or _CLOCK.fullmatch(said) or _DATED.fullmatch(said)
    return said.replace("：", ":").replace(" ", "T") if known else ""


def _next(now: datetime, when: time) -> datetime:
    """The next time that it is so late; this minute counts."""
    found = now.replace(hour=when.hour, minute=when.minute, second=0, microsecond=0)
    return found if found >= now.replace(second=0, microsecond=0) else found + timedelta(days=1)


def _planned(said: str, now: datetime) -> datetime:
    """That day and time if it is one to plan for, else now."""
    try:
        found = datetime.fromisoformat(said).replace(tzinfo=now.tzinfo)
    except ValueError:
        return now
    return found if now < found <= now + timedelta(days=PLANNED_DAYS) else now


def _more(said: str) -> More:
    found = _MORE.fullmatch(said)
    return More(found[1], min(int(found[2]), MOST_DRAWN)) if found else NO_MORE
