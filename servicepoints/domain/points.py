"""A point (服务点): a place a courier can go to, and what is known of it.

Unknown is a value of its own everywhere: an amenity that is not in the mapping is unknown, not absent; an
audience is `unknown` until someone says; a position is None until someone or something finds it.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

COARSE_M = 150.0
"""A position less precise than this (metres) is shown without distance and never counted as ridable."""

CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, so a code can be read out from a poster."""

_CODE = re.compile(f"[{CODE_ALPHABET}]{{6}}")


class Kind(StrEnum):
    """What sort of place it is; UNKNOWN until a roster or a person says."""

    PARTY_MASS_CENTRE = "party_mass_centre"
    OUTLET = "outlet"
    POST_OFFICE = "post_office"
    BUILDERS_HOME = "builders_home"
    CARE_STATION = "care_station"
    POP_UP = "pop_up"
    UNKNOWN = "unknown"


class Demonstration(StrEnum):
    """Whether it is a demonstration point (示范点): a quality, not a kind."""

    NO = "no"
    PLANNED = "planned"
    DESIGNATED = "designated"


class Audience(StrEnum):
    """Who may enter. COURIERS is any company's couriers, food riders too."""

    EVERYONE = "everyone"
    COURIERS = "couriers"
    COMPANY = "company"
    RESIDENTS = "residents"
    UNKNOWN = "unknown"


class Access(StrEnum):
    """How one gets in."""

    WALK_IN = "walk_in"
    ASK_STAFF = "ask_staff"
    SCAN_CODE = "scan_code"
    REGISTER = "register"
    BY_APPOINTMENT = "by_appointment"
    UNKNOWN = "unknown"


class Channel(StrEnum):
    """How a thing of this point is booked."""

    HERE = "here"
    PHONE = "phone"
    LINK = "link"
    MINI_PROGRAM = "mini_program"
    WALK_IN = "walk_in"
    UNKNOWN = "unknown"


class Listing(StrEnum):
    """Whether couriers see it: HELD waits in review, SUSPENDED is shut for now, WITHDRAWN keeps its code."""

    LISTED = "listed"
    HELD = "held"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


class ScheduleStatus(StrEnum):
    """How far a schedule's text was understood."""

    NONE = "none"
    READ = "read"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Opening times: the roster's own words, and what could be read of them.

    `opening_hours` is OSM syntax (the subset of `domain.hours`), None unless `status` is READ. `proposal` is
    a reading that a person may accept while `status` is REVIEW. `reasons` say why, in Chinese.
    """

    text: str = ""
    opening_hours: str | None = None
    status: ScheduleStatus = ScheduleStatus.NONE
    proposal: str | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a point stands: WGS-84 degrees, with the radius in metres within which it lies.

    `basis` says how it is known: `pin` (a person set it on a map or at the door), `roster` (given in a roster
    with its datum), `approximate` (e.g. the middle of a road), `same_address` and `same_road` (the embedded
    geocoder), or a provider's name; `wording.BASIS_WORDS` has them all.
    `confirmed_by` is set only by a person; a confirmed position is never moved by a machine.
    """

    latitude: float
    longitude: float
    precision_m: float
    basis: str
    confirmed_by: str = ""
    confirmed_on: date | None = None

    @property
    def coarse(self) -> bool:
        """Whether it is too vague to ride to (no distance, no minutes)."""
        return self.precision_m > COARSE_M


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Someone or something to phone: `number` as `domain.phones` writes it; `public` ones are published."""

    name: str = ""
    number: str = ""
    public: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingInfo:
    """How things at this point are booked. `note` is a bureau's own words, true on `note_date`."""

    channel: Channel = Channel.UNKNOWN
    phone: str = ""
    link: str = ""
    note: str = ""
    note_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """A part of a point (功能空间) with amenities of its own and, if `schedule` is given, its own hours.

    A space without a schedule is open when its point is.
    """

    name: str
    amenities: Mapping[str, bool] = field(default_factory=dict)
    schedule: Schedule | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """All that is known of one point.

    `bureau` is a slug, `district` and `sub_district` are Chinese names or "". `free` and every amenity: True,
    False, or unknown (None / not in the mapping). `code` is "" and `revision` 0 until the register has stored
    it. `valid_from` and `valid_to` (inclusive) bound a pop-up's life.
    """

    name: str
    kind: Kind
    code: str = ""
    revision: int = 0
    demonstration: Demonstration = Demonstration.NO
    bureau: str = ""
    district: str = ""
    sub_district: str = ""
    address: str = ""
    position: Position | None = None
    audience: Audience = Audience.UNKNOWN
    free: bool | None = None
    access: Access = Access.UNKNOWN
    access_note: str = ""
    parking_note: str = ""
    schedule: Schedule = field(default_factory=Schedule)
    amenities: Mapping[str, bool] = field(default_factory=dict)
    spaces: tuple[Space, ...] = ()
    contacts: tuple[Contact, ...] = ()
    booking: BookingInfo = field(default_factory=BookingInfo)
    link_group: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    listing: Listing = Listing.LISTED
    suspended_until: datetime | None = None
    listing_reason: str = ""
    checked_on: date | None = None
    checked_by: str = ""
    source: str = ""
    source_date: str = ""
    note: str = ""
    updated_at: datetime | None = None

    def has(self, amenity: str) -> bool | None:
        """Whether the point or one of its spaces has the amenity: True, False, or None for unknown."""
        said = [a[amenity] for a in (self.amenities, *(s.amenities for s in self.spaces)) if amenity in a]
        return None if not said else any(said)


def admits_couriers(kind: Kind, audience: Audience) -> bool:
    """Whether a courier can count on being let in.

    An outlet or a builders' home of unknown audience is not counted on: the first is a company's workplace,
    the second is housing, and a place of unknown kind may be either. Others are public by what they are.
    """
    if audience is Audience.UNKNOWN:
        return kind not in (Kind.OUTLET, Kind.BUILDERS_HOME, Kind.UNKNOWN)
    return audience in (Audience.EVERYONE, Audience.COURIERS)


def insiders_only(audience: Audience) -> bool:
    """Whether it is known to be for one company's people or for residents: a courier is turned away."""
    return audience in (Audience.COMPANY, Audience.RESIDENTS)


def new_code() -> str:
    """A random code of six characters (30 bits); the register makes sure that it is new."""
    bits = secrets.randbits(30)  # once: an import of 10,000 rows draws as many codes
    return "".join([CODE_ALPHABET[bits >> shift & 31] for shift in (25, 20, 15, 10, 5, 0)])


def clean_code(text: str) -> str | None:
    """A code as typed from a poster (case, O for 0, I or L for 1 forgiven), or None if it is none."""
    code = text.strip().upper().translate(str.maketrans("OIL", "011"))
    return code if _CODE.fullmatch(code) else None
