"""Two nodes over one register: what is changed at one is soon seen at the other, neither misses a change, and
each goes on answering when the register or its own catalogue is taken from it.

`NODES_MINUTES=5` makes the load with kills that long (DESIGN's promise, by hand); else it lasts seconds.
"""

import os
import random
import re
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import select

from servicepoints.catalogue.reader import CatalogueReader
from servicepoints.domain.points import Listing
from servicepoints.register import feed, points
from servicepoints.register import schema as s
from tests.faults.crowding import crowding
from tests.postgresql import INSTALL, PostgreSQL, binaries, running
from tests.serving.nodes import SETUP, WORKERS, Answer, Load, Node, Nodes, nodes, seen
from tests.serving.test_booking_rush import working
from tests.serving.test_processes import NEVER_S, PATIENCE, SEEN_S, alive, eventually

LEAST_READS = 100
MINUTES = float(os.environ.get("NODES_MINUTES", "0.1"))
TURNS = count(1)
POSITION = {"lat": "31.2304", "lon": "121.4737"}


@pytest.fixture(scope="module")
def server() -> Iterator[PostgreSQL]:
    """A PostgreSQL that these tests may stop."""
    if binaries() is None:
        pytest.skip(f"needs PostgreSQL: {INSTALL}")
    with (
        TemporaryDirectory(prefix="postgresql", ignore_cleanup_errors=True) as folder,
        running(Path(folder)) as server,
    ):
        yield server


@pytest.fixture(scope="module")
def two(
    engine: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Nodes]:
    url = ""
    if engine == "postgresql":
        url = request.getfixturevalue("server").database()
    with nodes(tmp_path_factory.mktemp("nodes"), url) as both:
        yield both


def change(two: Nodes, **fields: object) -> None:
    with two.register.write(SETUP) as writer:
        point = points.get(writer, two.point)
        assert point is not None
        points.update(writer, two.point, replace(point, **fields), "示例")  # type: ignore[arg-type]


def soon(node: Node, path: str, holds: Callable[[Answer], bool]) -> float:
    """Asserts that it is seen of both workers of a node as soon as promised, on a machine as slow as this."""
    crowded = crowding()
    took = seen(node, path, holds, NEVER_S)
    assert took is not None
    assert took < SEEN_S * PATIENCE * max(crowded, crowding())
    return took


def revision(node: Node) -> int:
    return CatalogueReader(node.home / "catalogue.db").revision()


def up(two: Nodes) -> int:
    """Waits until both nodes are where the register is; which change that is."""
    with two.register.read() as reader:
        latest = feed.latest(reader)
    assert eventually(lambda: all(revision(node) == latest for node in two.each))
    return latest


def test_what_is_changed_at_one_node_is_seen_at_the_other_while_bookings_run(two: Nodes) -> None:
    one, other = two.each
    over, refused = threading.Event(), []

    def book() -> None:
        while not over.wait(0.02):
            if (answer := two.booked(one)).status not in (303, 429):
                refused.append(answer)

    booking = threading.Thread(target=book)
    booking.start()
    try:
        change(two, name="示例改了名")
        soon(other, f"/api/v1/points/{two.point}", lambda got: "示例改了名" in got.body)
        change(two, listing=Listing.SUSPENDED)
        soon(other, f"/api/v1/points/{two.point}", lambda got: '"suspended"' in got.body)
        change(two, listing=Listing.LISTED)
        soon(other, f"/api/v1/points/{two.point}", lambda got: '"suspended"' not in got.body)
        scarce = two.offer(1)
        soon(one, f"/s/{scarce}", lambda got: "还剩1个" in got.body)
        assert two.booked(one, scarce).status == 303
        soon(other, f"/s/{scarce}", lambda got: "满了" in got.body)
    finally:
        over.set()
        booking.join()
    assert refused == []


