"""The OpenAPI document as it is served: what the code says of itself, with names, examples and a curl line
for each operation. Answers to reading in it are real: this site is asked, once for each revision.
"""

import hashlib
import json
import shlex
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

import orjson
from flask import current_app
from werkzeug.test import Client

from servicepoints.errors import InstanceError
from servicepoints.web.api.examples import ASKED, CODE, Asked
from servicepoints.web.frame import public_address
from servicepoints.web.state import state

PREFIX = "/api/v1"
_MADE = "servicepoints.api.described"
_MOST = 2
"""Items of a list that an example shows."""
_LISTS = ("sessions", "changes", "districts", "sub_districts")
_BRACES = str.maketrans("", "", "{}")
_RETRY = {"Retry-After": {"description": "过几秒再来", "schema": {"type": "integer"}}}
_WORDS = {"UNPROCESSABLE_ENTITY": "不合这里写的要求：fields 说哪一项、怎么改", "DEFAULT_ERROR": "出错了"}

Document = dict[str, Any]


class Described(NamedTuple):
    """The document, with examples, and its edition: the same in every process that serves this revision,
    though each asked for its examples at another minute."""

    document: Document
    edition: str


def described(spec: Document) -> Described:
    """The document as it is served; `spec` is what the code says."""
    site, revision = public_address(""), _revision()
    kept = current_app.extensions.get(_MADE)
    if kept is not None and kept[0] == (site, revision):
        made: Described = kept[1]
        return made
    said = json.dumps(spec)
    bare = orjson.dumps([revision, _completed(json.loads(said), site, {})])
    document = _completed(json.loads(said), site, _real() if revision else {})
    made = Described(document, hashlib.sha256(bare).hexdigest()[:20])
    current_app.extensions[_MADE] = ((site, revision), made)
    return made


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    """(method, path, operation) of each, in the order in which they are told."""
    order = {path: place for place, (_, path) in enumerate(ASKED)}
    for path in sorted(document["paths"], key=lambda path: order.get(path.removeprefix(PREFIX), len(order))):
        for method, operation in document["paths"][path].items():
            if method != "parameters":
                yield method, path, operation


def _completed(document: Document, site: str, answers: Mapping[tuple[str, str], Any]) -> Document:
    for method, path, operation in operations(document):
        key = (method, path.removeprefix(PREFIX))
        operation["operationId"] = "_".join((method, *path.split("/")[3:])).translate(_BRACES)
        for status in ("429", "503"):
            if status in operation["responses"]:
                operation["responses"][status]["headers"] = _RETRY
        asked = ASKED[key]
        curl = _curl(site, method, asked, answers)
        operation["x-codeSamples"] = [{"lang": "Shell", "label": "curl", "source": curl}]
        if asked.body is not None:
            operation["requestBody"]["content"]["application/json"]["example"] = asked.body
        answer = asked.answer if asked.answer is not None else answers.get(key)
        if answer is not None:
            done = "201" if "201" in operation["responses"] else "200"
            operation["responses"][done]["content"]["application/json"]["example"] = answer
    for name, words in _WORDS.items():
        document["components"]["responses"][name]["description"] = words
    return document


def _revision() -> int | None:
    """The catalogue's, None while nothing is published."""
    try:
        return state().finding.revision
    except InstanceError:
        return None


def _real() -> dict[tuple[str, str], Any]:
    """What this site answers to the examples of reading, its lists cut short."""
    found: dict[tuple[str, str], Any] = {}
    for key, asked in ASKED.items():
        if asked.answer is None and CODE not in asked.path:
            answer = _fetched(asked.path)
            if answer is not None:
                found[key] = answer
    one = ("get", "/points/{code}")
    for point in found.get(("get", "/near"), {}).get("points", []):
        if answer := _fetched(ASKED[one].path.replace(CODE, point["code"])):
            found[one] = answer
    return found


def _fetched(path: str) -> Any:
    answer = Client(current_app.wsgi_app).get(PREFIX + path)
    return _cut(orjson.loads(answer.data)) if answer.status_code == 200 else None


def _cut(value: Any) -> Any:
    if isinstance(value, list):
        return [_cut(inner) for inner in value]
    if isinstance(value, dict):
        return {name: _cut(inner[:_MOST] if name in _LISTS else inner) for name, inner in value.items()}
    return value


def _curl(site: str, method: str, asked: Asked, answers: Mapping[tuple[str, str], Any]) -> str:
    point = answers.get(("get", "/points/{code}"), {}).get("point", {}).get("code", "7K2M9Q")
    address = site + PREFIX + quote(asked.path.replace(CODE, point), safe="/?&=,%")
    words = ["curl"] + ([] if method == "get" else ["-X", method.upper()]) + [shlex.quote(address)]
    headers = dict(asked.headers)
    if asked.answer is not None:
        headers = {"Authorization": "Bearer sp_…", **headers}
    lines = [" ".join(words)] + [f"-H {shlex.quote(f'{name}: {value}')}" for name, value in headers.items()]
    if asked.body is not None:
        lines.append("-H 'Content-Type: application/json'")
        lines.append(f"-d {shlex.quote(json.dumps(asked.body, ensure_ascii=False))}")
    return " \\\n  ".join(lines)
