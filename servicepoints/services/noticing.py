"""The group notice of a bureau, a district, a sub-district or a few chosen points.

It never waits for the queue: what is not read yet says so and is printed all the same.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from servicepoints.catalogue.prominence import prominence
from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.bookings import public_places
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Listing, Point, admits_couriers
from servicepoints.domain.publication import published, published_offering
from servicepoints.domain.roles import Account, require_bureau
from servicepoints.errors import InvalidValue
from servicepoints.register import Reader, Register, bureaus, calendar, offerings, points
from servicepoints.register.offerings import Standing
from servicepoints.sharing.notice import (
    DAYS,
    MOST_ACTIVITIES,
    MOST_POINTS,
    Activity,
    Said,
    activity_of,
    forward_text,
    managers_text,
    said_of,
)

MOST_CHOSEN = 20
_SHOWN = (Listing.LISTED, Listing.SUSPENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a notice is asked of: a bureau (slug), in it a district and a sub-district by name, and the codes
    of the chosen points; "" and () leave it open."""

    bureau: str = ""
    district: str = ""
    sub_district: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A point that could be in the notice, and whether it is."""

    code: str
    name: str
    where: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """The two texts, the points to choose from, and the places that have any: (district, sub-district) with
    their numbers."""

    managers: str
    forward: str
    choices: tuple[Choice, ...]
    places: dict[tuple[str, str], int]


def group_notice(
    register: Register,
    account: Account,
    wanted: Wanted,
    first: date,
    *,
    now: datetime,
    open_window: timedelta,
    site: str,
    host: str,
    vocabulary: Vocabulary,
    gazetteer: Gazetteer,
) -> Notice:
    """The notice for the seven days from `first`, with the places left `now` (aware); `site` is the public
    address, `host` who signs for the city.

    Without chosen codes, the five most useful points that let couriers in. NotAllowed for another bureau;
    InvalidValue for more points than anybody reads; RegisterAway.
    """
    bureau = account.bureau if not account.is_city else wanted.bureau
    require_bureau(account, wanted.bureau or bureau)
    if len(wanted.codes) > MOST_CHOSEN:
        raise InvalidValue(
            "点位", f"{len(wanted.codes)}个", f"最多选{MOST_CHOSEN}个", "其余的小哥点链接看得到"
        )
    with register.read() as reader:
        names = {b.slug: b.name for b in bureaus.all_bureaus(reader)}
        days = Calendar(calendar.overrides(reader))
        standing = points.matching(reader, bureau) if bureau else points.all_points(reader)
        offered = _offered(reader, {point.code for point in standing}, first, now)
    shown = _shown(standing, first)
    here = [point for point in shown if _stands_in(point, wanted)]
    chosen = _chosen(here, wanted.codes)
    activities = _activities(chosen, offered, now, open_window)
    said: list[Said] = [said_of(point, first, days, vocabulary) for point in chosen]
    place = wanted.sub_district or wanted.district or names.get(bureau, "") or "上海"
    more = 0 if wanted.codes else len(here) - len(chosen)
    link = site + _path(wanted, chosen, gazetteer)
    taken = {point.code for point in chosen}
    return Notice(
        managers_text(place, names.get(bureau, "") or host, activities=bool(activities)),
        forward_text(place, first, said, more, link, activities),
        tuple(Choice(p.code, p.name, p.address or p.sub_district, p.code in taken) for p in here),
        _places(shown),
    )


def _offered(reader: Reader, codes: Set[str], first: date, now: datetime) -> list[Standing]:
    """The sessions of these points in the seven days, the soonest of each offering, as couriers may see
    them."""
    begins = max(now, datetime.combine(first, time(), TIMEZONE))
    ends = datetime.combine(first + timedelta(days=DAYS), time(), TIMEZONE)
    numbers = [one.id for every in offerings.offerings_of(reader, codes).values() for one in every]
    found = offerings.sessions_of(reader, numbers, begins).values()
    coming = [
        next((s for s in every if begins < s.session.starts_at < ends and s.going_on), None)
        for every in found
    ]
    return sorted(filter(None, coming), key=lambda one: (one.session.starts_at, one.session.code))


def _activities(
    chosen: Sequence[Point], offered: Sequence[Standing], now: datetime, open_window: timedelta
) -> list[Activity]:
    places = {point.code: at for at, point in enumerate(chosen)}
    here = [one for one in offered if one.offering.point in places][:MOST_ACTIVITIES]
    return [
        activity_of(
            places[one.offering.point],
            published_offering(one.offering),
            one.session,
            public_places(one.offering, one.session, one.taken, now, open_window),
            now,
        )
        for one in here
    ]


def _shown(standing: Sequence[Point], first: date) -> list[Point]:
    """What couriers may see of the points that are not over, the most useful first."""
    seen = [published(p) for p in standing if p.listing in _SHOWN and not (p.valid_to and p.valid_to < first)]
    return sorted((p for p in seen if p is not None), key=lambda p: (prominence(p), p.name, p.code))


def _stands_in(point: Point, wanted: Wanted) -> bool:
    return wanted.district in ("", point.district) and wanted.sub_district in ("", point.sub_district)


def _chosen(here: Sequence[Point], codes: Sequence[str]) -> list[Point]:
    if codes:
        return [point for point in here if point.code in codes]
    return [point for point in here if admits_couriers(point.kind, point.audience)][:MOST_POINTS]


def _path(wanted: Wanted, chosen: Sequence[Point], gazetteer: Gazetteer) -> str:
    """The page behind the link: of the sub-district or district asked for, or of the one in which all chosen
    points stand; else the home page."""
    names = {point.district for point in chosen}
    name = wanted.district or (names.pop() if len(names) == 1 else "")
    district = gazetteer.district(name) if name else None
    if district is None:
        return "/"
    below = gazetteer.sub_district(wanted.sub_district, district.name) if wanted.sub_district else None
    return f"/d/{district.slug}" + (f"/{below.slug}" if below else "")


def _places(shown: Sequence[Point]) -> dict[tuple[str, str], int]:
    counts: dict[tuple[str, str], int] = {}
    for point in shown:
        if point.district:
            counts[point.district, ""] = counts.get((point.district, ""), 0) + 1
        if point.sub_district:
            key = (point.district, point.sub_district)
            counts[key] = counts.get(key, 0) + 1
    return dict(sorted(counts.items()))
