"""Makes the fixtures of this folder: every released schema, on both engines, with two rows in each table.

    .venv/bin/python -m tests.register.released.make 12

runs the real migrations to that version, fills the tables, and writes 0012.sqlite.sql and
0012.postgresql.sql.
To be run once, when a version is released; what is here is never made anew, for registers like it are in use.
"""

import re
import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alembic import command
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
)
from sqlalchemy.engine import make_url

from servicepoints.register import open_register, sqlite_url
from servicepoints.register.migrating import _config
from servicepoints.register.secrecy import Secrecy
from tests.postgresql import running

FOLDER = Path(__file__).parent
KEY = "cmVsZWFzZWQtc2NoZW1hcy1vZi1zZXJ2aWNlcG9pbnQ="
PHONES = ("13900000001", "13900000002")
CODES = ("7K2M9Q", "7K2M9R")
SESSIONS = ("8K2M9Q", "8K2M9R")
AT = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
SECRECY = Secrecy(KEY)

WORDS: dict[tuple[str, str], Any] = {
    ("instance", "kind"): "real", ("calendar_day", "type"): "workday", ("point", "kind"): "care_station",
    ("point", "demonstration"): "no", ("point", "audience"): "couriers", ("point", "access"): "walk_in",
    ("point", "hours_status"): "read", ("point", "opening_hours"): "Mo-Su 09:00-17:00",
    ("point", "hours_text"): "每天9:00-17:00", ("point", "hours_reasons"): [],
    ("point", "hours_proposal"): None, ("point", "position_basis"): "pin", ("point", "latitude"): 31.23,
    ("point", "longitude"): 121.47, ("point", "precision_m"): 10.0, ("point", "booking_channel"): "here",
    ("point", "listing"): "listed", ("point", "suspended_until"): None, ("point", "valid_from"): None,
    ("point", "valid_to"): None, ("point", "district"): "黄浦区", ("point", "link_group"): "",
    ("point", "bureau"): "shili-0", ("space", "place"): 1, ("space", "hours_status"): None,
    ("space", "hours_text"): None, ("space", "opening_hours"): None, ("space", "hours_proposal"): None,
    ("space", "hours_reasons"): None, ("amenity", "key"): "hot_water", ("amenity", "place"): 0,
    ("contact", "place"): 0, ("contact", "number"): "", ("contact", "public"): False,
    ("account", "role"): "editor", ("account", "bureau"): "shili-0", ("account", "disabled_at"): None,
    ("revision", "what"): {"name": ["旧", "新"]}, ("revision", "revision"): 1, ("point", "revision"): 1,
    ("change", "code"): "", ("import_batch", "undone_at"): None, ("offering", "kind"): "service",
    ("offering", "category"): "daily", ("offering", "welcome"): "everyone", ("offering", "channel"): "here",
    ("offering", "ended_at"): None, ("offering", "space"): "",
    ("offering_session", "starts_at"): datetime(2027, 9, 1, 2, tzinfo=UTC),
    ("offering_session", "ends_at"): datetime(2027, 9, 1, 4, tzinfo=UTC),
    ("offering_session", "closing"): datetime(2027, 9, 1, 2, tzinfo=UTC),
    ("offering_session", "opens_at"): None, ("offering_session", "closes_at"): None,
    ("offering_session", "moved_from"): None, ("offering_session", "capacity"): 5,
    ("offering_session", "taken"): 1, ("offering_session", "waiting"): 0, ("offering_session", "turn"): 1,
    ("offering_session", "most"): 3, ("offering_session", "queue"): 10,
    ("offering_session", "notice_minutes"): 0, ("offering_session", "bookers"): "public",
    ("offering_session", "state"): "planned", ("booking", "state"): "confirmed", ("booking", "places"): 1,
    ("booking", "attendance"): None, ("booking", "news"): None, ("booking", "news_at"): None,
    ("booking", "told_at"): None, ("booking", "settled_at"): None, ("robot", "form"): "text",
    ("robot", "length"): "short", ("robot", "weekday"): None, ("robot", "minute"): None,
    ("robot", "removed_at"): None, ("outbox", "state"): "sent", ("sighting", "saw"): "fine",
    ("sighting", "rider"): "", ("sighting", "near"): "", ("sighting", "answered_at"): None,
    ("suggestion", "done_at"): None, ("suggestion", "amenities"): [], ("suggestion", "who"): "courier",
    ("suggestion", "outcome"): "", ("suggestion", "code"): None, ("review_item", "kind"): "note",
    ("review_item", "done_at"): None, ("keeper_link", "revoked_at"): None,
    ("api_token", "revoked_at"): None, ("demand", "month"): "2026-09",
}  # fmt: skip
"""What code that reads a row expects in a column; any other gets something of its type."""


