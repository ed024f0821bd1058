"""The map page: folium's parts in a page of ours, under a policy of its own.

A nonce and a 304 do not go together (the browser would block the page's own script), so the page is never
stored; what it loads is immutable. The points come from the API, by viewport.
"""

import secrets
from dataclasses import dataclass
from html import escape
from math import cos, floor, log2, radians

from flask import Blueprint, Response, make_response, render_template, request

from servicepoints.config import Settings
from servicepoints.domain.coordinates import Datum, convert
from servicepoints.domain.points import COARSE_M, clean_code
from servicepoints.domain.status_words import status_words
from servicepoints.domain.wording import POSITION_COARSE, entry_words
from servicepoints.maps import CENTRE, OSM, Basemap, TileSet, map_parts, tianditu
from servicepoints.web.courier.filters import read_filters
from servicepoints.web.frame import public_address
from servicepoints.web.security import CONTENT_SECURITY_POLICY
from servicepoints.web.state import state
from servicepoints.web.static_files import leaflet_url

blueprint = Blueprint("map", __name__)

CITY_ZOOM = 12
POINT_ZOOM = 17
"""Close enough that the point stands alone (see `viewport.APART_FROM_ZOOM`)."""

METRES_A_PIXEL = 156_543.03
"""Of Web Mercator at zoom 0 on the equator, with tiles of 256 pixels."""

HALF_A_SCREEN_PX = 160
"""A phone's screen is some 360 pixels wide."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The point that the map is asked to show: what its card says, and its WGS-84 place."""

    code: str
    name: str
    state: str
    status: str
    line: str
    latitude: float
    longitude: float
    precision_m: float

    @property
    def zoom(self) -> int:
        """Close enough to stand apart, and far enough that the circle of its precision is seen whole."""
        seen_m = METRES_A_PIXEL * cos(radians(self.latitude)) * HALF_A_SCREEN_PX
        return max(CITY_ZOOM, min(POINT_ZOOM, floor(log2(seen_m / max(1.0, self.precision_m)))))


@blueprint.get("/map")
def show() -> Response:
    """The map of the city, or round the point `?p=CODE`."""
    here = state()
    basemap = chosen_basemap(here.settings)
    filters = read_filters(request.args, here.finding.vocabulary)
    chosen = _asked_for(request.args.get("p", ""), frozenset(filters.needs))
    centre = (chosen.latitude, chosen.longitude) if chosen else CENTRE
    parts = map_parts(basemap, *centre, chosen.zoom if chosen else CITY_ZOOM)
    place = convert(*centre, Datum.WGS84, basemap.datum)
    nonce = secrets.token_urlsafe(16)
    page = render_template(
        "map/map.html",
        parts=parts,
        nonce=nonce,
        chosen=chosen,
        place=place,
        shift=(place[0] - centre[0], place[1] - centre[1]),
        need=",".join(filters.needs),
        needed=[here.finding.vocabulary[key].label for key in filters.needs],
        datum=basemap.datum.value,
        coarse_m=COARSE_M,
        vague=POSITION_COARSE,
        approval=here.settings.map_approval,
        leaflet_url=leaflet_url,
        canonical=public_address(f"/map?p={chosen.code}" if chosen else "/map"),
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


def _asked_for(text: str, needs: frozenset[str]) -> Chosen | None:
    """The point with that code, as it is now for those needs; None if there is none, or it has no
    position."""
    here = state()
    finding, now = here.finding, here.clock()
    code = clean_code(text)
    point = finding.point(code) if code else None
    if point is None or point.position is None:
        return None
    status = finding.status(point, now, needs)
    vague = (POSITION_COARSE,) if point.position.coarse else ()
    return Chosen(
        code=point.code,
        name=point.name,
        state=status.state,
        status=status_words(status, now),
        line=" · ".join((*vague, entry_words(point))),
        latitude=point.position.latitude,
        longitude=point.position.longitude,
        precision_m=point.position.precision_m,
    )
