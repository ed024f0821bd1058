"""Answers made small: 304 when the reader has it already, gzip when they can take it.

An answer that may be cached by everyone is compressed once and remembered, keyed by its bytes: a list that
ten thousand couriers read between two changes costs one compression.
"""

import gzip
from functools import lru_cache

from flask import Flask, Response, request

SMALLEST = 600
"""Bytes; below it the header of gzip and the work outweigh the gain."""
LEVEL = 6
COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/geo+json",
    "application/javascript",
    "application/manifest+json",
    "application/ld+json",
    "image/svg+xml",
)


def install(app: Flask) -> None:
    """Compress every answer worth it, after its view and its headers are done."""
    app.after_request(_shrink)


def _shrink(response: Response) -> Response:
    if "ETag" in response.headers and response.status_code == 200:
        response.make_conditional(request)
    if not (response.mimetype or "").startswith(COMPRESSIBLE) or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code in (204, 206, 304) or response.is_streamed or response.direct_passthrough:
        return response
    body = response.get_data()
    if len(body) < SMALLEST or request.accept_encodings["gzip"] <= 0:
        return response
    response.set_data(remembered(body) if response.cache_control.public else compressed(body))
    response.headers["Content-Encoding"] = "gzip"
    etag, _ = response.get_etag()
    if etag:
        # the bytes differ from the plain answer's, the meaning does not: that is what a weak tag says
        response.set_etag(etag, weak=True)
    return response


def compressed(body: bytes) -> bytes:
    """The bytes, gzipped; equal bytes give equal bytes."""
    return gzip.compress(body, LEVEL, mtime=0)


@lru_cache(maxsize=128)
def remembered(body: bytes) -> bytes:
    """As `compressed`, kept for the next reader of the same bytes."""
    return compressed(body)
