"""The map page: folium's parts in a page of ours, under a policy of its own.

A nonce and a 304 do not go together (the browser would block the page's own script), so the page is never
stored; what it loads is immutable. The points come from the API, by viewport.
"""

import secrets
from html import escape

from flask import Blueprint, Response, make_response, render_template, request

from servicepoints.config import Settings
from servicepoints.domain.coordinates import Datum
from servicepoints.domain.points import COARSE_M, clean_code
from servicepoints.domain.wording import POSITION_COARSE
from servicepoints.maps import CENTRE, OSM, Basemap, TileSet, map_parts, tianditu
from servicepoints.web.security import CONTENT_SECURITY_POLICY
from servicepoints.web.state import state
from servicepoints.web.static_files import leaflet_url

blueprint = Blueprint("map", __name__)

CITY_ZOOM = 12
POINT_ZOOM = 17
"""Close enough that the point stands alone (see `viewport.APART_FROM_ZOOM`)."""


@blueprint.get("/map")
def show() -> Response:
    """The map of the city, or round the point `?p=CODE`."""
    basemap = chosen_basemap(state().settings)
    code, place = _asked_for(request.args.get("p", ""))
    parts = map_parts(basemap, *(place or CENTRE), POINT_ZOOM if place else CITY_ZOOM)
    nonce = secrets.token_urlsafe(16)
    page = render_template(
        "map/map.html",
        parts=parts,
        nonce=nonce,
        chosen=code,
        datum=basemap.datum.value,
        coarse_m=COARSE_M,
        vague=POSITION_COARSE,
        approval=state().settings.map_approval,
        leaflet_url=leaflet_url,
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = policy(nonce, basemap)
    return response


def chosen_basemap(settings: Settings) -> Basemap:
    """The basemap that the settings ask for."""
    match settings.basemap:
        case "tianditu":
            return tianditu(settings.tianditu_browser_key)
        case "xyz":
            layer = TileSet(settings.xyz_url, escape(settings.xyz_attribution))
            return Basemap((layer,), Datum(settings.xyz_datum))
        case "osm":
            return OSM
        case _:
            return Basemap()


def policy(nonce: str, basemap: Basemap) -> str:
    """The site's policy, with the one inline script and the tile hosts let in."""
    hosts = " ".join(("img-src 'self' data:", *basemap.hosts))
    return CONTENT_SECURITY_POLICY.replace("script-src 'self'", f"script-src 'self' 'nonce-{nonce}'").replace(
        "img-src 'self' data:", hosts
    )


def _asked_for(text: str) -> tuple[str, tuple[float, float] | None]:
    """The code of the point to centre on and its WGS-84 position; "" and None without one that has
    a position.
    """
    code = clean_code(text)
    point = state().finding.point(code) if code else None
    if point is None or point.position is None:
        return "", None
    return point.code, (point.position.latitude, point.position.longitude)
