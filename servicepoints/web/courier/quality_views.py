"""How well the directory serves, for everybody: figures and nobody's name; it stands while the register is
down."""

from datetime import timedelta

from flask import Response, render_template

from servicepoints.catalogue.quality import WHOLE
from servicepoints.services.quality import WEEK
from servicepoints.web.courier.blueprint import blueprint, kept_shortly, public_address
from servicepoints.web.figures import shown
from servicepoints.web.state import state


@blueprint.get("/quality")
def quality() -> Response:
    """The whole with its lines, and each bureau in a row."""
    finding = state().finding
    found, names = finding.quality(), finding.bureau_names()
    whole = found.get(WHOLE, ())
    rows = [
        (names.get(bureau, bureau), days)
        for bureau, days in found.items()
        if bureau not in (WHOLE, "") and whole and days[-1][0] == whole[-1][0]
    ]
    step = timedelta(days=WEEK)
    return kept_shortly(
        render_template(
            "courier/quality.html",
            day=whole[-1][0] if whole else None,
            points=whole[-1][1].points if whole else 0,
            whole=shown(whole, step) if whole else (),
            bureaus=[
                (name, days[-1][1].points, shown(days, step))
                for name, days in sorted(rows, key=lambda row: -row[1][-1][1].points)
            ],
            canonical=public_address("/quality"),
        )
    )
