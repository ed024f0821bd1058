"""The parts of a point's page that are asked for on their own: its QR code, its small map, the ride
there."""

from flask import Response, make_response, render_template, request

from servicepoints.catalogue.finder import Query
from servicepoints.catalogue.masks import Openness
from servicepoints.errors import InvalidValue, NotFound
from servicepoints.services.sharing import qr_code
from servicepoints.web.courier.asking import asked_for
from servicepoints.web.courier.blueprint import blueprint, kept_shortly, never_kept, public_address
from servicepoints.web.courier.position import read_position
from servicepoints.web.courier.seen import ride_there
from servicepoints.web.courier.sketch import REACH_M, sketch

QR_AGE_S = 86_400
MOST_AROUND = 40


@blueprint.get("/p/<typed>/qr.png")
def qr(typed: str) -> Response:
    """The QR code of a point's address, as a picture that a long press reads."""
    _, found, elsewhere = asked_for(typed, "/p/{}/qr.png")
    if found is None:
        return elsewhere
    response = make_response(qr_code(public_address(f"/p/{found.code}")))
    response.mimetype = "image/png"
    response.headers["Cache-Control"] = f"public, max-age={QR_AGE_S}"
    response.add_etag()
    return response


@blueprint.get("/p/<typed>/around.svg")
def around(typed: str) -> Response:
    """The small map: the point among the others near it. NotFound where its position is not known."""
    ask, found, elsewhere = asked_for(typed, "/p/{}/around.svg")
    if found is None:
        return elsewhere
    if found.position is None:
        raise NotFound("这个歇脚点还没有位置")
    query = Query(
        latitude=found.position.latitude,
        longitude=found.position.longitude,
        at=ask.at,
        open=Openness.ANY,
        limit=MOST_AROUND,
        radius_m=REACH_M,
    )
    near = ask.finding.points([hit.code for hit in ask.finding.finder.near(query) if hit.code != found.code])
    others = [p.position for p in near.values() if p.position is not None]
    response = kept_shortly(sketch(found.position, others))
    response.mimetype = "image/svg+xml"
    # the drawing styles itself; nothing else may come with it
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response


@blueprint.post("/p/<typed>/ride")
def ride(typed: str) -> Response:
    """How far it is from the position in the body, and how long one can stay: one line of the page."""
    ask, found, elsewhere = asked_for(typed, "/p/{}/ride")
    if found is None:
        return elsewhere
    try:
        position = read_position(request.form)
    except InvalidValue as error:
        return never_kept(render_template("courier/_problem.html", words=str(error)), 422)
    place = position.latitude, position.longitude
    hit = ask.finding.from_position(found.code, *place, ask.at, ask.needs)
    if hit is None or hit.arrival is None:
        return never_kept("")
    way, stay = ride_there(hit, ask.finding.finder.riding, position.deviation_m)
    return never_kept(render_template("courier/_ride.html", way=way, stay=stay, fix=position))
