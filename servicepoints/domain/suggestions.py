"""Suggestions (推荐的点): a place that someone proposes, whose desk it comes to, and the words for it.

The position in one is that of a place, not of a person; who proposed it is not kept.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Who(StrEnum):
    """Who proposes it, as they say."""

    COURIER = "courier"
    MANAGER = "manager"
    RESIDENT = "resident"
    UNSAID = ""


class Outcome(StrEnum):
    """What became of it: WAITING, or made a point (ADDED), or it is one already (KNOWN), or not taken."""

    WAITING = ""
    ADDED = "added"
    KNOWN = "known"
    DECLINED = "declined"


WHO_WORDS: Mapping[Who, str] = {
    Who.COURIER: "快递、外卖小哥",
    Who.MANAGER: "网点负责人",
    Who.RESIDENT: "住附近的、路过的",
    Who.UNSAID: "没说是谁",
}

OUTCOME_WORDS: Mapping[Outcome, str] = {
    Outcome.WAITING: "收到了",
    Outcome.ADDED: "已经加上了",
    Outcome.KNOWN: "这个点已经有了",
    Outcome.DECLINED: "没有加",
}

NEIGHBOURS, NEIGHBOURS_M = 5, 3000.0
"""Whose the nearest points are, so many within so many metres, says whose a new one would be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A proposed place. Position in WGS-84 with its precision in metres, all three None where only an
    address is known; `amenities` are keys of what it is said to have.

    `bureau` is whose desk it lies on ("" for the city's); `source` tells those of one network address and
    day apart from others while it waits. What follows is the register's: `code` is the point that it became
    or is, `reason` why it was not taken.
    """

    name: str
    address: str = ""
    district: str = ""
    sub_district: str = ""
    latitude: float | None = None
    longitude: float | None = None
    precision_m: float | None = None
    amenities: tuple[str, ...] = ()
    hours: str = ""
    note: str = ""
    who: Who = Who.UNSAID
    bureau: str = ""
    source: str = ""
    id: int = 0
    created_at: datetime | None = None
    outcome: Outcome = Outcome.WAITING
    done_at: datetime | None = None
    code: str = ""
    reason: str = ""


def desk_of(neighbours: Sequence[str]) -> str:
    """The bureau on whose desk a place comes, by those of the points around it: that of more than half of
    them, else the city ("")."""
    if not neighbours:
        return ""
    bureau, count = Counter(neighbours).most_common(1)[0]
    return bureau if count * 2 > len(neighbours) else ""