def test_a_node_that_was_away_catches_up_by_the_feed(two: Nodes) -> None:
    other = two.each[1]
    before = up(two)
    other.stop()
    for name in ("示例离线一", "示例离线二", "示例离线三"):
        change(two, name=name)
    inode = (other.home / "catalogue.db").stat().st_ino
    other.start()
    assert other.server is not None
    assert up(two) == before + 3
    log = other.server.log.read_text()
    assert re.search(rf"brought from change {before} to {before + 3}: 1 points", log)
    assert (other.home / "catalogue.db").stat().st_ino == inode  # nothing was built anew
    soon(other, f"/api/v1/points/{two.point}", lambda got: "示例离线三" in got.body)


def test_no_change_is_skipped_while_another_is_not_yet_committed(two: Nodes) -> None:
    one, other = two.each
    with two.register.read() as reader:
        first, second = reader.connection.execute(
            select(s.point.c.code).order_by(s.point.c.code).limit(2).offset(1)
        ).scalars()
    before, turn = up(two), next(TURNS)
    earlier, later = f"示例先写的{turn}", f"示例后写的{turn}"
    follows = threading.Thread(target=lambda: rename(two, second, later))
    with two.register.write(SETUP) as writer:
        point = points.get(writer, first)
        assert point is not None
        points.update(writer, first, replace(point, name=earlier), "示例")
        writer.finish()  # the number is taken: from here on the other waits
        writer._changed.clear()
        follows.start()
        time.sleep(1.2)  # both publishers look twice meanwhile
        assert revision(one) == revision(other) == before
    follows.join()
    for node in two.each:
        soon(node, f"/api/v1/points/{first}", lambda got: earlier in got.body)
        soon(node, f"/api/v1/points/{second}", lambda got: later in got.body)
        assert revision(node) == before + 2
        with sqlite3.connect(node.home / "catalogue.db") as catalogue:
            told = catalogue.execute("SELECT n, code FROM changes WHERE n > ? ORDER BY n", [before])
            assert {code for _, code in told.fetchall()} == {first, second}


def rename(two: Nodes, code: str, name: str) -> None:
    with two.register.write(SETUP) as writer:
        point = points.get(writer, code)
        assert point is not None
        points.update(writer, code, replace(point, name=name), "示例")


def reads(two: Nodes) -> list[str]:
    """Every kind of page that couriers read, and every read of the API."""
    code, session = two.point, two.session
    return [
        "/", "/near", "/d/huangpu", "/search?q=%E7%A4%BA%E4%BE%8B", "/map", "/quality", "/suggest",
        f"/p/{code}", f"/p/{code}/card", f"/p/{code}/poster", f"/p/{code}/door",
        f"/p/{code}/around.svg", f"/s/{session}", "/embed/d/huangpu", "/open-data/",
        "/api/v1/near?lat=31.2304&lon=121.4737", "/api/v1/points?bbox=121.3,31.1,121.6,31.4&zoom=12",
        f"/api/v1/points/{code}", "/api/v1/search?q=%E7%A4%BA%E4%BE%8B", "/api/v1/districts",
        "/api/v1/sessions", "/api/v1/changes", "/readyz",
    ]  # fmt: skip


def refused(node: Node, two: Nodes) -> dict[str, int]:
    """What is not answered with 200, and with what instead."""
    got = {path: node.ask(path).status for path in reads(two)}
    got["POST /near"] = node.ask("/near", POSITION).status
    return {path: status for path, status in got.items() if status != 200}


@contextmanager
def without_register(two: Nodes, request: pytest.FixtureRequest) -> Iterator[None]:
    """The register is away meanwhile: PostgreSQL stopped, or the file and its journals not to be found."""
    if two.register.file is None:
        server: PostgreSQL = request.getfixturevalue("server")
        server.stop("fast")
        try:
            yield
        finally:
            server.start()
        return
    names = [name for name in two.register.file.names if name.exists()]
    for name in names:
        name.rename(f"{name}.aside")
    try:
        yield
    finally:
        for name in names:
            Path(f"{name}.aside").rename(name)


