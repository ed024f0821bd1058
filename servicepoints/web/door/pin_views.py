"""Marking on a map where the door of a point really is.

The map begins at the listed position, with the pin there to be moved by finger, mouse or arrow keys. It
offers no 我就在这儿: a pin is a place that somebody chose, kept with the report for the bureau to read, while
a reporter's own position is weighed and dropped and never kept. Beside houses a phone's fix is off by as much
as the mistake that is reported, too.
"""

from contextlib import suppress

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from servicepoints.domain.pins import Pin
from servicepoints.domain.points import Listing, Point
from servicepoints.domain.suggestions import Suggestion
from servicepoints.domain.wording import NO_SUCH_POINT
from servicepoints.errors import InvalidValue, NotFound
from servicepoints.services.reporting.telling import LONGEST
from servicepoints.services.suggesting.likeness import placed_around
from servicepoints.web.courier.asking import asked_for
from servicepoints.web.door.blueprint import blueprint, form_of
from servicepoints.web.pinning import pin_page, read_pin


@blueprint.get("/p/<typed>/door/pin")
def no_pin(typed: str) -> AnyResponse:
    """Whoever loads the map anew begins with what can be said."""
    return redirect(url_for("door.door", typed=typed))


@blueprint.post("/p/<typed>/door/pin")
def pin(typed: str) -> AnyResponse:
    """The map round the listed position, else round the points of the sub-district."""
    ask, found, _ = asked_for(typed, "/p/{}/door")
    if found is None:
        raise NotFound(NO_SUCH_POINT)
    if found.listing is Listing.WITHDRAWN:
        return redirect(url_for("door.door", typed=found.code))
    listed = found.position
    start = (listed.latitude, listed.longitude) if listed else None
    with suppress(InvalidValue):  # a pin that cannot be read is put anew
        start = read_pin(request.form) or start
    near = placed_around(ask.finding, _around(found, start), ask.now)
    beside = [(p.latitude, p.longitude) for _, p in near[:1]]
    return pin_page(
        "door/pin.html",
        middle=start or next(iter(beside), None),
        pin=start,
        listed=listed,
        nearby=near,
        code=found.code,
        name=found.name,
        form=form_of(found.code, ask.now),
        words=request.form.get("words", ""),
        longest=LONGEST,
    )


def _around(point: Point, at: Pin | None) -> Suggestion:
    """A place by which its neighbours are looked up."""
    latitude, longitude = at or (None, None)
    return Suggestion(
        name=point.name,
        district=point.district,
        sub_district=point.sub_district,
        latitude=latitude,
        longitude=longitude,
    )
