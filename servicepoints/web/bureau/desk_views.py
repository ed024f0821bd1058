"""The desk: what needs doing, the most harmful to couriers first."""

from flask import render_template

from servicepoints.web.bureau.blueprint import blueprint


@blueprint.get("/")
def desk() -> str:
    """The first page after signing in."""
    return render_template("bureau/desk.html")
