"""Setting a point's pin on a map, from what geocoders offer, or by typing its coordinates."""

import secrets
from collections.abc import Mapping
from math import isfinite
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from servicepoints import reference
from servicepoints.domain.coordinates import Datum, convert
from servicepoints.errors import Conflict, InvalidValue
from servicepoints.maps import CENTRE, map_parts
from servicepoints.services import placing
from servicepoints.services.placing import PRECISIONS, Placing
from servicepoints.web.bureau.blueprint import account, blueprint, register
from servicepoints.web.bureau.listing_form import as_of, bureau_asked, bureau_query
from servicepoints.web.bureau.numbers import whole
from servicepoints.web.map import CITY_ZOOM, POINT_ZOOM, chosen_basemap, policy
from servicepoints.web.state import state
from servicepoints.web.static_files import leaflet_url

DATUM_WORDS = {Datum.WGS84: "WGS-84（手机、天地图）", Datum.GCJ02: "GCJ-02（高德、腾讯）",
               Datum.BD09: "BD-09（百度）"}  # fmt: skip
_LIKE = "例如纬度 31.2242，经度 121.4294"


@blueprint.get("/place")
def place_next() -> AnyResponse:
    """On to the next point that needs a pin."""
    after = request.args.get("after", "")
    code = placing.next_to_place(register(), account(), bureau_asked(), as_of(), after)
    if code is None:
        flash("位置都标好了", "good")
        return redirect(url_for("bureau.desk", **bureau_query()))
    return redirect(url_for("bureau.place", code=code, **bureau_query()))


@blueprint.get("/points/<code>/place")
def place(code: str) -> Response:
    """The map with what is known, and the form beside it."""
    return _page(code, {}, "")


@blueprint.post("/points/<code>/place")
def placed(code: str) -> AnyResponse:
    """Set the pin, and go on to the next point that needs one."""
    form = request.form
    try:
        latitude, longitude = _typed(form)
        placing.place(
            register(),
            account(),
            code,
            latitude,
            longitude,
            float(form["precision"]) if form.get("precision") in PRECISIONS else 30.0,
            state().clock().date(),
            revision=whole(form.get("revision", ""), 0),
            sure=form.get("sure") == "1",
        )
    except InvalidValue as error:
        return _page(code, form, f"{error.value}：{error.reason}。{error.fix}", 422)
    except Conflict as error:
        return _page(code, form, str(error), 409)
    flash("标好了", "good")
    return redirect(url_for("bureau.place_next", after=code, **bureau_query()), 303)


def _typed(form: Mapping[str, str]) -> tuple[float, float]:
    """The typed coordinates in WGS-84. InvalidValue."""
    given = f"{form.get('latitude', '').strip()}, {form.get('longitude', '').strip()}"
    try:
        latitude, longitude = (float(part) for part in given.split(","))
        datum = Datum(form.get("datum", ""))
    except ValueError as error:
        raise InvalidValue("位置", given, "经纬度没写对", _LIKE) from error
    if not (isfinite(latitude) and isfinite(longitude)):
        raise InvalidValue("位置", given, "经纬度没写对", _LIKE)
    return convert(latitude, longitude, datum, Datum.WGS84)


def _page(code: str, typed: Mapping[str, str], error: str, status: int = 200) -> Response:
    here = placing.placing(register(), account(), code, reference.gazetteer())
    basemap = chosen_basemap(state().settings)
    parts = map_parts(basemap, *(here.middle or CENTRE), POINT_ZOOM if here.middle else CITY_ZOOM)
    nonce = secrets.token_urlsafe(16)
    page = render_template(
        "bureau/place.html",
        here=here,
        on_map=_on_map(here, basemap.datum),
        offers=[(offer, _at(offer, basemap.datum)) for offer in here.offers],
        parts=parts,
        nonce=nonce,
        datum=basemap.datum,
        datums=DATUM_WORDS,
        precisions=PRECISIONS,
        approval=state().settings.map_approval,
        leaflet_url=leaflet_url,
        typed=typed,
        error=error,
        carried=bureau_query(),
    )
    response = make_response(page, status)
    response.headers["Content-Security-Policy"] = policy(nonce, basemap)
    return response


def _on_map(here: Placing, datum: Datum) -> dict[str, Any]:
    """What the script draws, in the datum of the map; names go in as data and are put in as text."""
    at = here.point.position
    standing = None if at is None else {"at": _at(at, datum), "precision": at.precision_m}
    return {
        "standing": standing,
        "offers": [{"at": _at(o, datum), "precision": o.precision_m} for o in here.offers],
        "nearby": [{"at": _at(p.position, datum), "name": p.name} for p in here.nearby if p.position],
    }


def _at(place: Any, datum: Datum) -> tuple[float, float]:
    latitude, longitude = convert(place.latitude, place.longitude, Datum.WGS84, datum)
    return round(latitude, 6), round(longitude, 6)
