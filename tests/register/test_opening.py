"""Opening the register: its version, its absence, its address."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from servicepoints.domain.points import Point
from servicepoints.errors import InstanceError, RegisterAway, SettingError
from servicepoints.register import Actor, Register, check_version, open_register, points, sqlite_url
from servicepoints.register import schema as s
from servicepoints.register.migrating import migrate
from servicepoints.register.version import HEAD

Make = Callable[..., Point]


def test_the_migrations_make_the_tables_that_the_code_expects(register: Register) -> None:
    with register.read() as reader:
        context = MigrationContext.configure(reader.connection, opts={"compare_type": True})
        assert compare_metadata(context, s.metadata) == []
    check_version(register)


def test_the_version_that_is_expected_is_that_of_the_last_migration(register: Register) -> None:
    with register.read() as reader:
        at = reader.connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    assert at == HEAD


@pytest.mark.parametrize(("at", "fix"), [("0001", "servicepoints migrate"), ("9999", "先升级程序")])
def test_a_register_of_another_version_is_refused_with_the_fix(register: Register, at: str, fix: str) -> None:
    with register.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :at"), {"at": at})
    with pytest.raises(InstanceError, match=fix):
        check_version(register)


def test_migrating_again_changes_nothing(register: Register, editor: Actor, station: Make) -> None:
    with register.write(editor) as writer:
        points.insert(writer, station(), "新建")
    assert migrate(register) == (HEAD, HEAD)
    with register.read() as reader:
        assert points.count(reader) == 1


def test_a_register_that_is_newer_than_the_code_is_refused_and_left_alone(register: Register) -> None:
    with register.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for door in (check_version, migrate):
        with pytest.raises(InstanceError, match="先升级程序"):
            door(register)
    with register.read() as reader:
        assert (
            reader.connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == "9999"
        )


@pytest.mark.sqlite
def test_an_empty_register_says_what_to_run(tmp_path: Path) -> None:
    empty = open_register(sqlite_url(tmp_path / "register.db"))
    with pytest.raises(InstanceError, match="servicepoints migrate"):
        check_version(empty)
    with pytest.raises(InstanceError, match="servicepoints migrate"), empty.read() as reader:
        points.count(reader)
    empty.close()


def test_a_register_that_does_not_answer_is_away(tmp_path: Path) -> None:
    nowhere = open_register(sqlite_url(tmp_path / "no" / "such" / "folder" / "register.db"))
    with pytest.raises(RegisterAway), nowhere.read() as reader:
        points.count(reader)
    closed_port = open_register("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    with pytest.raises(RegisterAway), closed_port.read() as reader:
        points.count(reader)


@pytest.mark.sqlite
def test_a_file_that_is_no_register_is_named(tmp_path: Path) -> None:
    file = tmp_path / "register.db"
    file.write_bytes(b"this is no database, but it is long enough to be looked at as one" * 40)
    with pytest.raises(InstanceError), open_register(sqlite_url(file)).read() as reader:
        points.count(reader)


@pytest.mark.parametrize("url", ["", "register.db", "nosuch://x", "postgresql+nosuch://x/y"])
def test_an_address_that_cannot_be_used_is_refused_with_the_fix(url: str) -> None:
    with pytest.raises(SettingError, match="REGISTER_URL"):
        open_register(url)


def test_a_password_in_the_address_is_not_shown() -> None:
    assert "geheim" not in open_register("postgresql+psycopg://user:geheim@127.0.0.1/register").url


def test_a_time_without_an_offset_is_not_stored(register: Register, editor: Actor, station: Make) -> None:
    point = station(suspended_until=datetime(2026, 9, 1, 12, 0))
    with pytest.raises(StatementError, match="naive"), register.write(editor) as writer:
        points.insert(writer, point, "新建")


@pytest.mark.sqlite
def test_what_is_acknowledged_is_on_the_disk(register: Register, editor: Actor) -> None:
    with register.write(editor) as writer:
        synchronous = writer.connection.execute(text("PRAGMA synchronous")).scalar_one()
        journal = writer.connection.execute(text("PRAGMA journal_mode")).scalar_one()
    assert (synchronous, journal) == (2, "wal")
