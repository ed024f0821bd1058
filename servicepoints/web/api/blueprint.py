"""The blueprint of the API, and how its answers are carried."""

from typing import Any, NoReturn

import marshmallow as ma
from flask import Request, Response, request
from flask_smorest import Blueprint
from webargs.flaskparser import FlaskParser

from servicepoints.web.api.json_body import read_body
from servicepoints.web.api.telling import shown, told_of_body

PREFIX = "/api/"
SHORT_S = 30
"""Seconds for which an answer that knows no place may be kept."""


OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}


MOST_SAID = 10
"""Wrong parameters that an answer names."""


class Parser(FlaskParser):
    """Parses questions strictly: a parameter that we do not know, or that stands twice, is refused."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"query": ma.RAISE}

    def load_querystring(self, req: Request, schema: ma.Schema) -> Any:
        """The parameters. ValidationError for one that stands twice: all but the first would be ignored in
        silence.
        """
        twice = [name for name, values in req.args.lists() if len(values) > 1]
        if twice:
            raise ma.ValidationError({name: ["写了不止一次，只能写一次；几个值用逗号隔开"] for name in twice})
        return super().load_querystring(req, schema)

    def load_json(self, req: Request, schema: ma.Schema) -> Any:
        """The body, read strictly: it must be there, and be JSON."""
        return read_body(req)

    def handle_error(
        self, error: ma.ValidationError, req: Request, schema: ma.Schema, **kwargs: Any
    ) -> NoReturn:
        """Say of each wrong parameter what was given and what to write instead."""
        ((where, messages),) = error.messages_dict.items()
        if where == "json":
            told = told_of_body(messages, req.get_json(silent=True), schema)
        else:
            told = {
                name: _told_of_parameter(name, said, req, schema, where) for name, said in messages.items()
            }
        error.messages = {where: dict(list(told.items())[:MOST_SAID])}
        super().handle_error(error, req, schema, **kwargs)


def _told_of_parameter(name: str, messages: Any, req: Request, schema: ma.Schema, where: str) -> str:
    known = [field.data_key or key for key, field in schema.fields.items()]
    if name in known:
        return _with_value(messages, (req.args if where == "query" else req.headers).get(name))
    return "没有这个参数" + (f"，可以写：{'、'.join(known)}" if known else "")


def _with_value(messages: Any, given: str | None) -> str:
    """The first message of a field, led by the value that it is about: of a list, the part."""
    if isinstance(messages, dict):
        number, messages = next(iter(messages.items()))
        given = (given or "").split(",")[number]
    if given is None:
        return str(messages[0])
    return f"“{shown(given)}”不行：{messages[0]}"


class StrictBlueprint(Blueprint):
    """A blueprint whose questions are parsed strictly."""

    ARGUMENTS_PARSER = Parser()


blueprint = StrictBlueprint("api", __name__, url_prefix="/api/v1", description="找歇脚点")


def open_to_all(response: Response) -> Response:
    """Any page of any site may read what is public anyway, refusals included; only a program of its own, not
    a page of another site, may write."""
    if request.path.startswith(PREFIX) and request.method in ("GET", "HEAD", "OPTIONS"):
        response.headers.update(OPEN_TO_ALL)
        if request.method == "OPTIONS":
            response.headers.update(_PREFLIGHT)
    return response


def kept_shortly(body: bytes) -> Response:
    """An answer that is the same for everyone, for half a minute; asked for again, it is sent if
    it changed.
    """
    response = Response(body, mimetype="application/json")
    response.headers["Cache-Control"] = f"public, max-age={SHORT_S}"
    response.add_etag()
    return response


def asked_each_time(body: bytes) -> Response:
    """An answer that is the same for everyone and may change within a second; it is sent again only if it
    did."""
    response = kept_shortly(body)
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


def never_kept(body: bytes) -> Response:
    """An answer to someone who said where they are."""
    response = Response(body, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
