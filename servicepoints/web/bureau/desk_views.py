"""The desk: what needs doing, the most harmful to couriers first."""

from flask import render_template, request

from servicepoints.services import desk as desks
from servicepoints.services.measuring import measure
from servicepoints.web.bureau.blueprint import account, blueprint, register
from servicepoints.web.bureau.listing_form import NONE, as_of
from servicepoints.web.trend import line

SHOWN = 20
"""Sub-districts that are shown at once; the others are folded."""


@blueprint.get("/", strict_slashes=False)  # without it, sent on to whatever host the asker named
def desk() -> str:
    """The first page after signing in: an editor's own bureau; the city's, or the one it picks."""
    at, picked = as_of(), request.args.get("bureau", "")
    bureau = "" if picked == NONE else picked or None
    measure(register(), at)
    found = desks.desk(register(), account(), bureau, at)
    return render_template(
        "bureau/desk.html",
        desk=found,
        picked=picked,
        unsaid=NONE,
        shown=SHOWN,
        line=lambda trend: line(trend, at.today),
        share=share,
        here=request.full_path.rstrip("?"),
    )


def share(part: int, whole: int) -> str:
    """A part of a whole in per cent, rounded towards the honest side: 100% only when it is all."""
    return f"{part * 100 // whole}%" if whole else ""
