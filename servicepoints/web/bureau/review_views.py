"""The queue of one kind: each line with its reason, its points and its answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from servicepoints.domain.hours_words import schedule_words
from servicepoints.domain.points import Schedule, ScheduleStatus
from servicepoints.errors import InvalidValue, NotFound
from servicepoints.services import reviewing
from servicepoints.services.keeping import accepting
from servicepoints.services.reviewing import KIND_WORDS, Settled
from servicepoints.web.bureau.blueprint import account, blueprint, register
from servicepoints.web.bureau.listing_form import bureau_asked, bureau_query
from servicepoints.web.state import state

PER_PAGE = 50
_ONE_FOR_ALL = {"rewrite": "改写成一样的时间", "dropped": "先当不清楚"}
_NOTHING = "勾选的都没有采用：没有读出来的，或者后来有人改过。在下面改写，或者先当不清楚"


@blueprint.get("/review/<kind>")
def review(kind: str) -> str:
    """What waits of one kind."""
    return _page(kind, {}, "")


@blueprint.post("/review/<kind>")
def settle(kind: str) -> tuple[str, int] | Response:
    """Do one thing to the chosen lines: take the readings, write others, take what keepers said, close."""
    if kind not in KIND_WORDS:
        raise NotFound("没有这一类要办的")
    numbers = _numbers()
    if not numbers:
        return _page(kind, request.form, "先勾选要办的"), 422
    if unsure := _unsure(kind):
        return _page(kind, request.form, unsure), 422
    try:
        settled = _do(kind, request.form.get("do", ""), numbers)
    except InvalidValue as error:
        return _page(kind, request.form, f"{error.reason}。{error.fix}"), 422
    if not settled.done and request.form.get("do") == "accept":
        return _page(kind, request.form, _NOTHING), 422
    left = f"，{settled.left}个没动：后来有人改过，或者还没读懂" if settled.left else ""
    flash(f"办好了{settled.done}个{left}", "good")
    return redirect(url_for("bureau.review", kind=kind, **bureau_query()), 303)


def _unsure(kind: str) -> str:
    """Asks once before several texts get one answer that need not suit them all: what has a reading is ticked
    before anybody looks. "" where there is nothing to ask, or the same ticks were asked about already."""
    lines = request.form.getlist("items")
    what = _ONE_FOR_ALL.get(request.form.get("do", "")) if kind == "hours" else None
    if what is None or len(lines) < 2 or request.form.get("sure") == _sure(lines):
        return ""
    return f"勾了{len(lines)}种写法，会一起{what}。不是这样的去掉勾；要是都对，再点一次"


def _sure(lines: Sequence[str]) -> str:
    """These ticks, as the page sends them back when it has asked."""
    return ";".join(sorted(lines))


def _do(kind: str, what: str, numbers: set[int]) -> Settled:
    here, who = register(), account()
    if kind == "hours" and what == "accept":
        return reviewing.accept_hours(here, who, numbers)
    if kind == "hours" and what == "rewrite":
        return reviewing.rewrite_hours(here, who, numbers, request.form.get("text", ""))
    if kind == "keeper" and what == "accept":
        return accepting.take_changes(here, who, numbers)
    return reviewing.close(here, who, kind, numbers, what)


def _numbers() -> set[int]:
    """The numbers of the chosen items: each line sends its own, by commas."""
    said = ",".join(request.form.getlist("items")).split(",")
    return {int(number) for number in said if number.isascii() and number.isdigit() and len(number) < 12}


def _page(kind: str, typed: Mapping[str, str], error: str) -> str:
    matters = reviewing.queue(register(), account(), kind, bureau_asked())
    page = min(request.args.get("page", 1, int), max(1, -(-len(matters) // PER_PAGE)))
    shown = matters[(max(1, page) - 1) * PER_PAGE : max(1, page) * PER_PAGE]
    return render_template(
        "bureau/review.html",
        kind=kind,
        title=KIND_WORDS[kind],
        matters=[(matter, reading_words(matter.first.kind, matter.first.proposal)) for matter in shown],
        total=sum(len(matter.items) for matter in matters),
        lines=len(matters),
        page=max(1, page),
        pages=max(1, -(-len(matters) // PER_PAGE)),
        typed=typed,
        error=error,
        chosen=set(request.form.getlist("items")),
        sure=_sure(request.form.getlist("items")),
        carried=bureau_query(),
    )


def reading_words(kind: str, proposal: Any) -> str:
    """The hours that are proposed for an item of that kind, in words, from the evaluator; "" for none."""
    if kind != "hours" or not proposal:
        return ""
    read = Schedule(opening_hours=proposal, status=ScheduleStatus.READ)
    return "，".join(schedule_words(read, state().clock().date(), state().finding.calendar))
