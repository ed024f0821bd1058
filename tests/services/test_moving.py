"""A register moved whole: every row of every table, in one go or not at all, and used from there on."""

import shutil
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    Float,
    Integer,
    LargeBinary,
    String,
    Text,
    Update,
    select,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError

from servicepoints.errors import Conflict, InstanceError, SettingError
from servicepoints.register import moving, open_register, sqlite_url
from servicepoints.register import schema as s
from servicepoints.register.schema import Moment, metadata
from servicepoints.services.migrating import move_register
from servicepoints.services.publishing import publish
from tests.conftest import command
from tests.postgresql import PostgreSQL
from tests.services.booking_city import BEGUN, EDITOR

Rows = dict[str, list[str]]


@pytest.fixture
def home(demo_home: Path, tmp_path: Path) -> Path:
    """A demonstration of one's own: bookings, reports, imports and their files."""
    return Path(shutil.copytree(demo_home, tmp_path / "own"))


@pytest.fixture
def source(home: Path) -> str:
    """The address of its register."""
    return sqlite_url(home / "register.db")


@pytest.fixture
def full(source: str) -> str:
    """The same, with a row in each table."""
    register = open_register(source)
    with register.begin() as connection:
        for table in metadata.sorted_tables:
            if connection.execute(select(table)).first() is None:
                values = {
                    c.name: _some(c, connection) for c in table.columns if c is not table.autoincrement_column
                }
                connection.execute(table.insert().values(values))
    register.close()
    return source


SOME: dict[type, object] = {
    JSON: {"示例": [1, 0.1, None, "“二”"]}, LargeBinary: bytes(range(256)), Boolean: True, Integer: 7,
    BigInteger: 2**40,
    Float: 31.224213371337, Date: date(2026, 2, 28), Moment: BEGUN.replace(microsecond=1),
    String: "示例", Text: "示例\n'\"\\%s{}\u2028",
}  # fmt: skip


def _some(column: Column[Any], connection: Connection) -> object:
    for key in column.foreign_keys:
        return connection.execute(select(key.column)).scalars().first()
    return SOME[type(column.type)]


def rows(url: str) -> Rows:
    """All that a register holds, in an order that no engine decides."""
    register = open_register(url)
    with register.read() as reader:
        found = {
            t.name: [repr(tuple(r)) for r in reader.connection.execute(select(t))]
            for t in metadata.sorted_tables
        }
    register.close()
    return {name: sorted(each) for name, each in found.items()}


def test_all_of_it_goes_to_a_server_and_back(full: str, postgresql: PostgreSQL, tmp_path: Path) -> None:
    target, back = postgresql.database(), sqlite_url(tmp_path / "back.db")
    there = move_register(full, target)
    assert {one.table: one.rows for one in there} == {t: len(r) for t, r in rows(full).items()}
    assert {"booking", "sighting", "review_item", "revision", "contact"} <= {
        one.table for one in there if one.rows
    }
    assert move_register(target, back) == there
    assert rows(back) == rows(full)


def test_what_was_moved_is_used_from_there_on(home: Path, source: str, postgresql: PostgreSQL) -> None:
    target = postgresql.database()
    move_register(source, target)
    register = open_register(target, clock=lambda: BEGUN)
    with register.write(EDITOR) as writer:  # the numbers go on, and the feed of the catalogue that is there
        taken = writer.connection.execute(select(s.sighting.c.id)).scalars().all()
        row = dict(writer.connection.execute(select(s.sighting)).mappings().first() or {})
        del row["id"]
        fresh = writer.connection.execute(
            s.sighting.insert().values(**row | {"digest": "f" * 64}).returning(s.sighting.c.id)
        ).scalar_one()
        assert fresh > max(taken)
        writer.changed([row["code"]])
    done = publish(register, home / "catalogue.db")
    assert (done.rebuilt, done.changed) == (False, 1)
    register.close()


def test_a_target_that_holds_anything_is_left_alone(source: str, postgresql: PostgreSQL) -> None:
    target = postgresql.database()
    move_register(source, target)
    before = rows(target)
    with pytest.raises(Conflict, match="已经有内容"):
        move_register(source, target)
    assert rows(target) == before


