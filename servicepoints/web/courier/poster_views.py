"""A point on paper: its poster, and the sticker for its door."""

from flask import Response

from servicepoints.domain.points import Listing
from servicepoints.services.posters import Form, Frame, policy, print_point
from servicepoints.web.courier.asking import asked_for
from servicepoints.web.courier.blueprint import blueprint, kept_shortly, public_address
from servicepoints.web.courier.point_views import withdrawn
from servicepoints.web.frame import share_picture
from servicepoints.web.state import state


@blueprint.get("/p/<typed>/poster")
def poster(typed: str) -> Response:
    """The A4 poster, as a page to print."""
    return _printed(typed, Form.POSTER)


@blueprint.get("/p/<typed>/sticker")
def sticker(typed: str) -> Response:
    """The door stickers, two to an A4 page; their QR code says that one stands at the door."""
    return _printed(typed, Form.STICKER)


def paper(html: str) -> Response:
    """A page to print, with the policy that its own stylesheet needs."""
    response = kept_shortly(html)
    response.headers["Content-Security-Policy"] = policy()
    return response


def _printed(typed: str, form: Form) -> Response:
    ask, found, elsewhere = asked_for(typed, f"/p/{{}}/{form}")
    if found is None:
        return elsewhere
    if found.listing is Listing.WITHDRAWN:
        return withdrawn(ask, found, ask.finding.status(found, ask.at))
    frame = Frame(
        host=state().settings.host_name,
        printed=ask.at.date(),
        back=f"/p/{found.code}",
        canonical=public_address(f"/p/{found.code}"),
        picture=share_picture(found.kind),
    )
    return paper(print_point(ask.finding, found, form, public_address, frame))
