"""Sessions made, one or by the week, changed and called off."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from servicepoints.domain.booking_words import session_words
from servicepoints.domain.calendar import Calendar, DayType
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import clean_code
from servicepoints.domain.status_words import WEEKDAYS
from servicepoints.errors import Conflict, InvalidValue, NotFound
from servicepoints.services.booking import offering as offerings
from servicepoints.services.booking import scheduling
from servicepoints.services.booking.offering import Offered
from servicepoints.services.booking.scheduling import Looked, Plan
from servicepoints.web.booking.blueprint import rules
from servicepoints.web.bureau.blueprint import account, blueprint, register
from servicepoints.web.bureau.numbers import whole
from servicepoints.web.bureau.session_form import (
    BLANK,
    FIELDS,
    SKIPS,
    series_of,
    session_of,
    terms_of,
    typed_session,
)
from servicepoints.web.bureau.session_words import slot
from servicepoints.web.bureau.typed_form import Errors, Reading, said
from servicepoints.web.state import state

Answer = Response | tuple[str, int] | str


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is ticked in the form of a series, as typed: weekdays (0 is Monday), types of days left out."""

    weekdays: list[str]
    skips: list[str]


@blueprint.get("/offerings/<int(max=999999999):number>/session")
def new_session(number: int) -> str:
    """The form of one session."""
    return _new_page(_offered(number), BLANK, {})


@blueprint.post("/offerings/<int(max=999999999):number>/session")
def add_session(number: int) -> Answer:
    """One session."""
    found, reading = _offered(number), Reading(request.form)
    wanted = session_of(reading, found.offering.has_places)
    if not reading.errors:
        try:
            scheduling.add_session(register(), account(), number, wanted)
        except InvalidValue as error:
            reading.errors[FIELDS.get(error.field, "")] = said(error)
        except Conflict as error:
            return _new_page(found, request.form, {"": str(error)}), 409
        else:
            flash(f"加好了：{session_words(wanted)}", "good")
            return redirect(url_for("bureau.offering", number=number), 303)
    return _new_page(found, request.form, reading.errors), 422


@blueprint.get("/offerings/<int(max=999999999):number>/series")
def new_series(number: int) -> str:
    """The form of a weekly series."""
    chosen = Chosen([], [DayType.PUBLIC_HOLIDAY.value])
    return _series_page(_offered(number), BLANK, chosen, {})


@blueprint.post("/offerings/<int(max=999999999):number>/series")
def add_series(number: int) -> Answer:
    """Shows what a series comes to; made is what was shown."""
    found, reading, form = _offered(number), Reading(request.form), request.form
    series, terms = series_of(reading, form), terms_of(reading, found.offering.has_places)
    chosen = Chosen(form.getlist("weekdays"), form.getlist("skip"))
    if reading.errors:
        return _series_page(found, form, chosen, reading.errors), 422
    calendar = state().finding.calendar
    try:
        plan = scheduling.plan_series(register(), account(), number, series, terms, calendar)
        if form.get("action") != "add" or form.get("seen") != _digest(plan):
            return _series_page(found, form, chosen, {}, plan)
        made = scheduling.add_series(register(), account(), number, series, terms, calendar)
    except InvalidValue as error:
        return _series_page(found, form, chosen, {FIELDS.get(error.field, ""): said(error)}), 422
    except Conflict as error:
        return _series_page(found, form, chosen, {"": str(error)}), 409
    flash(f"加了{len(made.codes)}场", "good")
    return redirect(url_for("bureau.offering", number=number), 303)


@blueprint.get("/sessions/<code>/change")
def session_form(code: str) -> str:
    """The form of a session that stands."""
    found = _looked(code)
    return _change_page(found, typed_session(found.standing.session), {})


