"""The list round a position: what one can ride to, what nobody knows enough of, what is closed.

It asks nothing of the request: the view makes it, and the shortcut before the view.
"""

from typing import NamedTuple

from servicepoints.catalogue.finder import Hit, Query
from servicepoints.catalogue.masks import Openness
from servicepoints.domain.arrival import is_late
from servicepoints.domain.wording import FEW_POINTS
from servicepoints.services.demand.counting import Counting
from servicepoints.services.demand.outcome import served, usable_near
from servicepoints.web.courier import lists
from servicepoints.web.courier.asking import Asking
from servicepoints.web.courier.near_page import Around, draw
from servicepoints.web.courier.position import FAR_AWAY, Position

NEAR_M = 3000.0
FEW = 3
MOST_FOUND = 60


class Searching(NamedTuple):
    """Where searches are counted, what the one who searches calls itself, and from which network address."""

    demand: Counting
    agent: str
    address: str

    def note(self, ask: Asking, position: Position, found: bool | None) -> None:
        """Counts this search, whether something usable was near; the position goes no further."""
        here, who = (position.latitude, position.longitude), (self.agent, self.address)
        off_m = position.deviation_m
        self.demand.note(*here, ask.needs, ask.at, ask.now, *who, found=found, deviation_m=off_m)


def list_round(ask: Asking, position: Position, searching: Searching) -> str:
    """The list as a part of the page."""
    page = _round(ask, position, searching)
    row = ask.chip_row("/near", titles(ask).first)
    around = Around(row, ask.filters.address("/near"), position.words, position.coarse)
    return draw(page, around, ask.cards.fragments)


def titles(ask: Asking) -> lists.Titles:
    """What its groups are called: those of now, or of the moment that is asked about."""
    return lists.titles_then("附近", ask.moment) if ask.planned else lists.RIDING


def _round(ask: Asking, position: Position, searching: Searching) -> lists.ListPage:
    """The list round a position: what one can ride to first, looked for on its own so that a crowd of
    closed points cannot hide it."""
    if not position.in_shanghai:
        return lists.ListPage(lines=(FAR_AWAY,))
    limit = MOST_FOUND + 3 * ask.filters.more.cards
    everything = _near(ask, position, Openness.ANY, limit)
    drawing = lists.Drawing(
        draw=ask.drawer_from_here(position.deviation_m),
        said=titles(ask),
        nothing=lists.nothing_here(ask.filters.needs, lists.NOTHING_NEAR),
        wanted=ask.filters.more,
        address=ask.more_of("/near"),
        late=is_late(ask.at),
    )
    farther = len(everything) == limit
    if ask.filters.every:
        searching.note(ask, position, served(everything, limit, only_usable=False))
        page = lists.in_a_row(everything, drawing, cut=farther)
    else:
        page = _grouped(ask, position, searching, everything, drawing, farther=farther)
    lines = (*ask.plan_line("/near", "出发"), *_coverage(ask, position, everything))
    return lists.with_lines(page, lines)


def _grouped(
    ask: Asking,
    position: Position,
    searching: Searching,
    everything: list[Hit],
    drawing: lists.Drawing,
    *,
    farther: bool,
) -> lists.ListPage:
    usual = lists.Group.USABLE
    most = drawing.most(usual.value, lists.MOST_CARDS[usual])
    members = lists.by_group(everything, lists.group_from_here)
    usable = members[usual]
    if farther and len(usable) <= most:  # a crowd of closed points must not hide those behind it
        usable = _near(ask, position, Openness.ARRIVAL, most + 1)
    searching.note(ask, position, usable_near(usable))
    members[usual] = usable[:most]
    cut = {*lists.Group} - {usual} if farther else set()
    if len(usable) > most:
        cut.add(usual)
    return lists.grouped(members, drawing, cut)


def _near(ask: Asking, position: Position, openness: Openness, limit: int) -> list[Hit]:
    found: list[Hit] = ask.finding.finder.near(
        Query(
            latitude=position.latitude,
            longitude=position.longitude,
            at=ask.at,
            needs=ask.needs,
            open=openness,
            limit=limit,
        )
    )
    return found


def _coverage(ask: Asking, position: Position, everything: list[Hit]) -> tuple[str, ...]:
    """Says so where the directory itself has little to show; what lacks only what is needed counts too."""
    if _enough(everything):
        return ()
    around = Query(
        latitude=position.latitude,
        longitude=position.longitude,
        at=ask.at,
        open=Openness.ANY,
        limit=FEW * 4,
        radius_m=NEAR_M,
    )
    return () if _enough(ask.finding.finder.near(around)) else (FEW_POINTS,)


def _enough(hits: list[Hit]) -> bool:
    close = [hit for hit in hits if hit.distance_m is not None and hit.distance_m <= NEAR_M]
    return len(close) >= FEW
