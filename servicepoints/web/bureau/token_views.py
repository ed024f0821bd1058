"""The tokens with which a bureau's own systems write through the API: made, shown once, ended."""

import re

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from servicepoints.domain.roles import SCOPE_WORDS
from servicepoints.errors import Conflict, InvalidValue
from servicepoints.services.machines import issuing
from servicepoints.services.machines.issuing import Wanted
from servicepoints.web.bureau.anew import for_who_signed_in_lately
from servicepoints.web.bureau.blueprint import account, blueprint, register
from servicepoints.web.state import state

_FIELDS = {"名称": "name", "邮政管理局": "bureau", "能做什么": "scopes", "有效期": "days"}
_DAYS = re.compile("[0-9]{1,4}")


@blueprint.get("/tokens")
def tokens() -> str:
    """The tokens, and a form for one more."""
    return _page({"days": str(issuing.USUAL_DAYS)}, {})


@blueprint.post("/tokens")
@for_who_signed_in_lately("bureau.tokens")
def make_token() -> tuple[str, int] | str:
    """Make one and show it: this once."""
    typed = {name: request.form.get(name, "") for name in ("name", "bureau", "days")}
    bureau = typed["bureau"] if account().is_city else account().bureau
    days = int(typed["days"]) if _DAYS.fullmatch(typed["days"]) else 0
    wanted = Wanted(name=typed["name"], bureau=bureau, scopes=request.form.getlist("scope"), days=days)
    try:
        made, text = issuing.issue(register(), account(), wanted)
    except InvalidValue as error:
        said = "。".join(filter(None, (error.reason, error.fix)))
        return _page(typed, {_FIELDS.get(error.field, "name"): said}), 422
    except Conflict as error:
        return _page(typed, {"name": str(error)}), 422
    return _page({"days": typed["days"]}, {}, made.name, text)


@blueprint.post("/tokens/<int:number>/revoke")
def revoke_token(number: int) -> Response:
    """End one at once."""
    try:
        ended = issuing.revoke(register(), account(), min(number, 2**31 - 1))
        flash(f"作废了“{ended.name}”的令牌，它马上不能再用", "good")
    except Conflict as error:
        flash(str(error), "bad")
    return redirect(url_for("bureau.tokens"), 303)


def _page(typed: dict[str, str], errors: dict[str, str], name: str = "", text: str = "") -> str:
    found, bureaus = issuing.issued(register(), account())
    return render_template(
        "bureau/tokens.html",
        tokens=found,
        bureaus=bureaus,
        scopes=SCOPE_WORDS,
        chosen=request.form.getlist("scope") if errors else [],
        typed=typed,
        errors=errors,
        now=state().clock(),
        name=name,
        text=text,
    )
