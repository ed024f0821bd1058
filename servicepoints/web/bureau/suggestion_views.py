"""Places that people propose: what waits, one to look at, and the answers: already there, not taken, another
desk's. Adding one is in `add_views`."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from servicepoints.domain.status_words import distance_words
from servicepoints.domain.suggestions import OUTCOME_WORDS, WHO_WORDS, Outcome
from servicepoints.domain.wording import labels
from servicepoints.errors import Conflict, InvalidValue, NotFound
from servicepoints.reference import vocabulary
from servicepoints.services.suggesting import deciding
from servicepoints.services.suggesting.deciding import LONGEST_REASON
from servicepoints.services.suggesting.likeness import likely
from servicepoints.web.bureau.blueprint import account, blueprint, register
from servicepoints.web.bureau.listing_form import bureau_asked, bureau_query
from servicepoints.web.bureau.numbers import whole
from servicepoints.web.state import state

PER_PAGE = 50
_LONGEST_SOURCE = 32
Answer = Response | str | tuple[str, int]


@blueprint.get("/suggestions")
def suggestions() -> str:
    """What waits, oldest first; `?source=` those of one network address and day, all ticked."""
    return _queue("")


@blueprint.post("/suggestions")
def decline_suggestions() -> Answer:
    """Take none of the ticked ones."""
    numbers = {whole(said, 0) for said in request.form.getlist("items")} - {0}
    if not numbers:
        return _queue("先勾选要办的"), 422
    try:
        done = deciding.decline(register(), account(), numbers, request.form.get("reason", ""))
    except InvalidValue as error:
        return _queue(f"{error.field}{error.reason}：{error.fix}"), 422
    left = len(numbers) - done
    flash(f"{done}条没有加{f'，{left}条刚才有人办过了' if left else ''}", "good")
    return redirect(url_for("bureau.suggestions", **bureau_query()), 303)


@blueprint.get("/suggestions/<int:number>")
def suggestion(number: int) -> str:
    """One to look at, with what it may be already."""
    return _one(number, "")


@blueprint.post("/suggestions/<int:number>")
def answer_suggestion(number: int) -> Answer:
    """Say that it is there already, take it not, or hand it to another desk."""
    form, do = request.form, request.form.get("do", "")
    try:
        match do:
            case "known":
                point = deciding.known(register(), account(), number, form.get("code", ""))
                said = f"记下了：就是 {point.code} {point.name}"
            case "decline":
                deciding.opened(register(), account(), number)  # whose it is, before anything is said of it
                if not deciding.decline(register(), account(), {number}, form.get("reason", "")):
                    raise Conflict("这条推荐刚才有人办过了")
                said = "没有加，推荐的人会看到原因"
            case "pass":
                said = f"转给{deciding.hand_on(register(), account(), number, form.get('bureau', ''))}了"
            case _:
                raise NotFound("没有这样的处理办法")
    except InvalidValue as error:
        return _one(number, f"{error.field}“{error.value[:20]}”{error.reason}：{error.fix}"), 422
    except Conflict as error:
        return _one(number, str(error)), 409
    flash(said, "good")
    return redirect(url_for("bureau.suggestions", **bureau_query()), 303)


def _queue(error: str) -> str:
    source = request.values.get("source", "")[:_LONGEST_SOURCE]
    found = deciding.queue(register(), account(), bureau_asked(), source)
    pages = max(1, -(-len(found.waiting) // PER_PAGE))
    page = max(1, min(request.args.get("page", 1, int), pages))
    shown = found.waiting[(page - 1) * PER_PAGE : page * PER_PAGE]
    ticked = set(request.form.getlist("items")) or ({str(one.id) for one in shown} if source else set())
    return render_template(
        "bureau/suggestions.html",
        rows=[(one, labels(one.amenities, vocabulary()), found.alike(one)) for one in shown],
        total=len(found.waiting),
        names=found.bureaus,
        city=account().is_city,
        who_words=WHO_WORDS,
        source=source,
        ticked=ticked,
        page=page,
        pages=pages,
        error=error,
        reason=request.form.get("reason", ""),
        longest=LONGEST_REASON,
        carried=bureau_query(),
    )


def _one(number: int, error: str) -> str:
    found = deciding.opened(register(), account(), number)
    one, here = found.suggestion, state()
    near = likely(here.finding, one, here.clock())
    return render_template(
        "bureau/suggestion.html",
        s=one,
        waits=one.outcome is Outcome.WAITING,
        outcome=OUTCOME_WORDS[one.outcome],
        point=found.point,
        who_said=WHO_WORDS[one.who],
        has=labels(one.amenities, vocabulary()),
        near=[(p, "" if p.distance_m is None else distance_words(p.distance_m)) for p in near],
        elsewhere=found.elsewhere,
        error=error,
        typed=request.form,
        longest=LONGEST_REASON,
        carried=bureau_query(),
    )
