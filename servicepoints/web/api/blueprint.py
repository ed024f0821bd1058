"""The blueprint of the API, and how its answers are carried."""

import marshmallow as ma
from flask import Response
from flask_smorest import Blueprint
from webargs.flaskparser import FlaskParser

SHORT_S = 30
"""Seconds for which an answer that knows no place may be kept."""


OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


class Parser(FlaskParser):
    """Parses questions strictly: a parameter that we do not know is refused."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"query": ma.RAISE}


class StrictBlueprint(Blueprint):
    """A blueprint whose questions are parsed strictly."""

    ARGUMENTS_PARSER = Parser()


blueprint = StrictBlueprint("api", __name__, url_prefix="/api/v1", description="找歇脚点")


@blueprint.after_request
def open_to_all(response: Response) -> Response:
    """Any page of any site may read what is public anyway; there is nothing here to sign in to."""
    response.headers.update(OPEN_TO_ALL)
    return response


def kept_shortly(body: bytes) -> Response:
    """An answer that is the same for everyone, for half a minute; asked for again, it is sent if
    it changed.
    """
    response = Response(body, mimetype="application/json")
    response.headers["Cache-Control"] = f"public, max-age={SHORT_S}"
    response.add_etag()
    return response


def never_kept(body: bytes) -> Response:
    """An answer to someone who said where they are."""
    response = Response(body, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
