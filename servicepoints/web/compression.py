"""Answers made small: 304 when the reader has it already, else brotli or gzip, as they can take it.

What everyone may keep is squeezed hard, since `kept` gives the same bytes to many; what one reader gets is
squeezed fast.
"""

import gzip
from collections.abc import Mapping

import brotli
from flask import Flask, Response, request

SMALLEST = 600
"""Bytes; below it the header of gzip and the work outweigh the gain."""
BROTLI, GZIP = "br", "gzip"
HARD = {BROTLI: 5, GZIP: 6}
FAST = {BROTLI: 4, GZIP: 1}
"""Levels. Brotli's make a page smaller than gzip's by a fourteenth and a twenty-third, in as much and in two
thirds of the time; browsers take it over TLS alone."""
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
    coding = _wished()
    if len(body) < SMALLEST or not coding:
        return response
    response.set_data(compressed(body, coding, HARD if response.cache_control.public else FAST))
    response.headers["Content-Encoding"] = coding
    etag, _ = response.get_etag()
    if etag:
        # the bytes differ from the plain answer's, the meaning does not: that is what a weak tag says
        response.set_etag(etag, weak=True)
    return response


def compressed(body: bytes, coding: str, levels: Mapping[str, int]) -> bytes:
    """The bytes in that coding, at its level of HARD or FAST; equal bytes give equal bytes."""
    if coding == BROTLI:
        packed: bytes = brotli.compress(body, quality=levels[BROTLI])
        return packed
    return gzip.compress(body, levels[GZIP], mtime=0)


def coding_of(accepted: str) -> str | None:
    """The coding that an Accept-Encoding is answered in, "" for none; None if it states weights, which takes
    longer to tell."""
    if ";" in accepted:
        return None
    taken = [part.strip() for part in accepted.split(",")]
    return next((coding for coding in (BROTLI, GZIP) if coding in taken), "")


def _wished() -> str:
    """The coding that the reader takes, brotli unless gzip is liked better; "" for none."""
    accepted = request.accept_encodings
    best = max((BROTLI, GZIP), key=lambda coding: accepted[coding])  # of equals the first
    return best if accepted[best] > 0 else ""
