"""The facts of doors as rows of the catalogue and back, and what they do to a search. Moments are ISO 8601 in
UTC."""

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from servicepoints.catalogue.masks import Openness
from servicepoints.catalogue.offers import moment
from servicepoints.domain import arrival as arrivals
from servicepoints.domain import status as statuses
from servicepoints.domain.arrival import Arrival, Riding
from servicepoints.domain.doors import Door
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.status import Status

Doors = Mapping[str, Door]
"""By the code of the point; doors at which nobody was are left out."""

_MOMENTS = ("confirmed_at", "shut_at", "shut_until", "doubted_at", "doubted_until")
DOORS: dict[str, Any] = {"code": str, **dict.fromkeys(_MOMENTS, str), "disputed": int}
_CHUNK = 500


class Alarms:
    """The doors that may be doubtful at some moment, by row of the columns: few of a city's."""

    def __init__(self, row_of: Mapping[str, int], doors: Doors, riding: Riding) -> None:
        alarming = ((code, door) for code, door in doors.items() if door.alarming)
        self._doors = {row_of[code]: door for code, door in alarming if code in row_of}
        self._riding = riding

    def __len__(self) -> int:
        return len(self._doors)

    def bar(self, row: int, distance_m: float, asked: Openness, at: datetime) -> bool:
        """Whether what couriers found keeps a row from being counted open as it is asked for: now, or when
        one gets there."""
        door = self._doors.get(row)
        if door is None or asked is Openness.ANY:
            return False
        there = at
        if asked is Openness.ARRIVAL:
            there += timedelta(minutes=self._riding.ride_minutes(distance_m))
        return door.seen(there).doubtful

    def status(self, row: int, status: Status, at: datetime) -> Status:
        """The status of a row beside what couriers found."""
        door = self._doors.get(row)
        return status if door is None else statuses.at_door(status, door.seen(at))

    def arrival(self, row: int, arrival: Arrival) -> Arrival:
        """The arrival at a row beside what couriers found."""
        door = self._doors.get(row)
        return arrival if door is None else arrivals.at_door(arrival, door)


def door_rows(doors: Doors) -> list[dict[str, Any]]:
    """The rows of all doors, by code."""
    return [
        {
            "code": code,
            **{name: None if (at := getattr(door, name)) is None else moment(at) for name in _MOMENTS},
            "disputed": int(door.disputed),
        }
        for code, door in sorted(doors.items())
    ]


def doors_of(connection: sqlite3.Connection, codes: Iterable[str] | None) -> dict[str, Door]:
    """The facts of these doors (None: of all), by code."""
    if codes is None:
        return _found(connection.execute("SELECT * FROM doors"))
    found: dict[str, Door] = {}
    wanted = sorted(codes)
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        marks = ",".join("?" * len(chunk))
        found |= _found(connection.execute(f"SELECT * FROM doors WHERE code IN ({marks})", chunk))
    return found


def _found(rows: Iterable[Any]) -> dict[str, Door]:
    named = (dict(zip(DOORS, row, strict=True)) for row in rows)
    return {
        row["code"]: Door(**{name: _moment(row[name]) for name in _MOMENTS}, disputed=bool(row["disputed"]))
        for row in named
    }


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).astimezone(TIMEZONE)
