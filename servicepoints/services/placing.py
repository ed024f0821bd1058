"""Placing: a person sets where a point stands; what geocoders and couriers offer and what lies around helps
to choose.

A pin that a person set is confirmed: no machine moves it afterwards. One that lies far from the other points
of its sub-district is asked about once more before it is taken.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from servicepoints.domain.addresses import Address, read_address
from servicepoints.domain.booking_words import moment_in_full
from servicepoints.domain.coordinates import distance_m, in_shanghai
from servicepoints.domain.door_answers import DoorAnswer
from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.domain.pins import PIN_M, where_words
from servicepoints.domain.points import Listing, Point, Position
from servicepoints.domain.roles import Account
from servicepoints.domain.sightings import Saw
from servicepoints.domain.wording import BASIS_WORDS
from servicepoints.errors import Conflict, InvalidValue
from servicepoints.register import Reader, Register, Writer, geocodes, points, reviews, sightings
from servicepoints.services.accounts.signing import actor_of
from servicepoints.services.listing import AsOf, Wanted, choose
from servicepoints.services.owning import own_point
from servicepoints.services.reporting.settling import settle

FAR_M = 2500.0
"""So far from the nearest other point of its sub-district a pin is asked about: sub-districts of the city are
a few kilometres across; towns are larger, and a person can say that it is right."""

NEARBY_M = 1500.0
MOST_NEARBY = 60
MOST_MARKED = 5
PRECISIONS = {"10": "就在门口（10米内）", "30": "在这栋楼（30米内）", "100": "在这一片（100米内）"}
_FIELD = "位置"


@dataclass(frozen=True, slots=True)
class Offer:
    """A position that somebody offers: WGS-84 degrees, within how many metres, what it calls the place, who
    says so, and why it was not taken at once."""

    latitude: float
    longitude: float
    precision_m: float
    words: str
    known_by: str
    why: str


@dataclass(frozen=True, slots=True)
class Placing:
    """What a person needs to set a pin: the point, its address as read, the offers, what lies around, and
    where to begin looking (WGS-84; None: nobody knows)."""

    point: Point
    address: Address
    offers: tuple[Offer, ...]
    nearby: tuple[Point, ...]
    middle: tuple[float, float] | None


def placing(register: Register, account: Account, code: str, gazetteer: Gazetteer) -> Placing:
    """What helps to place a point. NotFound, NotAllowed, RegisterAway."""
    with register.read() as reader:
        point = _own(reader, account, code)
        found = tuple(_offer(w.candidate, w.why) for w in geocodes.candidates(reader, code))
        offers = (*_marked(reader, point), *found)
        others = [p for p in _placed(reader, account, point) if p.code != code]
    middle = _middle(point, offers, others)
    return Placing(point, read_address(point.address, gazetteer), offers, _around(middle, others), middle)


def place(
    register: Register,
    account: Account,
    code: str,
    latitude: float,
    longitude: float,
    precision_m: float,
    today: date,
    *,
    revision: int,
    sure: bool = False,
) -> None:
    """Sets the pin (WGS-84 degrees, metres), ends the offers and what waits about the position.

    `revision` is the point's as it was shown. InvalidValue for a place outside Shanghai, or one far from the
    other points of its sub-district unless the person is `sure`; Conflict if somebody changed the point
    meanwhile; NotFound, NotAllowed.
    """
    with register.write(actor_of(account)) as writer:
        point = _own(writer, account, code)
        pin = pinned(writer, account, point, (latitude, longitude), precision_m, today, sure=sure)
        points.update(writer, code, replace(point, position=pin), "在地图上标点", expected_revision=revision)
        placed(writer, code)


def pinned(
    reader: Reader,
    account: Account,
    point: Point,
    at: tuple[float, float],
    precision_m: float,
    today: date,
    *,
    sure: bool = False,
) -> Position:
    """The pin of a point at a place (WGS-84 latitude, longitude; metres). InvalidValue for a place outside
    Shanghai, or one far from the other points of its sub-district unless somebody is `sure`."""
    latitude, longitude = at
    if not in_shanghai(latitude, longitude):
        shown = f"{latitude:.5f}, {longitude:.5f}"
        raise InvalidValue(_FIELD, shown, "不在上海", "看看经纬度是不是写反了、坐标系选得对不对")
    if not sure:
        _ask_if_far(point, latitude, longitude, _placed(reader, account, point))
    return Position(
        latitude=round(latitude, 7),
        longitude=round(longitude, 7),
        precision_m=precision_m,
        basis="pin",
        confirmed_by=account.name,
        confirmed_on=today,
    )


def placed(writer: Writer, code: str) -> None:
    """Ends what geocoders offered for a point that has its pin now, and what waits about its position; who
    said that it was wrong reads that it was mended."""
    settle(writer, code, {Saw.POSITION}, DoorAnswer.CHANGED)
    geocodes.set_candidates(writer, code, [])
    waiting = reviews.open_reviews(writer, kind="position", code=code)
    reviews.close_reviews(writer, [item.id for item in waiting if item.id is not None], "changed")


def next_to_place(
    register: Register, account: Account, bureau: str | None, at: AsOf, after: str = ""
) -> str | None:
    """The code of the next point that needs a pin as the desk counts them, among the account's own (for the
    city of that bureau, None for all), in the order of codes and round the end; None when all have one.
    NotAllowed for another's bureau."""
    with register.read() as reader:
        waiting = choose(reader, account, Wanted(bureau=bureau, matter="position"), at)
    codes = sorted(waiting.versions)
    return next((code for code in codes if code > after), codes[0] if codes and codes[0] != after else None)


