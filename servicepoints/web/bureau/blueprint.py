"""The desk's blueprint: nobody gets past it who is not signed in, no form without its token, nothing kept.

The one cookie is Flask's signed session; it holds the token of the session in the register and that of the
forms. A route is closed unless `open_to_all` stands beside it.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast
from urllib.parse import quote

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from servicepoints import logs
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import clean_code
from servicepoints.domain.roles import Account, require_city
from servicepoints.domain.status_words import clock
from servicepoints.services.accounts.factors import must_have
from servicepoints.services.accounts.signing import SignedIn, signed_in
from servicepoints.services.exporting.sheet_file import SheetFile
from servicepoints.services.opening import Register
from servicepoints.web.security import refuse_foreign_form, refuse_nul
from servicepoints.web.state import state

blueprint = Blueprint("bureau", __name__, url_prefix="/bureau")

NAVIGATION: tuple[tuple[str, str], ...] = (
    ("bureau.desk", "要办的"),
    ("bureau.listing", "点位"),
    ("bureau.sessions", "活动"),
    ("bureau.imports", "导入台账"),
    ("bureau.notice", "群通知"),
    ("bureau.holiday_page", "节假日"),
    ("bureau.demand", "哪里缺"),
)
"""The desk's pages, with their names, as its bar shows them."""

TOKEN = "token"
_SHORT = (
    "bureau.sign_out",
    "bureau.change_password",
    "bureau.second_step_done",
    "bureau.set_two_factors",
    "bureau.end_two_factors",
    "bureau.send_roster",
    "bureau.add_robot",
    "bureau.change_robot",
    "bureau.look_up_person",
    "bureau.export_person",
    "bureau.erase_person",
)
"""Forms that hold nothing worth keeping, or what no page should show again."""

_WITHOUT_FACTOR = ("bureau.two_factors", "bureau.set_two_factors", "bureau.sign_out")

LARGEST_FORM = 1024 * 1024
"""Bytes of a form that who is signed in may send."""
_OURS = re.compile(r"/bureau/(?!/)")
_CSRF = "servicepoints.csrf"
_OPEN = "open_to_all"
_FILES = "takes_files"
_MOST_PASSED, _PIECE = 100 * 1024 * 1024, 64 * 1024
View = TypeVar("View", bound=Callable[..., Any])
P = ParamSpec("P")
R = TypeVar("R")


def guard_forms(app: Flask) -> None:
    """Make tokens for forms; they are asked for where a blueprint says so, not on the couriers' pages."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # as long as the session: nobody loses an hour's work to a clock
    app.config["WTF_CSRF_SSL_STRICT"] = False  # our pages send no referrer
    app.extensions[_CSRF] = CSRFProtect(app)


def check_form() -> None:
    """Refuse a change whose form is not of ours."""
    guard: CSRFProtect = current_app.extensions[_CSRF]
    guard.protect()


def open_to_all(view: View) -> View:
    """Beside a route: anybody may use it, signed in or not."""
    setattr(view, _OPEN, True)
    return view


def for_the_city(view: Callable[P, R]) -> Callable[P, R]:
    """Beside a route: only who acts for the city may use it."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        require_city(account())
        return view(*args, **kwargs)

    return guarded


def takes_files(most: int, too_large: str) -> Callable[[View], View]:
    """Beside a route whose form brings a file: how many bytes may come, from whoever is signed in, and what
    is said of more."""

    def marked(view: View) -> View:
        setattr(view, _FILES, (most, too_large))
        return view

    return marked


def who() -> SignedIn:
    """Who is signed in, and by which session; in views that are not open to all."""
    return cast(SignedIn, g.who)


def account() -> Account:
    """The account that is signed in."""
    return who().account


def renew(token: str) -> None:
    """Take the new token of the session that stands."""
    session[TOKEN] = token


def register() -> Register:
    """The register. RegisterAway, InstanceError."""
    return state().register


def idle() -> timedelta:
    """How long a session lasts without use."""
    return timedelta(minutes=state().settings.session_minutes)


def is_open(endpoint: str) -> bool:
    """Whether the route of that endpoint is open to all."""
    return bool(getattr(current_app.view_functions[endpoint], _OPEN, False))


def safe_next(address: str) -> str:
    """Where to go after signing in: a path of the desk, else the desk itself."""
    plain = address.isprintable() and "\\" not in address
    return address if plain and _OURS.match(address) else url_for("bureau.desk")


