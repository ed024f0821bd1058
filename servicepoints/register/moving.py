"""Moving a register, whole, into another one: from a file to a server or back, or to another server.

Every table there is goes along, in one transaction of the new register; nobody writes to the old one
meanwhile, and nothing in it is changed. What arrived is read again and compared before it counts.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, LargeBinary, RowMapping, Table, func, insert, literal, select, text
from sqlalchemy.exc import DBAPIError

from servicepoints.errors import Conflict, InstanceError
from servicepoints.register.engine import Register
from servicepoints.register.failures import ours, translated
from servicepoints.register.migrating import upgrade
from servicepoints.register.schema import metadata
from servicepoints.register.server import unhurried
from servicepoints.register.version import check_version

ROWS = 500
"""Rows in memory at once; of a table that keeps files, one."""

_SUMS = 1 << 256


@dataclass(frozen=True, slots=True)
class Moved:
    """One table that arrived: how many rows, and the sum of their hashes, which hangs on no order."""

    table: str
    rows: int
    checksum: str


def move(source: Register, target: Register) -> list[Moved]:
    """Copies all of one register into another that holds nothing yet, and makes its tables first; what went
    along, table by table.

    Conflict, and nothing is changed, if the two are one or the target holds anything; InstanceError if the
    source is not of this code's version, or a row cannot be kept by the other engine (it says which), or did
    not arrive as it was; RegisterAway.
    """
    if _same(source, target):
        raise Conflict(f"从哪里搬和搬到哪里是同一个登记库：{source.url}")
    check_version(source)
    with ours(), source.begin() as old, target.begin() as new:
        unhurried(old)
        _keep_others_from_writing(old)
        upgrade(new)
        _must_be_empty(new, target)
        moved = [_copy(table, old, new) for table in metadata.sorted_tables]
        for one in moved:
            arrived = _counted(metadata.tables[one.table], new)
            if arrived != one:
                rows = f"原来{one.rows}行，到了{arrived.rows}行"
                raise InstanceError(f"{one.table} 搬过去以后对不上（{rows}），没有搬：请再试一次")
        _go_on_counting(new)
    return moved


def _same(source: Register, target: Register) -> bool:
    files = (source.file, target.file)
    if all(files):
        one, other = (file.path.resolve() for file in files if file)
        return one == other
    return source.engine.url == target.engine.url


def _keep_others_from_writing(connection: Connection) -> None:
    """A file is locked by the transaction itself; the tables of a server, so that they may still be read."""
    if connection.dialect.name != "sqlite":
        names = ", ".join(table.name for table in metadata.sorted_tables)
        connection.execute(text(f"LOCK TABLE {names} IN SHARE MODE"))


def _must_be_empty(connection: Connection, register: Register) -> None:
    """No row but that of the feed, which the migrations put there. Conflict."""
    for table in metadata.sorted_tables:
        if table.name == "feed":
            connection.execute(table.delete().where(table.c.n == 0))
        found = connection.execute(select(literal(1)).select_from(table).limit(1)).first()
        if found is not None:
            raise Conflict(f"{register.url} 里已经有内容（{table.name}），没有搬：请搬到一个空的库里")


def _copy(table: Table, old: Connection, new: Connection) -> Moved:
    rows = total = 0
    for chunk in _chunks(table, old):
        rows, total = rows + len(chunk), total + sum(map(_hash, chunk))
        _refuse_nul(table, chunk)
        try:
            new.execute(insert(table), [dict(row) for row in chunk])
        except DBAPIError as error:
            raise InstanceError(f"{table.name} 的内容那边存不下，没有搬：{error.orig}") from translated(error)
    return _moved(table, rows, total)


def _counted(table: Table, connection: Connection) -> Moved:
    rows = total = 0
    for chunk in _chunks(table, connection):
        rows, total = rows + len(chunk), total + sum(map(_hash, chunk))
    return _moved(table, rows, total)


def _moved(table: Table, rows: int, total: int) -> Moved:
    return Moved(table.name, rows, f"{total % _SUMS:064x}")


def _chunks(table: Table, connection: Connection) -> Iterator[list[RowMapping]]:
    """All rows, a few at a time; a server hands them over as they are asked for."""
    files = any(isinstance(column.type, LargeBinary) for column in table.columns)
    size = 1 if files else ROWS
    found = connection.execute(select(table), execution_options={"yield_per": size}).mappings()
    yield from (list(part) for part in found.partitions(size))


def _hash(row: RowMapping) -> int:
    said = json.dumps(list(row.values()), ensure_ascii=False, sort_keys=True, default=_said)
    return int.from_bytes(hashlib.sha256(said.encode()).digest())


def _said(value: Any) -> str:
    """A value that JSON does not know, the same from both engines."""
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, datetime):  # a server gives it in its own time zone
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(value)


def _refuse_nul(table: Table, rows: list[RowMapping]) -> None:
    """A file keeps the character NUL in a text; PostgreSQL does not, and says only that it will not."""
    for row in rows:
        for name, value in row.items():
            if isinstance(value, str) and "\0" in value:
                key = "、".join(str(row[column.name]) for column in table.primary_key)
                raise InstanceError(
                    f"{table.name} 的 {key}，{name} 里有空字符（NUL），那边存不下：请先改掉它"
                )


def _go_on_counting(connection: Connection) -> None:
    """A server numbers rows by itself: what comes next is after what arrived. A file looks by itself."""
    if connection.dialect.name == "sqlite":
        return
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is None:
            continue
        sequence = connection.execute(
            select(func.pg_get_serial_sequence(table.name, column.name))
        ).scalar_one()
        if sequence is not None:
            last = select(func.coalesce(func.max(column), 0) + 1).scalar_subquery()
            connection.execute(select(func.setval(sequence, last, False)))
