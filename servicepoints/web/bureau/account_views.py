"""One's own account: the password, and the devices that are signed in."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from servicepoints.errors import InvalidValue, TooOften
from servicepoints.services.accounts import signing
from servicepoints.web.bureau.blueprint import blueprint, register, who
from servicepoints.web.state import state


@blueprint.get("/account")
def own_account() -> str:
    """The form for a new password, and the list of devices."""
    return _page({})


@blueprint.post("/account/password")
def change_password() -> tuple[str, int] | Response:
    """Set a new password; every other device is signed out."""
    form = request.form
    if form.get("password", "") != form.get("again", ""):
        return _page({"again": "两次写的不一样"}), 422
    try:
        signing.change_password(register(), who(), form.get("old", ""), form.get("password", ""))
    except TooOften as error:
        return _page({"old": str(error)}), 429
    except InvalidValue as error:
        field = "password" if error.field == "密码" else "old"
        return _page({field: "。".join(filter(None, (error.reason, error.fix)))}), 422
    flash("密码改好了，别的设备都已退出", "good")
    return redirect(url_for("bureau.own_account"), 303)


@blueprint.post("/account/sessions")
def end_other_sessions() -> Response:
    """Sign all other devices out."""
    ended = signing.end_others(register(), who())
    flash(f"退出了别的{ended}台设备" if ended else "没有别的设备登录着", "good")
    return redirect(url_for("bureau.own_account"), 303)


def _page(errors: dict[str, str]) -> str:
    devices = signing.sessions_of(register(), who(), state().clock())
    return render_template("bureau/account.html", errors=errors, devices=devices)
