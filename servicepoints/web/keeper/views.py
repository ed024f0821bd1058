"""What a keeper sees and does: all right, shut for a while, other hours, other amenities."""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from servicepoints import reference
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.door_answers import DoorAnswer
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.hours_words import schedule_words
from servicepoints.domain.sightings import Saw
from servicepoints.domain.status import at_door, point_status
from servicepoints.domain.status_words import status_words
from servicepoints.domain.trust import trust
from servicepoints.errors import Conflict, InstanceError, InvalidValue
from servicepoints.services.keeping.changing import Done, Keeping
from servicepoints.web.door.words import said_words
from servicepoints.web.keeper.blueprint import blueprint, keeping
from servicepoints.web.state import state

DONE = {"now": "好了，小哥现在就能看到。", "wait": "记下了。局里看过就更新，不用再发。"}
OPENING = time(8)
_ANSWERS = (DoorAnswer.REOPENED, DoorAnswer.OPEN_ALL_ALONG, DoorAnswer.NO_MATTER)
_STATES: Mapping[str, bool | None] = {"yes": True, "no": False, "unknown": None}
Answer = Response | tuple[str, int]


@blueprint.get("/<token>")
def door(token: str) -> str:
    """The point as couriers see it, and what may be said of it."""
    return _page(token, {}, {})


@blueprint.post("/<token>/right")
def all_right(token: str) -> Answer:
    """All is right."""
    return _do(token, Keeping.confirm)


@blueprint.post("/<token>/answer")
def answer(token: str) -> Answer:
    """An answer to what couriers said at the door."""
    answers = {one.value: one for one in _ANSWERS}
    said = answers.get(request.form.get("answer", ""))
    if said is None:
        return _page(token, {}, {"": "没认出要回什么，再点一次"}), 422
    return _do(token, lambda visit: visit.answer(said))


@blueprint.post("/<token>/shut")
def shut(token: str) -> Answer:
    """Shut until a moment: one of the buttons', or one that was typed."""
    try:
        until = _until(request.form)
    except InvalidValue as error:
        return _page(token, request.form, {"until": f"{error.reason}，{error.fix}"}), 422
    return _do(token, lambda visit: visit.shut(until, request.form.get("reason", "")), "until")


@blueprint.post("/<token>/open")
def reopen(token: str) -> Answer:
    """Open again."""
    return _do(token, Keeping.reopen)


@blueprint.post("/<token>/hours")
def change_hours(token: str) -> Answer:
    """Other opening hours."""
    return _do(token, lambda visit: visit.change_hours(request.form.get("hours", "")[:500]), "hours")


@blueprint.post("/<token>/amenities")
def change_amenities(token: str) -> Answer:
    """What the place has and lacks."""
    said = {key: _STATES[value] for key, value in request.form.items() if value in _STATES}
    return _do(token, lambda visit: visit.change_amenities(said))


def _do(token: str, act: Callable[[Keeping], Done], field: str = "") -> Answer:
    """Do it, and come back to the page that says what became of it."""
    try:
        done = act(keeping(token))
    except InvalidValue as error:
        said = "，".join(part for part in (error.reason, error.fix) if part)
        return _page(token, request.form, {field: said}), 422
    except Conflict as error:
        return _page(token, request.form, {"": str(error)}), 409
    return redirect(url_for("keeper.door", token=token, done="wait" if done.waits else "now"), 303)


def _page(token: str, typed: Mapping[str, str], errors: Mapping[str, str]) -> str:
    view, now = keeping(token).look(), state().clock()
    point, days, seen = view.point, _calendar(), view.door.seen(now)
    vocabulary = reference.vocabulary()
    return render_template(
        "keeper/door.html",
        token=token,
        point=point,
        waits=view.waits,
        said=[said_words(one, now, point.position) for one in reversed(view.said)],
        beyond=[said_words(one, now, point.position) for one in reversed(view.beyond)],
        shut_said=any(one.voice.saw is Saw.SHUT for one in view.said),
        status=status_words(at_door(point_status(point, now, days), seen), now),
        hours="，".join(schedule_words(point.schedule, now.date(), days)),
        trust=trust(point.checked_on, point.checked_by, now.date(), seen.calm).words,
        first=vocabulary.first_chips,
        others=[a for a in vocabulary.values() if a.first is None],
        typed=typed,
        errors=errors,
        done=DONE.get(request.args.get("done", ""), ""),
    )


def _calendar() -> Calendar:
    """The days as couriers' pages know them; those of the official arrangement while nothing is published."""
    try:
        return state().finding.calendar
    except InstanceError:
        return Calendar()


def _until(form: Mapping[str, str]) -> datetime:
    """The moment till which it is shut. InvalidValue."""
    now = state().clock().astimezone(TIMEZONE)
    match form.get("quick", ""):
        case "two_hours":
            return now + timedelta(hours=2)
        case "today":
            return _at(now + timedelta(days=1), time(0))
        case "tomorrow":
            return _at(now + timedelta(days=1), OPENING)
    text = form.get("until", "").strip()
    try:
        return datetime.fromisoformat(text).replace(tzinfo=TIMEZONE)
    except ValueError as error:
        raise InvalidValue("关到几点", text, "没写对", "选日期和几点，或者点上面的按钮") from error


def _at(day: datetime, clock: time) -> datetime:
    return datetime.combine(day.date(), clock, TIMEZONE)
