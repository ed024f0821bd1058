"""The catalogue's tables, made by sqlite-utils; flat and named as the fields are, so that Datasette shows
them as is.

`points` has the fields of `domain.records` in their order. Its row number is `search_text.row_order`: a
function of the point alone, so that the order of rows is that of prominence however the file came about.
"""

from typing import TYPE_CHECKING, Any

from servicepoints.catalogue.doors import DOORS
from servicepoints.catalogue.offers import OFFERINGS, SESSIONS
from servicepoints.catalogue.quality import QUALITY
from servicepoints.domain.points import Kind, Point
from servicepoints.domain.records import record_of

if TYPE_CHECKING:
    from sqlite_utils import Database

SCHEMA = 4
"""Kept as `PRAGMA user_version`; a file of another schema is built anew."""

POINT_FIELDS = tuple(record_of(Point(name="", kind=Kind.OUTLET)))
_NUMBERS: dict[str, Any] = {
    "revision": int,
    "latitude": float,
    "longitude": float,
    "precision_m": float,
    "free": int,
}
_HOURS = ("hours_text", "opening_hours", "hours_status", "hours_proposal", "hours_reasons")

TABLES: dict[str, dict[str, Any]] = {
    "points": {"row_order": int}
    | {name: _NUMBERS.get(name, str) for name in POINT_FIELDS}
    | {"pinyin": str, "initials": str, "search_text": str},
    "spaces": {"code": str, "place": int, "name": str, "amenities": str} | dict.fromkeys(_HOURS, str),
    "point_amenities": {"code": str, "key": str, "has": int},
    "amenities": {
        "key": str,
        "label": str,
        "group": str,
        "first": int,
        "synonyms": str,
        "osm": str,
        "place": int,
    },
    "districts": {"code": str, "name": str, "slug": str, "former_names": str},
    "sub_districts": {"code": str, "name": str, "slug": str, "district": str},
    "bureaus": {"slug": str, "name": str},
    "link_groups": {"name": str, "points": int},
    "calendar": {"date": str, "type": str, "holiday": str},
    "offerings": OFFERINGS,
    "sessions": SESSIONS,
    "doors": DOORS,
    "quality": QUALITY,
    "meta": {"key": str, "value": str},
    "changes": {"n": int, "code": str},
}
_KEYS: dict[str, str | tuple[str, ...]] = {
    "points": "row_order",
    "spaces": ("code", "place"),
    "point_amenities": ("code", "key"),
    "amenities": "key",
    "districts": "code",
    "sub_districts": "code",
    "bureaus": "slug",
    "link_groups": "name",
    "calendar": "date",
    "offerings": "id",
    "sessions": "code",
    "doors": "code",
    "quality": ("day", "bureau"),
    "meta": "key",
    "changes": ("n", "code"),
}

_SEARCH = (
    # every pair of characters is a token of its own: see catalogue.search_text
    """CREATE VIRTUAL TABLE points_search USING fts5(
        search_text, content='points', content_rowid='row_order', tokenize='ascii', prefix='1 2',
        columnsize=0)""",
    """CREATE TRIGGER points_search_added AFTER INSERT ON points BEGIN
        INSERT INTO points_search (rowid, search_text) VALUES (new.row_order, new.search_text);
    END""",
    """CREATE TRIGGER points_search_gone AFTER DELETE ON points BEGIN
        INSERT INTO points_search (points_search, rowid, search_text)
        VALUES ('delete', old.row_order, old.search_text);
    END""",
)


def create(database: "Database") -> None:
    """Makes all tables and indexes in an empty file."""
    for name, columns in TABLES.items():
        database.table(name).create(columns, pk=_KEYS[name])
    points = database.table("points")
    points.create_index(["code"], unique=True)
    points.create_index(["district", "sub_district"])
    database.execute("CREATE INDEX points_by_link_group ON points (link_group) WHERE link_group != ''")
    database.table("offerings").create_index(["code"])
    database.table("sessions").create_index(["point"])
    database.table("sessions").create_index(["starts_at"])
    for statement in _SEARCH:
        database.execute(statement)
    database.execute(f"PRAGMA user_version = {SCHEMA}")
