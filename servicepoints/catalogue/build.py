"""Writing the catalogue: changes applied to the standing file, or a whole new file in its place.

Both leave the same tables. The file has a rollback journal and not a WAL: then it is one file, which can be
replaced by a rename while others read it (they keep the old one until they look again), served by Datasette
and copied. Callers hold `lock.applying`; what cannot be written is NotWritten, and the old file stands.
"""

import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from servicepoints.catalogue import arrays, tables
from servicepoints.catalogue.beside import Beside
from servicepoints.catalogue.columns import Gathering, Names
from servicepoints.catalogue.doors import Doors, door_rows
from servicepoints.catalogue.offers import Offers, moment, offering_rows, session_rows
from servicepoints.catalogue.rows import amenity_rows, point_row, space_rows
from servicepoints.catalogue.search_text import initials, pinyin, row_order, search_text
from servicepoints.catalogue.shapes import Shapes
from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.points import Point
from servicepoints.errors import NotWritten

LOGGED_CHANGES = 10_000
"""Change numbers that a reader or a machine's copy may be behind and still be told what changed."""

NOTHING: Offers = {}
NOBODY: Doors = {}

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class State:
    """How far a catalogue is (its change number), whose register it copies, with which tables it was made,
    and when that register had last changed a point.
    """

    revision: int
    instance_id: str
    digest: str
    written_at: datetime | None

    def follows(self, beside: Beside, latest: int) -> bool:
        """Whether changes up to `latest` can be applied to it; otherwise it must be built anew."""
        same = (self.instance_id, self.digest) == (beside.instance_id, beside.digest())
        return same and self.revision <= latest


def state(path: Path) -> State | None:
    """How far the file is, or None if none can be used (missing, unreadable, of another schema)."""
    if not path.is_file():
        return None
    try:
        with _opened(path) as database:
            if database.execute("PRAGMA user_version").fetchone()[0] != tables.SCHEMA:
                return None
            meta = dict(database.execute("SELECT key, value FROM meta").fetchall())
            written = datetime.fromisoformat(meta["written_at"]) if meta["written_at"] else None
            return State(int(meta["revision"]), meta["instance_id"], meta["digest"], written)
    except (sqlite3.DatabaseError, KeyError, ValueError):
        return None


