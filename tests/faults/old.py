"""A register as the first release left it, full of points, to be upgraded."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command

from servicepoints.register import Register, open_register, sqlite_url
from servicepoints.register.migrating import _config
from tests.postgresql import PostgreSQL

FIRST, POINTS = "0001", 2_000


@contextmanager
def old_register(postgresql: PostgreSQL | None) -> Iterator[tuple[Path, dict[str, str], Register]]:
    """(the folder, the settings, the register) of an instance at the first version, until the end of the
    block."""
    with tempfile.TemporaryDirectory(prefix="old") as folder:
        home = Path(folder)
        url = postgresql.database() if postgresql else sqlite_url(home / "register.db")
        register = open_register(url)
        _fill(register)
        try:
            yield home, {"REGISTER_URL": url} if postgresql else {}, register
        finally:
            register.close()


def standing(register: Register) -> tuple[str, int]:
    """(version, number of points)."""
    with register.read() as reader:
        version = reader.connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one()
        points = reader.connection.execute(sa.text("SELECT count(*) FROM point")).scalar_one()
    return str(version), int(points)


def _fill(register: Register) -> None:
    with register.begin() as connection:
        command.upgrade(_config(connection), FIRST)
        tables = sa.MetaData()
        tables.reflect(connection, only=["point"])
        point = tables.tables["point"]
        blank = {column.name: _blank(column) for column in point.columns}
        rows = [{**blank, "code": f"{n:06d}", "name": f"示例站{n}"} for n in range(POINTS)]
        connection.execute(point.insert(), rows)


def _blank(column: "sa.Column[Any]") -> object:
    if column.nullable:
        return None
    kind = column.type
    if isinstance(kind, sa.DateTime):
        return datetime.now(UTC)
    if isinstance(kind, sa.JSON):
        return []
    return 1 if isinstance(kind, sa.Integer) else ""
