"""The form, what it may be already, and the page that says what became of it.

Nothing is kept before the second step; a form that names nothing like it is sent at once.
"""

from collections.abc import Mapping
from dataclasses import replace

from flask import redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from servicepoints import logs
from servicepoints.domain.status_words import distance_words
from servicepoints.domain.suggestions import OUTCOME_WORDS, WHO_WORDS, Outcome, Suggestion, Who
from servicepoints.domain.wording import labels
from servicepoints.errors import Conflict, InstanceError, InvalidValue, RegisterAway, TooOften
from servicepoints.services.suggesting.drafts import LONGEST, read_draft
from servicepoints.services.suggesting.giving import Slips, give, look
from servicepoints.services.suggesting.likeness import Likely, desk_for, likely
from servicepoints.web.courier.blueprint import public_address
from servicepoints.web.state import state
from servicepoints.web.suggest.blueprint import blueprint, carried, tables

SEND, BACK, UNPIN = "send", "back", "unpin"
_AWAY = "现在交不上，还没有收到。过几分钟再点一次，填的都还在"
_SAID = (Who.COURIER, Who.MANAGER, Who.RESIDENT)
Answer = Response | str | tuple[str, int]


@blueprint.get("")
def form() -> str:
    """The empty form, whose address is passed on."""
    return _form(MultiDict(), {}, canonical=public_address(url_for("suggest.form")))


@blueprint.post("")
def send() -> Answer:
    """Whatever button was pressed: what it may be already is shown before anything is sent."""
    typed, do = request.form, request.form.get("do", "")
    if do == UNPIN:
        return _form(MultiDict([*carried("lat", "lon", "accuracy", "datum")]), {})
    draft, errors = read_draft(typed, typed.getlist("has"), tables())
    if do == BACK:  # from the map or from what it may be: only what is wrong with the place needs saying
        return _form(typed, {name: words for name, words in errors.items() if name == "place"})
    if errors:
        return _form(typed, errors), 422
    here = state()
    now = here.clock()
    finding = here.finding
    if do != SEND and (found := likely(finding, draft, now)):
        return _same(draft, found)
    try:
        token = give(
            here.register,
            here.settings,
            replace(draft, bureau=desk_for(finding, draft, now)),
            typed.get("key", ""),
            request.remote_addr or "",
        )
    except InvalidValue as error:
        return _form(typed, {"": f"{error.field}{error.reason}：{error.fix}"}), 422
    except (Conflict, TooOften) as error:
        return _form(typed, {"": str(error)}), 409 if isinstance(error, Conflict) else 429
    except (RegisterAway, InstanceError) as error:
        logs.failure(error)
        return _form(typed, {"": _AWAY}), 503
    return redirect(url_for("suggest.became", token=token), 303)


@blueprint.get("/<token>")
def became(token: str) -> str:
    """What became of it."""
    found = look(state().register, token)
    one = found.suggestion
    point = state().finding.point(one.code) if one.code else None
    return render_template(
        "suggest/became.html",
        s=one,
        words=OUTCOME_WORDS[one.outcome],
        waits=one.outcome is Outcome.WAITING,
        desk=found.bureau_name,
        point=point,
        coming=bool(one.code) and point is None,
        has=labels(one.amenities, tables().vocabulary),
        address=public_address(url_for("suggest.became", token=token)),
    )


def _form(typed: "MultiDict[str, str]", errors: Mapping[str, str], canonical: str = "") -> str:
    known = tables().vocabulary
    slips = Slips(state().settings.secret_key)
    sent = typed.get("key", "")
    first = [a.key for a in known.first_chips]
    placed = bool(typed.get("lat") and typed.get("lon")) and "place" not in errors
    return render_template(
        "suggest/form.html",
        canonical=canonical,
        typed=typed,
        errors=dict(errors),
        ticked=set(typed.getlist("has")),
        first=[known[key] for key in first],
        rest=[a for a in known.values() if a.key not in first],
        who=[(who.value, WHO_WORDS[who]) for who in _SAID],
        longest=LONGEST,
        placed=placed,
        key=sent if slips.drawn(sent) else slips.form(),
    )


def _same(draft: Suggestion, found: list[Likely]) -> str:
    return render_template(
        "suggest/same.html",
        name=draft.name,
        found=[
            (one, "" if one.distance_m is None else f"离你说的地方{distance_words(one.distance_m)}")
            for one in found
        ],
        hidden=[*carried()],
    )
