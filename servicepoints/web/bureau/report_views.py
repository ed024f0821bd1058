"""What couriers said at doors and waits for an answer: point by point, the first due first, one answer for
many."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from servicepoints.domain.door_answers import DoorAnswer
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Audience
from servicepoints.domain.wording import AUDIENCE_WORDS
from servicepoints.errors import InvalidValue
from servicepoints.services.reporting.answering import Key, Matter, Reply, answer_all, matters
from servicepoints.services.reporting.settling import GROUP_WORDS, Group
from servicepoints.services.reporting.standing import LATE
from servicepoints.web.bureau import aftermath
from servicepoints.web.bureau.blueprint import account, blueprint, register
from servicepoints.web.bureau.listing_form import bureau_asked, bureau_query, page_number
from servicepoints.web.door.words import said_words
from servicepoints.web.state import state

PER_PAGE = 50
_FIELDS = {"反馈": "", "临时关门到": "until", "原因": "reason"}
_NOTHING = "这些刚刚有人回过了"


@blueprint.get("/reports")
def reports() -> str:
    """What waits; `only` one group of it, or what is late."""
    return _page({}, {})


@blueprint.post("/reports")
def answer_reports() -> Response | tuple[str, int]:
    """One answer for the chosen ones."""
    try:
        done = answer_all(register(), account(), _keys(), _reply())
    except InvalidValue as error:
        said = "，".join(part for part in (error.reason, error.fix) if part)
        return _page(request.form, {_FIELDS.get(error.field, ""): said}), 422
    flash(f"回了{done.words}条反馈，说的人能看到" if done.words else _NOTHING, "good")
    aftermath.say(done.aftermath)
    return redirect(url_for("bureau.reports", **_query()), 303)


def _keys() -> list[Key]:
    """The chosen matters; what names none is left out."""
    groups = {group.value: group for group in Group}
    pairs = (said.partition(".") for said in request.form.getlist("items"))
    return [(code, groups[group]) for code, _, group in pairs if group in groups]


def _reply() -> Reply:
    form = request.form
    what, audiences = form.get("do", ""), {audience.value: audience for audience in Audience}
    answers = {answer.value: answer for answer in DoorAnswer}
    if what not in answers:
        raise InvalidValue("反馈", what, "没认出要做什么", "再点一次")
    answer, until = answers[what], None
    if answer is DoorAnswer.CLOSED_UNTIL:
        until = _moment(form.get("until", ""))
    audience = audiences.get(form.get("audience", "")) if answer is DoorAnswer.CHANGED else None
    reason = form.get("gone_reason" if answer is DoorAnswer.WITHDRAWN else "reason", "")
    return Reply(answer=answer, until=until, reason=reason, audience=audience)


def _moment(typed: str) -> datetime | None:
    try:
        return datetime.fromisoformat(typed.strip()).replace(tzinfo=TIMEZONE)
    except ValueError:
        return None


def _of_one_group(waiting: Sequence[Matter], only: str) -> list[Matter]:
    """What is answered alike: of that group, else of the one that is due first."""
    first = next(iter(waiting), None)
    group = only if only in set(Group) or first is None else first.group
    return [m for m in waiting if m.group == group]


def _query() -> dict[str, Any]:
    only = request.args.get("only", "")
    return {**bureau_query(), **({"only": only} if only else {})}


def _page(typed: Mapping[str, str], errors: Mapping[str, str]) -> str:
    now, only = state().clock(), request.args.get("only", "")
    waiting = matters(register(), account(), now, bureau_asked())
    wanted = _of_one_group([m for m in waiting if m.late] if only == LATE else waiting, only)
    pages = max(1, -(-len(wanted) // PER_PAGE))
    page = min(max(1, page_number()), pages)
    shown = wanted[(page - 1) * PER_PAGE : page * PER_PAGE]
    return render_template(
        "bureau/reports.html",
        matters=[(m, [said_words(one, now, m.point.position) for one in reversed(m.said)]) for m in shown],
        group=wanted[0].group if wanted else "",
        tabs=[(g, words, n) for g, words in GROUP_WORDS.items() if (n := sum(m.group is g for m in waiting))],
        title=GROUP_WORDS[wanted[0].group] if wanted else "",
        total=len(wanted),
        page=page,
        pages=pages,
        audiences=AUDIENCE_WORDS,
        typed=typed,
        errors=errors,
        chosen=set(request.form.getlist("items")),
        evening=f"{now.astimezone(TIMEZONE):%Y-%m-%d}T23:59",
        query=_query(),
    )
