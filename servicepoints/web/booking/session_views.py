"""A session's page: what, when, where, how many places; and the form that books one."""

from collections.abc import Mapping

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from servicepoints import logs
from servicepoints.counts import COUNTS
from servicepoints.domain.booking_words import (
    CATEGORY_WORDS,
    booking_verb,
    booking_way,
    moment_in_full,
    places_words,
    session_words,
    short_verb,
    shut_words,
)
from servicepoints.domain.bookings import PlacesState
from servicepoints.domain.offerings import Offering, Session, SessionState
from servicepoints.domain.points import Channel, Point, clean_code
from servicepoints.errors import (
    Conflict,
    InstanceError,
    InvalidValue,
    NotAllowed,
    NotFound,
    RegisterAway,
    TooOften,
)
from servicepoints.services.booking.taking import Request, book
from servicepoints.services.sharing import session_text
from servicepoints.web.booking.blueprint import blueprint, links, rules
from servicepoints.web.courier.blueprint import public_address
from servicepoints.web.courier.navigation import destination
from servicepoints.web.courier.point_page import phone
from servicepoints.web.courier.sessions import how_note, places_left
from servicepoints.web.state import state

_FIELDS = {"姓名": "name", "手机号": "phone", "几个人": "places", "同意": "consent", "表单": ""}
_AWAY = "现在{verb}不了，还没有{short}上。过几分钟再点一次，填的都还在"
_LONGEST_SUMMARY = 100
Answer = Response | tuple[str, int]


@blueprint.get("/s/<typed>")
def session(typed: str) -> Answer:
    """A session as it stands; what was typed from a poster leads to the code that was meant."""
    code = clean_code(typed)
    if code is not None and code != typed:
        return redirect(url_for("booking.session", typed=code), 301)
    return _page(*_found(code), {}, {}), 200


@blueprint.post("/s/<code>")
def book_places(code: str) -> Answer:
    """Books; then the booking's own page."""
    offering, one = _found(clean_code(code))
    form = request.form
    asked = Request(
        session=one.code,
        name=form.get("name", ""),
        phone=form.get("phone", ""),
        places=form.get("places", ""),
        key=links().key(form.get("key", ""), one.code),
        consent=form.get("consent") == "yes",
        address=request.remote_addr or "",
    )
    try:
        booked = book(state().register, asked, rules(), links())
    except InvalidValue as error:
        COUNTS.happened("bookings_refused")
        said = "，".join(part for part in (error.reason, error.fix) if part)
        return _page(offering, one, form, {_FIELDS.get(error.field, ""): f"{error.field}{said}"}), 422
    except (Conflict, NotAllowed, TooOften) as error:
        COUNTS.happened("bookings_refused")
        status = 409 if isinstance(error, Conflict) else 403 if isinstance(error, NotAllowed) else 429
        return _page(offering, one, form, {"": str(error)}), status
    except (RegisterAway, InstanceError) as error:
        logs.failure(error)
        COUNTS.happened("bookings_away")
        away = _AWAY.format(verb=booking_verb(offering.kind), short=short_verb(offering.kind))
        return _page(offering, one, form, {"": away}), 503
    COUNTS.happened("bookings_taken")
    return redirect(url_for("booking.booking", token=booked.token), 303)


def _key(sent: str, session: str) -> str:
    """The key of the form that was sent, so that what is sent again is the same booking; a new one, where
    that is worth nothing."""
    return sent if links().key(sent, session) else links().form(session)


def _found(code: str | None) -> tuple[Offering, Session]:
    found: tuple[Offering, Session] | None = state().finding.session(code) if code else None
    if found is None:
        raise NotFound("没有这一场：可能已经结束，或者点位撤了，或者链接抄漏了")
    return found


def _summary(offering: Offering, one: Session, point: Point | None) -> str:
    """What a group sees under the link: what holds for days, so no count of places."""
    called_off = one.state is SessionState.CANCELLED
    named = [
        session_words(one),
        point.name if point is not None else "",
        "" if called_off else booking_way(offering),
    ]
    told = "" if called_off else " ".join(offering.description.split())
    words = f"{'取消了：' if called_off else ''}{'，'.join(filter(None, named))}。{told}"
    return words if len(words) <= _LONGEST_SUMMARY else f"{words[: _LONGEST_SUMMARY - 1]}…"


def _page(offering: Offering, one: Session, typed: Mapping[str, str], errors: Mapping[str, str]) -> str:
    here = state()
    now = here.clock()
    places = places_left(here, offering, one, now)
    point = here.finding.point(offering.point)
    open_to, link = offering.open_to_all, public_address(f"/s/{one.code}")
    return render_template(
        "booking/session.html",
        code=one.code,
        title=offering.title,
        category=CATEGORY_WORDS[offering.category],
        verb=booking_verb(offering.kind),
        when=session_words(one),
        moved=moment_in_full(one.moved_from) if one.moved_from is not None else "",
        description=offering.description,
        summary=_summary(offering, one, point),
        space=offering.space,
        point=point,
        shut=shut_words(point, one),
        place=destination(point) if point is not None else "",
        places=places_words(places, one, offering.kind),
        css={PlacesState.LEFT: "open", PlacesState.QUEUE: "unknown"}.get(places.state, "closed"),
        bookable=open_to and places.state in (PlacesState.LEFT, PlacesState.QUEUE, PlacesState.UNKNOWN),
        queues=places.state is PlacesState.QUEUE,
        most=min(one.most, max(places.left or one.most, 1)),
        how=booking_way(offering),
        walk_in=offering.channel is Channel.WALK_IN,
        how_note=how_note(offering),
        phone=phone(offering.phone) if offering.phone else None,
        link=offering.link,
        keep_days=here.settings.booking_keep_days,
        key=_key(typed.get("key", ""), one.code),
        typed=typed,
        errors=errors,
        canonical=link,
        share_text=session_text(offering, one, point, link),
        picture="session",
    )
