"""The newest changes as steps from one state of a point to the next, on both engines."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from servicepoints.domain.points import Contact, Listing, Point
from servicepoints.register import Actor, Register, open_register, points
from servicepoints.register.migrating import migrate
from servicepoints.register.newest import newest_steps
from tests.services.booking_city import Clock

Make = Callable[..., Point]
BEGUN = datetime(2026, 9, 14, 2, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock(BEGUN)


@pytest.fixture
def register(register_url: str, data_key: str, clock: Clock) -> Iterator[Register]:
    opened = open_register(register_url, data_key, clock=clock)
    migrate(opened)
    yield opened
    opened.close()


def change(register: Register, editor: Actor, code: str, **fields: object) -> None:
    with register.write(editor) as writer:
        standing = points.get(writer, code)
        assert standing is not None
        points.update(writer, code, replace(standing, **fields), "改")  # type: ignore[arg-type]


def test_each_change_is_a_step_the_latest_first(
    register: Register, clock: Clock, editor: Actor, station: Make
) -> None:
    with register.write(editor) as writer:
        code = points.insert(writer, station(), "新")
    until = clock.now.replace(hour=8)
    for fields in (
        {"address": "示例路2号"},
        {"listing": Listing.SUSPENDED, "suspended_until": until},
        {"contacts": (Contact(name="示例另一人", number="13900000000"),)},
    ):
        clock.pass_(minutes=1)
        change(register, editor, code, **fields)
    with register.read() as reader:
        private, shut, moved, new = newest_steps(reader, 100)
    assert new.before is None
    assert (new.after.address, new.after.listing, new.at) == ("示例路1号", Listing.LISTED, BEGUN)
    assert moved.before is not None
    assert (moved.before.address, moved.after.address) == ("示例路1号", "示例路2号")
    assert shut.before is not None
    assert (shut.before.suspended_until, shut.after.suspended_until) == (None, until)
    assert [c.number for c in shut.after.contacts] == [], "only what is public now"
    assert private.at == BEGUN + timedelta(minutes=3)


def test_no_key_is_needed(register_url: str, register: Register, editor: Actor, station: Make) -> None:
    with register.write(editor) as writer:
        code = points.insert(writer, station(), "新")
    change(register, editor, code, contacts=(Contact(name="示例另一人", number="13900000000"),))
    keyless = open_register(register_url)
    with keyless.read() as reader:
        assert len(newest_steps(reader, 10)) == 2
    keyless.close()


def test_a_moment_is_told_whole_or_not_at_all(
    register: Register, clock: Clock, editor: Actor, station: Make
) -> None:
    with register.write(editor) as writer:
        first, *_ = points.insert_many(writer, [station(f"示例{n}号") for n in range(5)], "导入")
    with register.read() as reader:
        assert len(newest_steps(reader, 3)) == 3, "there is nothing else"
    clock.pass_(minutes=1)
    change(register, editor, first, address="示例路2号")
    with register.read() as reader:
        assert len(newest_steps(reader, 3)) == 1
        assert len(newest_steps(reader, 7)) == 6


def test_a_clock_that_was_set_back_ends_the_walk(
    register: Register, clock: Clock, editor: Actor, station: Make
) -> None:
    with register.write(editor) as writer:
        code = points.insert(writer, station(), "新")
    clock.pass_(minutes=-10)
    change(register, editor, code, address="示例路2号")
    with register.read() as reader:
        assert newest_steps(reader, 10) == []