@blueprint.post("/sessions/<code>/change")
def change_session(code: str) -> Answer:
    """Store what was typed; who stands in it is told if it moves."""
    found, reading = _looked(code), Reading(request.form)
    session, revision = found.standing.session, whole(request.form.get("revision", ""), 0)
    wanted = session_of(reading, found.standing.offering.has_places)
    if reading.errors:
        return _change_page(found, request.form, reading.errors), 422
    try:
        told = scheduling.change(register(), account(), session.code, revision, wanted, rules())
    except InvalidValue as error:
        return _change_page(found, request.form, {FIELDS.get(error.field, ""): said(error)}), 422
    except Conflict as error:
        return _collision(_looked(code), str(error)), 409
    flash(f"改好了，{told}个人要打电话通知，名单在下面" if told else "改好了", "good")
    return redirect(url_for("bureau.roster", code=session.code), 303)


@blueprint.post("/sessions/<code>/cancel")
def cancel_session(code: str) -> Answer:
    """Call a session off, for a reason."""
    found = _looked(code)
    typed = {**typed_session(found.standing.session), "why": request.form.get("why", "")}
    try:
        told = scheduling.cancel(register(), account(), found.standing.session.code, typed["why"])
    except InvalidValue as error:
        return _change_page(found, typed, {"why": said(error)}), 422
    except Conflict as error:
        return _change_page(found, typed, {"": str(error)}), 409
    flash(f"这一场取消了，{told}个人要打电话通知，名单在下面" if told else "这一场取消了", "good")
    return redirect(url_for("bureau.roster", code=found.standing.session.code), 303)


def _offered(number: int) -> Offered:
    return offerings.look(register(), account(), number, state().clock())


def _looked(code: str) -> Looked:
    cleaned = clean_code(code)
    if cleaned is None:
        raise NotFound("没有这一场，链接可能抄漏了")
    return scheduling.look(register(), account(), cleaned)


def _digest(plan: Plan) -> str:
    """Another as soon as the plan is: so that what is made is what was shown."""
    said = repr([(s.starts_at, s.ends_at, s.capacity, s.most, s.queue) for s in plan.sessions])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _collision(now: Looked, words: str) -> str:
    """What was typed, beside what stands now where that differs; sent once more, it is stored."""
    standing, typed = typed_session(now.standing.session), request.form.to_dict()
    if typed.get("revision") == standing["revision"]:  # refused for another reason: nothing to compare
        return _change_page(now, typed, {"": words})
    errors = {
        name: f"现在存的是“{value.replace('T', ' ') or '空的'}”"
        for name, value in standing.items()
        if name != "revision" and name in typed and value != typed[name].strip()
    }
    typed["revision"] = standing["revision"]
    return _change_page(now, typed, {"": f"{words}。不一样的地方标出来了，看过再存一次", **errors})


def _new_page(found: Offered, typed: Mapping[str, str], errors: Errors) -> str:
    return render_template("bureau/session_new.html", one=found, typed=typed, errors=errors)


def _series_page(
    found: Offered, typed: Mapping[str, str], chosen: Chosen, errors: Errors, plan: Plan | None = None
) -> str:
    calendar = state().finding.calendar
    planned = plan.sessions if plan else ()
    unsure = [s for s in planned if _type(calendar, s.starts_at) is DayType.UNANNOUNCED]
    return render_template(
        "bureau/series.html",
        one=found,
        typed=typed,
        errors=errors,
        plan=plan,
        seen=_digest(plan) if plan else "",
        lines=[(session_words(s), s in unsure) for s in planned],
        left_out=[(day, WEEKDAYS[day.weekday()], why) for day, why in (plan.left_out if plan else ())],
        unsure=len(unsure),
        chosen=chosen,
        weekday_words=WEEKDAYS,
        skip_words={kind.value: words for kind, words in SKIPS.items()},
    )


def _type(calendar: Calendar, at: datetime) -> DayType:
    return calendar.day(at.astimezone(TIMEZONE).date()).type


def _change_page(found: Looked, typed: Mapping[str, str], errors: Errors) -> str:
    return render_template(
        "bureau/session_change.html",
        found=found,
        slot=slot(found.standing, state().clock(), rules().open_window),
        has_places=found.standing.offering.has_places,
        typed=typed,
        errors=errors,
    )
