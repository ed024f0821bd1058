"""The desk: what needs doing, the most harmful to couriers first."""

from collections.abc import Sequence
from datetime import date

from flask import render_template, request

from servicepoints.services import desk as desks
from servicepoints.services.measuring import measure
from servicepoints.web.bureau.blueprint import account, blueprint, register
from servicepoints.web.bureau.listing_form import NONE, as_of

SHOWN = 20
"""Sub-districts that are shown at once; the others are folded."""
_WIDE, _HIGH = 90, 20
"""The box of a small line: a unit a day, and from all (top) to none."""


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
        none=NONE,
        shown=SHOWN,
        line=lambda trend: line(trend, at.today),
        share=share,
        here=request.full_path.rstrip("?"),
    )


def share(part: int, whole: int) -> str:
    """A part of a whole in per cent, rounded towards the honest side: 100% only when it is all."""
    return f"{part * 100 // whole}%" if whole else ""


def line(trend: Sequence[tuple[date, float]], today: date) -> str:
    """The path of a small line (SVG): a stretch for days that follow each other, a dot for one alone, nothing
    where nobody measured. One day is no line at all."""
    if len(trend) < 2:
        return ""
    parts: list[str] = []
    before: date | None = None
    for day, value in trend:
        x = _WIDE - (today - day).days
        y = round(_HIGH * (1 - value), 1)
        joined = before is not None and (day - before).days == 1
        parts.append(f"L{x} {y:g}" if joined else f"M{x} {y:g}h0")
        before = day
    return "".join(parts)
