"""Booking on PostgreSQL: our guarded write through the whole service, beside `SELECT … FOR UPDATE` by the
bare driver, which looks, then takes.

Both write the same rows of the same register; the peer neither checks its input nor seals a name, and its
statements are prepared. One writer, then eight for the same session; they take turns.
"""

import multiprocessing
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import psycopg
from sqlalchemy import make_url

from servicepoints.register.engine import open_register
from servicepoints.register.secrecy import new_key
from servicepoints.services.booking.taking import Request, book
from tests.benchmarks.table import Line, percentile
from tests.postgresql import INSTALL, binaries, running
from tests.services.booking_city import BEGUN, LINKS, RULES, opened

WRITERS, ROUNDS, ROUND_S = (1, 8), 3, 3.0
CAPACITY = 10_000_000
PATIENCE_S = 120
"""A writer that fails says nothing."""

LOOK = "SELECT capacity, taken FROM offering_session WHERE code = %s AND state = 'planned' FOR UPDATE"
STORE = (
    "INSERT INTO booking (session, digest, door_code, places, state, turn, sealed, phone, made_at, made_by,"
    " settled_at, reason, told_by) VALUES (%(session)s, %(digest)s, %(door)s, 1, 'confirmed', 0, %(sealed)s,"
    " %(phone)s, %(now)s, 'courier', %(now)s, '', '') RETURNING id"
)
COUNT = (
    "INSERT INTO throttle (key, failures, since) VALUES (%(phone)s, 1, %(now)s) ON CONFLICT (key) DO UPDATE"
    " SET failures = CASE WHEN throttle.since <= %(before)s THEN 1 ELSE throttle.failures + 1 END"
    " RETURNING failures"
)
TAKE = "UPDATE offering_session SET taken = taken + 1 WHERE code = %s"
OURS, PEER = "ours", "FOR UPDATE"


NOTES = """It is not the lock that tells the two apart: ours makes three round trips while the row is
locked (the booking, the count of the number, the commit), the peer four. What ours costs more is the
processor's time, which eight writers on two cores fight for: measured on 2026-11-27, a booking of one
writer takes 0.45 ms of it in its process and 0.35 ms in the server, the peer's 0.16 and 0.24. That is a
question whether the connection still stands (which spares couriers a failure after the server is started
again), the form, the link, the name sealed and the number hashed, and the way through the service. How busy
the machine is decides what eight at once come to: from 0.5 to 1.6 within an hour of a busy one."""


def lines() -> Iterator[Line]:
    """The measurements."""
    if binaries() is None:
        yield Line("bookings on PostgreSQL", f"not measured: {INSTALL}")
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, running(Path(folder)) as server:
        key, url = new_key(), server.database()
        city = opened(url, key)
        sessions = {name: city.session(CAPACITY) for name in (OURS, PEER)}
        city.book(sessions[OURS])
        for writers in WRITERS:
            took: dict[str, list[list[float]]] = {name: [] for name in sessions}
            for turn in range(ROUNDS):
                for name, session in sessions.items():
                    took[name].append(_rush(url, key, session, f"{turn}{writers}", writers, name))
            yield from _told(writers, took)
        for name, session in sessions.items():
            with city.register.read() as reader:
                taken = reader.connection.exec_driver_sql(
                    "SELECT taken - (SELECT count(*) FROM booking WHERE session = code)"
                    f" FROM offering_session WHERE code = '{session}'"
                ).scalar_one()
            yield Line(f"places taken less bookings, {name}", f"{taken}", "", "0")
        city.register.close()


def _told(writers: int, took: dict[str, list[list[float]]]) -> Iterator[Line]:
    who = "one writer" if writers == 1 else f"{writers} writers for one session"
    rates = {name: median(len(times) / ROUND_S for times in rounds) for name, rounds in took.items()}
    for name, rounds in took.items():
        all_ = [1000 * seconds for times in rounds for seconds in times]
        figure = f"{rates[name]:.0f}/s, p50 {median(all_):.1f} ms, p99.9 {percentile(all_, 0.999):.0f} ms"
        ratio = f"{rates[OURS] / rates[PEER]:.2f} of FOR UPDATE" if name == OURS else ""
        yield Line(f"bookings on PostgreSQL, {who}: {name}", figure, ratio)


def _rush(url: str, key: str, session: str, turn: str, writers: int, name: str) -> list[float]:
    """How long each booking took while so many processes booked as fast as they could."""
    context = multiprocessing.get_context("spawn")
    said: Any = context.Queue()
    work = _book if name == OURS else _lock
    how = [(url, key, session, f"{turn}{n}", said) for n in range(writers)]
    processes = [context.Process(target=work, args=one) for one in how]
    for process in processes:
        process.start()
    took = [seconds for _ in processes for seconds in said.get(timeout=PATIENCE_S)]
    for process in processes:
        process.join()
    return took


def _book(url: str, key: str, session: str, name: str, said: Any) -> None:
    register = open_register(url, key, clock=lambda: BEGUN)

    def one(n: int) -> None:
        asked = Request(session, "示例张三", f"13{name}{n:06d}", "1", f"{name}-{n:016d}", consent=True)
        book(register, asked, RULES, LINKS)

    said.put(_timed(one))
    register.close()


def _lock(url: str, _: str, session: str, name: str, said: Any) -> None:
    where = make_url(url)
    connection = psycopg.connect(
        host=where.host, port=where.port, user=where.username, dbname=where.database, autocommit=True
    )
    now = datetime.now(UTC)

    def one(n: int) -> None:
        asked = {
            "session": session, "digest": f"{name}-{n:040d}", "door": f"{name}{n:05d}", "sealed": "x" * 120,
            "phone": f"{name}-{n:032d}", "now": now, "before": now - timedelta(days=1),
        }  # fmt: skip
        with connection.transaction(), connection.cursor() as cursor:
            cursor.execute(LOOK, [session], prepare=True)
            capacity, taken = cursor.fetchone() or (0, 0)
            if taken + 1 > capacity:
                raise RuntimeError("full")
            cursor.execute(STORE, asked, prepare=True)
            cursor.execute(COUNT, asked, prepare=True)
            cursor.execute(TAKE, [session], prepare=True)

    said.put(_timed(one))
    connection.close()


def _timed(one: Callable[[int], None]) -> list[float]:
    took: list[float] = []
    one(0)
    end = time.monotonic() + ROUND_S
    while time.monotonic() < end:
        begun = time.perf_counter()
        one(len(took) + 1)
        took.append(time.perf_counter() - begun)
    return took
