"""The blueprint of the courier's pages, and how their answers may be kept."""

from flask import Blueprint, Response, make_response

from servicepoints.web.frame import public_address as public_address

blueprint = Blueprint("courier", __name__)

SHORT_S = 30
"""Seconds for which a page without a position may be kept: what it says of open and closed is that old."""


def kept_shortly(html: str, status: int = 200, *, seconds: int = SHORT_S) -> Response:
    """A page that is the same for everyone, for half a minute; asked for again, it is sent only if it
    changed. One that says how many places are left is asked for each time (0 `seconds`)."""
    response = make_response(html, status)
    response.headers["Cache-Control"] = (
        f"public, max-age={seconds}{', must-revalidate' if not seconds else ''}"
    )
    response.add_etag()
    return response


def never_kept(html: str, status: int = 200) -> Response:
    """An answer that knows where someone is."""
    response = make_response(html, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def moved(address: str) -> Response:
    """A redirect to the address that a page really has."""
    response = Response(status=301, headers={"Location": address})
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
