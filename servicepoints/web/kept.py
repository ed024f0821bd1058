"""Answers that are the same for everyone, given again as they were made while they hold: the same minute of
the same revision.

A list that ten thousand couriers read is made, and compressed, once a minute in each worker, and given before
Flask is asked. An answer is kept only if its own Cache-Control says that it is public.
"""

import time
from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, g, request
from werkzeug.http import parse_etags

from servicepoints import logs
from servicepoints.web.compression import coding_of

MOST_BYTES = 4 * 1024 * 1024
"""Of bodies, in all; a city's district lists are a tenth of it."""

_OF_A_BODY = frozenset({"content-length", "content-type", "content-encoding"})

Moment = Callable[[], Hashable]
"""What all that is kept depends on besides its address; it may be kept while this is equal."""


class Answer(NamedTuple):
    """An answer as it went out, compressed in that coding. `etag` is without its quotes and its W/."""

    headers: list[tuple[str, str]]
    body: bytes
    coding: str
    etag: str


class Kept:
    """The answers of one moment, by address and coding."""

    def __init__(self, moment: Moment) -> None:
        self._moment = moment
        self._held: tuple[Hashable, dict[Hashable, Answer]] = (None, {})
        self._bytes = 0

    def find(self, environ: WSGIEnvironment, coding: str) -> Answer | None:
        """The answer to this request in that coding, if one is kept that still holds."""
        moment, answers = self._held
        found = answers.get(_address(environ, coding))
        return found if found is not None and moment == self._moment() else None

    def keep(self, environ: WSGIEnvironment, began: Hashable, answer: Answer) -> None:
        """Keeps an answer for the rest of the moment in which it was begun; not if that is over, or if there
        are too many already."""
        if began != self._moment():
            return
        if self._held[0] != began:
            self._held, self._bytes = (began, {}), 0
        if self._bytes + len(answer.body) <= MOST_BYTES:
            self._bytes += len(answer.body)
            self._held[1][_address(environ, answer.coding)] = answer


def install(app: Flask, moment: Moment, *, clients: bool) -> None:
    """Keep what may be kept, and answer with it. `clients` as for `logs.install`."""
    kept = Kept(moment)

    @app.before_request
    def begin() -> None:
        g.moment = moment()

    @app.after_request
    def keep(response: Response) -> Response:
        if request.method == "GET" and _is_for_all(response):
            etag, _ = response.get_etag()
            headers = [(k, v) for k, v in response.headers if k != "X-Request-Id"]
            coding = response.headers["Content-Encoding"]
            kept.keep(request.environ, g.moment, Answer(headers, response.get_data(), coding, etag or ""))
        return response

    app.wsgi_app = _in_front(app.wsgi_app, kept, clients)  # type: ignore[assignment, method-assign]


def _in_front(app: WSGIApplication, kept: Kept, clients: bool) -> WSGIApplication:
    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        began = time.perf_counter()
        coding = coding_of(environ.get("HTTP_ACCEPT_ENCODING", ""))
        found = kept.find(environ, coding) if coding and environ["REQUEST_METHOD"] == "GET" else None
        if found is None:
            return app(environ, start_response)
        known = parse_etags(environ.get("HTTP_IF_NONE_MATCH"))
        unchanged = bool(found.etag) and known.contains_weak(found.etag)
        request_id = logs.request_id(environ)
        headers = [(k, v) for k, v in found.headers if not (unchanged and k.lower() in _OF_A_BODY)]
        start_response(
            "304 NOT MODIFIED" if unchanged else "200 OK", [*headers, ("X-Request-Id", request_id)]
        )
        logs.answered(environ, 304 if unchanged else 200, request_id, began, clients=clients)
        return [] if unchanged else [found.body]

    return answer


def _is_for_all(response: Response) -> bool:
    return (
        response.status_code == 200
        and not response.direct_passthrough  # a file, which is sent from where it is
        and response.cache_control.public is True
        and "Content-Encoding" in response.headers
        and "Set-Cookie" not in response.headers
    )


def _address(environ: WSGIEnvironment, coding: str) -> Hashable:
    """All of a request that an answer for everyone may depend on."""
    names = ("PATH_INFO", "QUERY_STRING", "wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME")
    return coding, *(environ.get(name, "") for name in names)
