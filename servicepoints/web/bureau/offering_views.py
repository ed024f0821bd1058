"""What a point offers: made, changed, ended."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from servicepoints.domain.booking_words import booking_verb
from servicepoints.domain.points import Point, clean_code
from servicepoints.errors import Conflict, InvalidValue, NotFound
from servicepoints.services.booking import offering as service
from servicepoints.services.booking.offering import Offered
from servicepoints.web.booking.blueprint import rules
from servicepoints.web.bureau.blueprint import account, blueprint, register
from servicepoints.web.bureau.offering_form import BLANK, FIELDS, offering_of, typed_offering
from servicepoints.web.bureau.session_words import CHOICES, slot
from servicepoints.web.bureau.typed_form import Errors, Reading, said
from servicepoints.web.state import state

Answer = Response | tuple[str, int] | str
SHOWN = 20
"""Sessions of an offering that are shown at once; the others are folded."""


@blueprint.get("/points/<code>/offerings")
def offerings(code: str) -> str:
    """What a point offers, and the form for something new."""
    return _list_page(code, BLANK, {})


@blueprint.post("/points/<code>/offerings")
def make_offering(code: str) -> Answer:
    """Something new; then its sessions."""
    point, _ = service.at_point(register(), account(), _code(code), state().clock())
    reading = Reading(request.form)
    wanted = offering_of(reading, point.code)
    if not reading.errors:
        try:
            number = service.make(register(), account(), wanted)
        except InvalidValue as error:
            reading.errors[FIELDS.get(error.field, "")] = said(error)
        except Conflict as error:
            return _list_page(code, request.form, {"": str(error)}), 409
        else:
            flash("存好了。下面加场次：加了小哥才看得到时间", "good")
            return redirect(url_for("bureau.offering", number=number), 303)
    return _list_page(code, request.form, reading.errors), 422


@blueprint.get("/offerings/<int(max=999999999):number>")
def offering(number: int) -> str:
    """One offering: its sessions, its form."""
    found = _look(number)
    return _page(found, typed_offering(found.offering), {})


@blueprint.post("/offerings/<int(max=999999999):number>")
def change_offering(number: int) -> Answer:
    """Store what was typed, unless somebody else changed it meanwhile."""
    found, reading = _look(number), Reading(request.form)
    wanted = offering_of(reading, found.point.code, number)
    if reading.errors:
        return _page(found, request.form, reading.errors), 422
    try:
        service.change(register(), account(), wanted)
    except InvalidValue as error:
        return _page(found, request.form, {FIELDS.get(error.field, ""): said(error)}), 422
    except Conflict as error:
        return _collision(_look(number), str(error)), 409
    flash("保存好了，小哥那边几秒钟后就能看到", "good")
    return redirect(url_for("bureau.offering", number=number), 303)


@blueprint.post("/offerings/<int(max=999999999):number>/end")
def end_offering(number: int) -> Answer:
    """Offer it no more; its coming sessions are cancelled."""
    found, why = _look(number), request.form.get("why", "").strip()
    if not why:
        typed = typed_offering(found.offering)
        return _page(found, typed, {"why": "没写。要来的人会看到，例如 场地装修"}), 422
    try:
        told = service.end(register(), account(), number, why)
    except Conflict as error:
        return _page(found, typed_offering(found.offering) | {"why": why}, {"": str(error)}), 409
    call = f"，{told}个人要打电话通知，在“活动”页上" if told else ""
    flash(f"“{found.offering.title}”停办了{call}", "good")
    return redirect(url_for("bureau.offerings", code=found.point.code), 303)


def _code(code: str) -> str:
    cleaned = clean_code(code)
    if cleaned is None:
        raise NotFound(f"没有编号为 {code} 的点位")
    return cleaned


def _look(number: int) -> Offered:
    return service.look(register(), account(), number, state().clock())


def _collision(now: Offered, words: str) -> str:
    """What was typed, beside what stands now where that differs; sent once more, it is stored."""
    standing = typed_offering(now.offering)
    typed = request.form.to_dict()
    revised = {"revision": standing["revision"]}
    if typed.get("revision") == standing["revision"]:  # refused for another reason: nothing to compare
        return _page(now, typed, {"": words})
    errors = {
        name: f"现在存的是“{CHOICES.get(name, {}).get(value, value) or '空的'}”"
        for name, value in standing.items()
        if name != "revision" and value != typed.get(name, "").strip()
    }
    return _page(now, typed | revised, {"": f"{words}。不一样的地方标出来了，看过再存一次", **errors})


def _list_page(code: str, typed: Mapping[str, str], errors: Errors) -> str:
    point, found = service.at_point(register(), account(), _code(code), state().clock())
    now, window = state().clock(), rules().open_window
    return render_template(
        "bureau/offerings.html",
        point=point,
        offered=[(one, [slot(s, now, window) for s in one.sessions[:3]]) for one in found],
        **_form(point, typed, errors),
    )


def _page(found: Offered, typed: Mapping[str, str], errors: Errors) -> str:
    now, window = state().clock(), rules().open_window
    return render_template(
        "bureau/offering.html",
        one=found,
        verb=booking_verb(found.offering.kind),
        slots=[slot(s, now, window) for s in found.sessions],
        shown=SHOWN,
        **_form(found.point, typed, errors),
    )


def _form(point: Point, typed: Mapping[str, str], errors: Errors) -> dict[str, object]:
    spaces = {"": "整个点位", **{space.name: space.name for space in point.spaces}}
    if typed.get("space"):  # a space that is gone stays to be seen
        spaces.setdefault(typed["space"], typed["space"])
    return {"choices": {**CHOICES, "space": spaces}, "typed": typed, "errors": errors}
