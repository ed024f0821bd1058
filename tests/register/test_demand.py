"""Counts of searches add up on either engine, each batch once, whoever else adds at the same moment."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from servicepoints.domain.cells import Cell
from servicepoints.domain.demand import ANY, Count, Counts, Slot
from servicepoints.register import Actor, Register, demand, open_register
from servicepoints.register import schema as s
from servicepoints.register.migrating import migrate
from servicepoints.register.secrecy import new_key

HERE, THERE = Cell(3469, 11564), Cell(3470, 11565)
COUNTER = Actor("machine", "demand")
NOW = datetime(2026, 11, 26, 12, 34, 56, tzinfo=UTC)


@pytest.fixture
def register(register_url: str) -> Iterator[Register]:
    opened = open_register(register_url, new_key(), clock=lambda: NOW)
    migrate(opened)
    yield opened
    opened.close()


def slot(cell: Cell = HERE, hour: int = 90, need: str = ANY, month: str = "2026-11") -> Slot:
    return Slot(cell, month, hour, need)


def send(register: Register, name: str, counts: Counts) -> bool:
    with register.write(COUNTER) as writer:
        return demand.add(writer, name, counts)


def standing(register: Register, month: str = "2026-11") -> dict[Slot, Count]:
    with register.read() as reader:
        found = demand.counted(reader, month)
    return {
        Slot(cell, month, hour, need): Count(asked, served)
        for cell, lines in found.items()
        for hour, need, asked, served in lines
    }


def test_counts_of_several_batches_add_up(register: Register) -> None:
    send(register, "a", {slot(): Count(3, 1), slot(need="toilet"): Count(1, 0)})
    send(register, "b", {slot(): Count(2, 2), slot(THERE): Count(1, 1)})
    assert standing(register) == {
        slot(): Count(5, 3), slot(need="toilet"): Count(1, 0), slot(THERE): Count(1, 1),
    }  # fmt: skip


def test_a_batch_sent_twice_is_counted_once(register: Register) -> None:
    assert send(register, "a", {slot(): Count(3, 1)})
    assert not send(register, "a", {slot(): Count(3, 1)})
    assert standing(register) == {slot(): Count(3, 1)}


def test_a_batch_that_breaks_half_way_leaves_nothing_and_can_be_sent_again(register: Register) -> None:
    counts = {slot(hour=hour): Count(1, 0) for hour in range(168)}

    def breaks() -> None:
        with register.write(COUNTER) as writer:
            demand.add(writer, "a", counts)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        breaks()
    assert standing(register) == {}
    assert send(register, "a", counts)
    assert standing(register) == counts


def test_two_workers_that_flush_at_once_lose_nothing(register_url: str, register: Register) -> None:
    """In opposite orders: who does not sort the rows meets a deadlock on PostgreSQL."""
    slots = [slot(Cell(3469 + i, 11564), hour) for i in range(20) for hour in range(20)]
    go = threading.Barrier(2)
    failures: list[Exception] = []

    def worker(name: str, mine: list[Slot]) -> None:
        own = open_register(register_url, new_key(), clock=lambda: NOW)
        try:
            for n in range(10):
                go.wait(30)
                send(own, f"{name}{n}", dict.fromkeys(mine, Count(2, 1)))
        except Exception as error:
            failures.append(error)
            go.abort()
        finally:
            own.close()

    threads = [
        threading.Thread(target=worker, args=("a", slots)),
        threading.Thread(target=worker, args=("b", slots[::-1])),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failures
    assert standing(register) == dict.fromkeys(slots, Count(40, 20))


def test_what_is_written_has_no_time_finer_than_the_hour(register: Register) -> None:
    send(register, "a", {slot(): Count(1, 1)})
    with register.read() as reader:
        hours = reader.connection.execute(select(s.demand_batch.c.hour)).scalars().all()
    assert hours == [NOW.replace(minute=0, second=0)]


def test_batches_are_forgotten_when_nobody_can_still_be_sending_them(register_url: str) -> None:
    now = [NOW]
    register = open_register(register_url, new_key(), clock=lambda: now[0])
    migrate(register)
    for n in range(10):
        send(register, str(n), {slot(): Count(1, 1)})
        now[0] += timedelta(hours=1)
    with register.read() as reader:
        left = reader.connection.execute(select(func.count()).select_from(s.demand_batch)).scalar_one()
    assert left <= 5
    register.close()


def test_months_are_told_apart_totalled_and_forgotten(register: Register) -> None:
    months = ("2026-09", "2026-10", "2026-11")
    for month in months:
        counts = {slot(month=month): Count(4, 1), slot(THERE, need="toilet", month=month): Count(9, 0)}
        send(register, month, counts)
    with register.read() as reader:
        assert demand.months(reader) == ["2026-11", "2026-10", "2026-09"]
        assert demand.totals(reader, months[1:]) == {HERE: Count(8, 2)}
        assert demand.counted(reader, "2026-11", [THERE]) == {THERE: [(90, "toilet", 9, 0)]}
    with register.write(COUNTER) as writer:
        assert demand.forget_before(writer, "2026-10") == 2
    with register.read() as reader:
        assert demand.months(reader) == ["2026-11", "2026-10"]
