"""Where rest is missing: a map and a table of the counts of searches, and what changes would serve."""

import secrets
from collections.abc import Mapping
from math import ceil
from typing import Any

from flask import Response, make_response, render_template, request

from servicepoints.domain.cells import Cell, bounds
from servicepoints.domain.coordinates import Datum, convert
from servicepoints.domain.demand import LEAST_SHOWN, Count
from servicepoints.maps import CENTRE, map_parts
from servicepoints.services.demand.changing import UNTIL, USUAL, changes
from servicepoints.services.demand.exporting import export_gaps
from servicepoints.services.demand.gaps import Places, gaps, need_words
from servicepoints.services.demand.looking import Looked, look
from servicepoints.web.bureau.blueprint import account, attachment, blueprint, register
from servicepoints.web.bureau.listing_form import as_of
from servicepoints.web.map import CITY_ZOOM, chosen_basemap, policy
from servicepoints.web.state import state
from servicepoints.web.static_files import leaflet_url

SHOWN = 20
"""Lines of the table that are shown at once; the file has all."""
LEVELS = 5


@blueprint.get("/demand")
def demand() -> Response:
    """The page of a month, of the own bureau or what the city picks."""
    looked, now = _looked(), as_of()
    finding, settings = state().finding, state().settings
    until = request.args.get("until", "")
    until = until if until in UNTIL else USUAL
    places, lines = Places(finding, now.now), gaps(looked.counts)
    basemap, nonce = chosen_basemap(settings), secrets.token_urlsafe(16)
    page = render_template(
        "bureau/demand.html",
        looked=looked,
        picked=request.args.get("bureau", ""),
        lines=lines[:SHOWN],
        left=max(0, len(lines) - SHOWN),
        place=places.of,
        need=lambda key: need_words(finding, key),
        changes=changes(finding, looked, until, places, now),
        until=until,
        untils=UNTIL,
        month=month_words,
        least=LEAST_SHOWN,
        squares=squares(looked.cells, basemap.datum),
        parts=map_parts(basemap, *_middle(looked), CITY_ZOOM),
        nonce=nonce,
        approval=settings.map_approval,
        leaflet_url=leaflet_url,
    )
    response = make_response(page)
    response.headers["Content-Security-Policy"] = policy(nonce, basemap)
    return response


@blueprint.get("/demand/export")
def export_demand() -> Response:
    """The table of a month as a file (`format` is xlsx or csv)."""
    looked = _looked()
    places = Places(state().finding, as_of().now)
    return attachment(export_gaps(state().finding, looked, places, request.args.get("format", "xlsx")))


def month_words(month: str) -> str:
    """2026-09 as 2026年9月."""
    year, number = month.split("-")
    return f"{year}年{int(number)}月"


def squares(cells: Mapping[Cell, Count], datum: Datum) -> list[list[Any]]:
    """The cells with something unmet, for the script of the map: south, west, north, east (degrees of that
    datum), how dark (1 to LEVELS), the name, searches, unmet."""
    most = max((count.unmet for count in cells.values()), default=0)
    return [
        [*_corners(cell, datum), ceil(LEVELS * count.unmet / most), cell.name, count.asked, count.unmet]
        for cell, count in cells.items()
        if count.unmet
    ]


def _corners(cell: Cell, datum: Datum) -> tuple[float, ...]:
    edges = bounds(cell)
    south_west = convert(edges.south, edges.west, Datum.WGS84, datum)
    north_east = convert(edges.north, edges.east, Datum.WGS84, datum)
    return tuple(round(degrees, 5) for degrees in (*south_west, *north_east))


def _looked() -> Looked:
    args = request.args
    return look(register(), account(), args.get("bureau") or None, args.get("month", ""), as_of())


def _middle(looked: Looked) -> tuple[float, float]:
    """Where the map begins: where most was missed."""
    worst = max(looked.cells, key=lambda cell: looked.cells[cell].unmet, default=None)
    if worst is None:
        return CENTRE
    edges = bounds(worst)
    return (edges.south + edges.north) / 2, (edges.west + edges.east) / 2
