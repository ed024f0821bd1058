"""`near`, answered before Flask is asked, where its filters were read before."""

from wsgiref.types import WSGIEnvironment

from flask import Flask

from servicepoints.web import ahead, security
from servicepoints.web.ahead import Ahead
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
}


def install(app: Flask, *, clients: bool) -> None:
    """Put it before the application. `clients` as for `logs.install`."""

    def near(environ: WSGIEnvironment) -> bytes | None:
        said = ahead.said_once(environ["QUERY_STRING"])
        question = None if said is None else NEAR.remembered(said)
        if question is None:
            return None
        asked = asking_of(question, app.extensions[EXTENSION], app.extensions[ANSWERS])
        who = environ.get("HTTP_USER_AGENT", ""), environ.get("REMOTE_ADDR", "")
        return near_answer(question, asked, *who)

    ahead.install(app, Ahead("GET", PATH, _HEADERS, near), clients=clients)
