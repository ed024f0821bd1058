"""What is wrong with a body, field by field: the value that was given and what to write instead."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import marshmallow as ma
from marshmallow import fields

LONGEST_SHOWN = 40
"""Characters of a wrong value that are shown again."""


def shown(given: str) -> str:
    """A value, short and harmless."""
    plain = "".join(c if c.isprintable() else "?" for c in given[:LONGEST_SHOWN])
    return plain + ("…" if len(given) > LONGEST_SHOWN else "")


def told_of_body(messages: Any, body: Any, schema: ma.Schema) -> dict[str, str]:
    """By the path of the field: {"spaces.0.name": "“…”不行：…"}."""
    told: dict[str, str] = {}
    for path, words in _leaves(messages, ()):
        name = ".".join(part for part in path if part != "_schema")
        given = _at(body, path)
        if words == schema.error_messages["unknown"]:
            words += f"，可以写：{'、'.join(_known(schema, path[:-1]))}"
        elif given is not None and path[-1:] != ("_schema",):
            words = f"“{shown(json.dumps(given, ensure_ascii=False))}”不行：{words}"
        told[name or "内容"] = words
    return told


def _leaves(messages: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            yield from _leaves(inner, (*path, str(name)))
    elif isinstance(messages, list):
        yield path, str(messages[0])
    else:
        yield path, str(messages)


def _at(value: Any, path: tuple[str, ...]) -> Any:
    for part in path:
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value


def _known(schema: ma.Schema, path: tuple[str, ...]) -> list[str]:
    """The names of the fields of the object at that path."""
    for part in path:
        if part.isdecimal():
            continue
        field: Any = schema.fields.get(part)
        if isinstance(field, fields.List):
            field = field.inner
        if isinstance(field, fields.Nested):
            schema = field.schema
    return list(schema.fields)
