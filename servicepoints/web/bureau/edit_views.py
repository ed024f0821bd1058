"""Editing a point: the form, the choice between two editors' versions, what couriers will see, saved."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from servicepoints import reference
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Point, Schedule, clean_code
from servicepoints.errors import NotFound
from servicepoints.services.editing import changing
from servicepoints.services.editing.changing import Opened, Tables, Weighed
from servicepoints.services.editing.hours import standing_hours
from servicepoints.services.editing.reading_hours import read_typed
from servicepoints.services.editing.typed import typed_of
from servicepoints.web.bureau.blueprint import account, blueprint, register
from servicepoints.web.bureau.edit_form import (
    REVIEW,
    SAVE,
    acted,
    carried,
    hours_from,
    submission,
    typed_from,
)
from servicepoints.web.bureau.edit_page import FormPage, confirm_page, conflict_page
from servicepoints.web.state import state

SAVED = "保存好了，小哥那边几秒钟后就能看到"
MEANWHILE = "刚才又有别人改了这个点位，请再看一遍"


def tables() -> Tables:
    """What the form chooses from."""
    return Tables(reference.vocabulary(), reference.gazetteer())


@blueprint.get("/points/<code>")
def point(code: str) -> str:
    """The form of a point."""
    opened = _opened(code)
    return FormPage(opened.point, typed_of(opened.point), opened.point.revision, opened.waiting).render()


@blueprint.post("/points/<code>")
def change_point(code: str) -> tuple[str, int] | str | Response:
    """Whatever button of the form was pressed: only 确认保存 stores anything."""
    opened, action = _opened(code), request.form.get("action", "")
    if action == SAVE:
        return _save(opened)
    if action == REVIEW:
        return _review(opened, _weigh(opened.point), "")
    return _form(opened, {}, acted_on=action)


@blueprint.post("/hours/read")
def read_hours() -> str:
    """What the hours in the form mean, as a part of the page."""
    return render_template(
        "bureau/_understood.html",
        u=read_typed(register(), hours_from(request.form), _standing(), _today()),
        of=request.form.get("of", "hours"),
    )


def _opened(code: str) -> Opened:
    cleaned = clean_code(code)
    if cleaned is None:
        raise NotFound(f"没有编号为 {code} 的点位")
    return changing.open_point(register(), account(), cleaned)


def _weigh(standing: Point) -> Weighed:
    sent = submission(request.form, reference.vocabulary())
    return changing.weigh(register(), account(), standing.code, sent, tables(), state().clock())


def _save(opened: Opened) -> tuple[str, int] | str | Response:
    sent, code = submission(request.form, reference.vocabulary()), opened.point.code
    weighed, done = changing.save(register(), account(), code, sent, tables(), state().clock())
    if not done:
        return _review(opened, weighed, MEANWHILE)
    flash(SAVED, "good")
    return redirect(url_for("bureau.point", code=code), 303)


def _review(opened: Opened, weighed: Weighed, warning: str) -> tuple[str, int] | str:
    if weighed.errors:
        return _form(opened, weighed.errors), 422
    hidden = list(carried(request.form))
    if weighed.collides:
        return conflict_page(weighed, hidden), 409
    return confirm_page(weighed, hidden, submission(request.form, reference.vocabulary()), warning)


def _form(opened: Opened, errors: dict[str, str], acted_on: str = "") -> str:
    typed = acted(typed_from(request.form, reference.vocabulary()), acted_on)
    base = submission(request.form, reference.vocabulary()).base or opened.point.revision
    ticked = request.form.getlist("settled")
    return FormPage(opened.point, typed, base, opened.waiting, errors, ticked).render()


def _standing() -> Schedule:
    """The schedule that the typed one would replace: of the point, or of the space whose hours these are."""
    code, space = request.form.get("code", ""), request.form.get("space", "")
    if not code:
        return Schedule()
    point = _opened(code).point
    if request.form.get("of", "hours") == "hours":
        return point.schedule
    return standing_hours(point, space, request.form.get("hours_text", ""))


def _today() -> date:
    return state().clock().astimezone(TIMEZONE).date()