def _own(reader: Reader, account: Account, code: str) -> Point:
    point = own_point(reader, account, code)
    if point.listing is Listing.WITHDRAWN:
        raise Conflict("这个点位已经撤了，不用标位置")
    return point


def _placed(reader: Reader, account: Account, point: Point) -> list[Point]:
    """The points of the same bureau that have a precise position."""
    same = points.matching(reader, point.bureau) if point.bureau else points.all_points(reader)
    return [p for p in same if p.position and not p.position.coarse and p.listing is not Listing.WITHDRAWN]


def _marked(reader: Reader, point: Point) -> tuple[Offer, ...]:
    """Where couriers say the door is, the latest first, until somebody answers them. Read from what they said
    and copied nowhere: it goes when that is erased."""
    said = [s for s in reversed(sightings.waiting(reader, [point.code])) if s.pin]
    return tuple(
        Offer(
            *s.pin,
            PIN_M,
            s.words,
            "小哥在地图上标的门",
            f"{moment_in_full(s.voice.at)}，{where_words(s.pin, point.position)}",
        )
        for s in said[:MOST_MARKED]
        if s.pin
    )


def _offer(said: Mapping[str, Any], why: str) -> Offer:
    known_by = said["level"] if said["provider"] == "embedded" else said["provider"]
    return Offer(
        said["latitude"],
        said["longitude"],
        said["precision_m"],
        said["formatted"],
        BASIS_WORDS.get(known_by, known_by),
        why,
    )


def _middle(point: Point, offers: Sequence[Offer], others: Sequence[Point]) -> tuple[float, float] | None:
    """Where to look first: the standing position, else the first offer, else amid the sub-district's or the
    district's other points."""
    if point.position is not None:
        return point.position.latitude, point.position.longitude
    if offers:
        return offers[0].latitude, offers[0].longitude
    for same in ("sub_district", "district"):
        where = getattr(point, same)
        near = [p.position for p in others if where and getattr(p, same) == where and p.position]
        if near:
            return sum(p.latitude for p in near) / len(near), sum(p.longitude for p in near) / len(near)
    return None


def _around(middle: tuple[float, float] | None, others: Sequence[Point]) -> tuple[Point, ...]:
    if middle is None:
        return ()
    away = {
        p.code: distance_m(*middle, p.position.latitude, p.position.longitude) for p in others if p.position
    }
    near = sorted((p for p in others if away[p.code] <= NEARBY_M), key=lambda p: away[p.code])
    return tuple(near[:MOST_NEARBY])


def _ask_if_far(point: Point, latitude: float, longitude: float, placed: Sequence[Point]) -> None:
    """InvalidValue if the nearest other point of the sub-district is far from there."""
    same = [
        p.position
        for p in placed
        if p.code != point.code and point.sub_district and p.sub_district == point.sub_district and p.position
    ]
    if not same:
        return
    nearest = min(distance_m(latitude, longitude, p.latitude, p.longitude) for p in same)
    if nearest > FAR_M:
        reason = f"离{point.sub_district}别的点位最近的也有{nearest / 1000:.1f}公里"
        raise InvalidValue(_FIELD, f"{latitude:.5f}, {longitude:.5f}", reason, "真在那里就勾上“就是这里”再存")
