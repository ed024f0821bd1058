"""Home, and the list round a position."""

from flask import Response, render_template, request

from servicepoints.errors import InvalidValue
from servicepoints.web.courier import places
from servicepoints.web.courier.asking import asking
from servicepoints.web.courier.blueprint import blueprint, kept_shortly, never_kept, public_address
from servicepoints.web.courier.chips import Chip
from servicepoints.web.courier.position import read_position
from servicepoints.web.courier.round import Searching, list_round, titles
from servicepoints.web.state import state


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
            row=ask.first_chips("/near", titles(ask).first),
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
    searching = Searching(state().demand, request.user_agent.string, request.remote_addr or "")
    return never_kept(list_round(ask, position, searching))
