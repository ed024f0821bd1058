"""Writing the files of open data beside the catalogue, from a copy of it: all of one state.

One process of a node writes at a time. What a worker sends is never made in a worker.
"""

import logging
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date, datetime, timedelta
from typing import Any, BinaryIO

from servicepoints import __version__
from servicepoints.catalogue.lock import applying
from servicepoints.catalogue.reader import CatalogueReader
from servicepoints.config import Settings
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Listing, Point
from servicepoints.errors import RegisterAway
from servicepoints.register.engine import Register
from servicepoints.services.exporting.geojson import feature_collection
from servicepoints.services.exporting.hsds import services_document
from servicepoints.services.exporting.sheet_file import XLSX
from servicepoints.services.open_data.calendars import put_calendars
from servicepoints.services.open_data.datasette import DATABASE, datasette_metadata
from servicepoints.services.open_data.index import Index, folder_of, read_index
from servicepoints.services.open_data.news import news_feed
from servicepoints.services.open_data.shelf import Shelf, pieces
from servicepoints.services.open_data.terms import TITLE, terms_of
from servicepoints.sharing.atom import sitemap
from servicepoints.sheets.open_table import OpenTable
from servicepoints.sheets.writing import csv_pieces, stream_xlsx

log = logging.getLogger(__name__)

AT_MOST_EVERY = timedelta(minutes=10)
"""All files of a city take a core some seconds, and an editor who works off a list changes a point every few
seconds. Whoever needs what holds now asks the API; files that are fetched daily may be ten minutes old."""


def due(settings: Settings, now: datetime) -> bool:
    """Whether the files are to be written now: there are none, or damaged ones, or they are of another state
    and not from just now. InstanceError while nothing is published."""
    index = read_index(folder_of(settings))
    if index is None or not index.is_whole():
        return True
    with closing(CatalogueReader(settings.catalogue_path)) as reader:
        if index.stamp == _stamp(settings, reader.meta(), now):
            return False
    return not timedelta(0) <= now - index.made_at < AT_MOST_EVERY


def write_open_data(
    settings: Settings, register: Register | None, now: datetime, *, fresh: bool = False, wait: bool = False
) -> Index | None:
    """Writes what changed, all of it with `fresh`; None if another process is at it and is not waited for.

    `register` is asked for the newest changes; without one, or while it is away, their feed stays as it was.
    InstanceError while nothing is published; whatever fails, the files stay as they were.
    """
    folder = folder_of(settings)
    with applying(folder, wait=wait) as ours:
        if not ours:
            return None
        with Shelf(folder, now, fresh=fresh) as shelf:
            with closing(CatalogueReader(settings.catalogue_path)) as reader:
                reader.copy_to(shelf.scratch)
            with closing(CatalogueReader(shelf.scratch)) as reader:
                meta = reader.meta()
                facts = _Filing(shelf, reader, settings, now).all(register)
            index = shelf.show(_stamp(settings, meta, now), facts)
    log.info("open data written: %d files at change %s", len(index.files), meta["revision"])
    return index


