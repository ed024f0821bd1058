"""Beside the routes that change a way in, and those by which all of a person is looked up or erased: they are
for who signed in lately.

Border: a session of the desk comes into others' hands, by a cookie that was copied or a browser that was left
open. Believed: that they know neither the password nor have the phone. So: they see and change what its owner
may, till it ends, and cannot make it last: no account, no link, no token, no other second factor. Nor are
people's numbers tried there one after another.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from servicepoints.web.bureau.blueprint import account, again, typed, who
from servicepoints.web.state import state

P = ParamSpec("P")
R = TypeVar("R")
_ONCE_MORE = "办这个要半小时内登录过：请再登录一次"
_KEPT = "登录已经超过半小时，办这个要再登录一次。在新窗口里登录，再回到这里点一次，写的就不会丢。"


def for_who_signed_in_lately(page: str) -> Callable[[Callable[P, R]], Callable[P, R | Response]]:
    """Only who signed in within `signing.FRESH` may use that route; others sign in once more, and come to
    `page` (an endpoint), or back to their form with what they typed."""

    def beside(view: Callable[P, R]) -> Callable[P, R | Response]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
            return view(*args, **kwargs) if who().is_fresh(state().clock()) else _sent_to_sign_in(page)

        return guarded

    return beside


def _sent_to_sign_in(page: str) -> Response:
    reading = request.method == "GET"
    if not reading and typed():
        return make_response(again(_KEPT, url_for("bureau.sign_in", login=account().login)))
    flash(_ONCE_MORE, "bad")
    onwards = request.full_path.rstrip("?") if reading else url_for(page)
    return redirect(url_for("bureau.sign_in", login=account().login, next=onwards), 303)
