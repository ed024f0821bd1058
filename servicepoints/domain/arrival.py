"""Arrival: not "is it open now" but "will it be open when I get there, and for how long" (骑到能歇40分钟)."""

from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil
from operator import itemgetter

from servicepoints.domain.doors import Door
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.point_hours import PointHours
from servicepoints.domain.timeline import Timeline, is_open

_NO_END = 1440
_LATE, _EARLY = 22, 5


def is_late(at: datetime) -> bool:
    """Whether it is the time of night (22:00 to 5:00, `at` aware) in which few places are open, so that those
    which never close come first, and what opens next counts for more than what lies nearer."""
    hour = at.astimezone(TIMEZONE).hour
    return hour >= _LATE or hour < _EARLY


@dataclass(frozen=True, slots=True)
class Riding:
    """How a courier gets there: the road is `detour` times the straight line, ridden at `speed_kmh`; fewer
    than `least_minutes` usable minutes are not worth the ride."""

    detour: float = 1.3
    speed_kmh: float = 15.0
    least_minutes: int = 10

    def ride_minutes(self, distance_m: float) -> int:
        """Riding time over a straight-line distance in metres: whole minutes, rounded up, at least 1."""
        return max(1, ceil(distance_m * self.detour * 60 / (self.speed_kmh * 1000)))


class ArrivalState(StrEnum):
    """USABLE: open now and long enough on arrival. OPENS_BY_ARRIVAL: the same, but closed now. TOO_SHORT:
    open now or on arrival, but fewer than the least minutes are left then. CLOSED or UNKNOWN on arrival
    otherwise."""

    USABLE = "usable"
    OPENS_BY_ARRIVAL = "opens_by_arrival"
    TOO_SHORT = "too_short"
    CLOSED = "closed"
    UNKNOWN = "unknown"


_OPEN = (ArrivalState.USABLE, ArrivalState.OPENS_BY_ARRIVAL)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a courier finds who sets out now. `usable_minutes` are those certainly open from arrival on;
    None when no end is in sight for a day and more. `opens_at` is when it opens, if that is before
    (OPENS_BY_ARRIVAL) or after (CLOSED, TOO_SHORT) the arrival. `space` names the space that is open then
    where the point's own hours are not."""

    ride_minutes: int
    arrives_at: datetime
    state: ArrivalState
    usable_minutes: int | None = 0
    opens_at: datetime | None = None
    space: str = ""

    @property
    def rides_to_open(self) -> bool:
        """Whether it counts as 骑到还开着."""
        return self.state in _OPEN


def arrival(timeline: Timeline, now: datetime, distance_m: float, riding: Riding) -> Arrival:
    """What someone finds who rides `distance_m` (straight line, metres) from `now` (aware) on."""
    return _after(timeline, now, timeline.minute(now), riding.ride_minutes(distance_m), riding)


def arrival_in(hours: PointHours, now: datetime, distance_m: float, riding: Riding) -> Arrival:
    """What someone finds at a point, and in which of its spaces; one that is open from now on comes first."""
    start, ride = hours.whole.minute(now), riding.ride_minutes(distance_m)
    if hours.whole is hours.own:
        return _after(hours.whole, now, start, ride, riding)
    there = start + ride
    for part in hours.alone:
        if is_open(part.timeline, start, 1) and is_open(part.timeline, there, riding.least_minutes):
            return _in_space(_after(part.timeline, now, start, ride, riding), part.name)
    found = _after(hours.whole, now, start, ride, riding)
    if not found.rides_to_open:
        return found
    alone = next((part.name for part in hours.alone if is_open(part.timeline, there, 1)), None)
    return _in_space(found, hours.names_at(there) if alone is None else alone)


def at_door(found: Arrival, door: Door) -> Arrival:
    """The arrival beside what couriers found at the door: who gets there while one says that it is shut
    cannot count on it; a word that is over by then no longer matters."""
    if not found.rides_to_open or not door.seen(found.arrives_at).doubtful:
        return found
    return replace(found, state=ArrivalState.UNKNOWN, usable_minutes=0)


def surely_open(found: Arrival, extra_minutes: int, riding: Riding) -> bool:
    """Whether it is open now and long enough on arrival, even for a ride that takes so many minutes more."""
    left = found.usable_minutes
    return found.state is ArrivalState.USABLE and (
        left is None or left - extra_minutes >= riding.least_minutes
    )


def _after(timeline: Timeline, now: datetime, start: int, ride: int, riding: Riding) -> Arrival:
    """What is found after so many minutes of riding from minute `start` of the timeline, which is `now`."""
    arrives_at = now + timedelta(minutes=ride)
    there = start + ride
    i = bisect_right(timeline.open, there, key=itemgetter(0))
    opened_at, closes_at = timeline.open[i - 1] if i else (0, 0)
    left = closes_at - there
    open_now = is_open(timeline, start, 1)
    if left >= riding.least_minutes:
        usable = None if left >= _NO_END or closes_at >= timeline.end else left
        if open_now:
            return Arrival(ride, arrives_at, ArrivalState.USABLE, usable)
        opens_at = timeline.moment(opened_at)
        return Arrival(ride, arrives_at, ArrivalState.OPENS_BY_ARRIVAL, usable, opens_at)
    probe = max(there, closes_at)
    if any(a <= probe < b for a, b, _, _ in timeline.uncertain):
        return Arrival(ride, arrives_at, ArrivalState.UNKNOWN, max(left, 0))
    later = timeline.moment(timeline.open[i][0]) if i < len(timeline.open) else None
    state = ArrivalState.TOO_SHORT if left > 0 or open_now else ArrivalState.CLOSED
    return Arrival(ride, arrives_at, state, max(left, 0), later)


def _in_space(found: Arrival, space: str) -> Arrival:
    return replace(found, space=space) if space else found