def _stamp(settings: Settings, meta: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """All that the files depend on: the state of the catalogue, the day, the code, what the settings say."""
    told = (settings.public_url, settings.host_name, settings.open_licence, settings.open_licence_url)
    state = {name: meta[name] for name in ("revision", "instance_id", "written_at", "digest")}
    return {**state, "day": _day(now).isoformat(), "code": __version__, "settings": list(told)}


def _day(now: datetime) -> date:
    return now.astimezone(TIMEZONE).date()


class _Filing:
    """One run over one state of the catalogue."""

    def __init__(self, shelf: Shelf, reader: CatalogueReader, settings: Settings, now: datetime) -> None:
        self._shelf = shelf
        self._reader = reader
        self._meta = meta = reader.meta()
        self._now = now
        self._bureaus = reader.bureaus()
        self._vocabulary = reader.vocabulary()
        as_of = datetime.fromisoformat(meta["written_at"] or meta["as_of"])
        self._terms = terms_of(settings, as_of, int(meta["revision"]))

    def all(self, register: Register | None) -> dict[str, Any]:
        """Puts every file onto the shelf; what the page tells of them."""
        standing = Counter((point.district, point.sub_district) for point in self._points())
        points = standing.total()
        self._tables(points)
        self._documents(points)
        self._database()
        sessions = put_calendars(self._shelf, self._reader, self._terms, self._meta["instance_id"], self._now)
        self._news(register)
        if self._terms.url:
            self._shelf.put("sitemap.xml", "application/xml", pieces(sitemap(self._addresses(standing))))
        return {
            "points": points,
            "sessions": sessions,
            "revision": self._terms.revision,
            "as_of": self._terms.as_of.isoformat(),
        }

    def _points(self) -> Iterator[Point]:
        """What couriers see: suspended points are among them, those that are withdrawn or over are not."""
        today = _day(self._now)
        for point in self._reader.all_points():
            over = point.valid_to is not None and point.valid_to < today
            if point.listing in (Listing.LISTED, Listing.SUSPENDED) and not over:
                yield point

    def _tables(self, count: int) -> None:
        table = OpenTable(self._vocabulary, self._bureaus, lambda code: self._terms.link(f"/p/{code}"))

        def workbook(target: BinaryIO) -> int:
            rows = map(table.row, self._points())
            notes = self._terms.notes()
            stream_xlsx(target, "歇脚点", table.headers, rows, notes, self._terms.as_of)
            return count

        rows = csv_pieces(table.headers, map(table.row, self._points()))
        self._shelf.put("points.csv", "text/csv", pieces(rows, count))
        self._shelf.put("points.xlsx", XLSX, workbook, pack=False)  # a zip already

    def _documents(self, count: int) -> None:
        terms = self._terms
        about = {
            "title": TITLE,
            "publisher": terms.publisher,
            "licence": terms.licence_words,
            "licence_url": terms.licence_url,
            "as_of": terms.as_of.isoformat(),
            "revision": terms.revision,
        }
        features = feature_collection(self._points(), self._bureaus, about)
        self._shelf.put("points.geojson", "application/geo+json", pieces(features, count))
        services = services_document(self._points(), self._vocabulary, self._bureaus, _day(self._now))
        self._shelf.put("points.hsds.json", "application/json", pieces(services, count))

    def _database(self) -> None:
        def copied(target: BinaryIO) -> int:
            with self._reader.path.open("rb") as source:
                shutil.copyfileobj(source, target)
            return sum(1 for _ in self._reader.all_points())

        self._shelf.put(f"{DATABASE}.db", "application/vnd.sqlite3", copied)
        metadata = datasette_metadata(self._terms)
        self._shelf.put(f"{DATABASE}.metadata.json", "application/json", pieces([metadata]))

    def _news(self, register: Register | None) -> None:
        name, calendar = "changes.atom", Calendar(self._reader.calendar())
        try:
            if register is None:
                raise RegisterAway("no register was opened")
            with register.read() as reader:
                feed, entries = news_feed(reader, calendar, self._terms, self._meta["instance_id"])
        except RegisterAway:
            self._shelf.keep(name)
            return
        self._shelf.put(name, "application/atom+xml", pieces([feed], entries))

    def _addresses(self, there: Counter[tuple[str, str]]) -> Iterator[tuple[str, datetime | None]]:
        """The pages that stay where they are, those of places that have points among them: districts and
        sub-districts by name."""
        link, known = self._terms.link, self._reader.gazetteer()
        yield from ((link(path), None) for path in ("/", "/map", "/open-data/"))
        for district in known.districts:
            below = [s for s in known.in_district(district.name) if (district.name, s.name) in there]
            if below or (district.name, "") in there:
                yield link(f"/d/{district.slug}"), None
            yield from ((link(f"/d/{district.slug}/{sub.slug}"), None) for sub in below)
        yield from ((link(f"/p/{point.code}"), point.updated_at) for point in self._points())
