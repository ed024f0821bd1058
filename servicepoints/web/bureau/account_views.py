"""One's own account: the password, the second factor, and the devices that are signed in."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from servicepoints import logs
from servicepoints.errors import InvalidValue, NotAllowed, SettingError, TooOften
from servicepoints.services.accounts import factors, signing
from servicepoints.web.bureau.anew import for_who_signed_in_lately
from servicepoints.web.bureau.blueprint import account, blueprint, register, renew, safe_next, who
from servicepoints.web.state import state

_FIELDS = {"密钥": "key", "验证码": "code", "现在的密码": "old"}


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
        renew(signing.change_password(register(), who(), form.get("old", ""), form.get("password", "")))
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
    ended, token = signing.end_others(register(), who())
    renew(token)
    flash(f"退出了别的{ended}台设备" if ended else "没有别的设备登录着", "good")
    return redirect(url_for("bureau.own_account"), 303)


@blueprint.get("/account/two-factors")
@for_who_signed_in_lately("bureau.two_factors")
def two_factors() -> tuple[str, int]:
    """A key to scan, and the form that shows that it was."""
    return _offer_page({}, 200)


@blueprint.post("/account/two-factors")
@for_who_signed_in_lately("bureau.two_factors")
def set_two_factors() -> tuple[str, int] | str:
    """Make it the second factor, and show the recovery codes: this once."""
    form = request.form
    key, password, code = (form.get(name, "") for name in ("key", "old", "code"))
    try:
        codes, token = factors.set_up(register(), who(), key, password, code, state().clock())
    except TooOften as error:
        return _offer_page({"old": str(error)}, 429)
    except InvalidValue as error:
        words = "。".join(filter(None, (error.reason, error.fix)))
        return _offer_page({_FIELDS[error.field]: words}, 422)
    renew(token)
    onwards = safe_next(form["next"]) if form.get("next") else url_for("bureau.own_account")
    return render_template("bureau/recovery_codes.html", codes=codes, onwards=onwards)


@blueprint.post("/account/two-factors/off")
@for_who_signed_in_lately("bureau.own_account")
def end_two_factors() -> tuple[str, int] | Response:
    """Ask for the password alone from now on."""
    if factors.must_have(state().settings.two_factors, account()):
        raise NotAllowed("你的账号必须开两步验证，不能关；换手机请点“换手机、换备用码”")
    try:
        renew(factors.take_off(register(), who(), request.form.get("old", "")))
    except TooOften as error:
        return _page({"off": str(error)}), 429
    except InvalidValue as error:
        return _page({"off": error.reason}), 422
    flash("两步验证关了，别的设备都已退出", "good")
    return redirect(url_for("bureau.own_account"), 303)


def _offer_page(errors: dict[str, str], status: int) -> tuple[str, int]:
    try:
        offer = factors.offer(register(), who(), state().clock(), request.form.get("key", ""))
    except SettingError as error:
        logs.failure(error)
        return render_template("bureau/no_data_key.html"), 503
    must = factors.must_have(state().settings.two_factors, account())
    asked = request.values.get("next", "")
    shown = {"offer": offer, "errors": errors, "must": must, "next": asked}
    return render_template("bureau/two_factors.html", **shown), status


def _page(errors: dict[str, str]) -> str:
    devices = signing.sessions_of(register(), who(), state().clock())
    left = factors.recovery_left(register(), who()) if who().factor_since else 0
    must = factors.must_have(state().settings.two_factors, account())
    return render_template("bureau/account.html", errors=errors, devices=devices, left=left, must=must)
