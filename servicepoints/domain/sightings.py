"""What couriers say at a door, and how many of them surely are different people.

Nobody signs in, so nothing here knows a person. A phone is known by a number that its browser keeps for a
day, a network by its address; of both there are only digests under a key of that day (`services.reporting`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Saw(StrEnum):
    """What a courier found."""

    OPEN = "open"
    SHUT = "shut"
    REFUSED = "refused"
    MOVED = "moved"
    GONE = "gone"
    LACKS = "lacks"
    POSITION = "position"
    OTHER = "other"


class Rider(StrEnum):
    """What who was not let in carries; UNSAID where nobody asked."""

    UNSAID = ""
    PARCEL = "parcel"
    FOOD = "food"
    OTHER = "other"


class Near(StrEnum):
    """Whether who spoke stood at the door, as far as the phone said; UNSAID is no reason for doubt."""

    UNSAID = ""
    DOOR = "door"
    FAR = "far"


AT_THE_DOOR_M = 300
"""Metres (straight, the phone's own inaccuracy taken off) within which one counts as standing at the door."""

ENDS_A_PLACE = frozenset({Saw.GONE, Saw.MOVED})
"""One word of these goes before the bureau at once."""

SAW_WORDS = {
    Saw.OPEN: "开着，没问题", Saw.SHUT: "门关着", Saw.REFUSED: "不让进", Saw.MOVED: "搬走了",
    Saw.GONE: "没有了", Saw.LACKS: "说有的没有", Saw.POSITION: "位置不对", Saw.OTHER: "其他问题",
}  # fmt: skip
RIDER_WORDS = {Rider.PARCEL: "快递", Rider.FOOD: "外卖", Rider.OTHER: "其他", Rider.UNSAID: "没说"}


@dataclass(frozen=True, slots=True)
class Voice:
    """One thing said at a door. `until`: when SHUT, when it is over by itself. `device` and `network` are
    digests of that `day` ("" once they are dropped), which tell voices of one day apart and no others."""

    saw: Saw
    at: datetime
    day: date
    device: str = ""
    network: str = ""
    until: datetime | None = None
    near: Near = Near.UNSAID

    def same_phone(self, other: "Voice") -> bool:
        """Whether it surely is the same phone."""
        return bool(self.device) and (self.day, self.device) == (other.day, other.device)


def distinct(voices: Iterable[Voice]) -> list[Voice]:
    """The first word of each source among these voices, as far as they surely are different sources.

    What "independent" can honestly mean without an account: another phone on another network. Whoever empties
    a browser is another phone at once, but not another network; whoever goes from the shop's Wi-Fi to the
    mobile network is another network, but not another phone. So a voice counts only if neither its phone nor
    its network was counted. Two couriers behind one address of their carrier count as one: that errs towards
    not believing, and costs them a second report, never a place its visitors. Digests of two days cannot be
    compared, so voices of two days count no more than those of the better day: nobody becomes two at
    midnight.
    """
    days: dict[date, tuple[set[str], set[str], list[Voice]]] = {}
    for voice in sorted(voices, key=lambda v: v.at):
        devices, networks, counted = days.setdefault(voice.day, (set(), set(), []))
        if voice.device not in devices and voice.network not in networks:
            devices.add(voice.device)
            networks.add(voice.network)
            counted.append(voice)
    # of two days alike the later
    return max((counted for _, (*_, counted) in sorted(days.items(), reverse=True)), key=len, default=[])


def sources(voices: Iterable[Voice]) -> int:
    """How many of these voices surely come from different sources: see `distinct`."""
    return len(distinct(voices))
