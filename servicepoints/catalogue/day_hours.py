"""The hours of all shapes from one day on, in two forms: arrays to sift with, timelines to decide with.

Arrays answer for many rows at once and may let too much through; they never hold back what the domain would
accept. The decision on a single point is always the domain's.
"""

from collections.abc import Iterable
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from servicepoints.catalogue.memory import Memory
from servicepoints.catalogue.shapes import Hours, Shapes
from servicepoints.domain.arrival import Arrival, Riding, arrival_in
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.point_hours import PointHours, point_hours
from servicepoints.domain.points import Schedule
from servicepoints.domain.status import Status, status_in
from servicepoints.domain.timeline import HORIZON_DAYS, Timeline, schedule_timeline

NO_NEEDS: frozenset[str] = frozenset()

_NEVER = 2**30
_MOST_REMEMBERED = 50_000
_NEEDS_REMEMBERED = 32
_ASKED_REMEMBERED = 8192
"""Statuses, and arrivals, of one minute for one set of needs."""


class DayHours:
    """The coming eight days of the first `count` shapes, minutes from 00:00 of `first`."""

    def __init__(self, shapes: Shapes, count: int, first: date, calendar: Calendar) -> None:
        self.first, self.count = first, count
        self._shapes, self._calendar = shapes, calendar
        self._kept: dict[tuple[int, frozenset[str]], PointHours] = {}
        numbers: dict[Hours, int] = {}
        pairs = [
            (number, numbers.setdefault(hours, len(numbers)))
            for number in range(count)
            for hours in sorted(shapes[number].schedules, key=str)
        ]
        self._pair_shape, self._pair_hours = np.array(pairs, dtype=np.intp).reshape(-1, 2).T
        self._start, self._end = self._spans(list(numbers))
        plain = [numbers[shapes[i].hours] if shapes[i].plain else -1 for i in range(count)]
        self._plain = np.array(plain, dtype=np.intp)

    def openable(self, begin: int, end: int) -> NDArray[np.uint8]:
        """Which shapes have some unit that is open at some minute of begin..end (its end not included)."""
        hours = np.any((self._start < end) & (self._end > begin), axis=1)
        found = np.zeros(self.count, dtype=np.uint8)
        found[self._pair_shape[hours[self._pair_hours]]] = 1
        return found

    def sift(self, shape: NDArray[np.int32], minute: NDArray[np.int64], least: int) -> NDArray[np.bool_]:
        """Which of these rows may be open at that minute with so many left; both arrays have shape (m,)."""
        hours = self._plain[shape]
        there = minute[:, None]
        inside = (self._start[hours] <= there) & (there + least <= self._end[hours])
        return np.asarray(inside.any(axis=1) | (hours < 0))

    def of(self, shape: int, needs: frozenset[str]) -> PointHours:
        """The domain's hours of a shape for those needs."""
        key = (shape, needs if self._shapes[shape].units else NO_NEEDS)
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _MOST_REMEMBERED:
                self._kept.clear()
            point = self._shapes[shape].point()
            found = self._kept[key] = point_hours(point, self.first, HORIZON_DAYS, self._calendar, key[1])
        return found

    def _spans(self, distinct: list[Hours]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Starts and ends of the open spans, a row for each schedule, filled up with spans that never are."""
        found = [
            schedule_timeline(
                Schedule(status=status, opening_hours=text), self.first, HORIZON_DAYS, self._calendar
            ).open
            for status, text in distinct
        ]
        width = max((len(spans) for spans in found), default=0)
        filled = [[*spans, *[(_NEVER, -_NEVER)] * (width - len(spans))] for spans in found]
        array = np.array(filled, dtype=np.int32).reshape(len(found), width, 2)
        return np.ascontiguousarray(array[:, :, 0]), np.ascontiguousarray(array[:, :, 1])


class Moment:
    """One minute of a day's hours: what was asked about a shape at that minute is remembered."""

    def __init__(self, hours: DayHours, at: datetime, riding: Riding) -> None:
        self.hours, self.at, self.riding = hours, at, riding
        self.minute = Timeline(hours.first, HORIZON_DAYS, ()).minute(at)
        self._needed: Memory[frozenset[str], Outlook] = Memory(_NEEDS_REMEMBERED)

    def outlook(self, needs: frozenset[str]) -> "Outlook":
        """That minute for someone with those needs."""
        return self._needed.get(needs, lambda: Outlook(self.hours, self.at, self.riding, needs))


class Outlook:
    """One minute for one set of needs. Equal questions get the same object, not only an equal one."""

    def __init__(self, hours: DayHours, at: datetime, riding: Riding, needs: frozenset[str]) -> None:
        self._hours, self._at, self._riding, self._needs = hours, at, riding, needs
        self._statuses: dict[int, Status] = {}
        self._arrivals: dict[tuple[int, int], Arrival] = {}

    def status(self, shape: int) -> Status:
        """The status of a shape now."""
        found = self._statuses.get(shape)
        if found is None:
            if len(self._statuses) >= _ASKED_REMEMBERED:
                self._statuses.clear()
            hours = self._hours.of(shape, self._needs)
            found = self._statuses.setdefault(shape, status_in(hours, self._at))
        return found

    def statuses(self, shapes: Iterable[int]) -> list[Status]:
        """The statuses of many."""
        known, status = self._statuses.get, self.status
        return [known(shape) or status(shape) for shape in shapes]

    def arrival(self, shape: int, ride_minutes: int, distance_m: float) -> Arrival:
        """What someone finds who rides that far, for so many minutes, to a point of that shape; equal minutes
        are equal rides."""
        found = self._arrivals.get((shape, ride_minutes))
        if found is None:
            if len(self._arrivals) >= _ASKED_REMEMBERED:
                self._arrivals.clear()
            hours = self._hours.of(shape, self._needs)
            arrival = arrival_in(hours, self._at, distance_m, self._riding)
            found = self._arrivals.setdefault((shape, ride_minutes), arrival)
        return found
