"""What can be booked in the coming days, as machines are given it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from servicepoints.domain.booking_words import places_words
from servicepoints.domain.bookings import Taken, public_places
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.offerings import Offering, Session
from servicepoints.domain.points import Point, clean_code
from servicepoints.services.finding import Finding


@dataclass(frozen=True, slots=True)
class Coming:
    """A session that is not over, what it is of, and at which point."""

    session: Session
    offering: Offering
    point: Point


def coming(
    finding: Finding, at: datetime, ahead: timedelta, limit: int, *, district: str = "", point: str = ""
) -> list[Coming]:
    """The sessions that are not over at `at` (aware) and start within `ahead`, in order of time: of a
    district (any of its names) or of one point (its code), if given."""
    if point:
        code = clean_code(point) or ""
        every = finding.offers([code], at).get(code, ())
        found = [(offering, one) for offering, sessions in every for one in sessions]
        found = [pair for pair in found if pair[1].starts_at < at + ahead]
        found.sort(key=lambda pair: (pair[1].starts_at, pair[1].code))
    else:
        known = finding.gazetteer.district(district) if district else None
        found = finding.upcoming(at, at + ahead, limit, known.name if known else "")
    points: Mapping[str, Point] = finding.points({offering.point for offering, _ in found})
    return [
        Coming(session, offering, points[offering.point])
        for offering, session in found[:limit]
        if offering.point in points
    ]


def session_answer(one: Coming, taken: Taken | None, now: datetime, open_window: timedelta) -> dict[str, Any]:
    """A session with its places at `now` (aware). Moments are in Shanghai's time zone."""
    session, offering = one.session, one.offering
    places = public_places(offering, session, taken, now, open_window)
    return {
        "code": session.code,
        "title": offering.title,
        "kind": offering.kind,
        "category": offering.category,
        "point": offering.point,
        "point_name": one.point.name,
        "space": offering.space,
        "description": offering.description,
        "welcome": offering.welcome,
        "starts_at": session.starts_at.astimezone(TIMEZONE),
        "ends_at": session.ends_at.astimezone(TIMEZONE),
        "channel": offering.channel,
        "phone": offering.phone,
        "link": offering.link,
        "how": offering.how,
        "how_date": offering.how_date,
        "opens_at": None if session.opens_at is None else session.opens_at.astimezone(TIMEZONE),
        "closes_at": session.closing.astimezone(TIMEZONE),
        "places": {
            "state": places.state,
            "left": places.left,
            "words": places_words(places, session, offering.kind),
        },
    }
