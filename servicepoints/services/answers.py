"""A point as machines are given it, by the API and by `near --format json`: ready bytes of JSON.

The half that depends on neither the hour nor the place of the asker is made once for each revision, datum
and day and kept, already serialised; an answer joins it with the other half. Going through marshmallow
instead would cost more than finding the points.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import orjson

from servicepoints.catalogue.finder import Hit
from servicepoints.catalogue.memory import Memory, Shared
from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.arrival import Arrival
from servicepoints.domain.coordinates import Datum, convert
from servicepoints.domain.doors import NOTHING_SEEN, SeenDoor
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Point, Position, Schedule, Space
from servicepoints.domain.status import Status
from servicepoints.domain.status_words import arrival_words, name_of_moment, status_words
from servicepoints.domain.trust import trust
from servicepoints.domain.wording import KIND_WORDS, entry_words

METRE_DIGITS = 7
"""Decimals of a degree that are given: one is about a centimetre."""

MOST_KEPT = 10_000

_MOMENTS = 8
_PASSING = 4096
"""Statuses with their arrivals of which the JSON is remembered, in each of so many moments."""

Key = tuple[str, int, str, date, SeenDoor | None]
"""Code, revision, datum, day, how the door was found (None: nobody was there): what the lasting half of an
answer depends on."""

Load = Callable[[list[str]], Mapping[str, Point]]
"""Gives the published points with these codes."""

Found = Callable[[str], SeenDoor]
"""How couriers found the door of the point with a code."""


class When(NamedTuple):
    """The moment that a question is about, and that of the asker, which its words are for (both aware)."""

    at: datetime
    now: datetime


class Seen(NamedTuple):
    """What an answer says of a point besides the point: its status, the way there where one was asked for,
    and how couriers found its door.
    """

    status: Status
    distance_m: float | None = None
    arrival: Arrival | None = None
    door: SeenDoor = NOTHING_SEEN


class Answers:
    """Makes the JSON of points; remembers the lasting half."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._kept: dict[Key, bytes] = {}
        self._of_now: Memory[When, Shared[bytes]] = Memory(_MOMENTS)

    def point(self, point: Point, seen: Seen, when: When, datum: Datum = Datum.WGS84) -> orjson.Fragment:
        """One point at a moment, its position in `datum`, ready to stand in an answer."""
        today = when.now.astimezone(TIMEZONE).date()
        key = (point.code, point.revision, datum.value, today, _door(seen.door))
        kept = self._kept.get(key) or self._keep(key, point)
        return _joined(kept, seen.distance_m, _passing(seen.status, seen.arrival, when))

    def hits(
        self, hits: Sequence[Hit], load: Load, found: Found, when: When, datum: Datum = Datum.WGS84
    ) -> list[orjson.Fragment]:
        """The points of these hits in their order; `load` is asked only for those that are not known yet."""
        spoken, today = datum.value, when.now.astimezone(TIMEZONE).date()
        passing, kept = self._of_now.get(when, lambda: Shared(_PASSING)), self._kept
        keys = [(hit.code, hit.revision, spoken, today, _door(found(hit.code))) for hit in hits]
        halves = list(map(kept.get, keys))
        if None in halves:
            new = {key[0]: key for key, half in zip(keys, halves, strict=True) if half is None}
            made = {new[code]: self._keep(new[code], point) for code, point in load(list(new)).items()}
            halves = [half or made.get(key) for key, half in zip(keys, halves, strict=True)]
        return [
            _joined(
                half,
                hit.distance_m,
                passing.find(hit.status, hit.arrival)
                or passing.keep(_passing(hit.status, hit.arrival, when), hit.status, hit.arrival),
            )
            for hit, half in zip(hits, halves, strict=True)
            if half is not None
        ]

    def _keep(self, key: Key, point: Point) -> bytes:
        _, _, datum, today, door = key
        half = _compact(lasting(point, self._vocabulary, today, Datum(datum), door or NOTHING_SEEN))[:-1]
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[key] = half
        return half


def _door(seen: SeenDoor) -> SeenDoor | None:
    return None if seen is NOTHING_SEEN else seen


def _joined(half: bytes, distance_m: float | None, passing: bytes) -> orjson.Fragment:
    """The lasting half of an object with the half that depends on the moment and the asker."""
    metres = b"null" if distance_m is None else b"%d" % round(distance_m)
    return orjson.Fragment(b'%b,"distance_m":%b,%b' % (half, metres, passing))


