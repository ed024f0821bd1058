"""Putting the pin on a map: what was typed comes along, and goes back with the place.

As on the map page a nonce lets folium's script in; the place travels in bodies of POSTs alone.
"""

import secrets

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from servicepoints.domain.coordinates import Datum, convert
from servicepoints.domain.points import Position
from servicepoints.maps import CENTRE, map_parts
from servicepoints.services.suggesting.drafts import read_draft
from servicepoints.services.suggesting.likeness import placed_around
from servicepoints.web.map import CITY_ZOOM, POINT_ZOOM, chosen_basemap, policy
from servicepoints.web.state import state
from servicepoints.web.static_files import leaflet_url
from servicepoints.web.suggest.blueprint import blueprint, carried, tables


@blueprint.get("/pin")
def no_pin() -> AnyResponse:
    """Whoever loads the map anew, without what was typed, begins with the form."""
    return redirect(url_for("suggest.form"))


@blueprint.post("/pin")
def pin() -> Response:
    """The map, round the place or the points of the district that the form names."""
    here = state()
    draft, _ = read_draft(request.form, (), tables())
    basemap = chosen_basemap(here.settings)
    near = placed_around(here.finding, draft, here.clock())
    middle = _middle(draft.latitude, draft.longitude, [p for _, p in near])
    parts = map_parts(basemap, *(middle or CENTRE), POINT_ZOOM - 1 if middle else CITY_ZOOM)
    nonce = secrets.token_urlsafe(16)
    standing = None
    if draft.latitude is not None and draft.longitude is not None:
        standing = convert(draft.latitude, draft.longitude, Datum.WGS84, basemap.datum)
    shown = {
        "standing": None,
        "offers": [],
        "nearby": [{"at": _at(position, basemap.datum), "name": name} for name, position in near],
    }
    page = render_template(
        "suggest/pin.html",
        parts=parts,
        nonce=nonce,
        shown=shown,
        standing=standing,
        datum=basemap.datum.value,
        hidden=[*carried("lat", "lon", "accuracy", "datum")],
        approval=here.settings.map_approval,
        leaflet_url=leaflet_url,
    )
    response = make_response(page)
    response.headers["Content-Security-Policy"] = policy(nonce, basemap)
    return response


def _middle(
    latitude: float | None, longitude: float | None, near: list[Position]
) -> tuple[float, float] | None:
    if latitude is not None and longitude is not None:
        return latitude, longitude
    if not near:
        return None
    return sum(p.latitude for p in near) / len(near), sum(p.longitude for p in near) / len(near)


def _at(position: Position, datum: Datum) -> tuple[float, float]:
    latitude, longitude = convert(position.latitude, position.longitude, Datum.WGS84, datum)
    return round(latitude, 6), round(longitude, 6)
