"""A map on which somebody puts a pin, for pages of couriers: folium's parts, one pin, some points to go by.

As on the map page a nonce lets folium's script in, so the page is never kept. The place travels in bodies of
POSTs alone.
"""

import secrets
from collections.abc import Iterable, Mapping
from math import isfinite

from flask import Response, make_response, render_template

from servicepoints.domain.coordinates import Datum, convert
from servicepoints.domain.pins import Pin
from servicepoints.domain.points import Position
from servicepoints.errors import InvalidValue
from servicepoints.maps import CENTRE, map_parts
from servicepoints.services.reporting.telling import PIN
from servicepoints.web.map import CITY_ZOOM, POINT_ZOOM, chosen_basemap, policy
from servicepoints.web.state import state
from servicepoints.web.static_files import leaflet_url


def pin_page(
    template: str,
    *,
    middle: Pin | None,
    pin: Pin | None,
    listed: Position | None = None,
    nearby: Iterable[tuple[str, Position]] = (),
    **context: object,
) -> Response:
    """The page of a template that extends pin.html, all places in WGS-84: the map begins at `middle` (None:
    with the whole city), the pin at `pin` (None: nowhere yet); the circle of `listed` is drawn, and
    `nearby`, by name."""
    basemap = chosen_basemap(state().settings)

    def drawn(latitude: float, longitude: float) -> Pin:
        at = convert(latitude, longitude, Datum.WGS84, basemap.datum)
        return round(at[0], 6), round(at[1], 6)

    circle = listed and {"at": drawn(listed.latitude, listed.longitude), "precision": listed.precision_m}
    zoom = CITY_ZOOM if middle is None else POINT_ZOOM - (2 if listed and listed.coarse else 1)
    nonce = secrets.token_urlsafe(16)
    page = render_template(
        template,
        parts=map_parts(basemap, *(middle or CENTRE), zoom),
        nonce=nonce,
        shown={
            "standing": circle,
            "offers": [],
            "nearby": [{"at": drawn(at.latitude, at.longitude), "name": name} for name, at in nearby],
        },
        pin=pin and drawn(*pin),
        datum=basemap.datum.value,
        approval=state().settings.map_approval,
        leaflet_url=leaflet_url,
        **context,
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = policy(nonce, basemap)
    return response


def read_pin(form: Mapping[str, str]) -> Pin | None:
    """The pin of the fields pin_lat, pin_lon (degrees of pin_datum; WGS-84 unless it says another) in WGS-84,
    None where both are empty. InvalidValue for what is no place."""
    typed = [form.get(name, "").strip() for name in ("pin_lat", "pin_lon")]
    if not any(typed):
        return None
    try:
        latitude, longitude = map(float, typed)
        datum = Datum(form.get("pin_datum") or Datum.WGS84)
    except ValueError:
        latitude = longitude = float("nan")
        datum = Datum.WGS84
    if not (isfinite(latitude) and isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        shown = ", ".join(typed)[:40]
        raise InvalidValue(PIN, shown, f"标的位置没认出来（{shown}）", "在地图上再标一次，或者只写一句")
    return convert(latitude, longitude, datum, Datum.WGS84)
