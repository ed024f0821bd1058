"""A point as someone sees it at a moment from a place: the words and styles of a card's two middle lines."""

from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from servicepoints.catalogue.finder import Hit
from servicepoints.domain.arrival import Arrival, ArrivalState, Riding, surely_open
from servicepoints.domain.status import State, Status
from servicepoints.domain.status_words import (
    arrival_words,
    name_of_moment,
    rough_way_words,
    status_words,
    stay_words,
    way_words,
)

_BADGES = 4096


def state_style(status: Status, arrival: Arrival | None) -> str:
    """The style of a status: open, soon (opens by arrival), closed or unknown."""
    if arrival is not None and arrival.state is ArrivalState.OPENS_BY_ARRIVAL:
        return "soon"
    return {State.OPEN: "open", State.CLOSED: "closed", State.UNKNOWN: "unknown"}[status.state]


@lru_cache(maxsize=_BADGES)
def badge(status: Status, at: datetime, now: datetime) -> str:
    """`status_words`, remembered: a city's points share few states in one minute."""
    return status_words(status, at, now)


def open_space(status: Status, arrival: Arrival | None) -> str:
    """The space that one would use: the one that is open on arrival, else now; "" for the point itself."""
    if arrival is not None and arrival.rides_to_open:
        return arrival.space
    return status.space if status.state is State.OPEN else ""


def said_from(hit: Hit, at: datetime, now: datetime, riding: Riding, deviation_m: float) -> tuple[str, str]:
    """What is said, at `now`, of a point to someone who sets out at a moment from a place that is known to
    within so many metres (0: well enough): its status, and what one finds on arrival ("" where that says no
    more)."""
    if not deviation_m or hit.arrival is None:
        return _status(hit, at, now), _arrival(hit)
    found = _roughly(hit.arrival, hit.distance_m, riding, deviation_m)
    return badge(hit.status, at, now), "" if found is None else arrival_words(found, hit.status.space)


def seen_from(
    hit: Hit, at: datetime, now: datetime, riding: Riding, deviation_m: float
) -> tuple[str, str, str]:
    """The same, and the way there."""
    return *said_from(hit, at, now, riding, deviation_m), way_from(hit, deviation_m)


def ride_there(hit: Hit, riding: Riding, deviation_m: float) -> tuple[str, str]:
    """The way to a point, and how long one can stay there ("" where one may not, or nobody is sure)."""
    way, found = way_from(hit, deviation_m), hit.arrival
    if found is not None and deviation_m:
        found = _roughly(found, hit.distance_m, riding, deviation_m)
    if found is None or not found.rides_to_open or not hit.admits:
        return way, ""
    space = "" if found.space == hit.status.space else found.space
    return way, stay_words(found.usable_minutes, f"到了{space}")


def way_from(hit: Hit, deviation_m: float) -> str:
    """The way there, as exactly as the courier's place is known."""
    if deviation_m:
        return rough_way_words(hit.distance_m, hit.ride_minutes, deviation_m)
    return way_words(hit.distance_m, hit.ride_minutes)


def _roughly(found: Arrival, distance_m: float | None, riding: Riding, deviation_m: float) -> Arrival | None:
    """The arrival without its minutes, if it holds for the longest ride that it may be; else None."""
    extra = riding.ride_minutes((distance_m or 0) + deviation_m) - found.ride_minutes
    return replace(found, usable_minutes=None) if surely_open(found, extra, riding) else None


def _status(hit: Hit, at: datetime, now: datetime) -> str:
    """The badge; where it opens just in time, the words of arrival already say that it is closed now."""
    if hit.arrival is not None and hit.arrival.state is ArrivalState.OPENS_BY_ARRIVAL:
        return arrival_words(hit.arrival, setting_out=name_of_moment(at, now))
    return badge(hit.status, at, now)


def _arrival(hit: Hit) -> str:
    """What one finds on arrival, where that says more than the badge: when it is open now."""
    if hit.arrival is None or hit.status.state is not State.OPEN:
        return ""
    return arrival_words(hit.arrival, hit.status.space)
