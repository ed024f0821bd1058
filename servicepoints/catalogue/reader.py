"""Reading the catalogue: what couriers' pages, the API and the finder ask. Safe to share between threads."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

import orjson

from servicepoints.catalogue import tables
from servicepoints.catalogue.connection import ReadOnly
from servicepoints.catalogue.doors import doors_of
from servicepoints.catalogue.lock import applying
from servicepoints.catalogue.news import News, identity, news
from servicepoints.catalogue.offers import Offer, coming, offers_of, session_of, upcoming
from servicepoints.catalogue.quality import Quality, quality_of
from servicepoints.catalogue.rows import point_of_row
from servicepoints.domain.amenities import Amenity, Vocabulary
from servicepoints.domain.calendar import DayType
from servicepoints.domain.doors import Door
from servicepoints.domain.gazetteer import District, Gazetteer, SubDistrict
from servicepoints.domain.offerings import Offering, OfferingKind, Session
from servicepoints.domain.points import Listing, Point

T = TypeVar("T")

_CHUNK = 500
_FIELDS = ", ".join(tables.POINT_FIELDS)
_POINT = f"SELECT {_FIELDS} FROM points"


class CatalogueReader:
    """The catalogue at `path`; any number of threads may ask one. InstanceError while no usable file is
    there.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = ReadOnly(path)

    def ask(self, question: Callable[[sqlite3.Connection], T]) -> T:
        """What a question finds that is put to a read-only connection, as `catalogue.search.find_codes` is.

        It may be put again if the file is replaced meanwhile. sqlite3's failures become InstanceError.
        """
        return self._file.ask(question)

    def close(self) -> None:
        """Lets this thread's connection go."""
        self._file.close()

    def revision(self) -> int:
        """The change number up to which it has everything."""
        return int(self._meta("revision"))

    def as_of(self) -> datetime:
        """When it was last found to be up to date."""
        return datetime.fromisoformat(self._meta("as_of"))

    def instance_kind(self) -> str:
        """`demo` or `real`."""
        return self._meta("instance_kind")

    def meta(self) -> dict[str, str]:
        """All that the catalogue says of itself."""
        return dict(self._file.rows("SELECT key, value FROM meta ORDER BY key"))

    def changes_since(self, revision: int) -> frozenset[str] | None:
        """The codes changed after that change number, or None if it no longer knows: then read everything."""

        def question(connection: sqlite3.Connection) -> frozenset[str] | None:
            meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
            if not int(meta["changes_from"]) <= revision <= int(meta["revision"]):
                return None
            codes = connection.execute("SELECT code FROM changes WHERE n > ?", [revision])
            return frozenset(code for (code,) in codes)

        return self.ask(question)

    def bureau_names(self) -> dict[str, str]:
        """The names of the bureaus, by slug."""
        return {row["slug"]: row["name"] for row in self._file.rows("SELECT slug, name FROM bureaus")}

    def quality(self) -> Quality:
        """How each bureau's listing and the whole stood, on the days that are published."""
        return quality_of(self._file.rows("SELECT * FROM quality ORDER BY day, bureau"))

    def news(self, since: int, after: str, most: int) -> News:
        """See `catalogue.news.news`."""
        return self.ask(partial(news, since=since, after=after, most=most))

    def identity(self) -> str:
        """See `catalogue.news.identity`."""
        return self.ask(identity)

    def after(self, code: str, most: int) -> list[Point]:
        """The published points behind that code, in the order of codes, at most so many."""
        return [
            point_of_row(row)
            for row in self._file.rows(f"{_POINT} WHERE code > ? ORDER BY code LIMIT ?", [code, most])
        ]

    def point(self, code: str) -> Point | None:
        """The published point with that code (a withdrawn one too), or None."""
        return self.points([code]).get(code)

    def points(self, codes: Iterable[str]) -> dict[str, Point]:
        """The published points with those codes, in the order of `codes`; unknown ones are left out."""
        wanted = list(dict.fromkeys(codes))
        found: dict[str, Point] = {}
        for start in range(0, len(wanted), _CHUNK):
            chunk = wanted[start : start + _CHUNK]
            marks = ",".join("?" * len(chunk))
            found |= {
                row["code"]: point_of_row(row)
                for row in self._file.rows(f"{_POINT} WHERE code IN ({marks})", chunk)
            }
        return {code: found[code] for code in wanted if code in found}

    def in_district(self, district: str, sub_district: str = "") -> list[Point]:
        """The points of a district or of one of its sub-districts, by name, withdrawn ones not, most
        prominent first.
        """
        query = f"{_POINT} WHERE district = ? AND listing != ?"
        values = [district, Listing.WITHDRAWN.value]
        if sub_district:
            query, values = f"{query} AND sub_district = ?", [*values, sub_district]
        return [point_of_row(row) for row in self._file.rows(f"{query} ORDER BY row_order", values)]

    def offers(self, codes: Iterable[str], since: datetime) -> dict[str, list[Offer]]:
        """What these points offer, by code, with the sessions that end after a moment (aware)."""
        return self.ask(partial(offers_of, codes=list(codes), since=since))

    def doors(self, codes: Iterable[str] | None = None) -> dict[str, Door]:
        """How couriers found these doors (None: all), by code; those at which nobody was are left out."""
        return self.ask(partial(doors_of, codes=None if codes is None else list(codes)))

    def session(self, code: str) -> tuple[Offering, Session] | None:
        """The session with that code and what it is of, or None: it is over, or there never was one."""
        return self.ask(partial(session_of, code=code))

    def upcoming(
        self, since: datetime, until: datetime, limit: int, district: str = "", sub_district: str = ""
    ) -> list[tuple[Offering, Session]]:
        """See `offers.upcoming`."""
        asked = partial(upcoming, since=since, until=until, limit=limit)
        return self.ask(partial(asked, district=district, sub_district=sub_district))

    def offering_points(self) -> list[str]:
        """The codes of the points that offer something, be it without a session."""
        return [code for (code,) in self._file.rows("SELECT DISTINCT code FROM offerings ORDER BY code")]

    def coming(self, since: datetime, until: datetime) -> dict[str, dict[OfferingKind, datetime]]:
        """See `offers.coming`."""
        return self.ask(partial(coming, since=since, until=until))

    def link_group(self, name: str) -> list[Point]:
        """The points that serve as one under that name, most prominent first."""
        query = f"{_POINT} WHERE link_group = ? AND link_group != '' AND listing != ? ORDER BY row_order"
        return [point_of_row(row) for row in self._file.rows(query, [name, Listing.WITHDRAWN.value])]

    def all_points(self) -> Iterator[Point]:
        """Every published point, most prominent first, withdrawn ones last.

        Read piece by piece, so that neither memory nor a publisher has to bear all at once; what changes
        meanwhile is among `changes_since` a revision that was asked for before. One that moves on in the
        order meanwhile comes once all the same.
        """
        last, come = -1, set[str]()
        while True:
            query = f"SELECT row_order, {_FIELDS} FROM points WHERE row_order > ? ORDER BY row_order LIMIT ?"
            rows = self._file.rows(query, [last, _CHUNK])
            if not rows:
                return
            last = rows[-1]["row_order"]
            fresh = [row for row in rows if row["code"] not in come]
            come.update(row["code"] for row in fresh)
            yield from map(point_of_row, fresh)

    def bureaus(self) -> dict[str, str]:
        """The names of the bureaus by their slugs."""
        return dict(self._file.rows("SELECT slug, name FROM bureaus ORDER BY slug"))

    def vocabulary(self) -> Vocabulary:
        """The amenities that it was built with."""
        query = 'SELECT key, label, "group", first, synonyms, osm FROM amenities ORDER BY place'
        return Vocabulary(
            Amenity(key, label, group, first, tuple(orjson.loads(synonyms)), osm)
            for key, label, group, first, synonyms, osm in self._file.rows(query)
        )

    def gazetteer(self) -> Gazetteer:
        """The districts and sub-districts that it was built with."""
        districts = self._file.rows("SELECT code, name, slug, former_names FROM districts ORDER BY rowid")
        sub_districts = self._file.rows("SELECT code, name, slug, district FROM sub_districts ORDER BY rowid")
        return Gazetteer(
            (
                District(code, name, slug, tuple(orjson.loads(former)))
                for code, name, slug, former in districts
            ),
            (SubDistrict(*row) for row in sub_districts),
        )

    def calendar(self) -> dict[date, tuple[DayType, str]]:
        """The days whose type people have set, as `domain.calendar.Calendar` takes them."""
        rows = self._file.rows("SELECT date, type, holiday FROM calendar ORDER BY date")
        return {date.fromisoformat(day): (DayType(kind), holiday) for day, kind, holiday in rows}

    def copy_to(self, path: Path) -> None:
        """A compact copy for download, at a path where nothing is yet. No change is applied while it is
        made.
        """
        with applying(self.path, wait=True):
            self.ask(lambda connection: connection.execute("VACUUM INTO ?", [str(path)]))

    def _meta(self, key: str) -> str:
        return str(self._file.rows("SELECT value FROM meta WHERE key = ?", [key])[0][0])
