"""Writing points: new ones under codes that were never used, changes with their history.

All of it is executemany. A change that changes nothing writes nothing, neither a revision nor an entry in
the feed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Update, bindparam, delete, select
from sqlalchemy import insert as sql_insert
from sqlalchemy import update as sql_update
from sqlalchemy.exc import IntegrityError

from servicepoints.domain.points import Point, new_code
from servicepoints.domain.records import Record, record_of
from servicepoints.errors import Conflict, NotFound
from servicepoints.register import reviews, revisions
from servicepoints.register import schema as s
from servicepoints.register.calling_off import follow_listing
from servicepoints.register.loading import chunks, known, load_codes
from servicepoints.register.revisions import Difference
from servicepoints.register.rows import POINT_FIELDS, ChildRows, contact_rows, opened, place_rows, point_row
from servicepoints.register.transaction import Writer

_ATTEMPTS = 8
_POSITION = frozenset(
    {"latitude", "longitude", "precision_m", "position_basis", "confirmed_by", "confirmed_on"}
)
_WITH_EACH = frozenset({"revision", "updated_at"})

_INSERT = sql_insert(s.point)
_CHILDREN = (
    (sql_insert(s.space), "spaces"),
    (sql_insert(s.amenity), "amenities"),
    (sql_insert(s.contact), "contacts"),
)


def insert(writer: Writer, point: Point, why: str, batch: int | None = None) -> str:
    """Stores a new point and returns its code: its own if it has one, else a new one. See `insert_many`."""
    return insert_many(writer, [point], why, batch)[0]


def insert_many(writer: Writer, points: Sequence[Point], why: str, batch: int | None = None) -> list[str]:
    """Stores new points and returns their codes in the same order.

    A point that brings a code keeps it (Conflict if it was ever used); the others get codes that nothing
    ever had. SettingError if a contact is private and there is no data key.
    """
    if not points:
        return []
    records = [record_of(point) | {"revision": 1, "updated_at": writer.now} for point in points]
    _insert_under_new_codes(writer, records)
    rows = ChildRows([], [], [])
    for record in records:
        place_rows(record, rows)
        contact_rows(record, writer.secrecy, rows)
    _insert_children(writer, rows)
    revisions.append(writer, [revisions.revision_row(writer, record, {}, why, batch) for record in records])
    codes = [record["code"] for record in records]
    writer.changed(codes)
    return codes


def update(
    writer: Writer,
    code: str,
    point: Point,
    why: str,
    expected_revision: int | None = None,
    batch: int | None = None,
) -> Difference:
    """Makes the stored point equal to `point`; returns what differed, {field: (old, new)}.

    Conflict if it was changed since it was read: it must stand at `expected_revision`, else at the point's
    own revision (0, of a point made afresh, fits any). Conflict also if a machine would move a pin that a
    person set. NotFound if nothing has that code.
    """
    expected = {} if expected_revision is None else {code: expected_revision}
    return update_many(writer, {code: point}, why, expected=expected, batch=batch)[code]


def update_many(
    writer: Writer,
    changes: Mapping[str, Point],
    why: str,
    *,
    expected: Mapping[str, int] | None = None,
    batch: int | None = None,
    standing: Mapping[str, Point] | None = None,
) -> dict[str, Difference]:
    """The same for many points by code; the answer has an (empty) entry for the unchanged ones too.

    Who has read them a moment ago hands them in as `standing`: a large change need not read them again while
    nobody else can write. Conflict if one of them stands at another revision now.
    """
    revisions_now = _lock(writer, changes)
    if standing is None:
        old_records = load_codes(writer, changes, opened(writer.secrecy))
    else:
        old_records = {code: record_of(standing[code]) for code in changes}
    for code, point in changes.items():
        given, at = (expected or {}).get(code), revisions_now[code]
        seen = point.revision if given is None else given
        if seen != at and (given is not None or seen != 0):
            raise Conflict(f"{code} 已经被别人改过（现在是第 {at} 版，不是第 {seen} 版），请重新打开再改")
    differences: dict[str, Difference] = {}
    changed: list[Record] = []
    for code, point in changes.items():
        old, record = old_records[code], record_of(point)
        differences[code] = what = revisions.difference(old, record)
        if what:
            _guard_pin(writer, old, what)
            changed.append(record | {"code": code, "revision": old["revision"] + 1, "updated_at": writer.now})
    if changed:
        _write_changes(writer, changed, differences, why, batch)
    return differences


def _lock(writer: Writer, codes: Iterable[str]) -> dict[str, int]:
    """The revisions at which those points stand, and nobody else changes them until this transaction ends."""
    found: dict[str, int] = {}
    for chunk in chunks(codes):  # SQLite has the whole register locked already, and ignores the clause
        lock = select(s.point.c.code, s.point.c.revision).where(s.point.c.code.in_(chunk))
        rows = writer.connection.execute(lock.order_by(s.point.c.code).with_for_update())
        found |= {row.code: row.revision for row in rows}
    missing = sorted(set(codes) - set(found))
    if missing:
        raise NotFound(f"没有编号为 {'、'.join(missing[:5])} 的点位")
    return found


def _guard_pin(writer: Writer, old: Record, what: Difference) -> None:
    if writer.actor.is_machine and old["confirmed_by"] and not _POSITION.isdisjoint(what):
        raise Conflict(f"{old['code']} 的位置是人工确认过的，程序不能改动")


def _write_changes(
    writer: Writer, changed: list[Record], differences: Mapping[str, Difference], why: str, batch: int | None
) -> None:
    _update_rows(writer, changed, differences)
    rows = ChildRows([], [], [])
    replaced: dict[str, list[str]] = {"places": [], "contacts": []}
    for record in changed:
        what = differences[record["code"]]
        if "amenities" in what or "spaces" in what:
            replaced["places"].append(record["code"])
            place_rows(record, rows)
        if "contacts" in what:
            replaced["contacts"].append(record["code"])
            contact_rows(record, writer.secrecy, rows)
    for chunk in chunks(replaced["places"]):
        writer.connection.execute(delete(s.amenity).where(s.amenity.c.code.in_(chunk)))
        writer.connection.execute(delete(s.space).where(s.space.c.code.in_(chunk)))
    for chunk in chunks(replaced["contacts"]):
        writer.connection.execute(delete(s.contact).where(s.contact.c.code.in_(chunk)))
    _insert_children(writer, rows)
    reviews.move(writer, {r["code"]: r["bureau"] for r in changed if "bureau" in differences[r["code"]]})
    listings = [r for r in changed if "listing" in differences[r["code"]]]
    follow_listing(writer, {r["code"]: (r["listing"], r["listing_reason"]) for r in listings})
    logged = [revisions.revision_row(writer, r, differences[r["code"]], why, batch) for r in changed]
    revisions.append(writer, logged)
    writer.changed(r["code"] for r in changed)


def _update_rows(writer: Writer, changed: Iterable[Record], differences: Mapping[str, Difference]) -> None:
    """Writes what changed of each, those together of which the same fields did."""
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for record in changed:
        what = differences[record["code"]]
        names = tuple(name for name in POINT_FIELDS if name in what or name in _WITH_EACH)
        at = {"at_code": record["code"], "at_revision": record["revision"] - 1}
        alike[names].append(at | {name: record[name] for name in names})
    for names, rows in alike.items():
        if writer.connection.execute(_update(names), rows).rowcount != len(rows):
            raise Conflict("要改的点位刚刚被别人改过，请重新打开再改")


@lru_cache(maxsize=256)
def _update(names: tuple[str, ...]) -> Update:
    """The statement for these columns. The revision is in its condition: a writer that read an older one
    changes no row, and is told so."""
    of = (s.point.c.code == bindparam("at_code"), s.point.c.revision == bindparam("at_revision"))
    return sql_update(s.point).where(*of).values({name: bindparam(name) for name in names})


def _insert_children(writer: Writer, rows: ChildRows) -> None:
    for statement, table in _CHILDREN:
        values: list[dict[str, Any]] = getattr(rows, table)
        if values:
            writer.connection.execute(statement, values)


def _insert_under_new_codes(writer: Writer, records: list[Record]) -> None:
    """Draws codes until all are new; the table's own key decides, not a look before the write."""
    own = {record["code"] for record in records if record["code"]}
    drawn = [record for record in records if not record["code"]]
    wanting = drawn
    for _ in range(_ATTEMPTS):
        taken = {record["code"] for record in records if record["code"]}
        for record in wanting:
            while not record["code"] or record["code"] in taken:
                record["code"] = new_code()
            taken.add(record["code"])
        try:
            with writer.connection.begin_nested():
                writer.connection.execute(_INSERT, [point_row(record) for record in records])
        except IntegrityError:
            used = known(writer, taken)
            if used & own or not used:
                raise
            wanting = [record for record in drawn if record["code"] in used]
            for record in wanting:
                record["code"] = ""
        else:
            return
    raise Conflict("没能分到没用过的编号，请再试一次")
