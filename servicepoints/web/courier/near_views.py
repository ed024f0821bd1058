"""Home, and the list round a position."""

from flask import Response, render_template, request

from servicepoints.catalogue.finder import Hit, Query
from servicepoints.catalogue.masks import Openness
from servicepoints.domain.wording import FEW_POINTS, GROUP_USABLE
from servicepoints.errors import InvalidValue
from servicepoints.web.courier import lists, places
from servicepoints.web.courier.asking import Asking, asking
from servicepoints.web.courier.blueprint import blueprint, kept_shortly, never_kept, public_address
from servicepoints.web.courier.filters import Chip
from servicepoints.web.courier.position import FAR_AWAY, Position, read_position

NEAR_M = 3000.0
FEW = 3
MOST_FOUND = 60


@blueprint.get("/")
def home() -> Response:
    """The one question, the search box, the first needs, the districts."""
    ask = asking()
    first = [Chip(a.label, False, f"/near?need={a.key}") for a in ask.finding.vocabulary.first_chips]
    season = [Chip(word, False, f"/near?need={key}") for key, word in ask.seasonal]
    return kept_shortly(
        render_template(
            "courier/home.html",
            chips=first,
            season=season,
            districts=places.district_links(ask.finding.gazetteer, ask.finding.counts()),
            summary=f"现在收录{len(ask.finding.finder)}个歇脚点，没核实的都会写明。",
            canonical=public_address("/"),
        )
    )


@blueprint.get("/near")
def near() -> Response:
    """The shell: it knows no position; the script posts one, and without a script the districts lead on."""
    ask = asking()
    districts = places.district_links(ask.finding.gazetteer, ask.finding.counts(), ask.filters.address)
    return kept_shortly(
        render_template(
            "courier/near.html",
            row=ask.chip_row("/near", _toggle(ask)),
            here=ask.filters.address("/near"),
            parameters=ask.filters.parameters(),
            districts=districts,
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
    return never_kept(
        render_template(
            "courier/_near.html",
            page=_round(ask, position),
            row=ask.chip_row("/near", _toggle(ask)),
            fix=position,
            here=ask.filters.address("/near"),
        )
    )


def _round(ask: Asking, position: Position) -> lists.ListPage:
    """The list round a position: what one can ride to first, looked for on its own so that a crowd of
    closed points cannot hide it."""
    if not position.in_shanghai:
        return lists.ListPage(lines=(FAR_AWAY,))
    everything = _near(ask, position, Openness.ANY)
    if ask.filters.every:
        return lists.ListPage(lines=_coverage(ask, position), cards=ask.draw_from_here(everything))
    usable = _near(ask, position, Openness.ARRIVAL)
    others = [h for h in everything if lists.group_from_here(h) is not lists.Group.USABLE]
    said = lists.RIDING if ask.at == ask.now else lists.RIDING_AT_NIGHT
    page = lists.grouped([*usable, *others], lists.group_from_here, ask.draw_from_here, said)
    return lists.with_lines(page, _coverage(ask, position))


def _near(ask: Asking, position: Position, openness: Openness) -> list[Hit]:
    found: list[Hit] = ask.finding.finder.near(
        Query(
            latitude=position.latitude,
            longitude=position.longitude,
            at=ask.at,
            needs=frozenset(ask.filters.needs),
            open=openness,
            limit=lists.MOST_CARDS["usable"] if openness is Openness.ARRIVAL else MOST_FOUND,
        )
    )
    return found


def _coverage(ask: Asking, position: Position) -> tuple[str, ...]:
    """Says so where the directory itself has little to show."""
    around = Query(
        latitude=position.latitude,
        longitude=position.longitude,
        at=ask.at,
        open=Openness.ANY,
        limit=FEW * 4,
        radius_m=NEAR_M,
    )
    close = [h for h in ask.finding.finder.near(around) if h.distance_m is not None]
    return (FEW_POINTS,) if len(close) < FEW else ()


def _toggle(ask: Asking) -> str:
    return GROUP_USABLE if ask.at == ask.now else lists.RIDING_AT_NIGHT.first
