"""The links of station keepers, as their bureau makes, sends and ends them."""

from collections.abc import Collection
from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from servicepoints.errors import Conflict
from servicepoints.services.keeping import links
from servicepoints.services.listing import Wanted
from servicepoints.web.bureau.blueprint import account, blueprint, register
from servicepoints.web.bureau.listing_form import as_of
from servicepoints.web.courier.blueprint import public_address
from servicepoints.web.keeper.blueprint import signing
from servicepoints.web.state import state


@blueprint.get("/points/<code>/keepers")
def keepers(code: str) -> str:
    """The links of one point."""
    point, shown, trusted = links.keeper_links(register(), account(), code, signing(), state().clock())
    return render_template(
        "bureau/keepers.html",
        point=point,
        links=[(one, public_address(f"/k/{one.token}")) for one in shown],
        trusted=trusted,
        days=state().settings.keeper_days,
    )


@blueprint.post("/points/<code>/keepers")
def make_keeper_link(code: str) -> Response:
    """One more link."""
    links.make_link(register(), account(), code, _lasts())
    flash("做好了，复制下面的链接发给驿站负责人", "good")
    return redirect(url_for("bureau.keepers", code=code), 303)


@blueprint.post("/points/<code>/keepers/<link>/revoke")
def revoke_keeper_link(code: str, link: str) -> Response:
    """End a link at once."""
    try:
        links.revoke_link(register(), account(), code, link)
        flash("作废了，拿着这个链接的人进不来了", "good")
    except Conflict as error:
        flash(str(error), "bad")
    return redirect(url_for("bureau.keepers", code=code), 303)


@blueprint.post("/keepers/trust")
def trust_keepers() -> Response:
    """Whether what keepers change of hours and amenities is published at once."""
    code, trusts = request.form.get("code", ""), request.form.get("trusts") == "1"
    bureau = links.bureau_of(register(), account(), code)
    links.trust_keepers(register(), account(), bureau, trusts=trusts)
    flash("以后负责人改了马上生效" if trusts else "以后负责人改的先等局里看", "good")
    return redirect(url_for("bureau.keepers", code=code), 303)


def letters_page(chosen: Wanted | Collection[str]) -> str:
    """Texts to send to the keepers of many points, each with its link. InvalidValue for none or too many."""
    written = links.letters(register(), account(), chosen, signing(), _lasts(), as_of())
    return render_template(
        "bureau/letters.html",
        letters=[(one, public_address(f"/k/{one.token}")) for one in written],
        days=state().settings.keeper_days,
    )


def _lasts() -> timedelta:
    return timedelta(days=state().settings.keeper_days)
