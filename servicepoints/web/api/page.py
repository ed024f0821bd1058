"""The readable page of the API, made from its OpenAPI document alone."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, current_app, make_response, render_template

from servicepoints.web.api.blueprint import SHORT_S
from servicepoints.web.api.describing import Document, described, operations
from servicepoints.web.frame import public_address

SPEC = "servicepoints.api.spec"
_MOST_WORDS = 50
_MARK = "hot_water"
"""An object that has it is of amenities, which are told in one row."""
_KINDS = {
    "string": "文字", "integer": "整数", "number": "数", "boolean": "true false", "null": "null",
    "array": "一串", "object": "对象",
}  # fmt: skip
page_blueprint = Blueprint("api_page", __name__, url_prefix="/api")


@dataclass(frozen=True, slots=True)
class Row:
    """A parameter or a field: its name, whether it must be there, what may stand in it, and what it is."""

    name: str
    required: bool
    sort: str
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """An operation as the page shows it."""

    id: str
    method: str
    path: str
    summary: str
    scope: str
    parameters: list[Row]
    body: list[Row]
    answers: list[tuple[str, str]]
    curl: str
    example: str


@page_blueprint.get("/")
def page() -> Response:
    """How to use the API, for people."""
    document = described(current_app.extensions[SPEC]()).document
    told = [_told(document, *operation) for operation in operations(document)]
    html = render_template(
        "api/page.html",
        canonical=public_address("/api/"),
        title=document["info"]["title"],
        paragraphs=document["info"]["description"].split("\n\n"),
        token=document["components"]["securitySchemes"]["bureauToken"]["description"],
        groups=(("读", [t for t in told if not t.scope]), ("写", [t for t in told if t.scope])),
    )
    response = make_response(html)
    response.headers["Cache-Control"] = f"public, max-age={SHORT_S}"
    response.add_etag()
    return response


def _told(document: Document, method: str, path: str, operation: Document) -> Told:
    shared = document["paths"][path].get("parameters", [])
    parameters = [_parameter(document, one) for one in (*shared, *operation.get("parameters", ()))]
    sent = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    done = operation["responses"].get("201") or operation["responses"]["200"]
    answer = done["content"]["application/json"].get("example")
    return Told(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        scope=operation.get("x-scope", ""),
        parameters=parameters,
        body=list(_fields(document, sent["schema"], "")) if sent else [],
        answers=[
            (status, _resolved(document, said)["description"])
            for status, said in sorted(operation["responses"].items())
            if status[0] in "4"
        ],
        curl=operation["x-codeSamples"][0]["source"],
        example="" if answer is None else json.dumps(answer, ensure_ascii=False, indent=1),
    )


def _parameter(document: Document, said: Document) -> Row:
    said = _resolved(document, said)
    schema = said.get("schema", {})
    where = {"header": "（请求头）", "path": "（网址里）"}.get(said["in"], "")
    words = said.get("description") or {"code": "编号", "number": "活动的编号"}.get(said["name"], "")
    return Row(said["name"] + where, said.get("required", False), _sort(document, schema), words)


def _fields(document: Document, schema: Document, before: str) -> Iterator[Row]:
    """The fields of an object, and of the objects in it."""
    schema = _resolved(document, schema)
    for name, said in schema.get("properties", {}).items():
        inner = _resolved(document, said.get("items", said))
        required = name in schema.get("required", ())
        yield Row(before + name, required, _sort(document, said), said.get("description", ""))
        if "properties" in inner and _MARK not in inner["properties"]:
            yield from _fields(document, inner, f"{before}{name}{'[]' if 'items' in said else ''}.")


def _sort(document: Document, schema: Document) -> str:
    """What may stand there, in a few words."""
    schema = _resolved(document, schema)
    inner = _resolved(document, schema.get("items", {}))
    words = schema.get("enum") or inner.get("enum")
    if words:
        shown = [str(word) for word in words if word]
        sort = " ".join(shown[:_MOST_WORDS]) + ("……" if len(shown) > _MOST_WORDS else "")
    elif "properties" in schema and _MARK in schema["properties"]:
        sort = "，".join(f"{key} {said['description']}" for key, said in schema["properties"].items())
    elif "properties" in schema:
        sort = "对象"
    else:
        kinds = schema.get("type", "")
        sort = " 或 ".join(_KINDS.get(kind, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds))
    if "minimum" in schema and "maximum" in schema:
        sort += f" {schema['minimum']}–{schema['maximum']}"
    if "default" in schema and schema["default"] not in ("", None, []):
        sort += f"，不写就是 {json.dumps(schema['default'], ensure_ascii=False)}"
    return sort


def _resolved(document: Document, said: Any) -> Document:
    """What a reference stands for."""
    while "$ref" in said:
        found: Any = document
        for part in said["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        said = found
    result: Document = said
    return result
