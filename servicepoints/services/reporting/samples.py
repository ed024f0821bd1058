"""Reports from a table, each by a courier of its own some minutes ago: for a demonstration.

They go the way of every report: what follows from them, for couriers and for the bureau, follows here too.
"""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from servicepoints.domain.calendar import Calendar
from servicepoints.domain.pins import Pin, beside
from servicepoints.domain.points import Point
from servicepoints.domain.sightings import Rider, Saw
from servicepoints.register import Register, points, sightings
from servicepoints.services.reporting.rules import Marks, Rules, new_device
from servicepoints.services.reporting.telling import Told, tell

_NETWORK = "192.0.2.{}"
"""Addresses for examples (RFC 5737): each is a network of its own."""


def add_sample_reports(
    register: Register, rows: Iterable[Mapping[str, str]], rules: Rules, calendar: Calendar
) -> int:
    """Lets the reports of a table be made at the points that it names, the oldest first; how many. A point of
    which something was said already is left alone. Conflict where the schedule says itself that a door that
    is reported shut is shut at that moment."""
    with register.read() as reader:
        named = {point.name: point for point in points.all_points(reader)}
        silent = {p.name: p for p in named.values() if not sightings.latest(reader, p.code, 1)}
    wanted = sorted(rows, key=lambda row: -int(row["minutes_ago"]))
    fresh = [row for row in wanted if row["point"] in silent or row["point"] not in named]
    marks, now = Marks(secrets.token_urlsafe()), register.now()
    for number, row in enumerate(fresh, 1):
        at = now - timedelta(minutes=int(row["minutes_ago"]))
        told = _told(named[row["point"]], row, _NETWORK.format(number))
        tell(_as_of(register, at), told, rules, marks, calendar)
    return len(fresh)


def _as_of(register: Register, at: datetime) -> Register:
    """The same register, for which it is that moment."""
    return Register(register.engine, register.secrecy, lambda: at)


def _told(point: Point, row: Mapping[str, str], address: str) -> Told:
    return Told(
        code=point.code,
        saw=Saw(row["saw"]),
        rider=Rider(row["rider"]),
        lacks=tuple(row["lacks"].split()),
        words=row["words"],
        pin=_pin(point, row),
        device=new_device(),
        address=address,
    )


def _pin(point: Point, row: Mapping[str, str]) -> Pin | None:
    if not row["north_m"] or point.position is None:
        return None
    listed = point.position.latitude, point.position.longitude
    return beside(listed, float(row["north_m"]), float(row["east_m"]))
