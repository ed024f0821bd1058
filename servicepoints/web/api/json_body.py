"""JSON that was sent, read strictly: what two programs could read in two ways is refused."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any, NoReturn

from flask import Request
from werkzeug.exceptions import BadRequest, HTTPException, UnsupportedMediaType

_MOST_DEEP = 10
"""Levels of lists and objects in one another; ours have four."""


class NotJson(BadRequest):
    """The body cannot be read; `said` tells why, in Chinese."""

    def __init__(self, said: str) -> None:
        super().__init__()
        self.said = said


def read_body(request: Request) -> Any:
    """The body as plain values. UnsupportedMediaType, NotJson; RequestEntityTooLarge for a long one."""
    if request.mimetype != "application/json":
        raise _said(UnsupportedMediaType(), "只收 JSON：请求头里写 Content-Type: application/json")
    try:
        text = request.get_data().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotJson("内容不是 UTF-8 编码的") from error
    if not text.strip():
        raise NotJson("没有内容，至少写 {}")
    return read_json(text)


def read_json(text: str) -> Any:
    """Plain values of a JSON text. NotJson, also for a name that stands twice in one object, for NaN, for a
    lone half of a character, and for what is nested too deep."""
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
        if not _is_flat(value):
            raise NotJson("套得太深了")
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise NotJson("里面有不成字的半个字符（\\ud800 这样的）") from error
    except RecursionError as error:
        raise NotJson("套得太深了") from error
    except json.JSONDecodeError as error:
        raise NotJson(f"不是 JSON，第 {error.lineno} 行第 {error.colno} 个字附近") from error
    except ValueError as error:
        raise NotJson("里面的数太长了") from error
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
        shown = twice[:40].encode(errors="replace").decode()
        raise NotJson(f"“{shown}”写了不止一次，只能写一次")
    return found


def _constant(name: str) -> NoReturn:
    raise NotJson(f"{name} 不是 JSON 里的数")


def _is_flat(value: Any) -> bool:
    """Whether no more is nested than may be; level by level, since what is nested deep enough to break a
    recursion is what this is for."""
    level = [value]
    for _ in range(_MOST_DEEP):
        level = [one for outer in level for one in _inner(outer)]
    return not level


def _inner(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _said(error: HTTPException, words: str) -> HTTPException:
    error.said = words  # type: ignore[attr-defined]
    return error
