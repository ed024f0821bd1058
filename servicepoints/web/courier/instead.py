"""Where to go instead of a point that will not do."""

from typing import NamedTuple

from servicepoints.catalogue.finder import Hit, Query
from servicepoints.catalogue.masks import Openness
from servicepoints.domain.points import Point, admits_couriers
from servicepoints.domain.status import State, Status
from servicepoints.domain.status_words import way_words
from servicepoints.web.courier.asking import Asking
from servicepoints.web.courier.cards import Card

INSTEAD = 3


class Nearest(NamedTuple):
    """The first of them, for a line: its page, its name, and how far it is from the point (450米·骑3分)."""

    href: str
    name: str
    way: str


class Instead(NamedTuple):
    """What is near a point and open: the first as a line, where its distance is known, and all as cards."""

    nearest: Nearest | None = None
    cards: tuple[Card, ...] = ()


def will_do(point: Point, status: Status) -> bool:
    """Whether a courier can go in: it is open, and for couriers too."""
    return status.state is State.OPEN and admits_couriers(point.kind, point.audience)


def instead_of(ask: Asking, point: Point) -> Instead:
    """The nearest that will be open when one rides there from the door of this one; where its own
    position is vague, what is open in its sub-district."""
    if point.position is not None and not point.position.coarse:
        query = Query(
            latitude=point.position.latitude,
            longitude=point.position.longitude,
            at=ask.at,
            needs=ask.needs,
            limit=INSTEAD + 1,
        )
        near: list[Hit] = [h for h in ask.finding.finder.near(query) if h.code != point.code][:INSTEAD]
        return Instead(_nearest(ask, near), ask.draw_from_here(near))
    if not point.district:
        return Instead()
    wanted = ask.wanted(Openness.NOW, district=point.district, sub_district=point.sub_district)
    here: list[Hit] = [h for h in ask.finding.finder.in_district(wanted, ask.at) if h.code != point.code]
    return Instead(cards=ask.draw_in_place([h for h in here if h.admits][:INSTEAD]))


def _nearest(ask: Asking, near: list[Hit]) -> Nearest | None:
    for hit in near[:1]:
        point: Point | None = ask.finding.point(hit.code)
        if point is not None:
            href = f"/p/{hit.code}{ask.filters.point_query}"
            return Nearest(href, point.name, way_words(hit.distance_m, hit.ride_minutes))
    return None
