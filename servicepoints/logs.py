"""One line, and one count, for each request; a line for each thing worth telling, on stderr, with nothing
in it that tells on a courier.

A path is written without its query string, tokens of bookings, keepers and suggestions are masked, and the
visitor's network address is left out unless a setting asks for it. Who is signed in at the desk, or tries an
account's password, is named by the account, a system that writes by the number of its token: signing in, in
vain too, and what one has no right to stand there with the status. Imports Flask and `counts` only.
"""

import json
import logging
import re
import secrets
import sys
import time
import traceback
from collections.abc import Mapping
from wsgiref.types import WSGIEnvironment

from flask import Flask, Response, g, request

from servicepoints.counts import COUNTS

LOGGER = logging.getLogger("servicepoints")
# //b/… is not ours, but whoever types it means a real token
_TOKEN = re.compile(r"^/+([bkr]|suggest|bureau/+welcome)/+[^/]+")
_SAFE_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
FORMAT = "%(asctime)s level=%(levelname)s %(message)s"
MOMENT = "%Y-%m-%dT%H:%M:%S%z"


class Json(logging.Formatter):
    """A line that is one JSON object: at, level, message, and the fields of a request or a failure."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said = {"at": self.formatTime(record, MOMENT), "level": record.levelname}
        fields = getattr(record, "fields", None)
        said |= {"message": record.getMessage()} if fields is None else fields
        if record.exc_info:
            said["traceback"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)


def configure(level: str, form: str = "text") -> None:
    """Send our lines to stderr at this level (debug, info, warning, error) as `text` or `json`; once a
    process."""
    LOGGER.setLevel(level.upper())
    if not LOGGER.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(Json() if form == "json" else logging.Formatter(FORMAT, MOMENT))
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
        status, actor = response.status_code, g.get("actor", "")
        answered(request.environ, status, g.request_id, g.began, clients=clients, who=actor)
        return response


def by(actor: str) -> None:
    """Says of the line of this request who asked: an account's login, or a system's token by its number."""
    g.actor = actor


def answered(
    environ: WSGIEnvironment, status: int, request_id: str, began: float, *, clients: bool, who: str = ""
) -> None:
    """Count and log one answer. `began` is what `time.perf_counter` said when the request came."""
    spent = time.perf_counter() - began
    COUNTS.answered(environ["PATH_INFO"], status, spent)
    if not LOGGER.isEnabledFor(logging.INFO):
        return
    fields = {
        "id": request_id, "method": environ["REQUEST_METHOD"], "path": path_of(environ), "status": status,
        "ms": round(spent * 1000, 1),
    }  # fmt: skip
    if who:
        fields["who"] = who
    if clients:
        fields["client"] = environ.get("REMOTE_ADDR", "")
    _tell(logging.INFO, "request", fields)


def _tell(level: int, what: str, fields: Mapping[str, object]) -> None:
    """One line: what it is about, and its fields. As `Logger.log` does, but for looking up the caller: that
    costs more than the line."""
    line = what + "".join(f" {name}={value}" for name, value in fields.items())
    record = LOGGER.makeRecord(LOGGER.name, level, __file__, 0, line, (), None)
    record.fields = {"message": what, **fields}
    LOGGER.handle(record)


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
    if LOGGER.isEnabledFor(logging.ERROR):
        told = {"id": request_id, "path": path, "error": type(error).__name__, "at": frames}
        _tell(logging.ERROR, "failure", told)
