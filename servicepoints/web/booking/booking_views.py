"""A booking's page: its state, the code to show at the door, a calendar entry; changed and cancelled here."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from flask import Response as FlaskResponse
from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from servicepoints.domain.booking_words import (
    booking_verb,
    moment_in_full,
    session_words,
    shut_words,
    state_words,
)
from servicepoints.domain.bookings import BookingState, News
from servicepoints.domain.offerings import SessionState
from servicepoints.domain.points import Point
from servicepoints.errors import Conflict, InstanceError, InvalidValue
from servicepoints.services.booking.standing import BookingView, Visit
from servicepoints.services.sharing import session_entry
from servicepoints.web.booking.blueprint import blueprint, visit
from servicepoints.web.courier.blueprint import public_address
from servicepoints.web.courier.navigation import destination
from servicepoints.web.state import state

Answer = Response | tuple[str, int]
_REMEMBERED = timedelta(days=1)
"""So long after the end of a session a phone still lists its booking."""


@blueprint.get("/b/<token>")
def booking(token: str) -> str:
    """The booking as it stands now."""
    return _page(token, visit(token).look(), {}, {})


@blueprint.post("/b/<token>/cancel")
def cancel(token: str) -> Answer:
    """Gives the places back."""
    return _do(token, Visit.cancel)


@blueprint.post("/b/<token>/places")
def resize(token: str) -> Answer:
    """Makes it a booking for more or fewer."""
    return _do(token, lambda there: there.resize(request.form.get("places") or "0"))


@blueprint.post("/b/<token>/claim")
def claim(token: str) -> Answer:
    """Takes a place that became free close to the start."""
    return _do(token, Visit.claim)


@blueprint.get("/b/<token>/calendar.ics")
def calendar(token: str) -> FlaskResponse:
    """The session as an entry of a calendar."""
    view = visit(token).look()
    point = _point(view)
    entry = session_entry(view, f"{point.name} {destination(point)}" if point else "", request.host)
    headers = {"Content-Disposition": f"attachment; filename={view.session.code}.ics"}
    return FlaskResponse(entry, mimetype="text/calendar", headers=headers)


def _do(token: str, act: Callable[[Visit], None]) -> Answer:
    """Do it, and come back to the page that says what became of it."""
    there = visit(token)
    try:
        act(there)
    except InvalidValue as error:
        said = "，".join(part for part in (error.reason, error.fix) if part)
        return _page(token, there.look(), request.form, {"places": said}), 422
    except Conflict as error:
        return _page(token, there.look(), request.form, {"": str(error)}), 409
    return redirect(url_for("booking.booking", token=token), 303)


def _point(view: BookingView) -> Point | None:
    """The point as it is published; None while nothing is."""
    try:
        return state().finding.point(view.offering.point)
    except InstanceError:
        return None


def _words(view: BookingView, *, over: bool) -> str:
    """What became of it, in the one line that is read first."""
    if view.session.state is SessionState.CANCELLED:
        return "这一场取消了"
    if over and view.booking.stands:
        return "已经结束"
    return state_words(view.booking.state, view.offering.kind)


def _page(token: str, view: BookingView, typed: Mapping[str, str], errors: Mapping[str, str]) -> str:
    one, point = view.booking, _point(view)
    now, starts = state().clock(), view.session.starts_at
    called_off = view.session.state is SessionState.CANCELLED
    begun, over = now >= starts, now >= view.session.ends_at
    open_hours = state().settings.booking_open_hours
    return render_template(
        "booking/booking.html",
        token=token,
        title=view.offering.title,
        verb=booking_verb(view.offering.kind),
        state=one.state.value,
        words=_words(view, over=over),
        reason=view.session.reason if called_off else one.reason,
        begun=begun,
        over=over,
        close=now >= starts - timedelta(hours=open_hours),
        when=session_words(view.session),
        moved=moment_in_full(view.session.moved_from) if view.session.moved_from else "",
        promoted=one.news is News.PROMOTED and one.state is BookingState.CONFIRMED,
        switched=one.news is News.MOVED and view.session.moved_from is None,
        called_off=called_off,
        forgotten_at=int((view.session.ends_at + _REMEMBERED).timestamp()),
        point=point,
        shut=shut_words(point, view.session),
        place=destination(point) if point is not None else "",
        door_code=one.door_code,
        places=one.places,
        most=view.session.most,
        ahead=view.ahead,
        may_claim=view.may_claim,
        may_change=one.stands and not begun,
        person=view.person,
        session=view.session.code,
        in_wechat="MicroMessenger" in request.headers.get("User-Agent", ""),
        open_hours=open_hours,
        address=public_address(f"/b/{token}"),
        typed=typed,
        errors=errors,
    )
