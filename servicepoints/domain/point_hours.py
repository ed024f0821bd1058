"""The hours of a point in its parts: which of them is open, so that an answer can name it.

A point of two rooms has three answers: its own hours, those of each room, and all of them together. What is
open is decided on the whole (`timeline.point_timeline`); here stands who keeps it open.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from servicepoints.domain.calendar import Calendar
from servicepoints.domain.points import Point, ScheduleStatus, Space
from servicepoints.domain.timeline import (
    Timeline,
    answering_units,
    is_open,
    own_hours_spaces,
    unit_timeline,
    units_having,
    whole_timeline,
    within_its_life,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One set of hours within a point: its own (`name` is "") or those of a space that keeps its own."""

    name: str
    timeline: Timeline


@dataclass(frozen=True, slots=True)
class PointHours:
    """When a point can be used by someone with certain needs, and by which of its parts.

    `whole` is all told. `own` are the point's own hours, None where it says nothing of them and its spaces
    answer. `alone`: the parts each of which has all that is needed, the point itself first. `by_need`: for
    every need the parts that have it; one list of all parts where nothing is needed."""

    whole: Timeline
    own: Timeline | None
    alone: tuple[Part, ...]
    by_need: tuple[tuple[Part, ...], ...]

    def names_at(self, minute: int) -> str:
        """The spaces that serve at that minute, "" where the point's own hours do: 24小时驿站;
        阅览室、健身房 where it takes both."""
        chosen = (
            next((part for part in parts if is_open(part.timeline, minute, 1)), parts[0])
            for parts in self.by_need
        )
        return "、".join(dict.fromkeys(part.name for part in chosen if part.name))


def point_hours(
    point: Point, first: date, days: int, calendar: Calendar, needs: frozenset[str] = frozenset()
) -> PointHours:
    """The hours of a point and its parts from 00:00 of `first` for so many days, for those needs."""
    rooms = own_hours_spaces(point)
    own = unit_timeline(point, point, first, days, calendar)
    if not rooms:
        whole = within_its_life(point, own)
        only = Part("", whole)
        return PointHours(whole, whole, (only,), ((only,),))
    by_room = {id(room): unit_timeline(point, room, first, days, calendar) for room in rooms}
    whole = whole_timeline(point, needs, lambda unit: by_room.get(id(unit), own))
    itself = Part("", within_its_life(point, own))
    parts = {id(room): Part(room.name, within_its_life(point, by_room[id(room)])) for room in rooms}

    def serving(units: Iterable[Point | Space]) -> tuple[Part, ...]:
        # a space without hours of its own is open when the point is, and is no part beside it
        found = {id(part): part for part in (parts.get(id(unit), itself) for unit in units)}
        return tuple(sorted(found.values(), key=lambda part: part is not itself))

    by_need = tuple(serving(units_having(point, need)) for need in sorted(needs))
    by_need = by_need or (serving([*answering_units(point), *rooms]),)
    alone = [p for p in (itself, *parts.values()) if all(p in having for having in by_need)]
    said = point.schedule.status is not ScheduleStatus.NONE
    return PointHours(within_its_life(point, whole), itself.timeline if said else None, tuple(alone), by_need)
