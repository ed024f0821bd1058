"""The blueprint of the embeds, and who may frame them."""

from flask import Blueprint, Response

from servicepoints.web.security import CONTENT_SECURITY_POLICY
from servicepoints.web.state import state

blueprint = Blueprint("embed", __name__, url_prefix="/embed")


@blueprint.after_request
def framed_by_the_allowed(response: Response) -> Response:
    """Lets the sites of the setting frame the answer, and no search engine list it."""
    parents = " ".join(state().settings.embed_parents)
    if parents:
        response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace(
            "frame-ancestors 'none'", f"frame-ancestors {parents}"
        )
    response.headers["X-Robots-Tag"] = "noindex"
    return response
