"""Undoing an import, after a look at what goes back."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from servicepoints import reference
from servicepoints.errors import Conflict
from servicepoints.services.importing import looking, undoing
from servicepoints.services.importing.undoing import UndoPlan
from servicepoints.services.importing.words import change_lines, label
from servicepoints.web.bureau import aftermath
from servicepoints.web.bureau.blueprint import account, blueprint, register
from servicepoints.web.bureau.numbers import whole

PAGE = 100
"""Points that a page lists."""


@blueprint.get("/batches/<int(max=999999999):batch>/undo")
def undo_page(batch: int) -> str:
    """What undoing would bring back, or what stands against it."""
    return _page(undoing.undo_plan(register(), account(), batch))


@blueprint.post("/batches/<int(max=999999999):batch>/undo")
def undo_import(batch: int) -> tuple[str, int] | Response:
    """Undo it, or show what stands against it."""
    try:
        done = undoing.undo(register(), account(), batch)
    except Conflict as error:
        flash(str(error), "bad")
        return redirect(url_for("bureau.undo_page", batch=batch), 303)
    flash(f"撤回了：{len(done.withdrawn)}个新点位撤点，{len(done.restored)}个改回原样", "good")
    aftermath.say(done.aftermath)
    return redirect(url_for("bureau.imports"), 303)


def _page(plan: UndoPlan) -> str:
    number = request.args.get("page", "1")
    page = max(1, whole(number, 1))
    words = {key: amenity.label for key, amenity in reference.vocabulary().items()}
    names = looking.overview(register(), account()).bureaus
    rows = plan.reversals[(page - 1) * PAGE : page * PAGE]
    return render_template(
        "bureau/undo_import.html",
        plan=plan,
        rows=[(r, () if r.withdraws else list(change_lines(r.changes, words, names))) for r in rows],
        against=[(a, "、".join(dict.fromkeys(map(label, a.fields)))) for a in plan.against],
        page=page,
        pages=-(-len(plan.reversals) // PAGE),
    )
