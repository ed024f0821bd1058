"""What is kept of people, why, how long and who sees it; it stands while the register is down."""

from flask import Response, render_template

from servicepoints.web.courier.blueprint import blueprint, kept_shortly, public_address
from servicepoints.web.state import state


@blueprint.get("/privacy")
def privacy() -> Response:
    """The page, with the periods that are set here."""
    settings = state().settings
    return kept_shortly(
        render_template("courier/privacy.html", settings=settings, canonical=public_address("/privacy"))
    )
