"""Sessions in the desk's lists, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from servicepoints.domain.booking_words import (
    CATEGORY_WORDS,
    OFFERING_KIND_WORDS,
    WELCOME_WORDS,
    channel_words,
    places_words,
    session_words,
)
from servicepoints.domain.bookings import PlacesState, places_of
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.offerings import SessionState
from servicepoints.domain.status_words import clock
from servicepoints.domain.wording import CHANNEL_WORDS
from servicepoints.services.booking import Standing

CHOICES: Mapping[str, Mapping[str, str]] = {
    "kind": {key.value: words for key, words in OFFERING_KIND_WORDS.items()},
    "category": {key.value: words for key, words in CATEGORY_WORDS.items()},
    "welcome": {key.value: words for key, words in WELCOME_WORDS.items()},
    "channel": {key.value: words for key, words in CHANNEL_WORDS.items()},
}
"""What an offering's form chooses from, by field: value → words."""

_STYLES = {PlacesState.LEFT: "open", PlacesState.QUEUE: "unknown", PlacesState.NOT_YET: "unknown"}


@dataclass(frozen=True, slots=True)
class Slot:
    """A session in a list: its `hours` (14:00–16:00) on its day, `when` with the day, how many places are
    taken of how many (`counts`), its `state` and the style of that; `gone` if it is called off."""

    code: str
    title: str
    hours: str
    when: str
    counts: str
    state: str
    css: str
    gone: bool
    over: bool
    point: str = ""
    to_phone: int = 0


def slot(standing: Standing, now: datetime, window: timedelta, point: str = "", to_phone: int = 0) -> Slot:
    """A session as the desk lists it."""
    one, taken = standing.session, standing.taken
    places = places_of(one, taken, now, window)
    starts, ends = one.starts_at.astimezone(TIMEZONE), one.ends_at.astimezone(TIMEZONE)
    counts = f"{taken.taken}/{taken.capacity}" if one.capacity is not None else ""
    return Slot(
        code=one.code,
        title=standing.offering.title,
        hours=f"{clock(starts)}–{clock(ends)}",
        when=session_words(one),
        counts=f"{counts} 排队{taken.waiting}" if taken.waiting else counts,
        state=places_words(places, one, standing.offering.kind) or channel_words(standing.offering),
        css=_STYLES.get(places.state, "closed"),
        gone=one.state is SessionState.CANCELLED,
        over=places.state is PlacesState.OVER,
        point=point,
        to_phone=to_phone,
    )
