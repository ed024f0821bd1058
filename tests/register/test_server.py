"""A PostgreSQL that is slow, busy or gone is away, in words of ours, and is used again once it is back."""

import gc
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from psycopg.errors import UndefinedTable
from sqlalchemy import URL, text
from sqlalchemy.engine import make_url

from servicepoints.errors import InstanceError, RegisterAway
from servicepoints.register import Actor, Register, dumping, open_register
from servicepoints.register import schema as s
from servicepoints.register.migrating import migrate
from servicepoints.register.postgres_tools import pg_dump
from servicepoints.register.ready import Ready
from servicepoints.register.server import Limits, engine_arguments
from servicepoints.register.version import check_version
from tests.ports import free_port
from tests.postgresql import PostgreSQL
from tests.serving.test_processes import eventually

EDITOR = Actor("editor", "示例编辑")
QUICK = Limits(connections=2, statement_s=3)
SLEEP = text("SELECT pg_sleep(5)")


@pytest.fixture
def url(postgresql: PostgreSQL) -> str:
    address = postgresql.database()
    register = open_register(address)
    migrate(register)
    register.close()
    return address


@pytest.fixture
def register(url: str) -> Iterator[Register]:
    opened = open_register(url, limits=QUICK)
    yield opened
    opened.close()


def works(register: Register) -> None:
    with register.write(EDITOR) as writer:
        writer.changed(["7K2M9Q"])


def test_a_statement_that_takes_too_long_is_given_up(register: Register) -> None:
    with pytest.raises(RegisterAway, match="没有回应"), register.read() as reader:
        reader.connection.execute(SLEEP)
    works(register)


def test_nobody_waits_for_a_lock_for_ever(register: Register, url: str) -> None:
    other = open_register(url)
    with other.begin() as holder:
        holder.execute(s.feed.update().values(n=s.feed.c.n))
        with pytest.raises(RegisterAway, match="lock timeout"):
            works(register)
    other.close()
    works(register)


def test_nobody_waits_for_a_connection_for_ever(register: Register) -> None:
    begun = time.monotonic()
    with register.read(), register.read(), pytest.raises(RegisterAway, match="太忙"), register.read():
        pass
    assert time.monotonic() - begun < 20, "SQLAlchemy's own patience is 30 s"
    works(register)


@pytest.mark.parametrize("ready", [True, False])
def test_a_connection_that_the_server_closed_is_told_and_replaced(
    register: Register, url: str, ready: bool
) -> None:
    statement = text("SELECT 1")

    def use() -> None:
        with register.read() as reader:
            _close_all_others(url)
            if ready:
                Ready(statement).one(reader.connection, {})
            else:
                reader.connection.execute(statement)

    with pytest.raises(RegisterAway):
        use()
    for _ in range(QUICK.connections + 1):
        works(register)


def test_all_connections_that_the_server_closed_are_replaced_unnoticed(register: Register, url: str) -> None:
    with register.read(), register.read():  # two in the pool
        pass
    _close_all_others(url)
    for _ in range(QUICK.connections + 1):
        works(register)


def test_a_database_that_is_gone_is_away_and_nobody_is_sent_to_migrate_it(
    register: Register, url: str, postgresql: PostgreSQL
) -> None:
    works(register)
    postgresql.drop(url)
    for _ in range(2):  # over a connection that stood, and over a new one
        with pytest.raises(RegisterAway, match="登记库"):
            works(register)
    with pytest.raises(RegisterAway, match="does not exist"):
        check_version(register)


def test_tables_that_are_missing_are_told_in_whatever_language_the_server_speaks(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InstanceError, match="migrate"), register.read() as reader:
        reader.connection.execute(text("SELECT 1 FROM nowhere"))
    monkeypatch.setattr(UndefinedTable, "__str__", lambda _: '关系 "nowhere" 不存在')
    with pytest.raises(InstanceError, match=r"migrate.*不存在"), register.read() as reader:
        reader.connection.execute(text("SELECT 1 FROM nowhere"))


def test_a_register_that_nobody_holds_lets_its_connections_go(url: str) -> None:
    forgotten = open_register(url)
    works(forgotten)
    del forgotten
    gc.collect()
    other = open_register(url)
    mine = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND backend_type = 'client backend'"
    )

    def alone() -> bool:  # the server takes a moment to end the process of a connection that was let go
        with other.read() as reader:
            return bool(reader.connection.execute(mine).scalar_one() == 1)

    assert eventually(alone)
    other.close()


def test_who_leaves_a_transaction_open_holds_up_nobody_for_long(url: str) -> None:
    address = make_url(url).update_query_dict({"options": "-c idle_in_transaction_session_timeout=100"})
    forgetful = open_register(address.render_as_string(hide_password=False), limits=QUICK)

    def forget() -> None:
        with forgetful.write(EDITOR) as writer:
            writer.connection.execute(s.feed.update().values(n=s.feed.c.n))
            threading.Event().wait(0.5)
            writer.connection.execute(SLEEP)

    with pytest.raises(RegisterAway):
        forget()
    works(forgetful)
    forgetful.close()


def test_of_two_servers_the_one_that_can_be_written_to_is_found(url: str) -> None:
    live, gone = make_url(url), free_port()
    pair = URL.create(
        live.drivername, live.username, database=live.database,
        query={
            "host": (f"127.0.0.1:{gone}", f"127.0.0.1:{live.port}"), "target_session_attrs": "read-write",
        },
    )  # fmt: skip
    register = open_register(pair.render_as_string())
    works(register)
    register.close()


def test_a_copy_may_take_as_long_as_it_does(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = make_url(url).update_query_dict({"options": "-c idle_in_transaction_session_timeout=100"})
    hurried = open_register(address.render_as_string(hide_password=False))

    def slow(*given: Any) -> None:
        time.sleep(0.4)
        pg_dump(*given)

    monkeypatch.setattr(dumping, "pg_dump", slow)
    assert dumping.dump(hurried, tmp_path / "copy").counts["feed"] == 1
    hurried.close()


def test_what_an_address_says_itself_goes_before() -> None:
    address = make_url("postgresql+psycopg://h/d?connect_timeout=1&options=-c%20statement_timeout%3D7")
    given = engine_arguments(address, Limits())["connect_args"]
    assert "connect_timeout" not in given
    assert given["options"].endswith("-c statement_timeout=7")
    assert "statement_timeout=30000" in given["options"]


def test_migrations_take_the_time_they_need(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "servicepoints.register.migrating.command.upgrade",
        lambda config, _to: config.attributes["connection"].execute(text("SELECT pg_sleep(3.3)")),
    )
    migrate(register)


def test_a_server_that_is_too_old_is_refused(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    works(register)  # the version is asked for with the first connection
    monkeypatch.setattr(register.engine.dialect, "server_version_info", (14, 11))
    for use in (check_version, migrate):
        with pytest.raises(InstanceError, match=r"14\.11 太旧.*15"):
            use(register)


def _close_all_others(url: str) -> None:
    """As a restart of the server does."""
    admin = open_register(url)
    with admin.begin() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    admin.close()
