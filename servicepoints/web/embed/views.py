"""The embedded lists: of a district or a sub-district, and round the position that a tap gives."""

from flask import Response, render_template, request

from servicepoints.catalogue.finder import Hit, Query
from servicepoints.catalogue.masks import Openness
from servicepoints.domain.gazetteer import District, SubDistrict
from servicepoints.domain.wording import FEW_POINTS
from servicepoints.errors import InvalidValue
from servicepoints.web.courier import lists, places
from servicepoints.web.courier.asking import Asking, asking
from servicepoints.web.courier.blueprint import kept_shortly, moved, never_kept
from servicepoints.web.courier.place_views import found_district, found_sub_district
from servicepoints.web.courier.position import FAR_AWAY, Position, read_position
from servicepoints.web.embed.blueprint import blueprint
from servicepoints.web.embed.rows import Row, rows_from_here, rows_in_place
from servicepoints.web.state import state

MOST = 20
"""Rows of one list; the whole one is a tap away."""


@blueprint.get("/d/<name>")
def district(name: str) -> Response:
    """The points of a district, open ones first. The Chinese name leads to it."""
    ask = asking()
    found = found_district(ask, name)
    if found.slug != name:
        return moved(f"/embed{places.district_href(found)}")
    return _place(ask, found, None)


@blueprint.get("/d/<name>/<sub_name>")
def sub_district(name: str, sub_name: str) -> Response:
    """The points of a sub-district."""
    ask = asking()
    found, sub = found_sub_district(ask, name, sub_name)
    if (found.slug, sub.slug) != (name, sub_name):
        return moved(f"/embed{places.sub_district_href(found, sub)}")
    return _place(ask, found, sub)


@blueprint.get("/near")
def near() -> Response:
    """The shell: it knows no position; a tap asks for one, and the districts lead on without it."""
    ask = asking()
    counts = {place: n for place, n in ask.counts().items() if place[0]}  # no list here is of no district
    districts = places.district_links(ask.finding.gazetteer, counts, lambda path: f"/embed{path}")
    return kept_shortly(
        render_template(
            "embed/near.html",
            title="附近的歇脚点",
            districts=districts,
            whole="/near",
            allowed=_allowed(),
        )
    )


@blueprint.post("/near")
def near_here() -> Response:
    """The list round the position in the body, as a part of the page. A wrong number is answered with 422."""
    ask = asking()
    try:
        position = read_position(request.form)
    except InvalidValue as error:
        return never_kept(render_template("embed/_list.html", lines=(str(error),), rows=()), 422)
    lines, rows = _round(ask, position)
    return never_kept(render_template("embed/_list.html", lines=lines, rows=rows))


def _round(ask: Asking, position: Position) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """What one can ride to first, then what is nearest otherwise."""
    if not position.in_shanghai:
        return (FAR_AWAY,), ()
    usable = _near(ask, position, Openness.ARRIVAL)
    others = [hit for hit in _near(ask, position, Openness.ANY) if hit not in usable]
    hits = [*usable, *others][:MOST]
    points = ask.finding.points([hit.code for hit in hits])
    rows = rows_from_here(hits, points, ask.now, ask.finding.finder.riding, position.deviation_m)
    where = (position.words,) if position.coarse else ()
    if not rows:
        return (*where, lists.NOTHING_HERE, FEW_POINTS), ()
    return (*where, *(() if usable else (lists.RIDING.first_empty,))), rows


def _near(ask: Asking, position: Position, openness: Openness) -> list[Hit]:
    asked = Query(
        latitude=position.latitude,
        longitude=position.longitude,
        at=ask.now,
        needs=ask.needs,
        open=openness,
        limit=MOST,
    )
    found: list[Hit] = ask.finding.finder.near(asked)
    return found


def _place(ask: Asking, found: District, sub: SubDistrict | None) -> Response:
    wanted = ask.wanted(Openness.ANY, district=found.name, sub_district=sub.name if sub else "")
    members = lists.by_group(ask.finding.finder.in_district(wanted, ask.now), lists.group_in_place)
    every = [hit for group in lists.Group for hit in members[group]]
    hits = every[:MOST]
    path = places.sub_district_href(found, sub) if sub else places.district_href(found)
    empty = (lists.HERE.first_empty,) if every and not members[lists.Group.USABLE] else ()
    return kept_shortly(
        render_template(
            "embed/place.html",
            title=f"{found.name}{sub.name if sub else ''}的歇脚点",
            rows=rows_in_place(hits, ask.finding.points([hit.code for hit in hits]), ask.now),
            lines=empty or (() if every else (lists.NOTHING_HERE,)),
            whole=path,
            count=len(every),
            allowed=_allowed(),
        )
    )


def _allowed() -> bool:
    """Whether anyone may show it."""
    return bool(state().settings.embed_parents)
