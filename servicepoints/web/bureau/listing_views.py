"""The listing: filter, page, and one answer for many points."""

from datetime import date, datetime, timedelta
from typing import Any

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from servicepoints import reference
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Kind, Listing
from servicepoints.domain.trust import trust
from servicepoints.domain.wording import KIND_WORDS, LISTING_WORDS
from servicepoints.errors import Conflict, InvalidValue
from servicepoints.services.bulk import ACTIONS, Answer, Everything, Picked, answer_many
from servicepoints.services.exporting.chosen import export_chosen
from servicepoints.services.exporting.sheet_file import FORMATS
from servicepoints.services.listing import ANY, Page, Wanted, list_points
from servicepoints.services.posters import Form, Frame, policy, print_chosen
from servicepoints.web.bureau import aftermath
from servicepoints.web.bureau.blueprint import account, attachment, blueprint, register
from servicepoints.web.bureau.keeper_views import letters_page
from servicepoints.web.bureau.listing_form import (
    NONE,
    SORT_WORDS,
    as_of,
    listing_link,
    page_number,
    query_of,
    wanted_of,
)
from servicepoints.web.courier.blueprint import public_address
from servicepoints.web.state import state

LETTERS = "letters"
_FIELDS = {"理由": "reason", "到什么时候": "until", "联动组": "group", "邮政管理局": "bureau", "点位": "pick"}
_LISTINGS = {"": "没撤的", **{one.value: LISTING_WORDS[one] for one in Listing}, ANY: "全部"}


@blueprint.get("/points")
def listing() -> str:
    """The points that the filter of the address picks; `pick=page` or `pick=all` chooses them."""
    return _page(wanted_of(request.args), {}, {})


@blueprint.post("/points/bulk")
def bulk() -> tuple[str, int] | str | Response:
    """Do one thing to all points that were chosen, or to none."""
    wanted, form = wanted_of(request.args), request.form
    typed = {name: form.get(name, "") for name in ("action", "reason", "why", "until", "group", "to")}
    if typed["action"] in FORMATS:
        return _export_picked(wanted, typed["action"])
    if typed["action"] not in (*ACTIONS, *Form, LETTERS):
        return _page(wanted, {"pick": "没认出要做什么，再点一次"}, typed), 422
    try:
        if typed["action"] == LETTERS:
            return letters_page(_codes(wanted))
        if typed["action"] in [*Form]:
            return _print_picked(wanted, Form(typed["action"]))
        done = answer_many(register(), account(), _chosen(wanted), _answer(typed), as_of())
    except InvalidValue as error:
        said = "。".join(filter(None, (error.reason, error.fix)))
        return _page(wanted, {_FIELDS[error.field]: said}, typed), 422
    except Conflict as error:
        return _page(wanted, {"pick": f"一个点位也没改：{error}"}, typed), 409
    left = f"，{done.left}个没动（本来就是这样，或者状态不合适）" if done.left else ""
    flash(f"{done.said}{left}", "good")
    aftermath.say(done.aftermath)
    undo = {"done": f"{done.code}.{done.revision}"} if done.code else {}
    return redirect(listing_link(wanted, **undo), 303)


@blueprint.get("/export")
def export() -> Response:
    """The points that the filter of the address picks, as a roster (`format` is xlsx or csv)."""
    ending = request.args.get("format", "xlsx")
    wanted = wanted_of(request.args)
    return attachment(export_chosen(register(), account(), wanted, ending, reference.vocabulary(), as_of()))


def _export_picked(wanted: Wanted, ending: str) -> tuple[str, int] | Response:
    codes = _codes(wanted)
    if not codes:
        return _page(wanted, {"pick": "一个也没选。先在前面打勾"}, {}), 422
    return attachment(export_chosen(register(), account(), codes, ending, reference.vocabulary(), as_of()))


def _print_picked(wanted: Wanted, form: Form) -> Response:
    frame = Frame(state().settings.host_name, as_of().today, back=listing_link(wanted))
    finding, codes = state().finding, _codes(wanted)
    answer = FlaskResponse(
        print_chosen(register(), account(), codes, as_of(), finding, form, public_address, frame)
    )
    answer.headers["Content-Security-Policy"] = policy()
    return answer


def _chosen(wanted: Wanted) -> Picked | Everything:
    """What the form has chosen: all that the filter picked, or the ticks, each with the version seen."""
    if request.form.get("all"):
        return Everything(wanted, request.form["all"])
    picked: dict[str, int] = {}
    for tick in request.form.getlist("pick"):
        code, _, revision = tick.partition(".")
        if not revision.isascii() or not revision.isdigit():
            raise InvalidValue("点位", tick[:20], "没认出选了哪个", "刷新页面再选一次")
        picked[code] = int(revision[:9])
    return Picked(picked)


def _codes(wanted: Wanted) -> Wanted | list[str]:
    """The same where no version matters: the filter, or the codes that were ticked."""
    chosen = _chosen(wanted)
    return wanted if isinstance(chosen, Everything) else list(chosen.versions)


def _answer(typed: dict[str, str]) -> Answer:
    return Answer(
        action=typed["action"],
        reason=typed["why"] if typed["action"] == "withdraw" else typed["reason"],
        until=_until(typed["until"]) if typed["action"] == "suspend" else None,
        group=typed["group"],
        bureau="" if typed["to"] == NONE else typed["to"] or None,
    )


def _until(text: str) -> datetime | None:
    """A moment as the browser's field writes it, or a date, which is shut to its end."""
    text = text.strip().replace("/", "-")
    if not text:
        return None
    try:
        if len(text) <= 10:
            end = date.fromisoformat(text) + timedelta(days=1)
            return datetime(end.year, end.month, end.day, tzinfo=TIMEZONE)
        return datetime.fromisoformat(text).replace(tzinfo=TIMEZONE)
    except (ValueError, OverflowError) as error:
        raise InvalidValue("到什么时候", text, "没看懂这个时间", "例如 2026-10-08 08:30") from error


def _page(wanted: Wanted, errors: dict[str, str], typed: dict[str, str]) -> str:
    found = list_points(register(), account(), wanted, page_number(), as_of())
    today = as_of().today
    return render_template(
        "bureau/points.html",
        found=found,
        wanted=wanted,
        query=query_of(wanted),
        link=listing_link,
        trust=lambda p: trust(p.checked_on, p.checked_by, today).words,
        kinds={kind.value: KIND_WORDS[kind] for kind in Kind},
        listings=_LISTINGS,
        listing_words=LISTING_WORDS,
        sorts=SORT_WORDS,
        unsaid=NONE,
        errors=errors,
        typed=typed,
        **_choice(found),
        **_undo(),
    )


def _choice(found: Page) -> dict[str, Any]:
    """Which rows are ticked: as the form had them, or as the address asks."""
    pick = request.args.get("pick", "")
    everything = bool(request.form.get("all")) or (pick == "all" and found.total > 0)
    ticked = {tick.partition(".")[0] for tick in request.form.getlist("pick")}
    if everything or pick == "page":
        ticked |= {row.point.code for row in found.rows}
    return {"everything": everything, "ticked": ticked}


def _undo() -> dict[str, Any]:
    """What was done a moment ago, to be taken back."""
    code, _, revision = request.args.get("done", "").partition(".")
    there = revision.isascii() and revision.isdigit() and code.isalnum() and len(code) == 6
    return {"undo": (code, int(revision[:9])) if there else None}
