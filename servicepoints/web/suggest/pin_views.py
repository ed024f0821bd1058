"""Putting the pin on a map: what was typed comes along, and goes back with the place."""

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from servicepoints.domain.pins import Pin
from servicepoints.domain.points import Position
from servicepoints.services.suggesting.drafts import read_draft
from servicepoints.services.suggesting.likeness import placed_around
from servicepoints.web.pinning import pin_page
from servicepoints.web.state import state
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
    standing = None
    if draft.latitude is not None and draft.longitude is not None:
        standing = draft.latitude, draft.longitude
    near = placed_around(here.finding, draft, here.clock())
    return pin_page(
        "suggest/pin.html",
        middle=standing or _amid([p for _, p in near]),
        pin=standing,
        nearby=near,
        hidden=[*carried("lat", "lon", "accuracy", "datum")],
    )


def _amid(near: list[Position]) -> Pin | None:
    if not near:
        return None
    return sum(p.latitude for p in near) / len(near), sum(p.longitude for p in near) / len(near)
