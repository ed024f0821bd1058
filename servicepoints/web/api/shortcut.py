"""`near`, answered before Flask is asked: it is asked most, and Flask's part would be half of its cost.

Only a plain question is taken whose filters were read before; any other, and whatever goes wrong here, is
left to the view, which answers the same. A test holds the two to it.
"""

import time
from collections.abc import Iterable
from urllib.parse import parse_qsl
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask

from servicepoints import logs
from servicepoints.web import compression, security
from servicepoints.web.api.asking import ANSWERS, asking_of, near_answer
from servicepoints.web.api.blueprint import OPEN_TO_ALL
from servicepoints.web.api.questions import NEAR
from servicepoints.web.state import EXTENSION

PATH = "/api/v1/near"

_HEADERS = {
    "Content-Type": "application/json",
    "Cache-Control": "no-store",
    **OPEN_TO_ALL,
    **security.HEADERS,
    "Vary": "Accept-Encoding",
}


def install(app: Flask, *, clients: bool) -> None:
    """Put it before the application. `clients` as for `logs.install`."""
    by_flask = app.wsgi_app

    def near(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        began = time.perf_counter()
        coding = compression.coding_of(environ.get("HTTP_ACCEPT_ENCODING", ""))
        body = None if coding is None else _answer(app, environ)
        if body is None:
            return by_flask(environ, start_response)
        headers = _HEADERS | (security.SECURE if environ["wsgi.url_scheme"] == "https" else {})
        if coding and len(body) >= compression.SMALLEST:
            body = compression.compressed(body, coding, compression.FAST)
            headers["Content-Encoding"] = coding
        request_id = logs.request_id(environ)
        length = str(len(body))
        start_response("200 OK", [*headers.items(), ("Content-Length", length), ("X-Request-Id", request_id)])
        logs.answered(environ, 200, request_id, began, clients=clients)
        return [body]

    app.wsgi_app = near  # type: ignore[method-assign]


def _answer(app: Flask, environ: WSGIEnvironment) -> bytes | None:
    """The answer's bytes, or None where the view must see to it."""
    if environ["PATH_INFO"] != PATH or environ["REQUEST_METHOD"] != "GET":
        return None
    try:
        pairs = parse_qsl(environ["QUERY_STRING"], keep_blank_values=True)
        said = dict(pairs)
        question = NEAR.remembered(said) if len(said) == len(pairs) else None
        if question is None:
            return None
        asked = asking_of(question, app.extensions[EXTENSION], app.extensions[ANSWERS])
        return near_answer(
            question, asked, environ.get("HTTP_USER_AGENT", ""), environ.get("REMOTE_ADDR", "")
        )
    except Exception:  # the view meets the same, and tells of it as it must be told
        return None
