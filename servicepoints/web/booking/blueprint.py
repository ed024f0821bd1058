"""The blueprint of the pages of sessions and bookings, and what their views share."""

from http import HTTPStatus

from flask import Blueprint, Response, request

from servicepoints.services.booking.rules import Links, Rules, rules_of
from servicepoints.services.booking.standing import Visit
from servicepoints.web.security import for_one_person, has_key, kept_by_nobody, refuse_foreign_form
from servicepoints.web.state import state

blueprint = Blueprint("booking", __name__)


@blueprint.after_request
def whose(response: Response) -> Response:
    """The page of a session is anybody's to find, though its form is drawn for one; all others are one's."""
    anybodys = request.endpoint == "booking.session" and response.status_code == HTTPStatus.OK
    return kept_by_nobody(response) if anybodys else for_one_person(response)


@blueprint.before_request
def only_ours() -> None:
    """Nothing that another site's page sends; the address of a booking is guard enough."""
    refuse_foreign_form(guarded=has_key())


def rules() -> Rules:
    """The rules of booking, as the settings say."""
    return rules_of(state().settings)


def links() -> Links:
    """What makes the tokens of bookings' links."""
    return Links(state().settings.secret_key)


def visit(token: str) -> Visit:
    """A visit through the link with that token."""
    return Visit(state().register, token, rules())
