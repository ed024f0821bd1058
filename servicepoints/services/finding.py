"""Finding: what pages, API and command line ask of the published points.

One catalogue, read once into a finder; a change makes another `Finding`, so who takes one at the beginning of
a request answers from one revision. Lists and distances come from memory, the words of a point from the file.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from servicepoints.catalogue.arranging import arranged
from servicepoints.catalogue.doors import Doors
from servicepoints.catalogue.finder import Finder, Hit, Query
from servicepoints.catalogue.masks import Filter, Openness
from servicepoints.catalogue.news import News
from servicepoints.catalogue.offers import Offer
from servicepoints.catalogue.quality import Quality
from servicepoints.catalogue.reader import CatalogueReader
from servicepoints.catalogue.search import find_codes
from servicepoints.domain.addresses import read_address
from servicepoints.domain.arrival import Riding
from servicepoints.domain.calendar import Calendar, DayType
from servicepoints.domain.doors import NOBODY_CAME, NOTHING_SEEN, Door, SeenDoor
from servicepoints.domain.offerings import Offering, OfferingKind, Session
from servicepoints.domain.points import Point
from servicepoints.domain.status import Status, at_door, point_status
from servicepoints.errors import InstanceError

__all__ = ["Days", "Filter", "Finding", "Hit", "Openness", "Published", "Query"]

Days = dict[date, tuple[DayType, str]]
"""The days whose type people have set."""
Coming = Mapping[str, Mapping[OfferingKind, datetime]]
"""By the code of a point: until when the last session of each kind lasts."""

_WEEK = timedelta(days=7)
_LONGEST = 256
"""Characters of a query that are read for addresses."""
_SEARCHED_AT_ONCE = 200
_MOST_SEARCHED = 2000
"""Results of a search that are looked through for those that pass a filter."""


@dataclass(frozen=True, slots=True)
class Published:
    """What is published: the change number, when the file was last found up to date, how many points."""

    revision: int
    as_of: datetime
    points: int


class Finding:
    """The published points of one revision. What reads the file raises InstanceError when it is gone."""

    def __init__(self, reader: CatalogueReader, finder: Finder, days: Days, doors: Doors) -> None:
        self._reader, self._days, self._doors = reader, days, doors
        self.finder = finder
        self.vocabulary, self.gazetteer = reader.vocabulary(), reader.gazetteer()
        self._coming: tuple[date | None, Coming] = (None, {})
        self.demo = reader.instance_kind() == "demo"

    @classmethod
    def open(cls, catalogue: Path, riding: Riding) -> "Finding":
        """Everything in the catalogue at that path. InstanceError if there is none that can be used."""
        return cls._of(CatalogueReader(catalogue), riding)

    @classmethod
    def _of(cls, reader: CatalogueReader, riding: Riding) -> "Finding":
        # the number first: what is applied while the points are read is applied once more, not missed
        revision = reader.revision()
        days = reader.calendar()
        doors = reader.doors()
        finder = Finder.over(arranged(reader), Calendar(days), riding, revision, doors)
        return cls(reader, finder, days, doors)

    def refreshed(self, changed: Iterable[str] | None, revision: int) -> "Finding":
        """The finding at a later revision, which differs in these codes (None: nobody knows).

        The number is from before the codes were asked for: under a later one, what changed meanwhile would be
        taken for known.
        """
        if changed is None or self._reader.calendar() != self._days:
            return self._of(self._reader, self.finder.riding)
        codes = list(changed)
        points = self._reader.points(codes)
        others = {code: door for code, door in self._doors.items() if code not in set(codes)}
        doors = {**others, **self._reader.doors(codes)}
        finder = self.finder.updated({code: points.get(code) for code in codes}, revision, doors)
        return Finding(self._reader, finder, self._days, doors)

    @property
    def revision(self) -> int:
        """The change number that it answers from."""
        return self.finder.revision

    @property
    def calendar(self) -> Calendar:
        """The days, with those whose type people have set."""
        return self.finder.calendar

    @property
    def positions(self) -> Mapping[str, tuple[float, float]]:
        """The WGS-84 positions of all points that have one, by code."""
        return self.finder.positions

    def published(self) -> Published:
        """What is published, and when the file was last found up to date."""
        return Published(self.revision, self._reader.as_of(), len(self.finder))

    def identity(self) -> str:
        """See `catalogue.news.identity`."""
        return self._reader.identity()

    def news(self, since: int, after: str, most: int) -> News:
        """See `catalogue.news.news`: of the file as it is now, which may be ahead of this."""
        return self._reader.news(since, after, most)

    def after(self, code: str, most: int) -> list[Point]:
        """See `CatalogueReader.after`."""
        return self._reader.after(code, most)

    def near(self, query: Query) -> list[Hit]:
        """See `Finder.near`."""
        return self.finder.near(query)

    def in_district(self, asked: Filter, at: datetime) -> list[Hit]:
        """See `Finder.in_district`."""
        return self.finder.in_district(asked, at)

    def search(self, words: str, asked: Filter, at: datetime, limit: int) -> list[Hit]:
        """The points in which every word is found and that pass the filter, the most prominent first.

        An address written in one go (长宁区示例路1号) stands in no point as one word: where nothing is found,
        its parts are looked for.
        """
        if hits := self._search(words, asked, at, limit):
            return hits
        parts = " ".join(part for word in words[:_LONGEST].split() for part in self._parts(word))
        return self._search(parts, asked, at, limit)

    def _parts(self, word: str) -> Iterator[str]:
        read = read_address(word, self.gazetteer)
        if not (read.district or read.sub_district):
            yield word
            return
        yield read.district
        yield read.sub_district
        yield read.road + read.number.removesuffix("号") if read.road else read.rest

    def _search(self, words: str, asked: Filter, at: datetime, limit: int) -> list[Hit]:
        hits: list[Hit] = []
        for offset in range(0, _MOST_SEARCHED, _SEARCHED_AT_ONCE):
            codes = self._reader.ask(partial(find_codes, query=words, limit=_SEARCHED_AT_ONCE, offset=offset))
            hits += self.finder.of_codes(codes, asked, at)
            if len(hits) >= limit or len(codes) < _SEARCHED_AT_ONCE:
                break
        return hits[:limit]

    def from_position(
        self, code: str, latitude: float, longitude: float, at: datetime, needs: frozenset[str] = frozenset()
    ) -> Hit | None:
        """One point as seen from a place (WGS-84 degrees), or None if there is no such code."""
        return self.finder.from_place(code, latitude, longitude, at, needs)

    def status(self, point: Point, at: datetime, needs: frozenset[str] = frozenset()) -> Status:
        """What a point is at a moment (aware) for someone with those needs, beside what couriers found at its
        door."""
        return at_door(point_status(point, at, self.calendar, needs), self.seen(point.code, at))

    def door(self, code: str) -> Door:
        """What couriers found at the door of a point, with the moments at which it is over."""
        return self._doors.get(code, NOBODY_CAME)

    def seen(self, code: str, at: datetime) -> SeenDoor:
        """What couriers found at the door of a point, as far as it holds at a moment (aware)."""
        return self.found_at(at)(code)

    def found_at(self, at: datetime) -> Callable[[str], SeenDoor]:
        """The same for one moment."""
        doors = self._doors

        def found(code: str) -> SeenDoor:
            door = doors.get(code)
            return NOTHING_SEEN if door is None else door.seen(at)

        return found

    def point(self, code: str) -> Point | None:
        """The published point with that code (a withdrawn one too), or None."""
        return self._reader.point(code)

    def points(self, codes: Iterable[str]) -> dict[str, Point]:
        """The published points with those codes; unknown ones are left out."""
        return self._reader.points(codes)

    def offers(self, codes: Iterable[str], at: datetime) -> dict[str, list[Offer]]:
        """What these points offer, by code, with the sessions that are not over at a moment (aware)."""
        return self._reader.offers(codes, at)

    def session(self, code: str) -> tuple[Offering, Session] | None:
        """The session with that code and what it is of, or None."""
        return self._reader.session(code)

    def upcoming(
        self, at: datetime, until: datetime, limit: int, district: str = "", sub_district: str = ""
    ) -> list[tuple[Offering, Session]]:
        """The sessions not over at `at` that start before `until`, in order of time, of points in a district
        or sub-district (names) if one is given."""
        return self._reader.upcoming(at, until, limit, district, sub_district)

    def coming(self, at: datetime) -> Coming:
        """What takes place in the seven days from a moment (aware), by the codes of points. The file is asked
        once a day; lists stand without it."""
        day = at.date()
        if self._coming[0] != day:
            try:
                self._coming = (day, self._reader.coming(at, at + _WEEK))
            except InstanceError:
                return {}
        return self._coming[1]

    def link_group(self, name: str) -> list[Point]:
        """The points that serve as one under that name, the most prominent first."""
        return self._reader.link_group(name)

    def without_district(self, asked: Filter, at: datetime) -> list[Hit]:
        """The points of which nobody has said in which district they stand, as in a list of a district."""
        codes = [point.code for point in self._reader.in_district("")]
        return [hit for hit in self.finder.of_codes(codes, asked, at) if hit.status.reason != "ended"]

    def quality(self) -> Quality:
        """How each bureau's listing and the whole stood, on the days that are published."""
        return self._reader.quality()

    def bureau_names(self) -> dict[str, str]:
        """The names of the bureaus, by slug."""
        return self._reader.bureau_names()

    def counts(self, today: date) -> dict[tuple[str, str], int]:
        """How many points stand on that day in each (district, sub-district), by name; from memory, so that
        the way to the list stands while the file is gone."""
        return self.finder.counts(today)
