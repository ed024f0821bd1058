"""Saying what is at a door: with one tap from the point's page, or with a word more from its own page."""

from collections.abc import Mapping
from dataclasses import replace

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from servicepoints import logs
from servicepoints.domain.points import Listing, Point
from servicepoints.domain.sightings import Near, Rider, Saw
from servicepoints.domain.wording import NO_SUCH_POINT, labels
from servicepoints.errors import Conflict, InstanceError, InvalidValue, NotFound, RegisterAway, TooOften
from servicepoints.services.reporting.rules import DEVICE_S, new_device
from servicepoints.services.reporting.telling import LONGEST, PIN, Told, near, tell
from servicepoints.web.courier.asking import Asking, asked_for
from servicepoints.web.courier.blueprint import kept_shortly, never_kept
from servicepoints.web.courier.position import read_position
from servicepoints.web.door.blueprint import blueprint, form_of, marks, rules
from servicepoints.web.pinning import read_pin
from servicepoints.web.state import state

DEVICE = "door"
"""The cookie with a phone's number, sent with reports alone."""
_LONGEST_DEVICE = 64
_AWAY = "现在记不下来，过几分钟再点一次"
_OLD = "这页放得太久了，再点一次就行"


@blueprint.get("/p/<typed>/door")
def door(typed: str) -> AnyResponse:
    """All that can be said of a point."""
    ask, found, elsewhere = asked_for(typed, "/p/{}/door")
    if found is None:
        return elsewhere
    return kept_shortly(_page(ask, found, {}, {}))


@blueprint.post("/p/<typed>/door")
def say(typed: str) -> AnyResponse:
    """Keeps what is said; then the page on which its answer will stand."""
    ask, found, _ = asked_for(typed, "/p/{}/door")
    if found is None:
        raise NotFound(NO_SUCH_POINT)
    form, device = request.form, _device()
    try:
        saw, _, rider = form.get("say", "").partition(":")
        told = Told(
            code=found.code,
            saw=Saw(saw),
            rider=Rider(rider),
            lacks=tuple(key for key in form.getlist("lacks") if found.has(key)),
            words=form.get("words", ""),
            near=_near(found, form),
            device=device,
            address=request.remote_addr or "",
        )
    except ValueError as error:
        raise NotFound("没有这样的反馈") from error
    if not marks().is_form(form.get("form", ""), found.code, ask.now.date()):
        return never_kept(_page(ask, found, form, {"": _OLD}), 409)
    try:
        told = replace(told, pin=read_pin(form))
        token = tell(state().register, told, rules(), marks(), ask.finding.calendar)
    except InvalidValue as error:
        said = "，".join(part for part in (error.reason, error.fix) if part)
        typed_again = form if error.field != PIN else _without_pin(form)
        return never_kept(_page(ask, found, typed_again, {told.saw: said}), 422)
    except (Conflict, TooOften) as error:
        status = 409 if isinstance(error, Conflict) else 429
        return never_kept(_page(ask, found, form, {"": str(error)}), status)
    except (RegisterAway, InstanceError) as error:
        logs.failure(error)
        return never_kept(_page(ask, found, form, {"": _AWAY}), 503)
    return _remembered(redirect(url_for("door.report", token=token), 303), device)


def _device() -> str:
    """The number of the phone: its own, or a new one."""
    known = request.cookies.get(_cookie(), "")
    return known if 0 < len(known) <= _LONGEST_DEVICE else new_device()


def _cookie() -> str:
    """Its name; behind TLS one that a browser takes over TLS alone, so that no neighbour plants one. Not of
    this host alone (__Host-): that allows no path, and the number would travel with a position."""
    return f"__Secure-{DEVICE}" if request.is_secure else DEVICE


def _remembered(response: AnyResponse, device: str) -> AnyResponse:
    secure = request.is_secure
    response.set_cookie(
        _cookie(), device, max_age=DEVICE_S, path="/p/", httponly=True, samesite="Lax", secure=secure
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _near(point: Point, form: Mapping[str, str]) -> Near:
    """Whether the phone says that it is at the door; what cannot be read says nothing."""
    if not form.get("lat"):
        return Near.UNSAID
    try:
        at = read_position(form)
    except InvalidValue:
        return Near.UNSAID
    return near(point, at.latitude, at.longitude, at.accuracy_m or 0)


def _without_pin(form: Mapping[str, str]) -> dict[str, str]:
    """The form as it was sent, but for a pin that will not do."""
    return {name: value for name, value in form.items() if not name.startswith("pin_")}


def _page(ask: Asking, found: Point, typed: Mapping[str, str], errors: Mapping[str, str]) -> str:
    vocabulary = ask.finding.vocabulary
    having = [key for key in vocabulary if found.has(key)]
    return render_template(
        "door/door.html",
        code=found.code,
        name=found.name,
        stands=found.listing is not Listing.WITHDRAWN,
        having=list(zip(having, labels(having, vocabulary), strict=True)),
        form=form_of(found.code, ask.now),
        longest=LONGEST,
        typed=typed,
        errors=errors,
    )
