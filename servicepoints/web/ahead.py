"""Answers given before Flask is asked: of what is asked most, Flask's part would be half of the cost.

Only a plain question is taken; any other, and whatever goes wrong here, is left to the view, which answers
the same. Tests hold the two to it.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple
from urllib.parse import parse_qsl
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask

from servicepoints import logs
from servicepoints.web import compression, security
from servicepoints.web.state import EXTENSION, State


class Ahead(NamedTuple):
    """What is answered: the method and path, the headers of every answer, and what makes its body (None, or
    any exception, where the view must see to it)."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Callable[[WSGIEnvironment], bytes | None]


def install(app: Flask, ahead: Ahead, *, clients: bool) -> None:
    """Put it before the application. `clients` as for `logs.install`."""
    by_flask = app.wsgi_app
    state: State = app.extensions[EXTENSION]

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != ahead.path or environ["REQUEST_METHOD"] != ahead.method:
            return by_flask(environ, start_response)
        if state.is_behind:  # what Flask answers says how old it is
            return by_flask(environ, start_response)
        began = time.perf_counter()
        coding = compression.coding_of(environ.get("HTTP_ACCEPT_ENCODING", ""))
        body = None if coding is None else _made(ahead, environ)
        if body is None:
            return by_flask(environ, start_response)
        headers = {**ahead.headers, "Vary": "Accept-Encoding"}
        if environ["wsgi.url_scheme"] == "https":
            headers |= security.SECURE
        if coding and len(body) >= compression.SMALLEST:
            body = compression.compressed(body, coding, compression.FAST)
            headers["Content-Encoding"] = coding
        request_id = logs.request_id(environ)
        length = str(len(body))
        start_response("200 OK", [*headers.items(), ("Content-Length", length), ("X-Request-Id", request_id)])
        logs.answered(environ, 200, request_id, began, clients=clients)
        return [body]

    app.wsgi_app = answer  # type: ignore[method-assign]


def said_once(encoded: str) -> dict[str, str] | None:
    """The parameters of a query or a form, None if one stands twice. UnicodeDecodeError if they are no
    UTF-8."""
    pairs = parse_qsl(encoded, keep_blank_values=True, errors="strict")
    said = dict(pairs)
    return said if len(said) == len(pairs) else None


def _made(ahead: Ahead, environ: WSGIEnvironment) -> bytes | None:
    try:
        return ahead.body(environ)
    except Exception:  # the view meets the same, and tells of it as it must be told
        return None
