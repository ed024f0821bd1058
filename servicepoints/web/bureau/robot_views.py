"""The robots of groups, and what was sent to them."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from servicepoints.domain.digests import LENGTH_WORDS
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.outbox import STATE_WORDS, MessageState
from servicepoints.errors import ChangedMeanwhile, Conflict, InvalidValue
from servicepoints.services.noticing import groups
from servicepoints.services.noticing.gathering import places_of
from servicepoints.web.bureau.blueprint import account, blueprint, register
from servicepoints.web.bureau.notice_form import place_choices
from servicepoints.web.bureau.notice_views import send_now, tell
from servicepoints.web.bureau.robot_form import BLANK, CHOICES, FIELDS, robot_of, typed_robot, week_words
from servicepoints.web.bureau.typed_form import Errors, Reading, said
from servicepoints.web.state import state

Choices = Mapping[str, Mapping[str, str]]
Answer = Response | tuple[str, int] | str


@blueprint.get("/robots")
def robots() -> str:
    """The robots, the form for one more, and what was sent."""
    return _list_page(BLANK, {})


@blueprint.post("/robots")
def add_robot() -> Answer:
    """One more."""
    reading = Reading(request.form)
    bureau = reading.text("bureau") if account().is_city else account().bureau
    wanted = robot_of(reading, 0, bureau)
    if not reading.errors:
        try:
            groups.add_robot(register(), account(), wanted, reading.text("address"), _hosts())
        except InvalidValue as error:
            reading.errors[FIELDS.get(error.field, "")] = said(error)
        except Conflict as error:
            reading.errors["address"] = str(error)
        else:
            flash(f"“{wanted.name}”连上了，在群通知页上可以发一份试试", "good")
            return redirect(url_for("bureau.robots"), 303)
    return _list_page(request.form, reading.errors), 422


@blueprint.get("/robots/<int(max=999999999):number>")
def robot(number: int) -> str:
    """One robot's form."""
    found = groups.robot(register(), account(), number)
    return _page(number, typed_robot(found), {})


@blueprint.post("/robots/<int(max=999999999):number>")
def change_robot(number: int) -> Answer:
    """Store what was typed."""
    standing = groups.robot(register(), account(), number)
    reading = Reading(request.form)
    wanted = robot_of(reading, number, standing.bureau)
    if not reading.errors:
        try:
            typed, seen = reading.text("address"), reading.text("seen")
            groups.change_robot(register(), account(), wanted, typed, _hosts(), seen)
        except InvalidValue as error:
            reading.errors[FIELDS.get(error.field, "")] = said(error)
        except ChangedMeanwhile as error:
            stands = groups.robot(register(), account(), number)
            words = f"{error}。别人存的：{stands.name}，{week_words(stands)}"
            return _page(number, {**request.form.to_dict(), "seen": stands.mark}, {"": words}), 409
        except Conflict as error:
            reading.errors["address"] = str(error)
        else:
            flash("保存好了", "good")
            return redirect(url_for("bureau.robots"), 303)
    return _page(number, request.form, reading.errors), 422


@blueprint.post("/robots/<int(max=999999999):number>/remove")
def remove_robot(number: int) -> Response:
    """Forget it."""
    gone = groups.remove_robot(register(), account(), number)
    flash(f"“{gone.name}”删掉了，地址也忘了，等着发的不再发", "good")
    return redirect(url_for("bureau.robots"), 303)


@blueprint.post("/outbox/<int(max=999999999):number>")
def decide_message(number: int) -> Response:
    """What a person decided of a message: send it again, count it as sent, or do not send it."""
    decision = request.form.get("decision", "")
    try:
        robot = groups.decide(register(), account(), number, decision)
    except Conflict as error:
        flash(str(error), "bad")
        return redirect(url_for("bureau.robots"), 303)
    if decision == "again":
        tell(send_now([robot]))
    else:
        flash("记下了", "good")
    return redirect(url_for("bureau.robots"), 303)


def _hosts() -> frozenset[str]:
    return state().settings.wecom_hosts


def _list_page(typed: Mapping[str, str], errors: Errors) -> str:
    found, now = groups.look(register(), account()), state().clock()
    asleep = found.round_at is None or now - found.round_at > groups.LATE
    wanted = any(one.weekly for one in found.robots) or any(
        message.state is MessageState.WAITING for message, _ in found.sent
    )
    return render_template(
        "bureau/robots.html",
        found=found,
        asleep=asleep and wanted,
        week_words=week_words,
        length_words=LENGTH_WORDS,
        state_words=STATE_WORDS,
        now=now,
        **_form(account().bureau, typed, errors, {"bureau": {"": "全市", **found.bureaus}}),
    )


def _page(number: int, typed: Mapping[str, str], errors: Errors) -> str:
    found = groups.robot(register(), account(), number)
    return render_template("bureau/robot.html", robot=found, **_form(found.bureau, typed, errors))


def _form(
    bureau: str, typed: Mapping[str, str], errors: Errors, more: Choices | None = None
) -> dict[str, object]:
    today = state().clock().astimezone(TIMEZONE).date()
    places = {"": "全部", **place_choices(places_of(register(), bureau, today))}
    if typed.get("place"):  # one that has no points any more stays to be seen
        places.setdefault(typed["place"], typed["place"])
    return {"choices": {**CHOICES, **(more or {}), "place": places}, "typed": typed, "errors": errors}
