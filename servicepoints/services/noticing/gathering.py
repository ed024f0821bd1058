"""What a notice says: of a bureau, a district, a sub-district or chosen points, and of a day or a week."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import chain

from servicepoints import reference
from servicepoints.catalogue.prominence import prominence
from servicepoints.config import Settings
from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.bookings import public_places
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.digests import WEEK, Form, Length, last_day
from servicepoints.domain.doors import NOTHING_SEEN, Door
from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Listing, Point, admits_couriers
from servicepoints.domain.publication import published, published_offering
from servicepoints.domain.roles import Account, require_bureau
from servicepoints.domain.trust import dated_trust
from servicepoints.errors import InvalidValue
from servicepoints.register import Reader, Register, bureaus, calendar, doors, offerings, openings, points
from servicepoints.register.offerings import Standing
from servicepoints.sharing.digest import (
    MOST_ACTIVITIES,
    MOST_POINTS,
    Digest,
    digest_texts,
    managers_text,
)
from servicepoints.sharing.notice import Activity, Said, activity_of, note_of, said_of

MOST_CHOSEN = {Length.SHORT: 20, Length.FULL: 100}
"""Points that a notice may name."""
_MOST = {Length.SHORT: (MOST_POINTS, MOST_ACTIVITIES), Length.FULL: (MOST_CHOSEN[Length.FULL], 200)}
_MOST_NOTES = 3
MOST_CHOICES = 300
"""Points to choose from on one page."""
_SHOWN = (Listing.LISTED, Listing.SUSPENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a notice is asked of: a bureau (slug), in it a district and a sub-district by name, and the codes
    of the chosen points in their order; "" and () leave it open. Of so many days from `first`, so long."""

    first: date
    days: int = WEEK
    length: Length = Length.SHORT
    bureau: str = ""
    district: str = ""
    sub_district: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands round every notice: the public address of the site, who signs for the city, how long before
    its start a session is open to all, and the tables."""

    site: str
    host: str
    open_window: timedelta
    vocabulary: Vocabulary
    gazetteer: Gazetteer


@dataclass(frozen=True, slots=True)
class Choice:
    """A point that could be in the notice, and whether it is."""

    code: str
    name: str
    where: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """The line to the managers and the texts to pass on; the points to choose from, the chosen first and in
    their order, and how many more there would be; and the places that have any: (district, sub-district) with
    their numbers."""

    managers: str
    texts: tuple[str, ...]
    choices: tuple[Choice, ...]
    more: int
    places: dict[tuple[str, str], int]


def frame_of(settings: Settings, site: str) -> Frame:
    """The frame that the settings make, over the site's public address."""
    return Frame(
        site=site,
        host=settings.host_name,
        open_window=timedelta(hours=settings.booking_open_hours),
        vocabulary=reference.vocabulary(),
        gazetteer=reference.gazetteer(),
    )


def asked_notice(register: Register, account: Account, wanted: Wanted, frame: Frame, now: datetime) -> Notice:
    """The notice that an account asks for; an editor's is of their own bureau.

    NotAllowed for another bureau; InvalidValue for more points than anybody reads; RegisterAway.
    """
    wanted = replace(wanted, bureau=wanted.bureau or account.bureau)
    require_bureau(account, wanted.bureau)
    return made_notice(register, wanted, frame, now)


def places_of(register: Register, bureau: str, first: date) -> dict[tuple[str, str], int]:
    """The places in which a bureau ("" is the city) has points that couriers see, with their numbers."""
    with register.read() as reader:
        standing = points.matching(reader, bureau) if bureau else points.all_points(reader)
    return _places(_shown(standing, first))


def made_notice(
    register: Register, wanted: Wanted, frame: Frame, now: datetime, form: Form = Form.TEXT
) -> Notice:
    """The notice as the register stands, its remaining places those of `now` (aware).

    Without chosen codes of a short one the five most useful points that let couriers in, or as many of them
    as one message holds; of a long one all.
    InvalidValue for more points than anybody reads; RegisterAway.
    """
    most = MOST_CHOSEN[wanted.length]
    if len(wanted.codes) > most:
        raise InvalidValue("点位", f"{len(wanted.codes)}个", f"最多选{most}个", "其余的小哥点链接看得到")
    with register.read() as reader:
        names, opening = bureaus.names(reader), openings.line(reader, wanted.bureau)
        days = Calendar(calendar.overrides(reader))
        standing = points.matching(reader, wanted.bureau) if wanted.bureau else points.all_points(reader)
        offered = _offered(reader, {point.code for point in standing}, wanted, now)
        found = doors.among(reader, [point.code for point in standing])
    shown = _shown(standing, wanted.first)
    here = [point for point in shown if _stands_in(point, wanted)]
    signed = names.get(wanted.bureau, "")

    def told(chosen: Sequence[Point]) -> Digest:
        return Digest(
            place=wanted.sub_district or wanted.district or signed or "上海",
            first=wanted.first,
            days=wanted.days,
            said=tuple(
                _with_trust(
                    said_of(p, wanted.first, wanted.days, days, frame.vocabulary), p, found.get(p.code), now
                )
                for p in chosen
            ),
            notes=tuple(note_of(p, wanted.first, wanted.days) for p in _shut(here, chosen, wanted)),
            activities=tuple(_activities(chosen, offered, wanted.length, now, frame.open_window)),
            more=0 if wanted.codes else len(here) - len(chosen),
            link=frame.site + _path(wanted, chosen, frame.gazetteer),
            opening=opening,
        )

    chosen = _chosen(here, wanted)
    digest = told(chosen)
    texts = digest_texts(digest, wanted.length, form)
    while len(texts) > 1 < len(chosen) and wanted.length is Length.SHORT and not wanted.codes:
        chosen = chosen[:-1]  # nobody chose it: behind the link, as the others, it needs no second message
        digest = told(chosen)
        texts = digest_texts(digest, wanted.length, form)
    return Notice(
        managers_text(digest.place, signed or frame.host, activities=bool(digest.activities)),
        tuple(texts),
        tuple(_choices(chosen, here)[:MOST_CHOICES]),
        max(0, len(here) - MOST_CHOICES),
        _places(shown),
    )


