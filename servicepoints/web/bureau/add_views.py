"""Adding a point: the same form, empty."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from servicepoints import reference
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Kind, Point, Schedule
from servicepoints.domain.roles import Account
from servicepoints.domain.suggestions import WHO_WORDS, Suggestion, Who
from servicepoints.services.editing import adding
from servicepoints.services.editing.typed import typed_of
from servicepoints.services.suggesting import deciding
from servicepoints.web.bureau.blueprint import account, blueprint, register
from servicepoints.web.bureau.edit_form import REVIEW, SAVE, acted, carried, typed_from
from servicepoints.web.bureau.edit_page import FormPage
from servicepoints.web.bureau.edit_views import tables
from servicepoints.web.bureau.numbers import whole
from servicepoints.web.state import state


@blueprint.get("/points/new")
def new_point() -> str:
    """The empty form, or one filled with what somebody proposed (`?suggestion=`)."""
    suggested = _suggested(request.args.get("suggestion", ""))
    blank = _blank(account(), suggested.bureau if suggested else "")
    typed = typed_of(_proposed(blank, suggested) if suggested else blank)
    bureaus = adding.bureaus_of(register(), account())
    return FormPage(blank, typed, 0, bureaus=bureaus, suggested=suggested).render()


@blueprint.post("/points/new")
def add_point() -> tuple[str, int] | str | Response:
    """Whatever button was pressed: only 确认保存 adds anything."""
    action, typed = request.form.get("action", ""), typed_from(request.form, reference.vocabulary())
    if action not in (REVIEW, SAVE):
        return _form({}, action)
    bureau = request.form.get("bureau", "") or account().bureau
    asked = (register(), account(), bureau, typed, tables(), state().clock())
    code, suggested = "", _suggested(request.form.get("suggestion", ""))
    if action == SAVE:
        new, code = adding.add(*asked, suggestion=suggested.id if suggested else 0)
    else:
        new = adding.weigh_new(*asked)
    if new.errors:
        return _form(new.errors, ""), 422
    if code and suggested and suggested.latitude is not None:
        flash(f"加好了，编号 {code}，推荐的人会看到。位置是他们标的，看看对不对，再存", "good")
        return redirect(url_for("bureau.place", code=code), 303)
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
    suggested = _suggested(request.form.get("suggestion", ""))
    return FormPage(blank, typed, 0, errors=errors, bureaus=bureaus, suggested=suggested).render()


def _suggested(number: str) -> Suggestion | None:
    """What somebody proposed under that number, None for none. NotFound, NotAllowed."""
    return deciding.opened(register(), account(), whole(number, 0)).suggestion if number else None


def _proposed(blank: Point, given: Suggestion) -> Point:
    """The point as it was proposed: its words, and that whoever proposed it says so."""
    day = given.created_at.astimezone(TIMEZONE).date().isoformat() if given.created_at else ""
    return replace(
        blank,
        name=given.name,
        address=given.address,
        district=given.district,
        sub_district=given.sub_district,
        schedule=Schedule(text=given.hours),
        amenities=dict.fromkeys(given.amenities, True),
        source=f"{WHO_WORDS[given.who]}推荐" if given.who is not Who.UNSAID else "有人推荐",
        source_date=day,
    )


def _blank(of: Account, bureau: str = "") -> Point:
    return Point(name="", kind=Kind.UNKNOWN, bureau=of.bureau or bureau)
