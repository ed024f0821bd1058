"""The blueprint of the keepers' pages, and what opens their door."""

from flask import Blueprint, render_template

from servicepoints import reference
from servicepoints.errors import NotFound
from servicepoints.services.keeping.changing import Keeping
from servicepoints.services.keeping.links import Signing
from servicepoints.web.security import for_one_person, refuse_nul
from servicepoints.web.state import state

blueprint = Blueprint("keeper", __name__, url_prefix="/k")
blueprint.after_request(for_one_person)
blueprint.before_request(refuse_nul)


def signing() -> Signing:
    """What signs the tokens of links and reads them back."""
    return Signing(state().settings.secret_key)


def keeping(token: str) -> Keeping:
    """A visit through the link with that token."""
    return Keeping(state().register, token, signing(), reference.vocabulary())


@blueprint.errorhandler(NotFound)
def gone(error: NotFound) -> tuple[str, int]:
    """A link that opens nothing: its keeper looks for no place to rest, and needs to know whom to ask."""
    return render_template("keeper/gone.html", words=str(error)), 404
