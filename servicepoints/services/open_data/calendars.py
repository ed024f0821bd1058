"""The coming sessions as calendars: of each point that offers something, of each district, of the city."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import NamedTuple

from servicepoints.catalogue.reader import CatalogueReader
from servicepoints.domain.booking_words import CATEGORY_WORDS, WELCOME_WORDS, channel_words
from servicepoints.domain.offerings import Offering, Session, Welcome
from servicepoints.domain.points import Point
from servicepoints.services.open_data.shelf import Shelf, pieces
from servicepoints.services.open_data.terms import Terms
from servicepoints.sharing.session_calendar import SessionEvent, calendar_of, event_of

MEDIA_TYPE = "text/calendar"
WHOLE_CITY = "all"
_AHEAD = timedelta(days=3660)
_MOST = 100_000
_UNSTAMPED = datetime(2000, 1, 1, tzinfo=UTC)
_STAMP = b"\r\nDTSTAMP:%s\r\n"
"""A line of its own: within a text a line's end is written otherwise."""


class NamedCalendar(NamedTuple):
    """A calendar to be: its place under `calendars/` without ending, its title, its events unstamped."""

    name: str
    title: str
    events: list[bytes]


def put_calendars(
    shelf: Shelf, reader: CatalogueReader, terms: Terms, instance_id: str, now: datetime
) -> int:
    """Puts all calendars onto the shelf; how many sessions they have. One whose events are what they were
    keeps its bytes, DTSTAMP included."""
    count = 0
    for name, title, events in _calendars(reader, terms, instance_id, now):
        plain = calendar_of(title, events)
        stamped = plain.replace(_stamp_line(_UNSTAMPED), _stamp_line(now))
        key = hashlib.sha256(plain).hexdigest()
        shelf.put(f"calendars/{name}.ics", MEDIA_TYPE, pieces([stamped], len(events)), key=key)
        count = len(events) if name == WHOLE_CITY else count
    return count


def _calendars(
    reader: CatalogueReader, terms: Terms, instance_id: str, now: datetime
) -> Iterator[NamedCalendar]:
    coming = reader.upcoming(now, now + _AHEAD, _MOST)
    points = reader.points([*reader.offering_points(), *(offering.point for offering, _ in coming)])
    by_point: Mapping[str, list[bytes]] = defaultdict(list)
    by_district: Mapping[str, list[bytes]] = defaultdict(list)
    everything: list[bytes] = []
    of = partial(_event, terms=terms, instance_id=instance_id)
    for offering, session in coming:
        point = points.get(offering.point)
        if point is not None:
            event = of(offering, session, point)
            for events in (by_point[point.code], by_district[point.district], everything):
                events.append(event)
    yield NamedCalendar(WHOLE_CITY, "歇脚点的活动和服务", everything)
    for district in reader.gazetteer().districts:
        yield NamedCalendar(district.slug, f"{district.name}歇脚点的活动和服务", by_district[district.name])
    for code, point in points.items():
        yield NamedCalendar(code, f"{point.name}的活动和服务", by_point[code])


def _event(offering: Offering, session: Session, point: Point, terms: Terms, instance_id: str) -> bytes:
    exact = point.position if point.position and not point.position.coarse else None
    invited = offering.welcome is Welcome.INVITED
    told = SessionEvent(
        uid=f"{session.code}@{instance_id}",
        session=session,
        title=offering.title,
        place="，".join(part for part in (point.name, offering.space, point.address) if part),
        note="\n".join(_note(offering, session, invited=invited)),
        link=terms.link(f"/s/{session.code}") if terms.url else "",
        geo=(round(exact.latitude, 6), round(exact.longitude, 6)) if exact else None,
    )
    return event_of(told, _UNSTAMPED)


def _note(offering: Offering, session: Session, *, invited: bool) -> Iterator[str]:
    if session.reason:
        yield f"原因：{session.reason}"
    yield CATEGORY_WORDS[offering.category]
    if offering.description:
        yield offering.description
    yield WELCOME_WORDS[Welcome.INVITED] if invited else channel_words(offering)


def _stamp_line(at: datetime) -> bytes:
    return _STAMP % at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ").encode()
