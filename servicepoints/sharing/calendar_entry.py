"""A session as an entry of a calendar (iCalendar, RFC 5545)."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.offerings import Session
from servicepoints.later import later

if TYPE_CHECKING:
    import icalendar
else:
    icalendar = later("icalendar")

REMINDER = timedelta(hours=1)


def calendar_entry(
    *,
    uid: str,
    session: Session,
    title: str,
    place: str,
    note: str,
    made_at: datetime,
    changed_at: datetime,
    stands: bool,
) -> bytes:
    """One event with a reminder an hour before; times are given in Shanghai's time zone, which the entry
    defines. A later change has a higher number under the same `uid`: a calendar takes it in place of the
    earlier. What does not stand (any more) is one that was cancelled."""
    event = icalendar.Event()
    event.add("uid", uid)
    event.add("dtstamp", changed_at)
    event.add("sequence", max(0, int((changed_at - made_at).total_seconds())))
    event.add("status", "CONFIRMED" if stands else "CANCELLED")
    event.add("dtstart", session.starts_at.astimezone(TIMEZONE))
    event.add("dtend", session.ends_at.astimezone(TIMEZONE))
    event.add("summary", title)
    event.add("location", place)
    event.add("description", note)
    reminder = icalendar.Alarm()
    reminder.add("action", "DISPLAY")
    reminder.add("description", title)
    reminder.add("trigger", -REMINDER)
    event.add_component(reminder)
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//servicepoints//zh")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
