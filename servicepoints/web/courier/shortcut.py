"""The list round a position, made before Flask is asked: it is what couriers ask for most."""

from io import BytesIO
from wsgiref.types import WSGIEnvironment

from flask import Flask

from servicepoints.web import ahead, security
from servicepoints.web.ahead import Ahead
from servicepoints.web.courier.asking import CARDS, asking_of
from servicepoints.web.courier.position import read_position
from servicepoints.web.courier.round import Searching, list_round
from servicepoints.web.state import EXTENSION, State

PATH = "/near"
LONGEST = 300
"""Bytes of a form that is read here; a position is a fifth of it."""

_FORMS = ("application/x-www-form-urlencoded", "application/x-www-form-urlencoded;charset=UTF-8")
"""What `wrk` and browsers call a form."""


def install(app: Flask, *, clients: bool) -> None:
    """Put it before the application. `clients` as for `logs.install`."""
    here: State = app.extensions[EXTENSION]

    def near(environ: WSGIEnvironment) -> bytes | None:
        arguments, form = ahead.said_once(environ["QUERY_STRING"]), _form(environ)
        if arguments is None or form is None:
            return None
        position = read_position(form)
        who = environ.get("HTTP_USER_AGENT", ""), environ.get("REMOTE_ADDR", "")
        searching = Searching(here.demand, *who)
        ask = asking_of(arguments, here, app.extensions[CARDS])
        return list_round(ask, position, searching).encode()

    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "no-store",
        **security.HEADERS,
        "Content-Security-Policy": security.passed_on_policy(here.settings),
    }
    ahead.install(app, Ahead("POST", PATH, headers, near), clients=clients)


def _form(environ: WSGIEnvironment) -> dict[str, str] | None:
    """The fields of a short form, None for any other body. Who reads the body afterwards finds it whole."""
    length = environ.get("CONTENT_LENGTH") or ""
    if environ.get("CONTENT_TYPE") not in _FORMS or not (length.isdecimal() and int(length) <= LONGEST):
        return None
    body = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = BytesIO(body)
    return ahead.said_once(body.decode()) if len(body) == int(length) else None
