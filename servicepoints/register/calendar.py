"""Days whose type a person has set: what the official arrangement says, or will say."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import delete, insert, select

from servicepoints.domain.calendar import DayType
from servicepoints.register import schema as s
from servicepoints.register.transaction import REFERENCE, Reader, Writer

Overrides = dict[date, tuple[DayType, str]]
"""{date: (day type, name of the holiday or "")}, as `domain.calendar.Calendar` takes them."""


def overrides(reader: Reader) -> Overrides:
    """All of them, by date."""
    rows = reader.connection.execute(select(s.calendar_day).order_by(s.calendar_day.c.date))
    return {row.date: (DayType(row.type), row.holiday) for row in rows}


def put(writer: Writer, days: Mapping[date, tuple[DayType, str]]) -> None:
    """Sets these days, replacing what was said of them."""
    remove(writer, days)
    if days:
        rows = [{"date": day, "type": kind.value, "holiday": name} for day, (kind, name) in days.items()]
        writer.connection.execute(insert(s.calendar_day), rows)


def remove(writer: Writer, days: Mapping[date, object]) -> None:
    """Forgets what was said of these days."""
    if days:
        writer.connection.execute(delete(s.calendar_day).where(s.calendar_day.c.date.in_(list(days))))
        writer.changed([REFERENCE])
