"""Many at once for few places, through HTTP against two workers, some of them killed meanwhile: nothing is
sold twice, and nothing that was acknowledged is lost."""

import http.client
import os
import random
import shutil
import signal
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from servicepoints.config import load
from servicepoints.domain.bookings import BookingState
from servicepoints.domain.offerings import Offering, Session
from servicepoints.register import Actor, Register, bookings, offerings
from servicepoints.register import schema as s
from servicepoints.services.booking.rules import Links
from servicepoints.services.opening import open_instance
from servicepoints.services.tokens import digest
from tests.conftest import command
from tests.faults.crowding import crowding
from tests.server import ARTEFACTS, Server, serving
from tests.serving.test_processes import PATIENCE, SEEN_S, descendants, eventually, found

SETUP = Actor("setup", "示例")
CAPACITY, QUEUE, ASKING = 20, 30, 500
AT_ONCE = 64
WORKERS = 2


@dataclass
class Rush:
    """A server over an instance with one session that everyone wants."""

    server: Server
    register: Register
    links: Links
    session: str

    def ask(self, i: int, key: str = "") -> tuple[int, str]:
        """Someone's form; the status and the address of the booking, (0, "") where no answer came."""
        form = {
            "key": key or self.links.form(self.session), "name": "示例张三", "phone": f"139{i:08d}",
            "places": "1", "consent": "yes",
        }  # fmt: skip
        there = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            there.request("POST", f"/s/{self.session}", urllib.parse.urlencode(form), headers)
            answer = there.getresponse()
            return answer.status, answer.headers.get("Location", "")
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            there.close()

    def balanced(self) -> dict[BookingState, int]:
        """How many bookings are in which state; the books must balance."""
        with self.register.read() as reader:
            standing = offerings.standing(reader, self.session)
            every = bookings.of_session(reader, self.session)
        held = sum(one.places for one in every if one.state is BookingState.CONFIRMED)
        waiting = sum(one.places for one in every if one.state is BookingState.WAITING)
        assert standing.taken.taken == held <= standing.taken.capacity
        assert standing.taken.waiting == waiting <= standing.session.queue
        return {state: sum(one.state is state for one in every) for state in BookingState}

    def stands(self, address: str) -> bool:
        """Whether an acknowledged booking is in the register."""
        token = address.rpartition("/")[2]
        with self.register.read() as reader:
            row = reader.connection.execute(select(s.booking.c.id).where(s.booking.c.digest == digest(token)))
            return row.one_or_none() is not None


@pytest.fixture
def rush(engine: str, request: pytest.FixtureRequest, demo_home: Path, tmp_path: Path) -> Iterator[Rush]:
    address = {}
    if engine == "sqlite":
        home = Path(shutil.copytree(demo_home, tmp_path / "own"))
    else:
        home = tmp_path / "own"
        address = {"REGISTER_URL": request.getfixturevalue("postgresql").database()}
        made = command(home, "demo", "--no-serve", **address)
        assert made.returncode == 0, made.stderr
    settings = load({"SERVICEPOINTS_HOME": str(home)} | address)
    register = open_instance(settings)
    with register.read() as reader:
        point = reader.connection.execute(select(s.point.c.code).limit(1)).scalar_one()
    starts = datetime.now(UTC).replace(microsecond=0) + timedelta(days=3)
    with register.write(SETUP) as writer:
        number = offerings.add_offering(writer, Offering(title="示例讲座", point=point))
        one = Session(
            starts_at=starts, ends_at=starts + timedelta(hours=1), capacity=CAPACITY, queue=QUEUE, most=1
        )
        (code,) = offerings.add_sessions(writer, offerings.offering(writer, number), [one])
    own = {"SERVICEPOINTS_WORKERS": str(WORKERS), "SERVICEPOINTS_BOOKINGS_BY_ADDRESS": "100000"}
    with serving(home, ARTEFACTS / "rush.log", **own, **address) as server:
        assert eventually(lambda: len(working(server)) == WORKERS)
        yield Rush(server, register, Links(settings.secret_key), code)
    register.close()


def test_five_hundred_at_once_get_twenty_places_and_thirty_turns(rush: Rush) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(rush.ask, range(ASKING)))
    booked = [address for status, address in answers if status == 303]
    assert {status for status, _ in answers} == {303, 409}
    assert len(set(booked)) == len(booked) == CAPACITY + QUEUE
    assert all(map(rush.stands, booked))
    states = rush.balanced()
    assert (states[BookingState.CONFIRMED], states[BookingState.WAITING]) == (CAPACITY, QUEUE)


def test_the_same_form_from_many_taps_is_one_booking(rush: Rush) -> None:
    key = rush.links.form(rush.session)
    with ThreadPoolExecutor(16) as pool:
        answers = set(pool.map(lambda _: rush.ask(1, key), range(16)))
    ((status, address),) = answers
    assert status == 303
    assert rush.stands(address)
    assert rush.balanced()[BookingState.CONFIRMED] == 1


def test_what_was_acknowledged_outlives_workers_that_are_killed(rush: Rush) -> None:
    over = threading.Event()
    killed = in_background(lambda: kill_now_and_then(rush.server, over))
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(rush.ask, range(ASKING // 2)))
    over.set()
    killed.join()
    booked = {address for status, address in answers if status == 303}
    assert booked
    assert all(map(rush.stands, booked))
    states = rush.balanced()
    assert states[BookingState.CONFIRMED] == CAPACITY
    assert eventually(lambda: found(rush.server, "示例") != [])


def kill_now_and_then(server: Server, over: threading.Event) -> None:
    while not over.wait(random.uniform(0.3, 1.0)):
        alive = sorted(working(server))
        if len(alive) == WORKERS:
            os.kill(random.choice(alive), signal.SIGKILL)


def working(server: Server) -> set[int]:
    """The processes that listen on the server's port: its workers, whatever register they have."""
    table = Path("/proc/net/tcp").read_text().splitlines()[1:]
    rows = [line.split() for line in table]
    listening = {
        f"socket:[{row[9]}]" for row in rows if row[3] == "0A" and row[1].endswith(f":{server.port:04X}")
    }
    return {p for p in descendants(server.master.pid) if sockets(p) & listening}


def sockets(process: int) -> set[str]:
    """What a process has open, by the names that the kernel gives it."""
    try:
        return {os.readlink(file) for file in Path(f"/proc/{process}/fd").iterdir()}
    except OSError:
        return set()


def in_background(act: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=act)
    thread.start()
    return thread


def test_a_place_that_is_taken_is_seen_by_every_worker_within_two_seconds(rush: Rush) -> None:
    status, address = rush.ask(1)
    taken_at, crowded = time.monotonic(), crowding()
    assert (status, bool(address)) == (303, True)
    said = f"还剩{CAPACITY - 1}个"
    assert eventually(lambda: all(said in page(rush) for _ in range(12)))
    assert time.monotonic() - taken_at < SEEN_S * PATIENCE * max(crowded, crowding())


def page(rush: Rush) -> str:
    there = http.client.HTTPConnection("127.0.0.1", rush.server.port, timeout=60)
    try:
        there.request("GET", f"/s/{rush.session}")
        return there.getresponse().read().decode()
    finally:
        there.close()