def is_sound(path: Path) -> bool:
    """Whether the whole file can be read; takes a second for 200,000 points. One that is empty is none."""
    if not (path.is_file() and path.stat().st_size):
        return False
    try:
        with _opened(path) as database:
            return bool(database.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.DatabaseError:
        return False


def apply(
    path: Path,
    changed: Mapping[str, Point | None],
    beside: Beside,
    revision: int,
    as_of: datetime,
    offers: Offers = NOTHING,
    doors: Doors = NOBODY,
) -> int:
    """Brings a standing catalogue to change number `revision`, in one transaction; returns how many points
    it has.

    `changed`: published points by code, None for those that are to be seen no more. `offers`: what they
    offer; `doors`: how couriers found them.
    """
    with _writing(path) as database, database.atomic():
        _remove(database, changed)
        _add(database, (point for point in changed.values() if point is not None), beside.vocabulary)
        _add_offers(database, offers)
        _insert(database, "doors", door_rows(doors))
        database.table("changes").insert_all({"n": revision, "code": code} for code in sorted(changed))
        database.execute("DELETE FROM changes WHERE n <= ?", [revision - LOGGED_CHANGES])
        (logged_from,) = database.execute("SELECT value FROM meta WHERE key = 'changes_from'").fetchone()
        _finish(database, beside, revision, as_of, max(int(logged_from), revision - LOGGED_CHANGES))
        return database.table("points").count


def confirm(path: Path, as_of: datetime) -> int:
    """Notes that the catalogue was found up to date; returns its number of points."""
    with _writing(path) as database:
        database.execute("UPDATE meta SET value = ? WHERE key = 'as_of'", [as_of.isoformat()])
        return database.table("points").count


def rebuild(
    path: Path,
    points: Iterable[Point],
    beside: Beside,
    revision: int,
    as_of: datetime,
    offers: Offers = NOTHING,
    doors: Doors = NOBODY,
) -> int:
    """Builds a new file beside the old one and renames it into its place, with its arrays; returns its number
    of points."""
    fresh = path.with_name(f"{path.name}.new")
    _discard(fresh)
    gathering, build = Gathering(Shapes(), Names()), secrets.token_hex(8)
    try:
        total = _fill(fresh, build, gathering.passing(points), beside, revision, as_of, offers, doors)
    except BaseException:
        _discard(fresh)  # on a full disk what was written of it would stand in the way of all else
        raise
    # a journal left by a crash belongs to the old file and must not be played into the new one
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
    arrays.discard(path)
    fresh.replace(path)
    with suppress(OSError):  # without them it takes longer to start, and somebody tries again soon
        arrays.write(path, build, revision, arrays.Arrays.gathered(gathering))
    return total


def _fill(
    fresh: Path,
    build: str,
    points: Iterable[Point],
    beside: Beside,
    revision: int,
    as_of: datetime,
    offers: Offers,
    doors: Doors,
) -> int:
    with _writing(fresh) as database:
        with database.atomic():
            tables.create(database)
            for table, rows in beside.travelling().items():
                database.table(table).insert_all(rows)
            _add(database, points, beside.vocabulary)
            _add_offers(database, offers)
            _insert(database, "doors", door_rows(doors))
            _finish(database, beside, revision, as_of, revision)
            database.table("meta").insert({"key": "build", "value": build})
            total = database.table("points").count
        database.execute("INSERT INTO points_search (points_search) VALUES ('optimize')")
        database.execute("ANALYZE")
    return total


@contextmanager
def _writing(path: Path) -> Iterator[Database]:
    """The file, to be written. NotWritten if the disk or another process does not let it."""
    try:
        with _opened(path) as database:
            yield database
    except sqlite3.OperationalError as error:
        raise NotWritten(
            f"目录 {path} 写不进去（{error}）：请看看磁盘空间和权限，再运行 servicepoints publish"
        ) from error


@contextmanager
def _opened(path: Path) -> Iterator[Database]:
    connection = sqlite3.connect(path, timeout=10, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = NORMAL")  # what a power cut takes is built again
        connection.execute("PRAGMA cache_spill = OFF")  # nobody is kept from reading before the commit
        yield Database(connection)
    finally:
        connection.close()


def _discard(path: Path) -> None:
    for name in (path.name, f"{path.name}-journal"):
        path.with_name(name).unlink(missing_ok=True)


def _remove(database: Database, codes: Iterable[str]) -> None:
    ordered = sorted(codes)
    for start in range(0, len(ordered), _CHUNK):
        chunk = ordered[start : start + _CHUNK]
        marks = ",".join("?" * len(chunk))
        for table in ("points", "spaces", "point_amenities", "doors"):
            database.execute(f"DELETE FROM {table} WHERE code IN ({marks})", chunk)
        database.execute(f"DELETE FROM offerings WHERE code IN ({marks})", chunk)
        database.execute(f"DELETE FROM sessions WHERE point IN ({marks})", chunk)


def _add_offers(database: Database, offers: Offers) -> None:
    _insert(database, "offerings", offering_rows(offers))
    _insert(database, "sessions", session_rows(offers))


def _add(database: Database, points: Iterable[Point], vocabulary: Vocabulary) -> None:
    batch: list[Point] = []
    for point in points:
        batch.append(point)
        if len(batch) == _CHUNK:
            _add_batch(database, batch, vocabulary)
            batch = []
    _add_batch(database, batch, vocabulary)


def _add_batch(database: Database, batch: list[Point], vocabulary: Vocabulary) -> None:
    _insert(database, "points", (_searchable_row(point, vocabulary) for point in batch))
    _insert(database, "spaces", (row for point in batch for row in space_rows(point)))
    _insert(database, "point_amenities", (row for point in batch for row in amenity_rows(point)))


def _insert(database: Database, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """As `insert_all`, which looks at every value's type and takes three times as long."""
    columns = tuple(tables.TABLES[table])
    into = f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})"
    database.conn.executemany(into, (tuple(row[name] for name in columns) for row in rows))


def _searchable_row(point: Point, vocabulary: Vocabulary) -> dict[str, Any]:
    return {
        "row_order": row_order(point),
        **point_row(point),
        "pinyin": pinyin(point.name),
        "initials": initials(point.name),
        "search_text": search_text(point, vocabulary),
    }


def _finish(database: Database, beside: Beside, revision: int, as_of: datetime, changes_from: int) -> None:
    """Writes what people edit beside the points anew (it is small), and how far the catalogue is."""
    database.execute("DELETE FROM sessions WHERE ends_at <= ?", [moment(as_of)])
    for table, rows in beside.edited().items():
        database.execute(f"DELETE FROM {table}")
        database.table(table).insert_all(rows)
    database.execute("DELETE FROM link_groups")
    database.execute(
        "INSERT INTO link_groups SELECT link_group, count(*) FROM points WHERE link_group != ''"
        " GROUP BY link_group ORDER BY link_group"
    )
    meta = {
        "revision": str(revision),
        "instance_id": beside.instance_id,
        "instance_kind": beside.instance_kind,
        "digest": beside.digest(),
        "written_at": beside.written_at.isoformat() if beside.written_at else "",
        "as_of": as_of.isoformat(),
        "changes_from": str(changes_from),
    }
    rows = [{"key": key, "value": value} for key, value in meta.items()]
    database.table("meta").insert_all(rows, replace=True)
