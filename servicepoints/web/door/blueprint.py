"""The blueprint of what is said at doors, and what its views share."""

from datetime import datetime

from flask import Blueprint

from servicepoints.domain.hours import TIMEZONE
from servicepoints.services.reporting.rules import Marks, Rules, rules_of
from servicepoints.web.security import refuse_foreign_form, refuse_nul
from servicepoints.web.state import state

blueprint = Blueprint("door", __name__)
blueprint.before_request(refuse_foreign_form)
blueprint.before_request(refuse_nul)


def rules() -> Rules:
    """The rules of reporting, as the settings say."""
    return rules_of(state().settings)


def marks() -> Marks:
    """What tells reporters apart for a day, and makes their forms and pages."""
    return Marks(state().settings.secret_key)


def form_of(code: str, at: datetime) -> str:
    """What the forms of a point bear at a moment."""
    return marks().form(code, at.astimezone(TIMEZONE).date())
