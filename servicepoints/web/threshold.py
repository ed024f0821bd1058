"""The threshold of the application: who comes with no usable Host is turned away, and no failure goes out
as a traceback.

A Host becomes part of our links and QR codes, and Flask fails over one that is none before any handler of
ours is there. Whoever asks can name any: where SERVICEPOINTS_PUBLIC_URL is set our links have that, and where
SERVICEPOINTS_HOSTS is, no other name is answered at all, so that no link of ours leads to a stranger's site.
"""

import re
import time
from collections.abc import Collection, Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask

from servicepoints import logs
from servicepoints.web.security import HEADERS

LONGEST_HOST = 253
"""Characters of a name, as RFC 1035 has it."""

_LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_HOST = re.compile(rf"(?:{_LABEL}(?:\.{_LABEL})*\.?|\[[0-9A-Fa-f:.]{{2,45}}\])(?::[0-9]{{1,5}})?")
_USUAL_PORT, _PORT = re.compile(r":(?:80|443)$"), re.compile(r":[0-9]+$")
_THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")
_SAYS = {
    "400 BAD REQUEST": "网址里的域名不对，请检查以后再打开。\n",
    "500 INTERNAL SERVER ERROR": "出错了，我们已经记下来了，请过一会儿再试。\n",
}


def install(app: Flask, *, hosts: Collection[str] = (), clients: bool) -> None:
    """Put it before all else of the application. `hosts`: the only names (in small letters, with a port that
    is not the usual one) that are answered, besides this machine's own; none for all. `clients` as for
    `logs.install`."""
    inner: WSGIApplication = app.wsgi_app

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        began = time.perf_counter()
        try:
            # HTTP/1.0 needs none
            host = environ.get("HTTP_HOST", "localhost")
            if is_host(host) and (not hosts or _is_ours(host, hosts)):
                return inner(environ, start_response)
            status = "400 BAD REQUEST"
        except Exception as error:  # the server would print it whole, with the address and its token
            logs.failed(error, logs.path_of(environ), "-")
            status = "500 INTERNAL SERVER ERROR"
        body = _SAYS[status].encode()
        headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
        start_response(status, [*headers, ("Cache-Control", "no-store"), *HEADERS.items()])
        logs.answered(environ, int(status[:3]), logs.request_id(environ), began, clients=clients)
        return [body]

    app.wsgi_app = answer  # type: ignore[method-assign]


def _is_ours(host: str, hosts: Collection[str]) -> bool:
    name = _USUAL_PORT.sub("", host.lower())
    return name in hosts or _PORT.sub("", name) in _THIS_MACHINE


def is_host(text: str) -> bool:
    """Whether this is a host's name or address, with or without a port."""
    return len(text) <= LONGEST_HOST + len(":65535") and _HOST.fullmatch(text) is not None
