"""The blueprint of the pages of sessions and bookings, and what their views share."""

from flask import Blueprint, Response

from servicepoints.services.booking.rules import Links, Rules, rules_of
from servicepoints.services.booking.standing import Visit
from servicepoints.web.security import refuse_foreign_form
from servicepoints.web.state import state

blueprint = Blueprint("booking", __name__)
blueprint.before_request(refuse_foreign_form)


def rules() -> Rules:
    """The rules of booking, as the settings say."""
    return rules_of(state().settings)


def links() -> Links:
    """What makes the tokens of bookings' links."""
    return Links(state().settings.secret_key)


def visit(token: str) -> Visit:
    """A visit through the link with that token."""
    return Visit(state().register, token, rules())


@blueprint.after_request
def never_kept(response: Response) -> Response:
    """Nobody keeps a page with a form for one person, or one that knows a person."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
