"""What every answer carries so that a browser lets nothing foreign in and nothing private out.

The border between a visitor's browser and us. Who is feared: a page of another site that the visitor has
open (it sends forms in his name, shows ours in a frame, measures what we answer); text that somebody else
typed and that is shown here (it would run as ours); who stands between (behind TLS the browser is told to
insist on it). What is guarded: the desk's session, the word of couriers at doors, places in sessions, and
addresses that are keys. What is not guarded here: somebody who asks us himself; limits and rights see to him.
"""

from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

from servicepoints.config import Settings
from servicepoints.errors import NotAllowed
from servicepoints.web.state import state

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
OPEN_FORMS = frozenset({"courier.point", "door", "suggest", "booking"})
"""The pages (by endpoint or blueprint) whose forms are guarded by nothing but where they come from."""
TO_OURSELVES = "same-origin"
"""The Referrer-Policy of those: else an old browser would call their forms' origin null, as it does a foreign
page's that hides where it is."""
SECURE = {"Strict-Transport-Security": "max-age=31536000"}
LARGEST_REQUEST = 64 * 1024
"""Bytes of a request's body; a view that takes an upload raises it for itself."""


def passed_on_policy(settings: Settings) -> str:
    """The policy of the pages that couriers pass on."""
    script = settings.wechat_script if settings.wechat_app_id else ""
    return CONTENT_SECURITY_POLICY.replace("script-src 'self'", f"script-src 'self' {script}".rstrip())


def install(app: Flask, settings: Settings) -> None:
    """Set the headers on every answer (a view's own value wins) and bound the size of requests.

    WeChat's script may run on the pages that couriers pass on, and on no other: not where someone writes a
    name, a phone number or a password. The policy is the same whatever the browser, since such a page is kept
    for all of them; that only WeChat's loads it is the matter of our own script (store.js).
    """
    passed_on = passed_on_policy(settings)
    # a doubled slash would be redirected, in English, to whatever host the asker named: it is a wrong address
    app.url_map.merge_slashes = False
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_REQUEST

    def set_headers(response: Response) -> Response:
        if _has_open_form():
            response.headers.setdefault("Referrer-Policy", TO_OURSELVES)
        if request.blueprint == COURIER:
            response.headers.setdefault("Content-Security-Policy", passed_on)
        return _set_headers(_without_our_name(response))

    app.after_request(set_headers)


def refuse_foreign_form(*, guarded: bool = False) -> None:
    """NotAllowed for a form that a page of another site sends, where the browser says so. Not even a cookie
    may come of it: the one that did not travel would be lost, and a page that asks to send the form once more
    would make it ours.

    A browser too old for Sec-Fetch-Site names the page's origin, or its address. One that says null hides it,
    and is believed only where the form is `guarded` by more: a token in it, or in its address. One that says
    nothing at all is no browser of these years, or none.
    """
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    site = request.headers.get("Sec-Fetch-Site")
    foreign = site not in ("same-origin", "none") if site else _comes_from_elsewhere(guarded=guarded)
    if foreign:
        raise NotAllowed("这是从别的网站发来的，没有收")


def has_key() -> bool:
    """Whether the address asked for holds a token: who knows it needs no other proof."""
    return "token" in (request.view_args or {})


def for_one_person(response: Response) -> Response:
    """An answer that knows a person, or holds a form for one: nobody keeps it, no search engine lists it."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return kept_by_nobody(response)


def kept_by_nobody(response: Response) -> Response:
    """An answer that is good once: no cache keeps it."""
    response.headers["Cache-Control"] = "no-store"
    return response


def refuse_nul() -> None:
    """Answers 400 to a NUL in the address or the form: no person types one, and PostgreSQL takes none."""
    said = (request.path, *(text for pair in request.values.items(multi=True) for text in pair))
    if any("\0" in text for text in said):
        abort(400)


def _without_our_name(response: Response) -> Response:
    """A redirect within the site names no host: it would be the one that the asker named (where a slash is
    missing, Werkzeug does)."""
    here = request.host_url.rstrip("/")
    if response.status_code // 100 == 3 and (response.location or "").startswith(f"{here}/"):
        response.location = str(response.location).removeprefix(here)
    return response


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


def _comes_from_elsewhere(*, guarded: bool) -> bool:
    said = request.headers.get("Origin") or request.headers.get("Referer")
    if not said:
        return False
    if said == "null":
        return not guarded
    try:
        named = urlsplit(said).netloc.lower()
    except ValueError:
        return True
    return named not in (request.host.lower(), urlsplit(state().settings.public_url).netloc.lower())


def _has_open_form() -> bool:
    return not has_key() and bool({request.endpoint, request.blueprint} & OPEN_FORMS)
