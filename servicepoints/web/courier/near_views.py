"""Home, and the list round a position."""

from functools import partial

from flask import Response, render_template, request

from servicepoints.catalogue.finder import Hit, Query
from servicepoints.catalogue.masks import Openness
from servicepoints.domain.arrival import is_late
from servicepoints.domain.wording import FEW_POINTS
from servicepoints.errors import InvalidValue
from servicepoints.services.demand.outcome import served, usable_near
from servicepoints.web.courier import lists, places
from servicepoints.web.courier.asking import Asking, asking
from servicepoints.web.courier.blueprint import blueprint, kept_shortly, never_kept, public_address
from servicepoints.web.courier.chips import Chip
from servicepoints.web.courier.position import FAR_AWAY, Position, read_position
from servicepoints.web.state import state

NEAR_M = 3000.0
FEW = 3
MOST_FOUND = 60


@blueprint.get("/")
def home() -> Response:
    """The one question, the search box, the first needs, the districts."""
    ask = asking()
    first = [Chip(a.label, False, f"/near?need={a.key}") for a in ask.finding.vocabulary.first_chips]
    counts = ask.counts()
    season = [Chip(word, False, f"/near?need={key}") for key, word in ask.seasonal]
    return kept_shortly(
        render_template(
            "courier/home.html",
            chips=first,
            season=season,
            districts=places.district_links(ask.finding.gazetteer, counts),
            summary=f"现在收录{sum(counts.values())}个歇脚点，没核实的都会写明。",
            canonical=public_address("/"),
        )
    )


@blueprint.get("/near")
def near() -> Response:
    """The shell: it knows no position; the script posts one, and without a script the districts lead on."""
    ask = asking()
    districts = places.district_links(ask.finding.gazetteer, ask.counts(), ask.filters.address)
    return kept_shortly(
        render_template(
            "courier/near.html",
            row=ask.first_chips("/near", _titles(ask).first),
            here=ask.filters.address("/near"),
            parameters=ask.filters.parameters(),
            districts=districts,
            canonical=public_address("/near"),
        )
    )


@blueprint.post("/near")
def near_here() -> Response:
    """The list round the position in the body, as a part of the page. A wrong number is answered with
    422."""
    ask = asking()
    try:
        position = read_position(request.form)
    except InvalidValue as error:
        return never_kept(render_template("courier/_problem.html", words=str(error)), 422)
    page = _round(ask, position)
    return never_kept(
        render_template(
            "courier/_near.html",
            page=page,
            ways=_leads_nowhere(page),
            row=ask.chip_row("/near", _titles(ask).first),
            fix=position,
            here=ask.filters.address("/near"),
        )
    )


def _round(ask: Asking, position: Position) -> lists.ListPage:
    """The list round a position: what one can ride to first, looked for on its own so that a crowd of
    closed points cannot hide it."""
    if not position.in_shanghai:
        return lists.ListPage(lines=(FAR_AWAY,))
    limit = MOST_FOUND + 3 * ask.filters.more.cards
    everything = _near(ask, position, Openness.ANY, limit)
    drawing = lists.Drawing(
        draw=partial(ask.draw_from_here, deviation_m=position.deviation_m),
        said=_titles(ask),
        nothing=lists.nothing_here(ask.filters.needs, lists.NOTHING_NEAR),
        wanted=ask.filters.more,
        address=ask.more_of("/near"),
        late=is_late(ask.at),
    )
    farther = len(everything) == limit
    if ask.filters.every:
        _count(ask, position, served(everything, limit, only_usable=False))
        page = lists.in_a_row(everything, drawing, cut=farther)
    else:
        page = _grouped(ask, position, everything, drawing, farther=farther)
    lines = (*ask.plan_line("/near", "出发"), *_coverage(ask, position, everything))
    return lists.with_lines(page, lines)


def _grouped(
    ask: Asking, position: Position, everything: list[Hit], drawing: lists.Drawing, *, farther: bool
) -> lists.ListPage:
    usual = lists.Group.USABLE
    most = drawing.most(usual.value, lists.MOST_CARDS[usual])
    members = lists.by_group(everything, lists.group_from_here)
    usable = members[usual]
    if farther and len(usable) <= most:  # a crowd of closed points must not hide those behind it
        usable = _near(ask, position, Openness.ARRIVAL, most + 1)
    _count(ask, position, usable_near(usable))
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


def _count(ask: Asking, position: Position, found: bool | None) -> None:
    """Counts this search, whether something usable was near; the position goes no further."""
    who, deviation_m = (request.user_agent.string, request.remote_addr or ""), position.deviation_m
    here = (position.latitude, position.longitude)
    state().demand.note(*here, ask.needs, ask.at, ask.now, *who, found=found, deviation_m=deviation_m)


def _leads_nowhere(page: lists.ListPage) -> bool:
    """Whether other ways to find something should stand below: there is nothing to ride to, or little at
    all."""
    if FEW_POINTS in page.lines:
        return True
    return not (page.groups[0].cards if page.groups else page.cards)


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


def _titles(ask: Asking) -> lists.Titles:
    return lists.titles_then("附近", ask.moment) if ask.planned else lists.RIDING
