"""The whole register copied out, while it is in use, and put into an empty place.

A copy is one snapshot: all that was committed before it began, nothing in part. SQLite copies itself (its
online backup); of PostgreSQL `pg_dump` makes the copy, in the snapshot of our own transaction, so that the
counts taken beside it are those of what it wrote.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, inspect, select, text

from servicepoints.errors import InstanceError
from servicepoints.register import schema as s
from servicepoints.register.engine import Register
from servicepoints.register.failures import ours
from servicepoints.register.postgres_tools import pg_dump, pg_restore
from servicepoints.register.server import unhurried
from servicepoints.register.transaction import Reader

ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True, slots=True)
class Dumped:
    """A copy that was made: of which engine and version, and how many rows are in each table."""

    engine: str
    version: str
    counts: Mapping[str, int]


def dump(register: Register, path: Path) -> Dumped:
    """Copies the register into a new file at `path`, and looks through the copy.

    InstanceError where the copy cannot be made or is not sound, RegisterAway, OSError.
    """
    with register.read() as reader:
        unhurried(reader.connection)  # our transaction waits for pg_dump, however long that takes
        engine = reader.connection.dialect.name
        dumped = Dumped(engine, _version(reader.connection), _counts(reader.connection))
        if engine == "sqlite":
            _copy_sqlite(reader, path)
        else:
            snapshot = reader.connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
            pg_dump(reader.connection, register.engine, snapshot, _tables(reader.connection), path)
    if dumped.engine == "sqlite":
        look_through(path, dumped.counts)
    return dumped


def look_through(path: Path, counts: Mapping[str, int]) -> None:
    """InstanceError unless the SQLite file there is sound and has so many rows in each table."""
    with _sqlite_said(path):
        connection = sqlite3.connect(path)
        try:
            faults = [row[0] for row in connection.execute("PRAGMA integrity_check(3)") if row[0] != "ok"]
            strays = connection.execute("PRAGMA foreign_key_check").fetchmany(3)
            found = {
                name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in counts
            }
        finally:
            connection.close()
    if faults or strays:
        raise InstanceError(
            f"登记库的副本查出毛病，没有用它：{faults or strays}。登记库可能已经坏了，先看磁盘"
        )
    _compare(found, counts)


def is_empty(register: Register) -> bool:
    """Whether there is nothing at all in the place of a register on a server. RegisterAway."""
    with ours(), register.engine.connect() as connection:
        return not inspect(connection).get_table_names()


def restore_to_server(register: Register, path: Path, counts: Mapping[str, int]) -> None:
    """What `pg_dump` wrote into an empty database, all or nothing. InstanceError, RegisterAway."""
    with ours(), register.engine.connect() as connection:
        pg_restore(connection, register.engine, path)
    with register.read() as reader:
        _compare(_counts(reader.connection, counts), counts)


def clear(register: Register) -> None:
    """Takes all tables away again from a database that was empty before."""
    with ours(), register.engine.begin() as connection:
        for name in inspect(connection).get_table_names():
            connection.execute(text(f'DROP TABLE "{name}" CASCADE'))


def _copy_sqlite(reader: Reader, path: Path) -> None:
    source = reader.connection.connection.driver_connection
    assert isinstance(source, sqlite3.Connection)
    with _sqlite_said(path):
        target = sqlite3.connect(path)
        try:
            # all in one step: in several, each write of another process would begin it anew
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        finally:
            target.close()


@contextmanager
def _sqlite_said(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        if "full" in str(error) or "disk I/O" in str(error):
            raise InstanceError(f"{path.parent} 的磁盘满了或出了故障，没有写成：请先清出空间") from error
        raise InstanceError(f"登记库抄不出来或读不了：{error}") from error


def _version(connection: Connection) -> str:
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def _tables(connection: Connection) -> list[str]:
    ours_ = {*s.metadata.tables, "alembic_version"}
    return sorted(ours_ & set(inspect(connection).get_table_names()))


def _counts(connection: Connection, names: Mapping[str, int] | None = None) -> dict[str, int]:
    wanted = s.metadata.sorted_tables
    if names is None:
        return {t.name: connection.execute(select(func.count()).select_from(t)).scalar_one() for t in wanted}
    counted = ((n, connection.execute(text(f'SELECT count(*) FROM "{n}"')).scalar_one()) for n in names)
    return dict(counted)


def _compare(found: Mapping[str, int], counts: Mapping[str, int]) -> None:
    differing = {name: (found.get(name), n) for name, n in counts.items() if found.get(name) != n}
    if differing:
        told = "、".join(f"{name} {n} 行（该有 {due} 行）" for name, (n, due) in differing.items())
        raise InstanceError(f"副本里的行数对不上，没有用它：{told}")
