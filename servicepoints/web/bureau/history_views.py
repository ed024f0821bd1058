"""A point's history, and the ways back: one of its changes, or all that was changed together."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from servicepoints import reference
from servicepoints.errors import Conflict
from servicepoints.services import reverting
from servicepoints.services.history import history_of, who_words
from servicepoints.services.importing.words import change_lines, label
from servicepoints.services.reporting.looking import latest
from servicepoints.web.bureau import aftermath
from servicepoints.web.bureau.blueprint import account, blueprint, register, safe_next
from servicepoints.web.bureau.numbers import whole
from servicepoints.web.door.words import said_words
from servicepoints.web.state import state


def _labels() -> dict[str, str]:
    return {amenity.key: amenity.label for amenity in reference.vocabulary().values()}


@blueprint.get("/points/<code>/history")
def history(code: str) -> str:
    """The timeline of a point. Only who keeps it."""
    found = history_of(register(), account(), code, _labels())
    now, reports = state().clock(), latest(register(), account(), code)
    said = [(said_words(report.said, now, found.point.position), report) for report in reports]
    return render_template("bureau/history.html", p=found.point, entries=found.entries, said=said)


@blueprint.post("/points/<code>/history/revert/<int(max=999999999):revision>")
def revert(code: str, revision: int) -> tuple[str, int] | Response:
    """Take one change of a point back; where its fields were changed again since, ask first."""
    how, seen = request.form.get("how", ""), request.form.get("seen", "")
    back = url_for("bureau.history", code=code)
    try:
        found = reverting.preview(register(), account(), code, revision)
        if found.outcome.changed_since and how not in ("all", "spare"):
            return _ask(found), 409
        at = whole(seen, found.point.revision)
        done, comes_to = reverting.revert(
            register(), account(), code, revision, seen=at, spare=how == "spare"
        )
    except Conflict as error:
        flash(str(error), "bad")
        return redirect(back, 303)
    if done.what:
        flash(f"撤回了：{'、'.join(dict.fromkeys(label(name) for name in done.what))}", "good")
    else:
        flash("现在已经是原来的样子，没有要撤回的", "good")
    aftermath.say(comes_to)
    return redirect(back, 303)


@blueprint.post("/changes/<code>/<int(max=999999999):revision>/undo")
def undo(code: str, revision: int) -> tuple[str, int] | Response:
    """Take back all that was changed together with that revision; where some of it was changed again since,
    ask first."""
    back = safe_next(request.form.get("next", ""))
    try:
        done = reverting.undo(register(), account(), code, revision, spare=request.form.get("how") == "spare")
    except Conflict as error:
        flash(str(error), "bad")
        return redirect(back, 303)
    if done.contested and not done.code and request.form.get("how") != "spare":
        return _ask_together(done, back), 409
    left = f"，{len(done.contested)}个后来改过的没动" if done.contested else ""
    flash(f"撤回了{done.changed}个点位的改动{left}" if done.code else f"没有要撤回的{left}", "good")
    aftermath.say(done.aftermath)
    return redirect(back, 303)


def _ask(found: reverting.Preview) -> str:
    fields = list(dict.fromkeys(label(name) for name in found.outcome.changed_since))
    return render_template(
        "bureau/revert.html",
        p=found.point,
        revision=found.revision,
        fields=fields,
        lines=list(change_lines(found.outcome.what, _labels())),
    )


def _ask_together(done: reverting.Undone, back: str) -> str:
    contested = [
        (point, list(dict.fromkeys(label(name) for name in fields)))
        for point, fields in done.contested.values()
    ]
    return render_template(
        "bureau/undo.html",
        change=done.change,
        who_did=who_words(done.change.actor),
        contested=contested,
        back=back,
    )
