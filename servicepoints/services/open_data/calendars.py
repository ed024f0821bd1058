"""The coming sessions as calendars: of each point that offers something, of each district, of the city."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import BinaryIO, NamedTuple

from servicepoints import __version__
from servicepoints.catalogue.reader import CatalogueReader
from servicepoints.domain.booking_words import CATEGORY_WORDS, WELCOME_WORDS, channel_words
from servicepoints.domain.offerings import Offering, Session, Welcome
from servicepoints.domain.points import Point
from servicepoints.services.open_data.shelf import Shelf
from servicepoints.services.open_data.terms import Terms
from servicepoints.sharing.session_calendar import SessionEvent, calendar_of, event_of

MEDIA_TYPE = "text/calendar"
WHOLE_CITY = "all"
_AHEAD = timedelta(days=3660)
_MOST = 100_000


class NamedCalendar(NamedTuple):
    """A calendar to be: its place under `calendars/` without ending, its title, what it tells."""

    name: str
    title: str
    events: list[SessionEvent]


def put_calendars(
    shelf: Shelf, reader: CatalogueReader, terms: Terms, instance_id: str, now: datetime
) -> int:
    """Puts all calendars onto the shelf; how many sessions they have. One that tells what it told keeps its
    bytes, DTSTAMP included; nothing of it is written anew."""
    count = 0
    written = _Written(now)
    for calendar in _calendars(reader, terms, instance_id, now):
        name, title, events = calendar
        key = hashlib.sha256(f"{__version__} {calendar!r}".encode()).hexdigest()
        shelf.put(f"calendars/{name}.ics", MEDIA_TYPE, partial(written.fill, title, events), key=key)
        count = len(events) if name == WHOLE_CITY else count
    return count


class _Written:
    """The events that were written in this run, since each stands in up to three calendars."""

    def __init__(self, now: datetime) -> None:
        self._now = now.astimezone(UTC).replace(microsecond=0)
        self._events: dict[str, bytes] = {}

    def fill(self, title: str, events: Iterable[SessionEvent], target: BinaryIO) -> int:
        """Writes a calendar; how many events it has."""
        written = [self._event(told) for told in events]
        target.write(calendar_of(title, written))
        return len(written)

    def _event(self, told: SessionEvent) -> bytes:
        if told.uid not in self._events:
            self._events[told.uid] = event_of(told, self._now)
        return self._events[told.uid]


def _calendars(
    reader: CatalogueReader, terms: Terms, instance_id: str, now: datetime
) -> Iterator[NamedCalendar]:
    coming = reader.upcoming(now, now + _AHEAD, _MOST)
    points = reader.points([*reader.offering_points(), *(offering.point for offering, _ in coming)])
    by_point: Mapping[str, list[SessionEvent]] = defaultdict(list)
    by_district: Mapping[str, list[SessionEvent]] = defaultdict(list)
    everything: list[SessionEvent] = []
    for offering, session in coming:
        point = points.get(offering.point)
        if point is not None:
            event = _event(offering, session, point, terms, instance_id)
            for events in (by_point[point.code], by_district[point.district], everything):
                events.append(event)
    yield NamedCalendar(WHOLE_CITY, "歇脚点的活动和服务", everything)
    for district in reader.gazetteer().districts:
        yield NamedCalendar(district.slug, f"{district.name}歇脚点的活动和服务", by_district[district.name])
    for code, point in points.items():
        yield NamedCalendar(code, f"{point.name}的活动和服务", by_point[code])


def _event(
    offering: Offering, session: Session, point: Point, terms: Terms, instance_id: str
) -> SessionEvent:
    exact = point.position if point.position and not point.position.coarse else None
    invited = offering.welcome is Welcome.INVITED
    return SessionEvent(
        uid=f"{session.code}@{instance_id}",
        session=session,
        title=offering.title,
        place="，".join(part for part in (point.name, offering.space, point.address) if part),
        note="\n".join(_note(offering, session, invited=invited)),
        link=terms.link(f"/s/{session.code}") if terms.url else "",
        geo=(round(exact.latitude, 6), round(exact.longitude, 6)) if exact else None,
    )


def _note(offering: Offering, session: Session, *, invited: bool) -> Iterator[str]:
    if session.reason:
        yield f"原因：{session.reason}"
    yield CATEGORY_WORDS[offering.category]
    if offering.description:
        yield offering.description
    yield WELCOME_WORDS[Welcome.INVITED] if invited else channel_words(offering)
