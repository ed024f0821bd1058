"""Shapes: what of a point decides its hours, kept once for all points that agree in it.

A city's points share tens or hundreds of schedules, so their timelines are computed once a shape and a day.
Only a point whose spaces keep hours of their own needs its amenities to say when it is open for a need.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Kind, Listing, Point, Schedule, ScheduleStatus, Space

Hours = tuple[ScheduleStatus, str | None]
"""What matters of a schedule: how far it was read, and what was read."""

Unit = tuple[str, Hours | None, frozenset[str]]
"""A space: its name and its own hours, if it has any ("" and None), and what it is known to have."""


@dataclass(frozen=True, slots=True)
class Shape:
    """All that a point's timeline depends on. `own`, `units`: empty unless a space has its own hours."""

    hours: Hours
    own: frozenset[str]
    units: tuple[Unit, ...]
    listing: Listing
    suspended_until: datetime | None
    valid_from: date | None
    valid_to: date | None

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "Shape":
        """The shape that such a record was made of."""
        until = record["suspended_until"]
        return cls(
            hours=_read_hours(record["hours"]),
            own=frozenset(record["own"]),
            units=tuple(
                (name, None if hours is None else _read_hours(hours), frozenset(having))
                for name, hours, having in record["units"]
            ),
            listing=Listing(record["listing"]),
            suspended_until=until and datetime.fromisoformat(until).astimezone(TIMEZONE),
            valid_from=record["valid_from"] and date.fromisoformat(record["valid_from"]),
            valid_to=record["valid_to"] and date.fromisoformat(record["valid_to"]),
        )

    def record(self) -> dict[str, Any]:
        """All of it, as JSON can hold it."""
        return {
            "hours": self.hours,
            "own": sorted(self.own),
            "units": [(name, hours, sorted(having)) for name, hours, having in self.units],
            "listing": self.listing,
            "suspended_until": self.suspended_until,
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
        }

    @property
    def plain(self) -> bool:
        """Whether its one schedule is the whole answer."""
        limited = self.valid_from or self.valid_to or self.listing is not Listing.LISTED
        return not self.units and not limited

    @property
    def schedules(self) -> frozenset[Hours]:
        """The hours of the point and of its spaces."""
        return frozenset({self.hours, *(hours for _, hours, _ in self.units if hours is not None)})

    def point(self) -> Point:
        """A point of this shape, to ask the domain about."""
        return Point(
            name="",
            kind=Kind.CARE_STATION,
            schedule=_schedule(self.hours),
            amenities=dict.fromkeys(self.own, True),
            spaces=tuple(
                Space(name=name, amenities=dict.fromkeys(having, True), schedule=hours and _schedule(hours))
                for name, hours, having in self.units
            ),
            listing=self.listing,
            suspended_until=self.suspended_until,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
        )


def shape_of(point: Point) -> Shape:
    """The shape of a point."""
    apart = any(space.schedule is not None for space in point.spaces)
    suspended = point.listing is Listing.SUSPENDED
    return Shape(
        hours=_hours(point.schedule),
        own=_known(point.amenities) if apart else frozenset(),
        units=tuple(map(_unit, point.spaces)) if apart else (),
        listing=point.listing,
        suspended_until=point.suspended_until if suspended else None,
        valid_from=point.valid_from,
        valid_to=point.valid_to,
    )


def offered(point: Point) -> frozenset[str]:
    """The amenities that the point or one of its spaces is known to have."""
    said = [point.amenities, *(space.amenities for space in point.spaces)]
    return frozenset().union(*map(_known, said))


class Shapes:
    """Numbers for shapes; it only ever grows, so finders of several revisions may share one."""

    def __init__(self, shapes: Iterable[Shape] = ()) -> None:
        self._shapes: list[Shape] = list(shapes)
        self._numbers: dict[Shape, int] = {shape: n for n, shape in enumerate(self._shapes)}

    def __len__(self) -> int:
        return len(self._shapes)

    def __getitem__(self, number: int) -> Shape:
        return self._shapes[number]

    def number(self, point: Point) -> int:
        """The number of the point's shape, a new one if it is new."""
        shape = shape_of(point)
        found = self._numbers.get(shape)
        if found is None:
            found = self._numbers[shape] = len(self._shapes)
            self._shapes.append(shape)
        return found


def _unit(space: Space) -> Unit:
    if space.schedule is None:
        return "", None, _known(space.amenities)
    return space.name, _hours(space.schedule), _known(space.amenities)


def _hours(schedule: Schedule) -> Hours:
    read = schedule.status is ScheduleStatus.READ
    return schedule.status, schedule.opening_hours if read else None


def _read_hours(record: tuple[str, str | None]) -> Hours:
    status, text = record
    return ScheduleStatus(status), text


def _schedule(hours: Hours) -> Schedule:
    return Schedule(status=hours[0], opening_hours=hours[1])


def _known(amenities: Mapping[str, bool]) -> frozenset[str]:
    return frozenset(key for key, state in amenities.items() if state)
