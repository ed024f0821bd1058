"""The finder: the catalogue in memory, and the one answer a courier wants from it.

Where near here can I go that will be open when I get there? The tree and the masks sift, the domain decides
on each candidate. A finder never changes: a change of the catalogue makes another one, which shares the tree
unless a position changed. It asks no database and holds no words.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from servicepoints.catalogue.arrays import Arrays
from servicepoints.catalogue.columns import INSIDERS, Columns, Positions, counts, moved
from servicepoints.catalogue.day_hours import NO_NEEDS, DayHours, Moment, Outlook
from servicepoints.catalogue.doors import Alarms, Doors
from servicepoints.catalogue.masks import Filter, Mask, Masks, Openness
from servicepoints.catalogue.memory import Memory
from servicepoints.catalogue.tree import NearestTree, Rows
from servicepoints.domain.arrival import Arrival, Riding
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Audience, Point
from servicepoints.domain.status import State, Status

RADIUS_M = 10_000.0

_DAYS_REMEMBERED = 4
_MOMENTS_REMEMBERED = 8
_SCANNED_AT_ONCE = 600
"""Where a mask lets fewer rows through, looking at each is quicker than the tree."""

_EVERYTHING = Filter(open=Openness.ANY)
_ORDER_OF_STATES = {State.OPEN: 0, State.UNKNOWN: 1, State.CLOSED: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A search round a place: WGS-84 degrees, an aware moment, metres.

    `needs`: amenity keys, all of them; `audience`: audiences that will do (None: any); `free`: only what is
    known to be free; `district` and `sub_district` by name, "" for any.
    """

    latitude: float
    longitude: float
    at: datetime
    needs: frozenset[str] = frozenset()
    open: Openness = Openness.ARRIVAL
    district: str = ""
    sub_district: str = ""
    audience: frozenset[Audience] | None = None
    free: bool = False
    limit: int = 20
    radius_m: float = RADIUS_M

    @property
    def filter(self) -> Filter:
        """What of it depends on no place and no time."""
        return Filter(self.needs, self.audience, self.free, self.district, self.sub_district, self.open)


class Hit(NamedTuple):
    """A point that was found. Distance (metres, straight), ride and arrival are None where its position is
    coarser than 150 m or not known. `status` is for the needs that were asked for. `admits`: a courier can
    count on being let in; `insiders_only`: it is known that only others are."""

    code: str
    revision: int
    distance_m: float | None
    ride_minutes: int | None
    status: Status
    arrival: Arrival | None
    admits: bool
    insiders_only: bool = False


Found = tuple[int, float | None, int]
"""A row, how far away it is (metres; None: from nowhere) and how many minutes one rides there."""


