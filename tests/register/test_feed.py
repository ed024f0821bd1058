"""The change feed: in the order of commits, without gaps, and with nothing of a transaction that failed."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest

from servicepoints.domain.points import Point
from servicepoints.errors import Conflict, NotFound
from servicepoints.register import Actor, Register, feed, open_register, points
from servicepoints.register import schema as s
from servicepoints.register.points import get, insert, insert_many, update

Make = Callable[..., Point]


def together(*steps: Callable[[], None]) -> None:
    """Runs them in threads of their own and raises what they raised."""
    failures: list[BaseException] = []

    def run(step: Callable[[], None]) -> None:
        try:
            step()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def test_each_writing_transaction_takes_one_number_and_names_all_its_points(
    register: Register, editor: Actor, station: Make
) -> None:
    with register.write(editor) as writer:
        first = insert_many(writer, [station(), station("示例乙")], "导入")
    with register.write(editor) as writer:
        update(writer, first[0], station(note="改"), "修改")
        update(writer, first[0], station(note="再改"), "修改")
    with register.read() as reader:
        assert feed.changes_since(reader, 0) == (2, frozenset(first))
        assert feed.changes_since(reader, 1) == (2, frozenset(first[:1]))
        assert feed.changes_since(reader, 2) == (2, frozenset())


def test_a_reader_that_follows_two_writers_misses_nothing(register: Register, station: Make) -> None:
    written: set[str] = set()
    done = threading.Event()

    def writes(name: str) -> Callable[[], None]:
        def run() -> None:
            for n in range(20):
                with register.write(Actor("editor", name)) as writer:
                    code = insert(writer, station(f"示例{name}{n}"), "新建")
                    time.sleep(0.002 if n % 3 else 0)
                written.add(code)

        return run

    followed: set[str] = set()
    numbers = [0]

    def follow() -> None:
        while True:
            last_round = done.is_set()
            with register.read() as reader:
                up_to, codes = feed.changes_since(reader, numbers[-1])
                assert set(points.get_many(reader, codes)) == codes
            assert up_to >= numbers[-1]
            assert len(codes) == up_to - numbers[-1]  # here every transaction changes one point
            followed.update(codes)
            numbers.append(up_to)
            if last_round:
                return

    def both() -> None:
        together(writes("甲"), writes("乙"))
        done.set()

    together(both, follow)
    assert followed == written
    assert numbers[-1] == 40
    with register.read() as reader:
        rows = reader.connection.execute(s.change.select().order_by(s.change.c.n))
        assert [row.n for row in rows] == list(range(1, 41))


def test_eight_threads_lose_none_of_eighty_increments(
    register: Register, editor: Actor, station: Make
) -> None:
    with register.write(editor) as writer:
        code = insert(writer, station(note="0"), "新建")

    def increment() -> None:
        with register.write(editor) as writer:
            point = get(writer, code)
            assert point is not None
            update(writer, code, replace(point, note=str(int(point.note) + 1)), "加一")

    def increments() -> None:
        """On PostgreSQL two may have read before either writes: the second is told so, and begins again."""
        left = 10
        while left:
            with suppress(Conflict):
                increment()
                left -= 1

    together(*[increments] * 8)
    with register.read() as reader:
        point = get(reader, code)
        assert point is not None
        assert (point.note, point.revision) == ("80", 81)
        assert feed.latest(reader) == 81


def test_a_transaction_that_fails_leaves_nothing(register: Register, editor: Actor, station: Make) -> None:
    def half_done() -> None:
        with register.write(editor) as writer:
            update(writer, insert(writer, station(), "新建"), station(note="改"), "修改")
            update(writer, "ZZZZZZ", station(), "修改")

    with pytest.raises(NotFound):
        half_done()
    assert left_in(register) == (0, 0, 0)


CRASH = """
import os, sys
from servicepoints.domain.points import Kind, Point
from servicepoints.register import Actor, open_register, points
register = open_register(sys.argv[1])
with register.write(Actor("editor", "crash")) as writer:
    points.insert_many(writer, [Point(name=f"示例{n}", kind=Kind.OUTLET) for n in range(2000)], "导入")
    if sys.argv[2] == "after the number":
        writer.finish()
    os._exit(9)
"""


@pytest.mark.parametrize("moment", ["before the number", "after the number"])
def test_a_process_that_dies_in_the_middle_leaves_nothing(
    register: Register, register_url: str, moment: str
) -> None:
    died = subprocess.run(
        [sys.executable, "-c", CRASH, register_url, moment], check=False, env=os.environ | {"PYTHONUTF8": "1"}
    )
    assert died.returncode == 9
    again = open_register(register_url)
    assert left_in(again) == (0, 0, 0)
    again.close()


def left_in(register: Register) -> tuple[int, int, int]:
    with register.read() as reader:
        revisions = reader.connection.execute(s.revision.select()).all()
        return points.count(reader), len(revisions), feed.latest(reader)
