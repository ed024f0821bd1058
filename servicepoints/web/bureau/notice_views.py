"""The group notice: texts to copy or to send into groups, for a place or a few chosen points."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from servicepoints.domain.digests import DAYS_WORDS, LENGTH_WORDS
from servicepoints.domain.hours import TIMEZONE
from servicepoints.errors import Conflict, InvalidValue
from servicepoints.services.noticing import groups
from servicepoints.services.noticing.gathering import Wanted, asked_notice, frame_of
from servicepoints.services.noticing.sending import Round, send_due
from servicepoints.web.bureau.blueprint import account, blueprint, register
from servicepoints.web.bureau.notice_form import ASKED, ends_at, place_choices, wanted_of
from servicepoints.web.bureau.numbers import whole
from servicepoints.web.bureau.typed_form import said
from servicepoints.web.courier.blueprint import public_address
from servicepoints.web.state import state

PATIENCE_S = 5.0
"""For how long a form that sends may begin one more exchange."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the texts, to be shown again with what is wrong."""

    managers: str
    texts: Sequence[str]
    robots: Sequence[int]
    error: str


@blueprint.get("/notice")
def notice() -> str:
    """The texts; place, points and days stand in the address, so that a page can be come back to."""
    return _page(request.args)


@blueprint.post("/notice")
def keep_opening() -> Response | tuple[str, int]:
    """Keeps the line with which the bureau's notices open, and writes the notice anew."""
    wanted = _wanted(request.form)
    try:
        groups.keep_opening(register(), account(), wanted.bureau, request.form.get("opening", ""))
    except InvalidValue as error:
        return _page(request.form, opening=(error.value, said(error))), 422
    return redirect(f"{url_for('bureau.notice')}?{urlencode(_asked(request.form, points=True))}", 303)


@blueprint.post("/notice/send")
def send_notice() -> Response | tuple[str, int]:
    """Puts the texts as they were typed in line for the ticked groups, and sends what there is time for."""
    form, numbers = request.form, [whole(number, 0) for number in request.form.getlist("robot")]
    managers, texts = form.get("managers", ""), form.getlist("text")
    over = ends_at(_wanted(form))
    try:
        if over <= state().clock():
            raise InvalidValue("从哪天起", form.get("from", ""), "这些日子已经过了", "换个日子重写通知")
        groups.queue(register(), account(), numbers, managers, texts, form.get("key", ""), over)
    except InvalidValue as error:
        return _page(form, typed=Typed(managers, texts, numbers, str(error))), 422
    except Conflict as error:
        flash(str(error), "bad")
        return redirect(url_for("bureau.robots"), 303)
    tell(send_now(numbers))
    return redirect(url_for("bureau.robots"), 303)


def send_now(robots: Sequence[int]) -> Round:
    """Sends what is due to these robots, for a few seconds."""
    return send_due(register(), state().settings.wecom_hosts, PATIENCE_S, robots)


def tell(done: Round) -> None:
    """Says what became of it."""
    if done.sent:
        flash(f"发出去{done.sent}条", "good")
    if done.stopped or done.unsure:
        flash("有的没发成，看下面的“发送记录”", "bad")
    if done.later or not (done.sent or done.stopped or done.unsure):
        flash("有的还等着发，定时任务会接着发，看下面的“发送记录”", "good")


def _wanted(asked: MultiDict[str, str]) -> Wanted:
    return wanted_of(asked, state().clock().astimezone(TIMEZONE).date(), account().bureau)


def _asked(asked: MultiDict[str, str], *, points: bool) -> list[tuple[str, str]]:
    """What a notice was asked for, as an address holds it."""
    names = (*ASKED, *(("code",) if points else ()))
    return [(name, value) for name in names for value in asked.getlist(name) if value]


def _page(
    asked: MultiDict[str, str], typed: Typed | None = None, opening: tuple[str, str] | None = None
) -> str:
    wanted = _wanted(asked)
    frame = frame_of(state().settings, public_address(""))
    made = asked_notice(register(), account(), wanted, frame, state().clock())
    robots, line = groups.robots_of(register(), account(), wanted.bureau)
    return render_template(
        "bureau/notice.html",
        notice=made,
        typed=typed or Typed(made.managers, made.texts, [], ""),
        wanted=wanted,
        asked=_asked(asked, points=False),
        chosen=[choice.code for choice in made.choices if choice.chosen] if wanted.codes else [],
        places=place_choices(made.places),
        place=asked.get("place", ""),
        robots=robots,
        key=secrets.token_urlsafe(12),
        longest=groups.LONGEST_OPENING,
        days_words=DAYS_WORDS,
        length_words=LENGTH_WORDS,
        afresh=f"?{urlencode(_asked(asked, points=False))}",
        opening=opening or (line, ""),
    )