def _with_trust(said: Said, point: Point, door: Door | None, now: datetime) -> Said:
    """What is said of a point with how far to trust it, by date; where couriers do not agree, to call first.
    A shut door is over before anybody reads of it."""
    seen = NOTHING_SEEN if door is None else door.seen(now)
    today = now.astimezone(TIMEZONE).date()
    words = dated_trust(point.checked_on, point.checked_by, today, seen)
    if seen.disputed and seen.shut_at is None:
        return replace(said, cautions=(*said.cautions, words))
    return replace(said, entry=(*said.entry[:-1], f"{said.entry[-1]}｜{words}"))


def _offered(reader: Reader, codes: Set[str], wanted: Wanted, now: datetime) -> list[Standing]:
    """The sessions of these points in these days, as couriers may see them: all for a long notice, of each
    offering the soonest for a short one."""
    begins = max(now, datetime.combine(wanted.first, time(), TIMEZONE))
    ends = datetime.combine(last_day(wanted.first, wanted.days + 1), time(), TIMEZONE)
    numbers = [one.id for every in offerings.offerings_of(reader, codes).values() for one in every]
    found = offerings.sessions_of(reader, numbers, begins).values()
    of_each = None if wanted.length is Length.FULL else 1
    coming = (
        [s for s in every if begins < s.session.starts_at < ends and s.going_on][:of_each] for every in found
    )
    return sorted(chain.from_iterable(coming), key=lambda one: (one.session.starts_at, one.session.code))


def _activities(
    chosen: Sequence[Point], offered: Sequence[Standing], length: Length, now: datetime, window: timedelta
) -> list[Activity]:
    places = {point.code: at for at, point in enumerate(chosen)}
    here = [one for one in offered if one.offering.point in places][: _MOST[length][1]]
    return [
        activity_of(
            places[one.offering.point],
            published_offering(one.offering),
            one.session,
            public_places(one.offering, one.session, one.taken, now, window),
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


def _chosen(here: Sequence[Point], wanted: Wanted) -> list[Point]:
    if wanted.codes:
        by_code = {point.code: point for point in here}
        return [by_code[code] for code in dict.fromkeys(wanted.codes) if code in by_code]
    short, after = wanted.length is Length.SHORT, last_day(wanted.first, wanted.days + 1)
    useful = [p for p in here if admits_couriers(p.kind, p.audience) and not (short and _shut_on(p, after))]
    return useful[: _MOST[wanted.length][0]]


def _shut(here: Sequence[Point], chosen: Sequence[Point], wanted: Wanted) -> list[Point]:
    """The points that are shut on some of these days and are not among the chosen, which tell it themselves:
    nobody should ride there in vain."""
    if wanted.codes:
        return []
    return [p for p in here if _shut_on(p, wanted.first) and p not in chosen][:_MOST_NOTES]


def _shut_on(point: Point, day: date) -> bool:
    """Whether it is suspended until some time of that day, or longer."""
    until = point.suspended_until and point.suspended_until.astimezone(TIMEZONE).date()
    return point.listing is Listing.SUSPENDED and (until is None or until >= day)


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


def _choices(chosen: Sequence[Point], here: Sequence[Point]) -> list[Choice]:
    taken = {point.code for point in chosen}
    others = (point for point in here if point.code not in taken)
    return [Choice(p.code, p.name, p.address or p.sub_district, p.code in taken) for p in (*chosen, *others)]


def _places(shown: Sequence[Point]) -> dict[tuple[str, str], int]:
    counts: dict[tuple[str, str], int] = {}
    for point in shown:
        if point.district:
            counts[point.district, ""] = counts.get((point.district, ""), 0) + 1
        if point.sub_district:
            key = (point.district, point.sub_district)
            counts[key] = counts.get(key, 0) + 1
    return dict(sorted(counts.items()))