class Finder:
    """All published points, found by place or by district."""

    def __init__(
        self,
        arrays: Arrays,
        tree: NearestTree,
        calendar: Calendar,
        riding: Riding,
        revision: int,
        doors: Doors | None = None,
    ) -> None:
        self.revision, self.riding, self.calendar = revision, riding, calendar
        self.arrays, self.tree = arrays, tree
        self._columns, self._shapes = arrays.columns, arrays.shapes
        self._shape_count = len(arrays.shapes)
        self._alarms = Alarms(arrays.columns.row_of, doors or {}, riding)
        self._masks = Masks(arrays.columns, arrays.names)
        self._days: Memory[date, DayHours] = Memory(_DAYS_REMEMBERED)
        self._moments: Memory[datetime, Moment] = Memory(_MOMENTS_REMEMBERED)
        self._counts: Memory[date, dict[tuple[str, str], int]] = Memory(_DAYS_REMEMBERED)

    @classmethod
    def of(
        cls, points: Iterable[Point], calendar: Calendar, riding: Riding, revision: int = 0,
        doors: Doors | None = None,
    ) -> "Finder":  # fmt: skip
        """A finder over published points (see `domain.publication`), and how couriers found their doors."""
        return cls.over(Arrays.of(points), calendar, riding, revision, doors)

    @classmethod
    def over(
        cls, arrays: Arrays, calendar: Calendar, riding: Riding, revision: int, doors: Doors | None
    ) -> "Finder":
        """The same over their arrays."""
        return cls(arrays, _tree_of(arrays.columns), calendar, riding, revision, doors)

    def updated(
        self, changed: Mapping[str, Point | None], revision: int, doors: Doors | None = None
    ) -> "Finder":
        """The finder after these points changed (None: seen no more); `doors` are all that are known now."""
        if moved(self._columns, changed):
            return Finder.over(self.arrays.changed(changed), self.calendar, self.riding, revision, doors)
        arrays = self.arrays.changed_in_place(changed)
        return Finder(arrays, self.tree, self.calendar, self.riding, revision, doors)

    def __len__(self) -> int:
        """How many points are listed."""
        return int(np.count_nonzero(self._columns["listed"]))

    def near(self, query: Query) -> list[Hit]:
        """The nearest that are wanted, nearest first (then by code), at most `limit` within `radius_m`.

        ARRIVAL: certain, admitting couriers, precise, and open on arrival for the least usable minutes. NOW:
        certainly open. ANY: all that have not ended; coarse ones take their approximate place in the order.
        """
        moment = self._moment(query.at)
        longest = self.riding.ride_minutes(query.radius_m)
        mask = self._masks.mask(query.filter, moment.hours, moment.minute, longest)
        judged: list[Found] = []
        for rows, complete_m in self._candidates(query, mask):
            judged = self._judged(query, moment, rows, complete_m)
            if len(judged) >= query.limit:
                break
        return self._hits(moment, query.needs, judged)

    def in_district(self, asked: Filter, at: datetime, limit: int | None = None) -> list[Hit]:
        """The points of a district or sub-district, those without a position too, without distances.

        Open ones first, then unknown, then closed; the prominent first within each. `asked.open` NOW keeps
        only what is certainly open; ARRIVAL, without a place to ride from, is taken for NOW.
        """
        moment = self._moment(at)
        anywhere = Filter(
            asked.needs, asked.audience, asked.free, asked.district, asked.sub_district, Openness.ANY
        )
        rows = self._masks.wanted(anywhere, moment.hours.first)
        hits = self._hits(moment, asked.needs, [(row, None, 0) for row in rows.tolist()])
        ranks = self._columns["prominence"].take(rows).tolist()
        order = sorted(
            ((_ORDER_OF_STATES[hit.status.state], rank, hit) for rank, hit in zip(ranks, hits, strict=True)),
            key=lambda ranked: (*ranked[:2], ranked[2].code),
        )
        return [hit for *_, hit in order if _passes(asked.open, hit.status)][:limit]

    def of_codes(self, codes: Iterable[str], asked: Filter, at: datetime) -> list[Hit]:
        """The points with these codes that are wanted, in the order of `codes`, without distances.

        Without any filter those withdrawn and ended come too: who looks for one learns that it is gone.
        """
        moment = self._moment(at)
        rows = [self._columns.row_of[code] for code in codes if code in self._columns.row_of]
        if asked == _EVERYTHING:
            return self._hits(moment, asked.needs, [(row, None, 0) for row in rows])
        wanted = self._masks.passing(np.array(rows, dtype=np.intp), asked, moment.hours.first)
        hits = self._hits(moment, asked.needs, [(row, None, 0) for row in wanted.tolist()])
        return [hit for hit in hits if _passes(asked.open, hit.status)]

    def from_place(
        self, code: str, latitude: float, longitude: float, at: datetime, needs: frozenset[str] = NO_NEEDS
    ) -> Hit | None:
        """One point as seen from a place (WGS-84), or None if there is no such code."""
        row = self._columns.row_of.get(code)
        if row is None:
            return None
        found: Found = (row, None, 0)
        if row < self._columns.positioned:
            distance = float(self.tree.distances(latitude, longitude, np.array([row]))[0])
            found = (row, distance, self.riding.ride_minutes(distance))
        return self._hits(self._moment(at), needs, [found])[0]

    def around(self, latitude: float, longitude: float, radius_m: float, limit: int) -> list[str]:
        """The codes of all points within so many metres of a place (WGS-84), nearest first, at most so many;
        those withdrawn, ended or known roughly too."""
        rows = self.tree.within(latitude, longitude, radius_m, limit)
        return [self._columns.codes[row] for row in rows.tolist()]

    @property
    def positions(self) -> Mapping[str, tuple[float, float]]:
        """The WGS-84 positions of all points that have one, by code, coarse ones too."""
        return Positions(self._columns)

    def counts(self, today: date) -> dict[tuple[str, str], int]:
        """See `columns.counts`."""
        return self._counts.get(today, lambda: counts(self._columns, self.arrays.names, today))

    def _candidates(self, query: Query, mask: Mask) -> Iterator[tuple[Rows, float]]:
        here = (query.latitude, query.longitude, query.radius_m)
        # by day some half of those that a mask lets through are open on arrival
        least = query.limit if query.open is Openness.ANY else 2 * query.limit
        if mask.count <= _SCANNED_AT_ONCE:
            return self.tree.scan(*here, mask.rows, least)
        return self.tree.nearest_first(*here, mask.barred, least)

    def _judged(self, query: Query, moment: Moment, rows: Rows, complete_m: float) -> list[Found]:
        """What is wanted among candidates, nearest first, as far as the candidates are complete."""
        columns = self._columns
        distances = self.tree.distances(query.latitude, query.longitude, rows)
        rides, shapes = self._rides(distances), columns["shape"].take(rows)
        keep = distances <= min(complete_m, query.radius_m)
        if query.open is Openness.ARRIVAL:
            keep &= moment.hours.sift(shapes, moment.minute + rides, self.riding.least_minutes)
        elif query.open is Openness.NOW:
            keep &= moment.hours.sift(shapes, np.full(len(rows), moment.minute), 1)
        else:  # where hours do not matter, only a life that may end today is worth a question
            ending = columns["last_day"].take(rows) == moment.hours.first.toordinal()
        order = np.lexsort((rows, distances))
        order = order[keep[order]]
        candidates = [column[order].tolist() for column in (rows, distances, rides, shapes)]
        doubtful = ending[order].tolist() if query.open is Openness.ANY else repeat(True)
        outlook = moment.outlook(query.needs)
        alarms = self._alarms if len(self._alarms) else None  # mostly there are none
        judged: list[Found] = []
        for row, distance, ride, shape, doubt in zip(*candidates, doubtful, strict=False):
            if alarms is not None and alarms.bar(row, distance, query.open, moment.at):
                continue
            if not doubt or _accepts(query.open, outlook, shape, ride, distance):
                judged.append((row, distance, ride))
                if len(judged) == query.limit:
                    break
        return judged

    def _rides(self, distances: NDArray[np.float64]) -> NDArray[np.int64]:
        """`Riding.ride_minutes` for many distances: the same operations in the same order."""
        minutes = np.ceil(distances * self.riding.detour * 60 / (self.riding.speed_kmh * 1000))
        return np.maximum(1, minutes).astype(np.int64)

    def _hits(self, moment: Moment, needs: frozenset[str], found: Sequence[Found]) -> list[Hit]:
        """The hits for what was found, in the same order."""
        rows = np.array([row for row, *_ in found], dtype=np.intp)
        fields = ("shape", "revision", "precise", "admits", "audience")
        columns = [self._columns[field].take(rows).tolist() for field in fields]
        codes, outlook = self._columns.codes, moment.outlook(needs)
        alarms = self._alarms if len(self._alarms) else None
        hits: list[Hit] = []
        statuses, new = outlook.statuses(columns[0]), tuple.__new__  # as Hit() does, and twice as fast
        table = zip(found, statuses, *columns, strict=True)
        for (row, distance, ride), status, shape, revision, precise, admits, who in table:
            arrival, far, long = None, None, None
            if distance is not None and precise:
                arrival, far, long = outlook.arrival(shape, ride, distance), distance, ride
            if alarms is not None:
                status = alarms.status(row, status, moment.at)
                arrival = arrival and alarms.arrival(row, arrival)
            hits.append(
                new(Hit, (codes[row], revision, far, long, status, arrival, admits != 0, who in INSIDERS))
            )
        return hits

    def _moment(self, at: datetime) -> Moment:
        minute = at.astimezone(TIMEZONE).replace(second=0, microsecond=0)
        return self._moments.get(minute, lambda: Moment(self._day(minute.date()), minute, self.riding))

    def _day(self, day: date) -> DayHours:
        return self._days.get(day, lambda: DayHours(self._shapes, self._shape_count, day, self.calendar))


def _accepts(asked: Openness, outlook: Outlook, shape: int, ride: int, distance: float) -> bool:
    """Whether the domain says that a point of that shape, so far away, is open as it was asked for."""
    if asked is Openness.ARRIVAL:
        return outlook.arrival(shape, ride, distance).rides_to_open
    return _passes(asked, outlook.status(shape))


def _passes(asked: Openness, status: Status) -> bool:
    """Whether what a point is now is wanted, where no ride is asked about; a pop-up's last night may end in
    the middle of a day."""
    return status.reason != "ended" if asked is Openness.ANY else status.state is State.OPEN


def _tree_of(columns: Columns) -> NearestTree:
    n = columns.positioned
    return NearestTree(columns["latitude"][:n], columns["longitude"][:n])
