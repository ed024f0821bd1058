"""One line for each request and each thing worth telling, on stderr, with nothing in it that tells on a
courier.

A path is written without its query string, tokens of bookings, keepers and suggestions are masked, and the
visitor's network address is left out unless a setting asks for it. Imports Flask only.
"""

import logging
import re
import secrets
import sys
import time
import traceback
from wsgiref.types import WSGIEnvironment

from flask import Flask, Response, g, request

LOGGER = logging.getLogger("servicepoints")
# //b/… is not ours, but whoever types it means a real token
_TOKEN = re.compile(r"^/+([bkr]|suggest|bureau/+welcome)/+[^/]+")
_SAFE_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
FORMAT = "%(asctime)s level=%(levelname)s %(message)s"


def configure(level: str) -> None:
    """Send our lines to stderr at this level (debug, info, warning, error); once a process."""
    LOGGER.setLevel(level.upper())
    if not LOGGER.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter(FORMAT, "%Y-%m-%dT%H:%M:%S%z"))
        LOGGER.addHandler(handler)
    LOGGER.propagate = False


def masked(path: str) -> str:
    """A path fit for a log: tokens hidden, nothing that could start a second line."""
    hidden = _TOKEN.sub(r"/\1/***", path)
    return "".join(c if c.isprintable() and c != " " else "?" for c in hidden)[:200]


def request_id(environ: WSGIEnvironment) -> str:
    """The id that the proxy gave this request if it is harmless, else a new one."""
    given = environ.get("HTTP_X_REQUEST_ID", "")
    return given if _SAFE_ID.fullmatch(given) else secrets.token_hex(8)


def install(app: Flask, *, clients: bool) -> None:
    """Log each request once, under an id that its answer carries too. `clients` adds the network address."""

    @app.before_request
    def begin() -> None:
        g.request_id = request_id(request.environ)
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.request_id
        answered(request.environ, response.status_code, g.request_id, g.began, clients=clients)
        return response


def answered(environ: WSGIEnvironment, status: int, request_id: str, began: float, *, clients: bool) -> None:
    """Log one answer. `began` is what `time.perf_counter` said when the request came."""
    if not LOGGER.isEnabledFor(logging.INFO):
        return
    spent = (time.perf_counter() - began) * 1000
    client = f" client={environ.get('REMOTE_ADDR', '')}" if clients else ""
    line = (
        f"request id={request_id} method={environ['REQUEST_METHOD']} path={path_of(environ)} status={status}"
        f" ms={spent:.1f}{client}"
    )
    # as `info` does, but for looking up the caller: that costs more than the line
    LOGGER.handle(LOGGER.makeRecord(LOGGER.name, logging.INFO, __file__, 0, line, (), None))


def path_of(environ: WSGIEnvironment) -> str:
    """The path of a request, fit for a log."""
    # PATH_INFO holds the bytes of the path, each as one character
    return masked(environ["PATH_INFO"].encode("latin-1").decode(errors="replace"))


def failure(error: BaseException) -> None:
    """Log what went wrong in this request."""
    failed(error, masked(request.path), g.get("request_id", "-"))


def failed(error: BaseException, path: str, request_id: str) -> None:
    """Log a failure: where and of which sort, but not the message, which may quote a visitor. `path` is
    masked already.
    """
    frames = " < ".join(
        f"{frame.filename.rpartition('/')[2]}:{frame.lineno}:{frame.name}"
        for frame in reversed(traceback.extract_tb(error.__traceback__)[-8:])
    )
    LOGGER.error("failure id=%s path=%s error=%s at=%s", request_id, path, type(error).__name__, frames)
