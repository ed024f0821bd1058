"""What every answer carries so that a browser lets nothing foreign in and nothing private out."""

from flask import Flask, Response, abort, request

from servicepoints.errors import NotAllowed

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
COURIER = "courier"
SECURE = {"Strict-Transport-Security": "max-age=31536000"}
LARGEST_REQUEST = 64 * 1024
"""Bytes of a request's body; a view that takes an upload raises it for itself."""


def install(app: Flask, wechat_script: str = "") -> None:
    """Set the headers on every answer (a view's own value wins) and bound the size of requests.

    `wechat_script` may run on the pages that couriers pass on, and on no other: not where someone writes a
    name, a phone number or a password. The policy is the same whatever the browser, since such a page is kept
    for all of them; that only WeChat's loads it is the matter of our own script (store.js).
    """
    passed_on = CONTENT_SECURITY_POLICY.replace(
        "script-src 'self'", f"script-src 'self' {wechat_script}".rstrip()
    )
    # a doubled slash would be redirected, in English, to whatever host the asker named: it is a wrong address
    app.url_map.merge_slashes = False
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_REQUEST

    def set_headers(response: Response) -> Response:
        if request.blueprint == COURIER:
            response.headers.setdefault("Content-Security-Policy", passed_on)
        return _set_headers(response)

    app.after_request(set_headers)


def refuse_foreign_form() -> None:
    """NotAllowed for a form that a page of another site sends, where the browser says so. Not even a cookie
    may come of it: the one that did not travel would be lost, and a page that asks to send the form once more
    would make it ours."""
    changes = request.method not in ("GET", "HEAD", "OPTIONS")
    if changes and request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        raise NotAllowed("这是从别的网站发来的，没有收")


def for_one_person(response: Response) -> Response:
    """An answer that knows a person, or holds a form for one: nobody keeps it, no search engine lists it."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def refuse_nul() -> None:
    """Answers 400 to a NUL in the address or the form: no person types one, and PostgreSQL takes none."""
    said = (request.path, *(text for pair in request.values.items(multi=True) for text in pair))
    if any("\0" in text for text in said):
        abort(400)


def _set_headers(response: Response) -> Response:
    # a stylesheet or a script obeys the policy of its page, and every byte of it delays the first screen
    wanted = PLAIN if request.endpoint in STATIC else HEADERS
    if request.is_secure:
        wanted = wanted | SECURE
    # `setdefault` walks all headers once for each of these, and raises on its way
    standing = {name.lower() for name, _ in response.headers}
    for name, value in wanted.items():
        if name.lower() not in standing:
            response.headers.add(name, value)
    return response
