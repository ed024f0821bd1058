"""Sessions as calendars to subscribe to (iCalendar, RFC 5545; its name and pace by RFC 7986).

An event is written once and stands in the calendars of its point, its district and the city.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.offerings import Session, SessionState
from servicepoints.later import later

if TYPE_CHECKING:
    import icalendar
else:
    icalendar = later("icalendar")

LOOK_AGAIN = timedelta(hours=1)
"""How often a calendar program may ask whether something changed."""

_CANCELLED = "已取消："
"""Before the title of what is called off: many programs show no STATUS."""


@dataclass(frozen=True, slots=True)
class SessionEvent:
    """What is told of a session. `uid` is its own for ever; `geo` WGS-84 latitude and longitude, if known
    well enough; `link` its page, "" for none."""

    uid: str
    session: Session
    title: str
    place: str
    note: str
    link: str
    geo: tuple[float, float] | None


def event_of(told: SessionEvent, revised_at: datetime) -> bytes:
    """One VEVENT; its SEQUENCE grows with the session's revisions, and one that is called off says so."""
    session, event = told.session, icalendar.Event()
    cancelled = session.state is SessionState.CANCELLED
    event.add("uid", told.uid)
    event.add("dtstamp", revised_at)
    event.add("sequence", max(0, session.revision - 1))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # what one might go to makes nobody busy
    event.add("dtstart", session.starts_at.astimezone(TIMEZONE))
    event.add("dtend", session.ends_at.astimezone(TIMEZONE))
    event.add("summary", f"{_CANCELLED if cancelled else ''}{told.title}")
    event.add("location", told.place)
    if told.note:
        event.add("description", told.note)
    if told.link:
        event.add("url", told.link)
    if told.geo:
        event.add("geo", told.geo)
    return bytes(event.to_ical())


def calendar_of(name: str, events: Iterable[bytes]) -> bytes:
    """The calendar of that name; without an event it has its time zone alone, which is valid, too."""
    calendar, name = icalendar.Calendar(), " ".join(name.split())
    calendar.add("prodid", "-//servicepoints//zh")
    calendar.add("version", "2.0")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    calendar.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    head, end, rest = calendar.to_ical().rpartition(b"END:VCALENDAR")  # a name may hold the same words
    return b"".join((head, _zone(), *events, end, rest))


@cache
def _zone() -> bytes:
    return bytes(icalendar.Timezone.from_tzid("Asia/Shanghai").to_ical())
