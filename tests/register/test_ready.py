"""What is made ready says the same to the driver as what is executed, and fails the same, on both engines."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import bindparam, insert, select, text, update

from servicepoints.errors import Conflict, InstanceError
from servicepoints.register import Actor, Register, open_register
from servicepoints.register import schema as s
from servicepoints.register.migrating import migrate
from servicepoints.register.ready import Ready
from tests.register.conftest import NOW

TOLD = ("key", "failures", "since")
ROW: dict[str, Any] = {"key": "示例 100% :key", "failures": 1, "since": NOW}
ADD = insert(s.throttle)
ONE = select(s.throttle.c.failures).where(s.throttle.c.key == bindparam("key"))
MORE = (
    update(s.throttle)
    .where(s.throttle.c.key == bindparam("at"), s.throttle.c.failures < 3)
    .values(failures=s.throttle.c.failures + bindparam("n"), since=bindparam("now"))
)


@pytest.fixture
def register(register_url: str) -> Iterator[Register]:
    opened = open_register(register_url, clock=lambda: NOW)
    migrate(opened)
    yield opened
    opened.close()


def test_it_does_what_executing_it_does(register: Register, editor: Actor) -> None:
    with register.write(editor) as writer:
        assert Ready(ADD, TOLD).rows(writer.connection, ROW) == 1
        kept = writer.connection.execute(select(s.throttle)).one()
        assert kept._asdict() == ROW
        assert Ready(ONE).one(writer.connection, ROW) == 1
        assert Ready(ONE).one(writer.connection, {"key": "没有"}) is None
        later = {"at": ROW["key"], "n": 2, "now": NOW.replace(hour=3)}
        assert Ready(MORE).rows(writer.connection, later) == 1
        assert Ready(MORE).rows(writer.connection, later) == 0  # no longer below 3
        kept = writer.connection.execute(select(s.throttle)).one()
        assert (kept.failures, kept.since) == (3, NOW.replace(hour=3))


def test_one_transaction_holds_both_kinds(register: Register, editor: Actor) -> None:
    with pytest.raises(ZeroDivisionError), register.write(editor) as writer:
        assert Ready(ADD, TOLD).rows(writer.connection, ROW) / 0
    with register.read() as reader:
        assert reader.connection.execute(select(s.throttle)).all() == []
    with register.write(editor) as writer:  # and nothing but what is ready is committed too
        Ready(ADD, TOLD).rows(writer.connection, ROW)
    with register.read() as reader:
        assert len(reader.connection.execute(select(s.throttle)).all()) == 1


def test_its_failures_are_ours(register: Register, editor: Actor) -> None:
    add = Ready(ADD, TOLD)
    with pytest.raises(Conflict), register.write(editor) as writer:
        assert [add.rows(writer.connection, ROW) for _ in range(2)]
    with pytest.raises(InstanceError, match="migrate"), register.write(editor) as writer:
        Ready(text("DELETE FROM nowhere")).rows(writer.connection, {})
    with register.write(editor) as writer:
        assert add.rows(writer.connection, ROW) == 1


@pytest.mark.parametrize(
    ("values", "words"),
    [({}, "key"), (ROW | {"since": datetime(2026, 9, 14)}, "naive time")],
)
def test_what_it_is_given_is_checked(
    register: Register, editor: Actor, values: dict[str, Any], words: str
) -> None:
    with pytest.raises((KeyError, ValueError), match=words), register.write(editor) as writer:
        Ready(ADD, TOLD).rows(writer.connection, values)
