"""What can be booked at points, as words: each session with its time, and how many places are left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from servicepoints.catalogue.offers import Offer
from servicepoints.domain.booking_words import (
    CATEGORY_WORDS,
    WELCOME_WORDS,
    booking_verb,
    booking_way,
    channel_words,
    places_words,
    session_words,
)
from servicepoints.domain.bookings import Places, PlacesState, public_places
from servicepoints.domain.offerings import Offering, Session, Welcome
from servicepoints.services.finding import Finding
from servicepoints.web.courier.point_page import Phone, dated, phone
from servicepoints.web.state import State

SHOWN_FIRST, MOST_SHOWN = 3, 40
"""Sessions of one offering: at once, and folded."""
AHEAD = timedelta(days=14)
MOST_IN_A_PLACE = 6
_LOOKED_THROUGH = 300
_STYLES = {
    PlacesState.LEFT: "open",
    PlacesState.QUEUE: "unknown",
    PlacesState.NOT_YET: "unknown",
    PlacesState.UNKNOWN: "unknown",
}

_GONE = frozenset({PlacesState.FULL, PlacesState.CLOSED, PlacesState.OVER, PlacesState.CANCELLED})
"""What nobody can join any more."""


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session in a list: where its page is, when it is, how many places are left and the style of that."""

    href: str
    when: str
    places: str
    css: str


@dataclass(frozen=True, slots=True)
class OfferView:
    """An offering on the page of its point."""

    title: str
    category: str
    verb: str
    space: str
    description: str
    welcome: str
    how: str
    how_note: str
    phone: Phone | None
    link: str
    first: tuple[SessionLine, ...]
    rest: tuple[SessionLine, ...]


def offer_views(here: State, offers: Iterable[Offer], now: datetime) -> tuple[OfferView, ...]:
    """What a point offers, the soonest first; what has no session coming is last."""
    views = [(sessions, _offer(here, offering, list(sessions), now)) for offering, sessions in offers]
    never = now + timedelta(days=3650)
    views.sort(key=lambda pair: pair[0][0].starts_at if pair[0] else never)
    return tuple(view for _, view in views)


@dataclass(frozen=True, slots=True)
class TitledLine(SessionLine):
    """A session in the list of a place: what it is, and at which point."""

    title: str
    point: str


def lines_of_place(
    here: State, finding: Finding, now: datetime, district: str, sub_district: str = ""
) -> tuple[TitledLine, ...]:
    """What can be booked in the coming two weeks in a district or sub-district (names): of each offering
    the soonest session that can still be had, or the soonest of all if none can."""
    found = finding.upcoming(now, now + AHEAD, _LOOKED_THROUGH, district, sub_district)
    soonest = {offering.id: (offering, one) for offering, one in reversed(found)}
    for offering, one in reversed(found):
        if places_left(here, offering, one, now).state not in _GONE:
            soonest[offering.id] = (offering, one)
    chosen = sorted(soonest.values(), key=lambda pair: (pair[1].starts_at, pair[1].code))[:MOST_IN_A_PLACE]
    points = finding.points({offering.point for offering, _ in chosen})
    lines = []
    for offering, one in chosen:
        line = session_line(here, offering, one, now)
        point = points[offering.point].name if offering.point in points else ""
        lines.append(TitledLine(line.href, line.when, line.places, line.css, offering.title, point))
    return tuple(lines)


def places_left(here: State, offering: Offering, session: Session, now: datetime) -> Places:
    """How many places a session has left for the public, as far as this process knows."""
    window = timedelta(hours=here.settings.booking_open_hours)
    return public_places(offering, session, here.places.taken(session.code), now, window)


def session_line(here: State, offering: Offering, session: Session, now: datetime) -> SessionLine:
    """A session in a list. What only invited companies may book shows no places."""
    places = places_left(here, offering, session, now)
    words = places_words(places, session, offering.kind)
    if not words:
        invited = offering.welcome is Welcome.INVITED
        words = WELCOME_WORDS[Welcome.INVITED] if invited else channel_words(offering)
    return SessionLine(
        f"/s/{session.code}", session_words(session), words, _STYLES.get(places.state, "closed")
    )


def how_note(offering: Offering) -> str:
    """The bureau's own words on booking, with their date."""
    if not offering.how:
        return ""
    return f"{offering.how}（{dated(offering.how_date)}）" if offering.how_date else offering.how


def _offer(here: State, offering: Offering, sessions: list[Session], now: datetime) -> OfferView:
    lines = [session_line(here, offering, one, now) for one in sessions]
    return OfferView(
        title=offering.title,
        category=CATEGORY_WORDS[offering.category],
        verb=booking_verb(offering.kind),
        space=offering.space,
        description=offering.description,
        welcome=WELCOME_WORDS[offering.welcome] if offering.welcome is Welcome.INVITED else "",
        how=booking_way(offering),
        how_note=how_note(offering),
        phone=phone(offering.phone) if offering.phone else None,
        link=offering.link,
        first=tuple(lines[:SHOWN_FIRST]),
        rest=tuple(lines[SHOWN_FIRST:MOST_SHOWN]),
    )
