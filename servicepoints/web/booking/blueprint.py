"""The blueprint of the pages of sessions and bookings, and what their views share."""

import secrets

from flask import Blueprint, Response
from itsdangerous import BadSignature, URLSafeTimedSerializer

from servicepoints.services.booking.rules import Links, Rules, rules_of
from servicepoints.services.booking.standing import Visit
from servicepoints.web.state import state

blueprint = Blueprint("booking", __name__)

FORM_S = 12 * 3600
"""Seconds for which a form that was shown may be sent."""


def rules() -> Rules:
    """The rules of booking, as the settings say."""
    return rules_of(state().settings)


def links() -> Links:
    """What makes the tokens of bookings' links."""
    return Links(state().settings.secret_key)


def visit(token: str) -> Visit:
    """A visit through the link with that token."""
    return Visit(state().register, token, rules())


def form_key(session: str) -> str:
    """What is drawn for each form that is shown, and signed: one form is one booking, however often it is
    sent, and no other site can make one up."""
    return _signing().dumps([session, secrets.token_urlsafe(16)])


def key_of(form: str, session: str) -> str:
    """The key that a form was drawn; "" if it is not ours, not this session's, or too old."""
    try:
        of, key = _signing().loads(form, max_age=FORM_S)
    except (BadSignature, ValueError, TypeError):
        return ""
    return str(key) if of == session else ""


def _signing() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(state().settings.secret_key, salt="booking-form")


@blueprint.after_request
def never_kept(response: Response) -> Response:
    """Nobody keeps a page with a form for one person, or one that knows a person."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
