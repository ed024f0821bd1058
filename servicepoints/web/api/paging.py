"""The addresses of further pages, as paths of this site with the same question."""

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import request


def following(start: int, most: int, found: int) -> str | None:
    """The next page of this question, whose answer began at `start` and has at most so many of what was
    found; None if there is no more."""
    return asked_on(offset=start + most) if start + most < found else None


def asked_on(**changed: str | int) -> str:
    """This question with some of its parameters changed; "" leaves one out."""
    parameters: Mapping[str, str | int] = request.args.to_dict() | changed
    return f"{request.path}?{urlencode({k: v for k, v in parameters.items() if v != ''}, safe=',')}"
