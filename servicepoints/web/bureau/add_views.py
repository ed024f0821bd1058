"""Adding a point: the same form, empty."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from servicepoints import reference
from servicepoints.domain.points import Kind, Point
from servicepoints.domain.roles import Account
from servicepoints.services.editing import adding
from servicepoints.services.editing.typed import typed_of
from servicepoints.web.bureau.blueprint import account, blueprint, register
from servicepoints.web.bureau.edit_form import REVIEW, SAVE, acted, carried, typed_from
from servicepoints.web.bureau.edit_page import FormPage
from servicepoints.web.bureau.edit_views import tables
from servicepoints.web.state import state


@blueprint.get("/points/new")
def new_point() -> str:
    """The empty form."""
    blank = _blank(account())
    return FormPage(blank, typed_of(blank), 0, bureaus=adding.bureaus_of(register(), account())).render()


@blueprint.post("/points/new")
def add_point() -> tuple[str, int] | str | Response:
    """Whatever button was pressed: only 确认保存 adds anything."""
    action, typed = request.form.get("action", ""), typed_from(request.form, reference.vocabulary())
    if action not in (REVIEW, SAVE):
        return _form({}, action)
    bureau = request.form.get("bureau", "") or account().bureau
    asked = (register(), account(), bureau, typed, tables(), state().clock())
    code = ""
    if action == SAVE:
        new, code = adding.add(*asked)
    else:
        new = adding.weigh_new(*asked)
    if new.errors:
        return _form(new.errors, ""), 422
    if code:
        flash(f"加好了，编号 {code}。还没有位置：点“位置”标一下，小哥才看得到有多远", "good")
        return redirect(url_for("bureau.point", code=code), 303)
    return render_template(
        "bureau/point_confirm.html",
        p=new.point,
        name=new.point.name,
        hidden=list(carried(request.form)),
        effects=new.effects,
        brought=[],
        ticked=0,
        why="",
        warning="",
        namesakes=new.namesakes,
    )


def _form(errors: dict[str, str], action: str) -> str:
    typed = acted(typed_from(request.form, reference.vocabulary()), action)
    bureaus = adding.bureaus_of(register(), account())
    chosen = request.form.get("bureau", "")
    blank = _blank(account(), chosen if chosen in bureaus else "")
    return FormPage(blank, typed, 0, errors=errors, bureaus=bureaus).render()


def _blank(of: Account, bureau: str = "") -> Point:
    return Point(name="", kind=Kind.UNKNOWN, bureau=of.bureau or bureau)