def value(column: Column[Any], table: str, n: int) -> Any:
    """What stands in this column of row n (0, 1)."""
    if (table, column.name) in WORDS:
        return WORDS[table, column.name]
    if column.foreign_keys:
        (key,) = column.foreign_keys
        return value(key.column, key.column.table.name, n)
    if column.name == "sealed":
        sealed = SECRECY.seal([f"示例人{n}", PHONES[n]])
        return sealed.encode() if isinstance(column.type, LargeBinary) else sealed
    if column.name in ("phone", "fingerprint") and (table, column.name) != ("offering", "phone"):
        return SECRECY.fingerprint(PHONES[n])
    if column.name == "code":
        return (SESSIONS if table == "offering_session" else CODES)[n]
    return of_type(column, n)


def of_type(column: Column[Any], n: int) -> Any:
    kind = column.type
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, Integer):
        return n + 1
    if isinstance(kind, Float):
        return float(n)
    if isinstance(kind, DateTime):
        return AT
    if isinstance(kind, Date):
        return date(2026, 9, n + 1)
    if isinstance(kind, LargeBinary):
        return SECRECY.seal_bytes(b"[]")
    if isinstance(kind, JSON):
        return {}
    if not column.primary_key and not column.unique and column.name in ("kind", "note", "reason"):
        return ""
    return f"{'shili' if column.name in ('slug', 'bureau') else column.name}-{n}"[
        : getattr(kind, "length", None) or 99
    ]


def fill(connection: Connection) -> None:
    """Two rows in each table that is empty."""
    found = MetaData()
    found.reflect(connection)
    for table in found.sorted_tables:
        if table.name in ("alembic_version", "feed"):
            continue
        rows = 1 if table.name == "instance" else 2
        connection.execute(
            table.insert(), [{c.name: value(c, table.name, n) for c in table.columns} for n in range(rows)]
        )
    connection.execute(found.tables["feed"].update().values(n=2))
    if connection.dialect.name == "postgresql":
        for table in found.sorted_tables:
            if "id" in table.columns and isinstance(table.c.id.type, Integer) and table.name != "feed":
                name = table.name
                connection.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), 2)")


def made(url: str, version: str) -> None:
    """The register of that version at an address, filled."""
    register = open_register(url, KEY)
    with register.begin() as connection:
        command.upgrade(_config(connection), version)
    with register.begin() as connection:
        fill(connection)
    register.close()


def main(versions: list[str]) -> None:
    with TemporaryDirectory() as folder, running(Path(folder)) as server:
        for version in versions:
            path = Path(folder) / f"{version}.db"
            made(sqlite_url(path), version)
            with sqlite3.connect(path) as connection:
                (FOLDER / f"{version}.sqlite.sql").write_text(
                    "\n".join(connection.iterdump()) + "\n", "utf-8"
                )
            connection.close()
            url = server.database()
            made(url, version)
            address = make_url(url).set(drivername="postgresql").render_as_string(False)
            dumped = subprocess.run(
                ["pg_dump", "--inserts", "--no-owner", "--no-privileges", address],
                check=True,
                capture_output=True,
            ).stdout.decode()
            (FOLDER / f"{version}.postgresql.sql").write_text(_plain(dumped), "utf-8")


def _plain(dumped: str) -> str:
    """Without comments and what only psql understands."""
    lines = (
        line for line in dumped.splitlines() if line and not re.match(r"--|\\|SET transaction_timeout", line)
    )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main([word.zfill(4) for word in sys.argv[1:]])