def _passing(status: Status, arrival: Arrival | None, when: When) -> bytes:
    """What of it points share in one minute, serialised, to the end of the object."""
    ride = b"null" if arrival is None else b"%d" % arrival.ride_minutes
    said = None if arrival is None else arrival_answer(arrival, when)
    return b'"ride_minutes":%b,"status":%b,"arrival":%b}' % (
        ride,
        _compact(status_answer(status, when)),
        _compact(said),
    )


def _compact(value: Any) -> bytes:
    """JSON to be kept: a copy, for what orjson returns keeps hold of the 8 KB that it was written in."""
    return bytes(memoryview(orjson.dumps(value)))


def lasting(
    point: Point, vocabulary: Vocabulary, today: date, datum: Datum, door: SeenDoor = NOTHING_SEEN
) -> dict[str, Any]:
    """What of a point depends on neither the hour nor the asker. An amenity that is not named is unknown."""
    known = {key: point.has(key) for key in vocabulary}
    checked = trust(point.checked_on, point.checked_by, today, door)
    return {
        "code": point.code,
        "revision": point.revision,
        "name": point.name,
        "kind": point.kind,
        "kind_words": KIND_WORDS[point.kind],
        "demonstration": point.demonstration,
        "bureau": point.bureau,
        "district": point.district,
        "sub_district": point.sub_district,
        "address": point.address,
        "position": None if point.position is None else position_answer(point.position, datum),
        "audience": point.audience,
        "free": point.free,
        "access": point.access,
        "access_note": point.access_note,
        "entry_words": entry_words(point),
        "parking_note": point.parking_note,
        "hours": _hours(point.schedule),
        "amenities": {key: state for key, state in known.items() if state is not None},
        "spaces": [_space(space) for space in point.spaces],
        "phones": [contact.number for contact in point.contacts if contact.public],
        "booking": {
            "channel": point.booking.channel,
            "phone": point.booking.phone,
            "link": point.booking.link,
            "note": point.booking.note,
            "note_date": point.booking.note_date,
        },
        "link_group": point.link_group,
        "valid_from": point.valid_from,
        "valid_to": point.valid_to,
        "listing": point.listing,
        "trust": {
            "level": checked.level,
            "words": checked.words,
            "checked_on": checked.checked_on,
            "by": checked.by,
            "confirmed_on": checked.confirmed_on,
            "shut_at": checked.shut_at,
        },
        "source": point.source,
        "source_date": point.source_date,
        "note": point.note,
    }


def position_answer(position: Position, datum: Datum) -> dict[str, Any]:
    """A position in the datum that was asked for, which it names."""
    latitude, longitude = convert(position.latitude, position.longitude, Datum.WGS84, datum)
    return {
        "latitude": round(latitude, METRE_DIGITS),
        "longitude": round(longitude, METRE_DIGITS),
        "datum": datum,
        "precision_m": position.precision_m,
        "coarse": position.coarse,
        "basis": position.basis,
    }


def status_answer(status: Status, when: When) -> dict[str, Any]:
    """A status with its words. `until` and `opens_at` are moments in Shanghai or null; `space` names the
    space whose hours it speaks of, "" where they are the point's own."""
    return {
        "state": status.state,
        "until": status.until,
        "opens_at": status.opens_at,
        "certain": status.certain,
        "reason": status.reason,
        "reported": status.reported,
        "holiday": status.holiday,
        "space": status.space,
        "words": status_words(status, when.at, when.now),
    }


def arrival_answer(arrival: Arrival, when: When) -> dict[str, Any]:
    """What one finds on arrival, with its words. `usable_minutes` is null where no end is in sight
    for a day.
    """
    return {
        "state": arrival.state,
        "arrives_at": arrival.arrives_at,
        "usable_minutes": arrival.usable_minutes,
        "opens_at": arrival.opens_at,
        "space": arrival.space,
        "words": arrival_words(arrival, setting_out=name_of_moment(when.at, when.now)),
    }


def document(points: Iterable[orjson.Fragment], at: datetime, revision: int, **more: Any) -> bytes:
    """The answer that holds a list of points: the moment it is for, and the revision of the catalogue."""
    return orjson.dumps({"points": list(points), "as_of": at, "revision": revision, **more})


def _hours(schedule: Schedule) -> dict[str, Any]:
    return {"text": schedule.text, "opening_hours": schedule.opening_hours, "status": schedule.status}


def _space(space: Space) -> dict[str, Any]:
    hours = None if space.schedule is None else _hours(space.schedule)
    return {"name": space.name, "amenities": dict(space.amenities), "hours": hours}
