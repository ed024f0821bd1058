"""The blueprint of the pages of sessions and bookings, and what their views share."""

from flask import Blueprint

from servicepoints.services.booking.rules import Links, Rules, rules_of
from servicepoints.services.booking.standing import Visit
from servicepoints.web.security import for_one_person, has_key, refuse_foreign_form
from servicepoints.web.state import state

blueprint = Blueprint("booking", __name__)
blueprint.after_request(for_one_person)


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
