"""How soon a change at one node is seen at another while 50 bookings a second run: in all answers of both of
its workers, on SQLite and on PostgreSQL.

Real processes over one register (`tests.serving.nodes`). A booking is sent each fiftieth of a second, whether
those before it are answered or not. The clock starts when a change is committed, and stops when the last of
so many connections, which the kernel deals to both workers, has answered with it; each is asked in turn.
"""

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from servicepoints.register import points
from tests.benchmarks.table import Line, percentile, spread
from tests.postgresql import INSTALL, binaries, running
from tests.serving.nodes import ASKED_AT_ONCE, SETUP, Node, Nodes, nodes

A_SECOND, CHANGES = 50, 60
SENDERS = 16
PAUSE_S = 0.01
PATIENCE_S = 20.0
PROMISED = "worst ≤ 2000 ms"
Done = Callable[[], None]


def lines() -> Iterator[Line]:
    """The measurements."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield from _measured("SQLite", Path(folder), "")
    if binaries() is None:
        yield Line("the same on PostgreSQL", f"not measured: {INSTALL}")
        return
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder, running(Path(folder)) as server:
        home = Path(folder) / "nodes"
        home.mkdir()
        yield from _measured("PostgreSQL", home, server.database())


def _measured(engine: str, folder: Path, url: str) -> Iterator[Line]:
    with nodes(folder, url) as two, _bookings(two) as sent:
        edits = [_seen(two.each[1], *_edit(two, n)) for n in range(CHANGES)]
        last = [_seen(two.each[1], *_last_place(two)) for _ in range(CHANGES)]
    yield Line(f"an edit, until the other node shows it, {engine}", spread(edits), "", PROMISED)
    yield Line(f"the last place, until the other node shows it, {engine}", spread(last), "", PROMISED)
    took = [1000 * seconds for seconds in sent.took]
    figure = f"{len(took) / sent.lasted_s:.0f}/s, p50 {percentile(took, 0.5):.0f} ms, "
    figure += f"p99 {percentile(took, 0.99):.0f} ms"
    yield Line(f"bookings meanwhile, {engine}", figure, f"{sent.refused} of {sent.asked} not taken", "0")


def _edit(two: Nodes, n: int) -> tuple[str, str, Done]:
    """An edit of a name: where it is to be seen, what then stands there, and how it is done."""
    name = f"示例改名{n:03d}号"

    def done() -> None:
        with two.register.write(SETUP) as writer:
            point = points.get(writer, two.point)
            assert point is not None
            points.update(writer, two.point, replace(point, name=name), "示例")

    return f"/api/v1/points/{two.point}", name, done


def _last_place(two: Nodes) -> tuple[str, str, Done]:
    """The same of a session with one place, which is taken at the first node; both show it beforehand."""
    code = two.offer(1)
    path = f"/s/{code}"
    for node in two.each:
        _seen(node, path, "还剩1个", lambda: None)

    def done() -> None:
        assert two.booked(two.each[0], code).status == 303

    return path, "满了", done


def _seen(node: Node, path: str, words: str, done: Done) -> float:
    """Seconds from the end of a change until those words stand in every answer of a node."""
    waiting = [_connection(node) for _ in range(ASKED_AT_ONCE)]
    done()
    begun = time.monotonic()
    while waiting:
        if time.monotonic() - begun > PATIENCE_S:
            raise TimeoutError(f"{path} does not say {words} after {PATIENCE_S:.0f} s")
        waiting = [one for one in waiting if words not in _answer(one, path)]
        time.sleep(PAUSE_S)
    return time.monotonic() - begun


def _connection(node: Node) -> http.client.HTTPConnection:
    """A connection that is made, and so dealt to a worker, already."""
    assert node.server is not None
    made = http.client.HTTPConnection("127.0.0.1", node.server.port, timeout=PATIENCE_S)
    _answer(made, "/healthz")
    return made


def _answer(connection: http.client.HTTPConnection, path: str) -> str:
    connection.request("GET", path)
    return connection.getresponse().read().decode()


@dataclass
class Sent:
    """What became of the bookings: how long each took that was taken, how many were not, of how many."""

    took: list[float] = field(default_factory=list)
    refused: int = 0
    asked: int = 0
    lasted_s: float = 0.0


@contextmanager
def _bookings(two: Nodes) -> Iterator[Sent]:
    """So many bookings a second, at both nodes in turn, until the end of this."""
    sent, over, lock = Sent(), threading.Event(), threading.Lock()

    def one(n: int) -> None:
        begun = time.monotonic()
        status = two.booked(two.each[n % 2]).status
        with lock:
            if status == 303:
                sent.took.append(time.monotonic() - begun)
            else:
                sent.refused += 1

    def send() -> None:
        begun = time.monotonic()
        with ThreadPoolExecutor(SENDERS) as pool:
            while not over.wait(max(0.0, begun + sent.asked / A_SECOND - time.monotonic())):
                pool.submit(one, sent.asked)
                sent.asked += 1
        sent.lasted_s = time.monotonic() - begun

    sender = threading.Thread(target=send)
    sender.start()
    try:
        yield sent
    finally:
        over.set()
        sender.join()
