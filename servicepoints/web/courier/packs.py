"""Points for a phone to keep: what it shows of them when it has no network, and no more than it may then say.

No remaining places, nothing that is true for an hour only, and no position but those of the points.
"""

from collections.abc import Sequence
from typing import Any

from servicepoints.catalogue.finder import Hit
from servicepoints.domain.points import Point
from servicepoints.domain.shipped_hours import Said, epoch_minute, shipped_hours
from servicepoints.domain.trust import dated_trust
from servicepoints.domain.wording import demonstration_badge, entry_words
from servicepoints.web.courier.asking import Asking
from servicepoints.web.courier.cards import amenity_line
from servicepoints.web.courier.navigation import destination
from servicepoints.web.courier.point_page import phone

FORMAT = 1
"""Of what is kept; a phone shows no other."""

MOST_POINTS = 60


def pack(ask: Asking, name: str, hits: Sequence[Hit]) -> dict[str, Any]:
    """The first points of a list, by the name of the place: `made` and the minutes in `hours` count from 1970
    (UTC); `hours` are the distinct timetables, and each point names its own by its place among them."""
    shown = hits[:MOST_POINTS]
    points = ask.finding.points([hit.code for hit in shown])
    timetables: dict[tuple[Said, ...], int] = {}
    told = []
    for hit in shown:
        if point := points.get(hit.code):
            door = ask.finding.door(hit.code)
            hours = shipped_hours(point, ask.finding.calendar, ask.now, door)
            number = timetables.setdefault(hours, len(timetables))
            told.append(_point(ask, point, hit, number))
    return {
        "format": FORMAT,
        "made": epoch_minute(ask.now),
        "name": name,
        "hours": [[[*line] for line in lines] for lines in timetables],
        "points": told,
    }


def _point(ask: Asking, point: Point, hit: Hit, hours: int) -> dict[str, Any]:
    position = None if point.position is None or point.position.coarse else point.position
    seen = ask.finding.seen(point.code, ask.now).calm
    return {
        "code": point.code,
        "name": point.name,
        "badge": demonstration_badge(point),
        "hours": hours,
        "admits": hit.admits,
        "insiders": hit.insiders_only,
        "at": position and (round(position.latitude, 5), round(position.longitude, 5)),
        "entering": entry_words(point),
        "address": destination(point),
        "has": amenity_line(point, ask.finding.vocabulary),
        "checked": dated_trust(point.checked_on, point.checked_by, ask.now.date(), seen),
        "phones": [(p.number, p.href) for p in (phone(c.number) for c in point.contacts)],
    }
