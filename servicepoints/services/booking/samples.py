"""Offerings from a table, with weekly sessions from a day on: what a demonstration has to try booking on."""

from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta

from servicepoints.domain.calendar import Calendar
from servicepoints.domain.offerings import Session, offering_of
from servicepoints.domain.session_series import Series, planned
from servicepoints.register import Actor, Register, offerings, points

_DAY = timedelta(days=1)


def add_samples(
    register: Register, rows: Iterable[Mapping[str, str]], first: date, days: int, actor: Actor
) -> int:
    """Adds the offerings of a table to the points that it names, with the sessions of so many days from
    `first` on; how many sessions."""
    made = 0
    with register.write(actor) as writer:
        codes = {point.name: point.code for point in points.all_points(writer)}
        standing = offerings.offerings_of(writer, codes.values())
        known = {(code, one.title) for code, every in standing.items() for one in every}
        for row in rows:
            offering = offering_of(row, codes[row["point"]])
            if (offering.point, offering.title) in known:
                continue  # a run before this one was cut off
            number = offerings.add_offering(writer, offering)
            stored = offerings.offering(writer, number)
            made += len(offerings.add_sessions(writer, stored, _sessions(row, first, first + days * _DAY)))
    return made


def _sessions(row: Mapping[str, str], first: date, last: date) -> list[Session]:
    slot = row["slot_minutes"]
    series = Series(
        weekdays=frozenset({int(row["weekdays"]) - 1}),
        first=first,
        last=last,
        begins=time.fromisoformat(f"{row['begins']:0>5}"),
        ends=time.fromisoformat(f"{row['ends']:0>5}"),
        slot=timedelta(minutes=int(slot)) if slot else None,
    )
    before = row["opens_days_before"]
    return [
        Session(
            starts_at=starts,
            ends_at=ends,
            capacity=int(row["capacity"]) if row["capacity"] else None,
            most=int(row["most"]),
            queue=int(row["queue"]),
            opens_at=starts - int(before) * _DAY if before else None,
            notice=timedelta(minutes=int(row["notice_minutes"])),
        )
        for starts, ends in planned(series, Calendar()).spans
    ]
