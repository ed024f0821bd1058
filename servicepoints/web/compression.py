"""Answers made small: 304 when the reader has it already, gzip when they can take it.

What everyone may keep is squeezed hard, since `kept` gives the same bytes to many; what one reader gets is
squeezed fast.
"""

import gzip

from flask import Flask, Response, request

SMALLEST = 600
"""Bytes; below it the header of gzip and the work outweigh the gain."""
HARD, FAST = 6, 1
"""Levels of gzip: a third of the time for an eighth more bytes."""
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
    told = {name for name, _ in response.headers}
    if "ETag" in told and response.status_code == 200:
        response.make_conditional(request)
    if not (response.mimetype or "").startswith(COMPRESSIBLE) or "Content-Encoding" in told:
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code in (204, 206, 304) or response.is_streamed or response.direct_passthrough:
        return response
    body = response.get_data()
    if len(body) < SMALLEST or request.accept_encodings["gzip"] <= 0:
        return response
    response.set_data(compressed(body, HARD if response.cache_control.public else FAST))
    response.headers["Content-Encoding"] = "gzip"
    etag, _ = response.get_etag()
    if etag:
        # the bytes differ from the plain answer's, the meaning does not: that is what a weak tag says
        response.set_etag(etag, weak=True)
    return response


def compressed(body: bytes, level: int) -> bytes:
    """The bytes, gzipped; equal bytes give equal bytes."""
    return gzip.compress(body, level, mtime=0)


def packs(accepted: str) -> bool | None:
    """Whether an Accept-Encoding takes gzip; None if it states weights, which takes longer to tell."""
    return None if ";" in accepted else "gzip" in accepted
