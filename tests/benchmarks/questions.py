"""What couriers ask of the country, and the right answers: by looking at every point, with numpy alone.

The oracle shares no code with the finder nor with any peer: its own distance, its own minutes.
"""

from dataclasses import dataclass

import numpy as np

from tests.benchmarks.nation import NEEDS, Flags, Floats, Ints, Nation, open_minutes

RADIUS_M, LIMIT, LEAST_MINUTES = 10_000.0, 20, 10
SAME_M = 1.0
"""Two distances that differ by less are taken for one: peers round positions or order by other formulas."""


@dataclass(frozen=True)
class Question:
    """The nearest LIMIT within RADIUS_M that have all of `needs` (bits of NEEDS) and are open from arrival on
    for LEAST_MINUTES, setting out at `minute` of DAY. `district` -1 and `audiences` () ask for nothing."""

    latitude: float
    longitude: float
    minute: int
    needs: int = 0
    district: int = -1
    audiences: tuple[int, ...] = ()


@dataclass(frozen=True)
class Kind:
    """Questions of one sort: how many needs, whether for the courier's own district and for couriers, from
    which minute of the day on; `rare` asks for the rare need. `spots`: they are asked at so many spots only,
    with one filter each (0: everywhere, and so nearly each with a filter of its own)."""

    needs: int = 0
    whole: bool = False
    rare: bool = False
    begins: int = 600
    spots: int = 0


KINDS = {
    "no filter but open on arrival": Kind(),
    "one need": Kind(needs=1, begins=720),
    "the whole filter": Kind(needs=2, whole=True, begins=660),
    "the whole filter, 20 busy spots": Kind(needs=2, whole=True, begins=660, spots=20),
    "a rare need in the evening, under 1 % pass": Kind(rare=True, begins=1140),
}
"""The whole filter is two needs, the district, who is let in, and open on arrival."""


def drawn(kind: Kind, columns: Nation, count: int, seed: int, a_minute: int = 25) -> list[Question]:
    """So many, from places where points crowd; the clock moves on by a minute after every `a_minute`."""
    dice = np.random.default_rng(seed)
    common = len(NEEDS) - 1
    rows = dice.integers(0, len(columns), count)
    bits = np.array([dice.permutation(common)[: kind.needs] for _ in range(count)], dtype=int)
    if kind.spots:
        rows, bits = (np.resize(column[: kind.spots], (count, *column.shape[1:])) for column in (rows, bits))
    latitude = columns.latitude[rows] + dice.normal(0, 0.004, count)
    longitude = columns.longitude[rows] + dice.normal(0, 0.004, count)
    asked = []
    for i, row in enumerate(rows.tolist()):
        asked.append(
            Question(
                float(latitude[i]),
                float(longitude[i]),
                kind.begins + i // a_minute,
                1 << common if kind.rare else sum(1 << int(bit) for bit in bits[i]),
                int(columns.district[row]) if kind.whole else -1,
                (0, 1) if kind.whole else (),
            )
        )
    return asked


class Oracle:
    """Every point looked at, for every question."""

    def __init__(self, columns: Nation) -> None:
        self._columns = columns
        open_at = open_minutes()
        end = open_at.shape[1] - LEAST_MINUTES
        self._usable: Flags = np.all([open_at[:, i : end + i] for i in range(LEAST_MINUTES)], axis=0)
        self._ridable = columns.ridable

    def answer(self, asked: Question) -> tuple[Ints, Floats]:
        """All that pass, nearest first, and their distances in metres."""
        c = self._columns
        some = np.flatnonzero(self._ridable & (np.abs(c.latitude - asked.latitude) < 0.1))
        away = _metres(asked.latitude, asked.longitude, c.latitude[some], c.longitude[some])
        minute = asked.minute + np.maximum(1, np.ceil(away * 1.3 / 250)).astype(int)
        passes = (away <= RADIUS_M) & (c.has[some] & asked.needs == asked.needs)
        if asked.district >= 0:
            passes &= c.district[some] == asked.district
        if asked.audiences:
            passes &= np.isin(c.audience[some], asked.audiences)
        some, away, minute = some[passes], away[passes], minute[passes]
        usable = self._usable[c.week[some], minute]
        some, away = some[usable], away[usable]
        order = np.lexsort((some, away))
        return some[order], away[order]

    def share(self, asked: Question) -> float:
        """What part of the points within reach passes."""
        c = self._columns
        near = (np.abs(c.latitude - asked.latitude) < 0.1) & (np.abs(c.longitude - asked.longitude) < 0.1)
        within = _metres(asked.latitude, asked.longitude, c.latitude[near], c.longitude[near]) <= RADIUS_M
        return len(self.answer(asked)[0]) / max(1, int(within.sum()))


def recall(found: list[int], right: tuple[Ints, Floats]) -> tuple[int, int]:
    """How many of the right answers were found, of how many; a point as far as the last one counts too."""
    rows, away = right
    wanted = min(LIMIT, len(rows))
    furthest = away[wanted - 1] + SAME_M if wanted else 0.0
    allowed = set(rows[away <= furthest].tolist())
    return min(wanted, len(allowed & set(found))), wanted


def _metres(latitude: float, longitude: float, latitudes: Floats, longitudes: Floats) -> Floats:
    """By the angle between unit vectors, through its sine and cosine."""
    here = _vector(np.array([latitude]), np.array([longitude]))
    there = _vector(latitudes, longitudes)
    across = np.linalg.norm(np.cross(np.broadcast_to(here, there.shape), there), axis=1)
    return np.asarray(6_371_008.8 * np.arctan2(across, there @ here[0]))


def _vector(latitude: Floats, longitude: Floats) -> Floats:
    p, q = np.radians(latitude), np.radians(longitude)
    return np.stack([np.cos(p) * np.cos(q), np.cos(p) * np.sin(q), np.sin(p)], axis=-1)
