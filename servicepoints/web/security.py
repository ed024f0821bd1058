"""What every answer carries so that a browser lets nothing foreign in and nothing private out."""

from flask import Flask, Response, request

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
PLAIN = {"X-Content-Type-Options": "nosniff"}
STATIC = ("static", "leaflet")
ONE_YEAR = 31_536_000
LARGEST_REQUEST = 64 * 1024
"""Bytes of a request's body; a view that takes an upload raises it for itself."""


def install(app: Flask) -> None:
    """Set the headers on every answer (a view's own value wins) and bound the size of requests."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_REQUEST
    app.after_request(_set_headers)


def _set_headers(response: Response) -> Response:
    # a stylesheet or a script obeys the policy of its page, and every byte of it delays the first screen
    static = request.endpoint in STATIC
    for name, value in PLAIN.items() if static else HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={ONE_YEAR}")
    return response