@blueprint.url_value_preprocessor
def forgive_code(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """A code in an address as it may be typed: in small letters, O for 0."""
    if values and "code" in values:
        values["code"] = clean_code(values["code"]) or values["code"]


@blueprint.before_request
def enter() -> AnyResponse | None:
    """Find out who it is; send whoever is nobody to the sign-in."""
    refuse_foreign_form(guarded=True)  # each form has its token
    g.who = None
    token = session.get(TOKEN)
    if token:
        g.who = signed_in(register(), token, state().clock(), idle())
        logs.by(g.who.account.login if g.who else "")
    if g.who is None and not is_open(request.endpoint or ""):
        return _to_sign_in()
    if g.who is not None and _lacks_factor(g.who) and not _before_factor(request.endpoint or ""):
        return _to_two_factors()
    most, too_large = getattr(current_app.view_functions[request.endpoint or ""], _FILES, (LARGEST_FORM, ""))
    if too_large and (request.content_length or 0) > most:
        _let_pass(request.content_length or 0)
        flash(too_large, "bad")
        return redirect(request.path, 303)
    if g.who is not None:  # a list of many chosen points is longer than anything a courier sends
        request.max_content_length = max(most, request.max_content_length or 0)
        # of a form with a file the parser counts what it holds of the file too, a whole piece and some
        request.max_form_memory_size = LARGEST_FORM
    refuse_nul()
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        check_form()
    return None


def _lacks_factor(who: SignedIn) -> bool:
    return who.factor_since is None and must_have(state().settings.two_factors, who.account)


def _before_factor(endpoint: str) -> bool:
    """Whether a route opens to who must set a second factor up first."""
    return endpoint in _WITHOUT_FACTOR or is_open(endpoint)


def _to_two_factors() -> AnyResponse:
    if request.method != "GET" and typed():
        return make_response(again("你的账号要先开两步验证。在新窗口里打开后台弄好，再回到这里点一次。"))
    return redirect(url_for("bureau.two_factors", next=request.full_path.rstrip("?")), 303)


@blueprint.after_request
def never_kept(response: Response) -> Response:
    """No proxy, no browser keeps what the desk shows."""
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.errorhandler(CSRFError)
def stale_form(_error: CSRFError) -> AnyResponse | tuple[str, int]:
    """A form whose token is missing or another session's: nothing was changed, and what was typed comes back
    to be sent once more. Only who is signed in gets here with a form of an hour's work: the cookie does not
    travel with a form of another site."""
    if g.get("who") is None or not typed():
        flash("页面放得太久或者在别处登录过，刚才的没有保存：请再提交一次", "bad")
        return redirect(url_for("bureau.sign_in"))
    return again("这页放得太久，或者你在别的窗口重新登录过。写的都还在，再点一次就保存。")


def again(words: str, door: str = "") -> tuple[str, int]:
    """All that was typed, ready to be sent once more; `door`: where to sign in before that."""
    path = request.full_path.rstrip("?")
    return render_template("bureau/again.html", words=words, typed=typed(), path=path, door=door), 409


def typed() -> list[tuple[str, str]]:
    """What a form holds besides its token; nothing of forms with a file, and of those that none should show
    again."""
    if request.files or request.endpoint in _SHORT:
        return []
    return [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]


@blueprint.context_processor
def frame() -> dict[str, Any]:
    """What the frame of every desk page needs."""
    return {"who": g.get("who"), "csrf": form_token, "desk_nav": NAVIGATION}


def form_token() -> Markup:
    """The hidden field that makes a form ours."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def attachment(made: SheetFile) -> Response:
    """The answer that hands a file over under its name, whatever its script."""
    answer = Response(made.content, content_type=made.media_type)
    name = {"filename*": f"UTF-8''{quote(made.name)}"}  # a header is Latin-1
    answer.headers.set("Content-Disposition", "attachment", **name)
    return answer


@blueprint.app_template_filter("minute")
def minute(at: datetime) -> str:
    """A moment to the minute, in Shanghai, its year only where it is another: 11月26日13:05."""
    at = at.astimezone(TIMEZONE)
    year = "" if at.year == state().clock().year else f"{at.year}年"
    return f"{year}{at.month}月{at.day}日{clock(at)}"


@blueprint.app_template_filter("day")
def day(on: date) -> str:
    """A date with its year where it is not this one: 11月26日."""
    year = "" if on.year == state().clock().year else f"{on.year}年"
    return f"{year}{on.month}月{on.day}日"


def _let_pass(size: int) -> None:
    """Take in what is not wanted, unless it is absurd: a browser that is cut off as it sends shows a broken
    connection and not our words."""
    body, left = request.environ["wsgi.input"], min(size, _MOST_PASSED)
    while left > 0 and (piece := body.read(min(left, _PIECE))):
        left -= len(piece)


def _to_sign_in() -> AnyResponse:
    if request.method == "GET":
        return redirect(url_for("bureau.sign_in", next=request.full_path.rstrip("?")))
    if typed():
        words = "登录过期了。在新窗口里登录，再回到这里点一次，写的就不会丢。"
        return make_response(again(words, url_for("bureau.sign_in")))
    flash("登录过期了，刚才的没有保存", "bad")
    return redirect(url_for("bureau.sign_in"))
