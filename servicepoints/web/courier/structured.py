"""JSON-LD of a point (schema.org Place), its hours from the same evaluator as everything else.

What nobody knows is left out: an uncertain day has no specification, a coarse position no coordinates.
"""

import json
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.point_hours import Part, point_hours
from servicepoints.domain.points import Audience, Listing, Point
from servicepoints.domain.rules import WEEKDAYS
from servicepoints.domain.timeline import HORIZON_DAYS, Timeline

DAYS = 7
_DAY = 1440
_SCHEMA_DAYS = dict(
    zip(
        WEEKDAYS,
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        strict=True,
    )
)


def structured_data(
    point: Point, link: str, today: date, calendar: Calendar, vocabulary: Vocabulary
) -> Markup:
    """The point as JSON for a `<script type="application/ld+json">`; nothing in it can end the element."""
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Place",
        "name": point.name,
        "identifier": point.code,
        "url": link,
        "address": _address(point),
    }
    if point.position is not None and not point.position.coarse:
        said["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": point.position.latitude,
            "longitude": point.position.longitude,
        }
    if point.contacts:
        said["telephone"] = point.contacts[0].number
    if point.free is not None:
        said["isAccessibleForFree"] = point.free
    if point.audience is Audience.EVERYONE:
        said["publicAccess"] = True
    said["amenityFeature"] = [
        {"@type": "LocationFeatureSpecification", "name": a.label, "value": point.has(a.key)}
        for a in vocabulary.values()
        if point.has(a.key) is not None
    ]
    if point.listing is not Listing.WITHDRAWN:
        hours = point_hours(point, today, HORIZON_DAYS, calendar)
        said["openingHoursSpecification"] = opening_specifications(hours.whole)
        rooms = [part for part in hours.alone if part.name]
        if rooms:
            said["containsPlace"] = [_room(part) for part in rooms]
    return _harmless(json.dumps(said, ensure_ascii=False, separators=(",", ":")))


def _room(part: Part) -> dict[str, Any]:
    """A space that keeps its own hours: what keeps the point open when the point itself is not."""
    specifications = opening_specifications(part.timeline)
    return {"@type": "Place", "name": part.name, "openingHoursSpecification": specifications}


def opening_specifications(timeline: Timeline) -> list[dict[str, str]]:
    """The dated specifications of the next seven days: one for each span on the day on which it starts,
    opens and closes alike 00:00 for a day that is certainly closed, none for a day of which something is
    unknown."""
    found: list[dict[str, str]] = []
    pieces = [piece for start, end in timeline.open for piece in _by_day(start, end)]
    for i in range(DAYS):
        begin, end = i * _DAY, (i + 1) * _DAY
        starting = [(a, b) for a, b in pieces if begin <= a < end]
        unsure = any(a < end and b > begin for a, b, _, _ in timeline.uncertain)
        if unsure:
            continue
        spans = starting or [(begin, begin)]
        found += [_specification(timeline.first + timedelta(days=i), a - begin, b - begin) for a, b in spans]
    return found


def _by_day(start: int, end: int) -> list[tuple[int, int]]:
    """A span of up to a day stays whole (22:00–06:00); a longer one is cut at every midnight."""
    if end - start < _DAY:
        return [(start, end)]
    edges = [start, *range((start // _DAY + 1) * _DAY, end, _DAY), end]
    return list(pairwise(edges))


def _specification(day: date, opens: int, closes: int) -> dict[str, str]:
    end = "23:59" if closes == _DAY else _clock(closes % _DAY)
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": f"https://schema.org/{_SCHEMA_DAYS[WEEKDAYS[day.weekday()]]}",
        "validFrom": day.isoformat(),
        "validThrough": day.isoformat(),
        "opens": _clock(opens),
        "closes": end,
    }


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _address(point: Point) -> dict[str, str]:
    said = {"@type": "PostalAddress", "addressCountry": "CN", "addressRegion": "上海市"}
    if point.district:
        said["addressLocality"] = point.district
    if point.address:
        said["streetAddress"] = point.address
    return said


def _harmless(text: str) -> Markup:
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)