@pytest.mark.sqlite
def test_one_register_is_not_moved_into_itself(home: Path, source: str, tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(home / "register.db")
    for target in (source, sqlite_url(tmp_path / "link.db")):
        with pytest.raises(Conflict, match="同一个登记库"):
            move_register(source, target)


@pytest.mark.parametrize("version", ["0001", "9999", ""])
def test_only_a_register_of_this_version_is_moved(
    source: str, home: Path, postgresql: PostgreSQL, version: str
) -> None:
    with sqlite3.connect(home / "register.db") as own:
        own.execute("DELETE FROM alembic_version")
        own.executemany("INSERT INTO alembic_version VALUES (?)", [(version,)] if version else [])
    own.close()
    target = postgresql.database()
    with pytest.raises(InstanceError, match=r"migrate|更新版本"):
        move_register(source, target)
    assert tables(target) == 0


@pytest.mark.parametrize(
    "broken", ["_go_on_counting", "_counted"], ids=["cut off at the end", "something else arrives"]
)
def test_a_move_that_fails_leaves_nothing_and_can_be_done_again(
    source: str, postgresql: PostgreSQL, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    target, before = postgresql.database(), rows(source)
    with monkeypatch.context() as broke:
        broke.setattr(
            moving, broken, lambda *_: moving.Moved("account", 0, "") if broken == "_counted" else 1 / 0
        )
        with pytest.raises((InstanceError, ZeroDivisionError)):
            move_register(source, target)
    assert tables(target) == 0
    move_register(source, target)
    assert rows(target).keys() == before.keys()
    assert rows(source) == before


def tables(url: str) -> int:
    """How many tables a server's database has."""
    register = open_register(url)
    with register.engine.connect() as connection:
        found = connection.execute(
            text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        ).scalar_one()
    register.close()
    return int(found)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (update(s.point).values(note="a\0b"), "point 的 .*note 里有空字符"),
        (update(s.point).values(kind="示例" * 20), "point 的内容那边存不下"),
    ],
)
def test_what_the_other_engine_cannot_keep_is_named(
    source: str, postgresql: PostgreSQL, spoil: Update, words: str
) -> None:
    register = open_register(source)
    with register.begin() as connection:
        connection.execute(spoil)
    register.close()
    target = postgresql.database()
    with pytest.raises(InstanceError, match=words):
        move_register(source, target)
    assert tables(target) == 0


def test_nobody_writes_to_the_old_one_meanwhile(
    source: str, postgresql: PostgreSQL, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, third = postgresql.database(), postgresql.database()
    tried: list[str] = []
    real = moving._copy

    def copy(*given: object) -> moving.Moved:
        if not tried:
            tried.append(_write(at))
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(moving, "_copy", copy)
    for at, to in ((source, target), (target, third)):
        tried.clear()
        move_register(at, to)
        assert "lock" in tried[0]


def _write(url: str) -> str:
    """What the driver says to somebody who writes at once, without waiting."""
    register = open_register(url)
    said = "written"
    with register.engine.connect() as connection:
        waits = "PRAGMA busy_timeout = 0" if register.file else "SET lock_timeout = '200ms'"
        connection.exec_driver_sql(waits)
        try:
            connection.exec_driver_sql("UPDATE feed SET n = n")
        except DBAPIError as error:
            said = str(error)
    register.close()
    return said


def test_it_is_told_in_a_table_or_as_json(home: Path, source: str, postgresql: PostgreSQL) -> None:
    target = postgresql.database()
    done = command(home, "migrate", "--from", source, "--to", target)
    assert done.returncode == 0, done.stderr
    assert "point" in done.stdout
    assert "两边逐行对过，一样" in done.stdout
    again = command(home, "migrate", "--from", source, "--to", target, "--format", "json")
    assert again.returncode == 1
    assert "已经有内容" in again.stderr
    assert command(home, "migrate", "--to", target).returncode == 2


@pytest.mark.sqlite
def test_an_address_that_is_none_is_refused(source: str, tmp_path: Path) -> None:
    with pytest.raises(SettingError):
        move_register(source, "mysql://shili")
    missing = tmp_path / "nowhere.db"
    with pytest.raises(InstanceError, match=r"nowhere\.db"):
        move_register(sqlite_url(missing), source)
    assert not missing.exists()
