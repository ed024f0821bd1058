"""Signing in and out, and setting a password by the link that an account begins with."""

from flask import flash, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from servicepoints import logs
from servicepoints.errors import InvalidValue, NotFound, SettingError, SignInRefused, TooOften
from servicepoints.services.accounts import factors, people, signing
from servicepoints.web.bureau.blueprint import TOKEN, blueprint, idle, open_to_all, register, safe_next, who
from servicepoints.web.state import state

_NO_KEY = "服务器现在读不出验证器的密钥：写一个备用码，或者告诉管服务器的人"
_STRANGE = 3
"""So many wrong codes are hardly the owner's own mistakes."""
_GUESSED = (
    "这次登录以前，一天里有{n}次密码对、验证码不对。不是你写错的，密码就被别人知道了：马上在“密码和设备”里改"
)
HALF = "half"
"""Where the cookie holds what waits for the second factor: no session."""
_BROWSERS = (
    ("wxwork", "企业微信"), ("MicroMessenger", "微信"), ("Edg/", "Edge"), ("Firefox", "Firefox"),
    ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("Windows", "Windows"), ("Android", "安卓"), ("iPhone", "iPhone"), ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


@blueprint.get("/sign-in")
@open_to_all
def sign_in() -> str:
    """The form."""
    return _form()


@blueprint.post("/sign-in")
@open_to_all
def signed_in() -> tuple[str, int] | Response:
    """Begin a session, or say that name and password do not fit."""
    login, password = request.form.get("login", ""), request.form.get("password", "")
    try:
        entered = signing.sign_in(
            register(),
            login,
            password,
            address=request.remote_addr or "",
            device=_device(),
            idle=idle(),
        )
    except SignInRefused as error:
        logs.by(error.account)
        return _form(login, str(error)), 422
    except TooOften as error:
        return _form(login, str(error)), 429
    logs.by(signing.clean_login(login))
    if g.who is not None:  # one browser has one session
        signing.sign_out(register(), who())
    if entered.whole:
        begin(entered.token)
        return redirect(safe_next(request.form.get("next", "")), 303)
    session.clear()
    session[HALF] = entered.token
    return redirect(url_for("bureau.second_step", next=request.form.get("next", "") or None), 303)


@blueprint.get("/sign-in/code")
@open_to_all
def second_step() -> str | Response:
    """The form for the code, in the browser in which the password was right."""
    if not factors.waiting(register(), session.get(HALF, ""), state().clock()):
        return _sent_back("")
    return _code_form()


@blueprint.post("/sign-in/code")
@open_to_all
def second_step_done() -> tuple[str, int] | Response:
    """Begin a session, or say that the code will not do."""
    try:
        done = factors.finish(
            register(),
            session.get(HALF, ""),
            request.form.get("code", ""),
            address=request.remote_addr or "",
            device=_device(),
            idle=idle(),
            now=state().clock(),
        )
    except NotFound as error:
        return _sent_back(str(error))
    except SignInRefused as error:
        logs.by(error.account)
        return _code_form(str(error)), 422
    except TooOften as error:
        return _code_form(str(error)), 429
    except SettingError as error:
        logs.failure(error)
        return _code_form(_NO_KEY), 503
    logs.by(done.account.login)
    begin(done.token)
    if done.wrong_codes >= _STRANGE:
        flash(_GUESSED.format(n=done.wrong_codes), "bad")
    return redirect(safe_next(request.form.get("next", "")), 303)


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """End the session, here and in the register."""
    signing.sign_out(register(), who())
    session.clear()
    return redirect(url_for("bureau.sign_in"), 303)


@blueprint.get("/welcome/<token>")
@open_to_all
def welcome(token: str) -> tuple[str, int] | str:
    """The form that sets a password, once."""
    try:
        account = people.welcomed(register(), token, state().clock())
    except NotFound as error:
        return render_template("bureau/link_gone.html", words=str(error)), 404
    return render_template("bureau/welcome.html", account=account, token=token, errors={})


@blueprint.post("/welcome/<token>")
@open_to_all
def welcomed(token: str) -> tuple[str, int] | Response:
    """Set the password; whoever did signs in with it."""
    password = request.form.get("password", "")
    now = state().clock()
    try:
        account = people.welcomed(register(), token, now)
        errors = _objections(password, request.form.get("again", ""))
        if not errors:
            people.set_password(register(), token, password, now)
            logs.by(account.login)
    except NotFound as error:
        return render_template("bureau/link_gone.html", words=str(error)), 404
    except InvalidValue as error:
        errors = {"password": f"{error.reason}。{error.fix}"}
    if errors:
        return render_template("bureau/welcome.html", account=account, token=token, errors=errors), 422
    flash("密码设好了，请登录", "good")
    return redirect(url_for("bureau.sign_in", login=account.login), 303)


def begin(token: str) -> None:
    """Take the new session's token in place of all that the cookie held."""
    session.clear()
    session[TOKEN] = token


def _objections(password: str, again: str) -> dict[str, str]:
    return {} if password == again else {"again": "两次写的不一样"}


def _form(login: str = "", error: str = "") -> str:
    return render_template(
        "bureau/sign_in.html",
        login=login or request.args.get("login", ""),
        next=request.values.get("next", ""),
        error=error,
    )


def _code_form(error: str = "") -> str:
    return render_template(
        "bureau/sign_in_code.html", next=request.values.get("next", ""), errors={"code": error}
    )


def _sent_back(words: str) -> Response:
    """To the password once more."""
    session.pop(HALF, None)
    if words:
        flash(words, "bad")
    return redirect(url_for("bureau.sign_in", next=request.values.get("next", "") or None), 303)


def _device() -> str:
    """The browser in two words, so that its owner knows it again."""
    agent = request.user_agent.string
    found = (next((word for part, word in table if part in agent), "") for table in (_BROWSERS, _SYSTEMS))
    return " · ".join(filter(None, found)) or "不认识的浏览器"
