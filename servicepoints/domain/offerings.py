"""Offerings (活动, 服务) and their sessions (场次): what can be booked at a point, and when.

An offering belongs to a point, or to a space of it. Only one with the channel `here` that everyone is welcome
at has places that this site can know; of the others the page says how they are booked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from servicepoints.domain.points import Channel


class OfferingKind(StrEnum):
    """An activity (活动) is joined (报名), a service (服务) is booked (预约)."""

    ACTIVITY = "activity"
    SERVICE = "service"


class Category(StrEnum):
    """The part of a courier's life that it serves: the bulletin's three, and three more."""

    POLITICAL = "political"
    CULTURAL = "cultural"
    DAILY = "daily"
    TRAINING = "training"
    COMFORT = "comfort"
    VOLUNTEERING = "volunteering"


class Welcome(StrEnum):
    """Who may book: everyone, or only the companies that the bureau invited (限受邀企业)."""

    EVERYONE = "everyone"
    INVITED = "invited"


class Bookers(StrEnum):
    """Who may take places in a session on this site: the public, only the desk for others, nobody."""

    PUBLIC = "public"
    DESK = "desk"
    NOBODY = "nobody"


class SessionState(StrEnum):
    """Whether it takes place."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offering:
    """What is offered. `point` is the point's code, `space` the name of one of its spaces or "".

    `how` are the bureau's own words on booking through another channel, or on places it knows of, true on
    `how_date`. `id` and `revision` are 0 until the register has stored it.
    """

    title: str
    point: str
    kind: OfferingKind = OfferingKind.ACTIVITY
    category: Category = Category.DAILY
    space: str = ""
    description: str = ""
    welcome: Welcome = Welcome.EVERYONE
    channel: Channel = Channel.HERE
    phone: str = ""
    link: str = ""
    how: str = ""
    how_date: date | None = None
    id: int = 0
    revision: int = 0

    @property
    def has_places(self) -> bool:
        """Whether its sessions have places that this site counts."""
        return self.channel is Channel.HERE

    @property
    def open_to_all(self) -> bool:
        """Whether the public may book it on this site."""
        return self.has_places and self.welcome is Welcome.EVERYONE


def offering_of(said: Mapping[str, Any], point: str) -> Offering:
    """The offering of plain values by the names of its fields, at a point (its code)."""
    return Offering(
        title=said["title"],
        point=point,
        kind=OfferingKind(said["kind"]),
        category=Category(said["category"]),
        space=said["space"],
        description=said["description"],
        welcome=Welcome(said["welcome"]),
        channel=Channel(said["channel"]),
        phone=said["phone"],
        link=said["link"],
        how=said["how"],
        how_date=said.get("how_date"),
        id=said.get("id", 0),
        revision=said.get("revision", 0),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One dated occurrence (all moments aware).

    `capacity` is None where the site does not count places. One booking takes at most `most` of them; at most
    `queue` places may be waited for. Booking opens at `opens_at` (at once, if None) and ends at `closes_at`,
    or `notice` before the start if that is earlier.
    """

    starts_at: datetime
    ends_at: datetime
    offering: int = 0
    capacity: int | None = None
    most: int = 1
    queue: int = 0
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    notice: timedelta = timedelta(0)
    state: SessionState = SessionState.PLANNED
    reason: str = ""
    moved_from: datetime | None = None
    series: str = ""
    code: str = ""
    revision: int = 0

    @property
    def closing(self) -> datetime:
        """The moment from which nobody can book any more."""
        latest = self.starts_at - self.notice
        return latest if self.closes_at is None else min(latest, self.closes_at)
