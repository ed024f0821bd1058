"""The week of a bureau: its sessions day by day, whom to phone, and where to open something new."""

from datetime import date, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import clean_code
from servicepoints.domain.status_words import WEEKDAYS
from servicepoints.errors import InvalidValue
from servicepoints.services.booking import scheduling
from servicepoints.services.booking.overview import WEEK, Asked, overview
from servicepoints.web.bureau.blueprint import account, blueprint, register, safe_next
from servicepoints.web.bureau.listing_form import NONE
from servicepoints.web.bureau.numbers import day_of
from servicepoints.web.bureau.session_words import slot
from servicepoints.web.bureau.typed_form import Errors, said
from servicepoints.web.state import state

Answer = Response | tuple[str, int]
_KEPT = ("bureau", "point")


@blueprint.get("/sessions")
def sessions() -> str:
    """The sessions of a week; with `phone=1` all whose people are to be phoned, with `shut=1` all that begin
    while their point is shut."""
    return _page({})


@blueprint.post("/sessions/call-off")
def call_off() -> Answer:
    """Call the ticked ones off, for one reason."""
    codes = list(filter(None, map(clean_code, request.form.getlist("pick"))))
    back = safe_next(request.form.get("next", ""))
    if not codes:
        flash("一场也没勾，什么也没取消", "bad")
        return redirect(back, 303)
    try:
        done = scheduling.cancel_many(register(), account(), codes, request.form.get("why", ""))
    except InvalidValue as error:
        return _page({"why": said(error)}), 422
    flash(
        f"取消了{done.sessions}场，{done.people}个人要打电话通知"
        if done.people
        else f"取消了{done.sessions}场",
        "good",
    )
    return redirect(back, 303)


def _page(errors: Errors) -> str:
    picked, today = request.values.get("bureau", ""), _today()
    asked = Asked(
        bureau="" if picked == NONE else picked or None,
        point=clean_code(request.args.get("point", "")) or "",
        first=_first(today),
        to_phone=request.args.get("phone") == "1",
        shut=request.values.get("shut") == "1",
    )
    found = overview(register(), account(), asked)
    here = state()
    window, now = timedelta(hours=here.settings.booking_open_hours), here.clock()
    return render_template(
        "bureau/sessions.html",
        found=found,
        asked=asked,
        picked=picked,
        unsaid=NONE,
        today=today,
        weekdays=WEEKDAYS,
        days=[
            (day, [slot(one.standing, now, window, one.point, one.to_phone) for one in lines])
            for day, lines in found.days
        ],
        before=_link(asked.first - timedelta(days=WEEK)),
        after=_link(asked.first + timedelta(days=WEEK)),
        following=_link(found.following) if found.following else "",
        typed=request.form,
        errors=errors,
    )


@blueprint.get("/sessions/new")
def open_at() -> Response:
    """The point that was chosen: what it offers, and the form for something new."""
    code = clean_code(request.args.get("point", ""))
    if code is None:
        return redirect(url_for("bureau.sessions"))
    return redirect(url_for("bureau.offerings", code=code))


def _today() -> date:
    return state().clock().astimezone(TIMEZONE).date()


def _first(today: date) -> date:
    """The day from which on is looked; today, if the address has none that is one."""
    try:
        return day_of(request.args.get("from", ""), "从哪天")
    except InvalidValue:
        return today


def _link(first: date) -> str:
    """The same list from another day on."""
    kept: dict[str, Any] = {name: request.args[name] for name in _KEPT if request.args.get(name)}
    return url_for("bureau.sessions", **{**kept, "from": first.isoformat()})
