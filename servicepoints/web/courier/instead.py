"""Where to go instead of a point that will not do."""

from dataclasses import replace
from typing import NamedTuple

from servicepoints.catalogue.finder import Hit, Query
from servicepoints.catalogue.masks import Openness
from servicepoints.domain.points import Point, admits_couriers
from servicepoints.domain.status import State, Status
from servicepoints.domain.status_words import way_words
from servicepoints.domain.wording import labels
from servicepoints.web.courier.asking import Asking
from servicepoints.web.courier.cards import NONE_DRAWN, Drawn

INSTEAD = 3


class Nearest(NamedTuple):
    """The first of them, for a line: its page, its name, and how far it is from the point (450米·骑3分)."""

    href: str
    name: str
    way: str


class Missing(NamedTuple):
    """What was asked for and nothing near has that is open (淋浴、洗衣), and the page without that wish."""

    words: str
    href: str


class Instead(NamedTuple):
    """What is near a point and open: the first as a line, where its distance is known, and all as cards. None
    of either, and what is missing, where nothing has what was asked for."""

    nearest: Nearest | None = None
    cards: Drawn = NONE_DRAWN
    missing: Missing | None = None


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
        return Instead(
            _nearest(ask, near), ask.drawer_from_here()(near), None if near else _missing(ask, point)
        )
    if not point.district:
        return Instead()
    wanted = ask.wanted(Openness.NOW, district=point.district, sub_district=point.sub_district)
    here: list[Hit] = [h for h in ask.finding.finder.in_district(wanted, ask.at) if h.code != point.code]
    drawn = ask.draw_in_place([h for h in here if h.admits][:INSTEAD])
    return Instead(cards=drawn, missing=None if drawn else _missing(ask, point))


def _nearest(ask: Asking, near: list[Hit]) -> Nearest | None:
    for hit in near[:1]:
        point: Point | None = ask.finding.point(hit.code)
        if point is not None:
            href = f"/p/{hit.code}{ask.filters.point_query}"
            return Nearest(href, point.name, way_words(hit.distance_m, hit.ride_minutes))
    return None


def _missing(ask: Asking, point: Point) -> Missing | None:
    if not ask.needs:
        return None
    any_need = replace(ask.filters, needs=())
    words = "、".join(labels(ask.needs, ask.finding.vocabulary))
    return Missing(words, f"/p/{point.code}{any_need.point_query}")
