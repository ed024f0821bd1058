"""What a keeper would change: other hours, or some amenities, and nothing else of the point.

A change says only what the keeper said. It is laid over the point as it then stands, so that it undoes
nothing that somebody else changed in the meantime.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from servicepoints.domain.hours_text import read_hours
from servicepoints.domain.points import Point, ScheduleStatus


@dataclass(frozen=True, slots=True)
class Change:
    """Hours in words ("" for none), or amenities by key: has, lacks, unknown (None)."""

    hours: str = ""
    amenities: Mapping[str, bool | None] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.hours or self.amenities)

    @property
    def about(self) -> type:
        """What it is about: two changes about the same replace each other."""
        return str if self.hours else dict

    @property
    def is_clear(self) -> bool:
        """Whether its words of hours, if it has any, are understood."""
        return not self.hours or read_hours(self.hours).status is ScheduleStatus.READ

    def news_to(self, point: Point) -> "Change":
        """What of it the point does not say already."""
        new = {key: has for key, has in self.amenities.items() if point.amenities.get(key) is not has}
        return Change("" if self.hours == point.schedule.text else self.hours, new)

    def after(self, earlier: "Change") -> "Change":
        """The two in one, this one said later."""
        return Change(self.hours, {**earlier.amenities, **self.amenities})

    def over(self, point: Point) -> Point:
        """The point with the change laid over it."""
        merged = {**point.amenities, **self.amenities}
        known = {key: has for key, has in merged.items() if has is not None}
        schedule = read_hours(self.hours) if self.hours else point.schedule
        return replace(point, schedule=schedule, amenities=known)

    def as_json(self, point: Point) -> dict[str, Any]:
        """The change as it waits, with what it was said of: the hours and these amenities as they stood."""
        stood = {key: point.amenities.get(key) for key in self.amenities}
        return {
            "hours": self.hours,
            "amenities": dict(self.amenities),
            "stood": [hours_of(point) if self.hours else None, stood],
        }

    @staticmethod
    def of_json(said: Mapping[str, Any]) -> "Change":
        """A change that waited."""
        return Change(said["hours"], said["amenities"])


def hours_of(point: Point) -> list[str | None]:
    """The hours as a keeper saw them: their words and what was read of them."""
    return [point.schedule.text, point.schedule.opening_hours]


def still_stands(point: Point, said: Mapping[str, Any]) -> bool:
    """Whether nobody has changed meanwhile what a waiting change is about."""
    hours, amenities = said["stood"]
    return (hours is None or hours == hours_of(point)) and all(
        point.amenities.get(key) is has for key, has in amenities.items()
    )
