"""What the finder must answer, worked out the slow way: it shares no code with what it checks.

Its own distance, its own reading of simple weekly schedules, minute by minute.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

WEEKDAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]


@dataclass(frozen=True)
class Week:
    """`days`: for each weekday its spans in minutes (an end may lie after midnight); None is not known."""

    days: tuple[tuple[tuple[int, int], ...], ...] | None

    def open_at(self, moment: datetime, ends: datetime | None = None) -> bool | None:
        """`ends`: the last moment at which something may begin."""
        if self.days is None:
            return None if ends is None or moment <= ends else False
        minute = moment.hour * 60 + moment.minute
        for ago in (0, 1):
            began = moment - timedelta(days=ago)
            if ends is not None and began.date() > ends.date():
                continue
            if any(start <= minute + ago * 1440 < end for start, end in self.days[began.weekday()]):
                return True
        return False

    def written(self) -> str | None:
        """The same in opening_hours syntax; PH as on any such day."""
        if self.days is None:
            return None
        rules = []
        for name, spans in zip(WEEKDAYS, self.days, strict=True):
            said = ",".join(f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in spans)
            rules.append(f"{name} {said or 'off'}")
        return "; ".join(rules)


@dataclass(frozen=True)
class Place:
    """A point as the oracle knows it. `spaces` are (amenities, week or None); `life` is (first, last) day."""

    code: str
    latitude: float | None
    longitude: float | None
    precision_m: float
    week: Week
    has: frozenset[str]
    spaces: tuple[tuple[frozenset[str], Week | None], ...] = ()
    audience: str = "everyone"
    workplace: bool = False
    free: bool | None = None
    district: str = ""
    gone: bool = False
    shut_until: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True)
class Asked:
    """A question to the oracle, for any set of needs."""

    latitude: float
    longitude: float
    at: datetime
    needs: frozenset[str] = frozenset()
    open: str = "arrival"
    audience: frozenset[str] | None = None
    free: bool = False
    district: str = ""
    limit: int = 20
    radius_m: float = 10_000.0


def metres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance by another formula than ours (Vincenty on a sphere)."""
    p, q, d = math.radians(lat1), math.radians(lat2), math.radians(lon2 - lon1)
    across = math.hypot(
        math.cos(q) * math.sin(d), math.cos(p) * math.sin(q) - math.sin(p) * math.cos(q) * math.cos(d)
    )
    return 6_371_008.8 * math.atan2(
        across, math.sin(p) * math.sin(q) + math.cos(p) * math.cos(q) * math.cos(d)
    )


def open_for(place: Place, needs: frozenset[str], moment: datetime) -> bool | None:
    """Whether it can be used for those needs at a moment; None where nobody knows."""
    if place.gone:
        return False
    if place.shut_until is not None and moment < place.shut_until:
        return False
    if not needs:
        rooms = [week for _, week in place.spaces if week is not None and week.days is not None]
        if any(week.open_at(moment, place.ends) for week in rooms):
            return True  # one door that stands open is enough
        # with all of them shut the house speaks for itself, and where it says nothing, its rooms do
        return False if place.week.days is None and rooms else place.week.open_at(moment, place.ends)
    answers = []
    for need in needs:
        units = [place.week] if need in place.has else []
        units += [week or place.week for having, week in place.spaces if need in having]
        answers.append(_one_of(units, moment, place.ends))
    return False if False in answers else None if None in answers else True


def _one_of(weeks: list[Week], moment: datetime, ends: datetime | None) -> bool | None:
    said = [week.open_at(moment, ends) for week in weeks]
    return True if True in said else None if None in said else False


def usable_on_arrival(place: Place, asked: Asked, distance: float) -> bool:
    """Open for ten minutes from the minute of arrival on, at 15 km/h over a road 1.3 times the line."""
    ride = max(1, math.ceil(distance * 1.3 / 250))
    there = asked.at + timedelta(minutes=ride)
    return all(open_for(place, asked.needs, there + timedelta(minutes=i)) is True for i in range(10))


def answer(places: list[Place], asked: Asked) -> list[str]:
    """The codes, nearest first."""
    found = []
    for place in places:
        if place.latitude is None or place.longitude is None or place.gone:
            continue
        if (
            place.ends is not None
            and place.ends.date() < asked.at.date()
            and not open_for(place, asked.needs, asked.at)
        ):
            continue
        distance = metres(asked.latitude, asked.longitude, place.latitude, place.longitude)
        if distance <= asked.radius_m and _wanted(place, asked, distance):
            found.append((distance, place.code))
    return [code for _, code in sorted(found)[: asked.limit]]


def _wanted(place: Place, asked: Asked, distance: float) -> bool:
    everything = place.has.union(*(having for having, _ in place.spaces))
    if not asked.needs <= everything or (asked.district and place.district != asked.district):
        return False
    if (asked.audience is not None and place.audience not in asked.audience) or (
        asked.free and place.free is not True
    ):
        return False
    if asked.open == "now":
        return open_for(place, asked.needs, asked.at) is True
    if asked.open == "arrival":
        counted_on = place.audience in ("everyone", "couriers") or (
            place.audience == "unknown" and not place.workplace
        )
        return place.precision_m <= 150 and counted_on and usable_on_arrival(place, asked, distance)
    return True
