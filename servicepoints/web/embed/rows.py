"""A point as a row of an embedded list: three lines, in the words of the courier's cards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from servicepoints.catalogue.finder import Hit
from servicepoints.domain.arrival import Riding
from servicepoints.domain.points import Point, insiders_only
from servicepoints.domain.wording import AUDIENCE_WORDS, demonstration_badge, entry_words
from servicepoints.web.courier.seen import badge, seen_from, state_style


@dataclass(frozen=True, slots=True)
class Row:
    """Where its page is, its name and badge, its status with the style of that, what one finds on arrival or
    who is let in instead (`more`), and where it is and who may enter."""

    href: str
    name: str
    badge: str
    css: str
    status: str
    more: str
    where: str


def rows_in_place(hits: Iterable[Hit], points: Mapping[str, Point], at: datetime) -> tuple[Row, ...]:
    """Rows in a list that knows no position: their addresses instead of distances."""
    found = ((hit, points[hit.code]) for hit in hits if hit.code in points)
    return tuple(
        _row(point, state_style(hit.status, None), badge(hit.status, at, at), "", point.address)
        for hit, point in found
    )


def rows_from_here(
    hits: Iterable[Hit], points: Mapping[str, Point], at: datetime, riding: Riding, deviation_m: float
) -> tuple[Row, ...]:
    """Rows of points found from a place that is known to within so many metres (0: well enough)."""
    rows = []
    for hit in hits:
        if hit.code in points:
            status, arrival, way = seen_from(hit, at, at, riding, deviation_m)
            style = state_style(hit.status, None if deviation_m else hit.arrival)
            rows.append(_row(points[hit.code], style, status, arrival, way))
    return tuple(rows)


def _row(point: Point, css: str, status: str, arrival: str, where: str) -> Row:
    turned_away = AUDIENCE_WORDS[point.audience] if insiders_only(point.audience) else ""
    return Row(
        href=f"/p/{point.code}",
        name=point.name,
        badge=demonstration_badge(point),
        css=css,
        status=status,
        more=turned_away or arrival,
        where="｜".join(part for part in (where, entry_words(point)) if part),
    )
