"""Several nodes over one register: each a folder, a port and two workers of its own, in real processes."""

import http.client
import os
import random
import shutil
import signal
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import select

from servicepoints.config import Settings, load
from servicepoints.domain.offerings import Offering, Session
from servicepoints.register import Actor, Register, offerings
from servicepoints.register import schema as s
from servicepoints.services.booking.rules import Links
from servicepoints.services.opening import open_instance
from tests.conftest import command
from tests.server import ARTEFACTS, Server, serving
from tests.serving.test_processes import eventually

SETUP = Actor("setup", "示例")
WORKERS = 2
PEOPLE = count(1)
ASKED_AT_ONCE = 12
"""Connections of its own each: the kernel deals them to both workers of a node."""


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 where nobody answered."""

    status: int
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Node:
    """One web node: its folder, and how it is started."""

    name: str
    home: Path
    own: dict[str, str]
    server: Server | None = None
    _running: ExitStack = field(default_factory=ExitStack)

    @property
    def settings(self) -> Settings:
        """Its settings, with the register's address."""
        return load({"SERVICEPOINTS_HOME": str(self.home)} | self.own)

    def start(self) -> None:
        """Starts it, and waits until it is ready."""
        log = ARTEFACTS / f"{self.home.parent.name}-{self.name}.log"
        more = {"SERVICEPOINTS_WORKERS": str(WORKERS), "SERVICEPOINTS_BOOKINGS_BY_ADDRESS": "100000"}
        self.server = self._running.enter_context(serving(self.home, log, **more, **self.own))

    def stop(self) -> None:
        """Stops it and waits for its end."""
        self._running.close()
        self.server = None

    def kill(self) -> None:
        """Kills all of it at once, as when the machine loses its power."""
        assert self.server is not None
        os.killpg(self.server.master.pid, signal.SIGKILL)
        self._running.close()
        self.server = None

    def ask(self, path: str, form: dict[str, str] | None = None, timeout_s: float = 60) -> Answer:
        """GET, or POST of a form, over a connection of its own."""
        assert self.server is not None
        there = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=timeout_s)
        try:
            if form is None:
                there.request("GET", path)
            else:
                there.request(
                    "POST",
                    path,
                    urllib.parse.urlencode(form),
                    {"Content-Type": "application/x-www-form-urlencoded"},
                )
            got = there.getresponse()
            return Answer(got.status, got.read().decode(errors="replace"), dict(got.headers))
        except (OSError, http.client.HTTPException):
            return Answer(0)
        finally:
            there.close()

    def everywhere(self, path: str, holds: Callable[[Answer], bool]) -> bool:
        """Whether that holds of an answer however often one asks: of both workers, then."""
        return all(holds(self.ask(path)) for _ in range(ASKED_AT_ONCE))


@dataclass
class Nodes:
    """The nodes over one register, and a session that they offer."""

    each: list[Node]
    register: Register
    point: str
    session: str

    @property
    def links(self) -> Links:
        """What signs the forms of bookings."""
        return Links(self.each[0].settings.secret_key)

    def booked(self, node: Node, session: str = "") -> Answer:
        """Someone's booking at a node, of that session or else of the one that all can book: another's each
        time."""
        session = session or self.session
        form = {
            "key": self.links.form(session), "name": "示例张三", "phone": f"139{next(PEOPLE):08d}",
            "places": "1", "consent": "yes",
        }  # fmt: skip
        return node.ask(f"/s/{session}", form)

    def offer(self, capacity: int, queue: int = 0) -> str:
        """A new session with so many places: its code."""
        starts = datetime.now(UTC).replace(microsecond=0) + timedelta(days=3)
        with self.register.write(SETUP) as writer:
            number = offerings.add_offering(writer, Offering(title="示例讲座", point=self.point))
            one = Session(
                starts_at=starts,
                ends_at=starts + timedelta(hours=1),
                capacity=capacity,
                queue=queue,
                most=1,
            )
            (code,) = offerings.add_sessions(writer, offerings.offering(writer, number), [one])
        return code


@contextmanager
def nodes(folder: Path, register_url: str, number: int = 2) -> Iterator[Nodes]:
    """So many nodes over a new demonstration in that register ("": a SQLite file in the first one's folder),
    all running."""
    first = folder / "node1"
    own = {"REGISTER_URL": register_url} if register_url else {}
    made = command(first, "demo", "--no-serve", **own)
    assert made.returncode == 0, made.stderr
    own = {"REGISTER_URL": load({"SERVICEPOINTS_HOME": str(first)} | own).register_address}
    each = [Node("node1", first, own)]
    for i in range(2, number + 1):
        home = folder / f"node{i}"
        home.mkdir()
        shutil.copy(first / "keys.env", home)
        each.append(Node(f"node{i}", home, own))
    register = open_instance(each[0].settings)
    with register.read() as reader:
        placed = select(s.point.c.code).where(s.point.c.precision_m <= 30)  # one that has every page
        code = reader.connection.execute(placed.order_by(s.point.c.name)).scalars().first()
        assert code
    all_of_them = Nodes(each, register, code, "")
    all_of_them.session = all_of_them.offer(100_000)
    with ExitStack() as running:
        running.callback(register.close)
        for node in each:
            running.callback(node.stop)
            node.start()
        yield all_of_them


def seen(node: Node, path: str, holds: Callable[[Answer], bool], within_s: float) -> float | None:
    """Seconds until that held of both workers' answers; None if it did not in time."""
    began = time.monotonic()
    if not eventually(lambda: node.everywhere(path, holds), within_s):
        return None
    return time.monotonic() - began


@dataclass
class Load:
    """Readers that ask the nodes in turn, as a balancer does: a node that answers nothing at all is asked no
    more for a second, and the question goes to the next one."""

    nodes: list[Node]
    paths: list[str]
    readers: int = 4
    answered: int = 0
    retried: int = 0
    failed: list[tuple[str, int]] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)
    _out: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> "Load":
        self._threads = [threading.Thread(target=self._read, args=(i,)) for i in range(self.readers)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _read(self, seed: int) -> None:
        chance = random.Random(seed)
        while not self._over.is_set():
            self._one(chance.choice(self.paths), chance)

    def _one(self, path: str, chance: random.Random) -> None:
        """One read of a courier's. It fails if no node answers it, or one answers with an error."""
        status = 0
        for node in self._order(chance):
            try:
                status = node.ask(path).status
            except AssertionError:  # it is down just now
                status = 0
            if status:
                break
            with self._lock:
                self.retried += 1
                self._out[node.name] = time.monotonic() + 1
        with self._lock:
            if status == 200:
                self.answered += 1
            else:
                self.failed.append((path, status))

    def _order(self, chance: random.Random) -> list[Node]:
        order = chance.sample(self.nodes, len(self.nodes))
        return sorted(order, key=lambda node: self._out.get(node.name, 0) > time.monotonic())
