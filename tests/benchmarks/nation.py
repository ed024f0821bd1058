"""A made-up country to measure on: points that crowd as in Chinese cities, as bare columns of any length.

It begins with one city of 10,000 points and grows city by city to 200,000 points in 331 cities, a few of
them large and most small; beyond that the cities grow denser. A city has its middles, a crowd round each,
outskirts, and houses in which several points stand. Nothing here is of any product: peers, oracle and our
finder are all fed from these columns.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import (
    CODE_ALPHABET,
    Audience,
    Kind,
    Listing,
    Point,
    Position,
    Schedule,
    ScheduleStatus,
)
from tests.catalogue.oracle import Week

SEED = 20261124
ONE_CITY = 10_000
DAY = datetime(2026, 11, 17, tzinfo=TIMEZONE)
"""A Tuesday, in a week without holidays."""
DAYS = 2
"""So many days of open intervals are laid out for the peers; rides end within them."""

CITIES = 331
MIDDLES = 12
"""A city has so many middles, each in a district of its own."""

CAPITALS = (
    (31.23, 121.47), (39.90, 116.40), (23.13, 113.26), (29.56, 106.55), (30.57, 104.07), (39.13, 117.20),
    (30.59, 114.31), (30.27, 120.15), (34.34, 108.94), (32.06, 118.80), (34.75, 113.63), (28.23, 112.94),
    (41.80, 123.43), (36.65, 117.12), (45.80, 126.53), (43.82, 125.32), (38.04, 114.51), (31.82, 117.23),
    (25.04, 102.72), (26.07, 119.30), (28.68, 115.86), (22.82, 108.37), (26.65, 106.63), (37.87, 112.55),
    (43.83, 87.62), (36.06, 103.83), (40.84, 111.75), (38.49, 106.23), (20.04, 110.34), (36.62, 101.78),
    (29.65, 91.14),
)  # fmt: skip
"""About where the capitals of the thirty-one provinces lie, WGS-84, the largest first."""

NEEDS = ("hot_water", "phone_charging", "toilet", "microwave", "air_conditioning", "haircut")
SHARES = (0.7, 0.6, 0.5, 0.45, 0.4, 0.03)
"""What part of the points has each; the last is rare."""
AUDIENCES = (Audience.EVERYONE, Audience.COURIERS, Audience.COMPANY, Audience.RESIDENTS, Audience.UNKNOWN)

_OFFICE, _LUNCH = ((510, 1020),), ((510, 690), (780, 1020))
WEEKS = (
    *(Week((((h * 60, h * 60 + 600),),) * 7) for h in (6, 7, 8, 9)),
    Week((_OFFICE,) * 5 + ((),) * 2),
    Week((_LUNCH,) * 5 + ((),) * 2),
    Week(((), *[((540, 1020),)] * 6)),
    Week((((540, 1260),),) * 7),
    Week((((1080, 1800),),) * 7),
    Week((((0, 1440),),) * 7),
    Week(None),
)  # fmt: skip
_WEEK_SHARES = (0.04, 0.06, 0.12, 0.14, 0.16, 0.12, 0.1, 0.12, 0.02, 0.07, 0.05)

Floats, Ints, Flags = NDArray[np.float64], NDArray[np.int32], NDArray[np.bool_]


@dataclass(frozen=True)
class Nation:
    """Columns of one length. `has`: bit i for NEEDS[i]; `audience`: index in AUDIENCES; `week`: index in
    WEEKS; `workplace`: an outlet, where nobody unknown is counted on; `precise`: good enough to ride to."""

    latitude: Floats
    longitude: Floats
    district: Ints
    has: Ints
    audience: Ints
    week: Ints
    workplace: Flags
    free: Flags
    precise: Flags

    def __len__(self) -> int:
        return len(self.latitude)

    @property
    def ridable(self) -> Flags:
        """Where a courier can count on being let in, and the place is known well."""
        admits = (self.audience < 2) | ((self.audience == 4) & ~self.workplace)
        return np.asarray(admits & self.precise)


def nation(size: int, cities: int = 0, seed: int = SEED) -> Nation:
    """That many points, in so many cities; 0: as many as the country has by then."""
    dice = np.random.default_rng(seed)
    weight = 4.5 / (4.5 + np.arange(CITIES))
    cities = cities or min(CITIES, int(np.searchsorted(np.cumsum(weight), size / ONE_CITY)) + 1)
    middles = _middles(dice, weight)
    city = dice.choice(cities, size, p=weight[:cities] / weight[:cities].sum())
    middle = np.minimum(MIDDLES - 1, dice.exponential(MIDDLES / 4, size).astype(int))
    house = np.floor(dice.random(size) * 40) / 40  # one of forty houses round a middle
    wide_km = dice.choice([0.0, 0.3, 1.5, 4.0], size, p=[0.05, 0.25, 0.4, 0.3])
    turn = np.where(wide_km == 0, house, dice.random(size)) * 2 * np.pi
    away_km = np.where(wide_km == 0, 0.2 + house, np.abs(dice.normal(0, 1, size)) * wide_km)
    latitude = middles[city, middle, 0] + away_km * np.sin(turn) / 111.2
    longitude = middles[city, middle, 1] + away_km * np.cos(turn) / (111.2 * np.cos(np.radians(latitude)))
    has = sum((dice.random(size) < share).astype(np.int32) << bit for bit, share in enumerate(SHARES))
    return Nation(
        latitude, longitude, (city * MIDDLES + middle).astype(np.int32), np.asarray(has, dtype=np.int32),
        dice.choice(len(AUDIENCES), size, p=[0.45, 0.2, 0.08, 0.07, 0.2]).astype(np.int32),
        dice.choice(len(WEEKS), size, p=_WEEK_SHARES).astype(np.int32),
        dice.random(size) < 0.25, dice.random(size) < 0.6, dice.random(size) < 0.85,
    )  # fmt: skip


def _middles(dice: np.random.Generator, weight: Floats) -> Floats:
    """Latitude and longitude of every city's middles, shape (CITIES, MIDDLES, 2); the smaller ones lie round
    the capitals, and are smaller across."""
    capitals = np.array(CAPITALS)
    round_which = capitals[np.arange(CITIES) % len(capitals)]
    centre = round_which + dice.normal(0, 1.5, (CITIES, 2)) * (np.arange(CITIES) >= len(capitals))[:, None]
    wide = 0.1 * np.sqrt(weight)[:, None, None] * dice.normal(0, 1, (CITIES, MIDDLES, 2))
    wide[:, 0] = 0
    return np.asarray(centre[:, None, :] + wide)


def open_minutes(weeks: tuple[Week, ...] = WEEKS) -> Flags:
    """Whether each week is certainly open, minute by minute of DAYS from DAY on: shape (weeks, minutes)."""
    minutes = [DAY + timedelta(minutes=m) for m in range(DAYS * 1440 + 60)]
    return np.array([[week.open_at(minute) is True for minute in minutes] for week in weeks])


def intervals() -> list[list[tuple[int, int]]]:
    """The same as spans of minutes from DAY on, (first, end), for each of WEEKS."""
    found = []
    for row in open_minutes():
        edges = np.flatnonzero(np.diff(np.concatenate([[0], row.astype(np.int8), [0]])))
        found.append([(int(a), int(b)) for a, b in edges.reshape(-1, 2)])
    return found


def code_of(number: int) -> str:
    """A different code for each number, in the same order."""
    return "".join([CODE_ALPHABET[number >> shift & 31] for shift in (25, 20, 15, 10, 5, 0)])


def number_of(code: str) -> int:
    """The number that has this code."""
    number = 0
    for letter in code:
        number = number * 32 + CODE_ALPHABET.index(letter)
    return number


def district_name(number: int) -> str:
    """The name of a district."""
    return f"示例{number}区"


def points(columns: Nation, *, named: bool = False) -> Iterator[Point]:
    """The same as points of ours, one after the other; `named` ones have names and addresses of their own."""
    schedules = [_schedule(week) for week in WEEKS]
    roads = ("示例中山路", "示例人民路", "示例长宁路", "示例镇宁路")
    amenities = [
        {need: True for bit, need in enumerate(NEEDS) if mask >> bit & 1} for mask in range(1 << len(NEEDS))
    ]
    table = zip(*(getattr(columns, name).tolist() for name in Nation.__dataclass_fields__), strict=True)
    for n, (lat, lon, district, has, audience, week, workplace, free, precise) in enumerate(table):
        yield Point(
            code=code_of(n),
            revision=1,
            name=f"示例{n}号驿站" if named else "示例驿站",
            address=f"{roads[n % 4]}{n * 7919 % 997}号" if named else "",
            kind=Kind.OUTLET if workplace else Kind.CARE_STATION,
            position=Position(
                latitude=lat, longitude=lon, precision_m=10.0 if precise else 500.0, basis="pin"
            ),
            district=district_name(district),
            amenities=amenities[has],
            audience=AUDIENCES[audience],
            free=True if free else None,
            schedule=schedules[week],
            listing=Listing.LISTED,
        )


def _schedule(week: Week) -> Schedule:
    text = week.written()
    return Schedule(status=ScheduleStatus.READ, opening_hours=text) if text else Schedule()