def test_without_the_register_all_is_read_and_nothing_written(
    two: Nodes, request: pytest.FixtureRequest
) -> None:
    node = two.each[0]
    with without_register(two, request):
        aged(node, 600)
        assert refused(node, two) == {}
        old = "之后的变动还没收到"
        assert eventually(lambda: bool(aged(node, 600)) and old in node.ask("/d/huangpu?need=toilet").body)
        assert eventually(lambda: '"register":"away"' in node.ask("/readyz").body)
        assert eventually(lambda: "x-catalogue-as-of" in node.ask("/api/v1/districts").headers)
        answer = two.booked(node)
        assert (answer.status, "retry-after" in answer.headers) == (503, True)
        assert "再" in answer.body
    soon(node, "/readyz", lambda got: '"register":"away"' not in got.body)
    assert eventually(lambda: two.booked(node).status == 303)
    change(two, name="示例恢复以后")
    soon(node, f"/api/v1/points/{two.point}", lambda got: "示例恢复以后" in got.body)
    assert eventually(lambda: "之后的变动还没收到" not in node.ask("/d/huangpu?need=toilet").body)


def aged(node: Node, seconds: float) -> Path:
    """Makes the node's last word from the register so old: a test need not wait for that. The publisher may
    be at its last round and write it once more."""
    path = node.settings.places_path
    os.utime(path, (time.time() - seconds,) * 2)
    return path


@pytest.mark.parametrize("how", ["deleted", "emptied", "cut short", "overwritten"])
def test_a_node_that_loses_its_catalogue_builds_it_anew_and_answers_meanwhile(two: Nodes, how: str) -> None:
    node = two.each[1]
    path = node.home / "catalogue.db"
    soon(node, "/near", lambda got: got.status == 200)  # both workers have read it
    bad: set[tuple[str, int]] = set()
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            for asked in reads(two):
                status = node.ask(asked).status
                if status != 200:
                    bad.add((asked, status))

    reader = threading.Thread(target=read)
    reader.start()
    before = path.stat().st_ino
    try:
        with path.open("rb"):  # else another file could be given its number
            damage(path, how)
            assert eventually(lambda: path.exists() and path.stat().st_ino != before)
        assert eventually(lambda: refused(node, two) == {})
    finally:
        over.set()
        reader.join()
    assert {status for _, status in bad} <= {503}
    always = {"/", "/near", "/map", "/suggest"}  # what needs no word of the file
    assert not {asked for asked, _ in bad} & always


def damage(path: Path, how: str) -> None:
    size = path.stat().st_size
    match how:
        case "deleted":
            path.unlink()
        case "emptied":
            os.truncate(path, 0)
        case "cut short":
            os.truncate(path, size // 2)
        case _:
            with path.open("r+b") as file:
                file.write(os.urandom(size))


def whole(node: Node) -> bool:
    """Whether all its workers listen."""
    return node.server is not None and len(working(node.server)) == WORKERS


def test_reads_go_on_while_workers_and_whole_nodes_are_killed(two: Nodes) -> None:
    """A balancer before the nodes asks the next one where one answers nothing: no reader sees a failure.
    One is killed only while the other answers, or there would be nobody to ask."""
    chance = random.Random(7)
    kills = {"worker": 0, "node": 0}
    paths = [path for path in reads(two) if path not in ("/api/v1/changes", "/readyz")]
    end = time.monotonic() + 60 * MINUTES
    with Load(two.each, paths) as load:
        while time.monotonic() < end or not kills["node"] or load.answered <= LEAST_READS:
            # one at a time: who is dropped by one node is answered by the other
            assert eventually(lambda: all(map(whole, two.each))), "one is dead and nobody starts it again"
            node = chance.choice(two.each)
            assert node.server is not None
            if kills["worker"] <= 3 * kills["node"]:
                victim = chance.choice(sorted(working(node.server)))
                os.kill(victim, signal.SIGKILL)
                assert eventually(lambda victim=victim: not alive(victim))
                kills["worker"] += 1
                time.sleep(chance.uniform(0.2, 1.0))
            else:
                node.kill()
                node.start()
                kills["node"] += 1
    print(f"{load.answered} reads, {load.retried} asked again, {len(load.failed)} failed, kills: {kills}")
    assert load.failed == []
    assert load.answered > LEAST_READS
