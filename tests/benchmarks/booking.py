"""Booking a place on SQLite: against the raw driver running the same statements, and how long eight writers
wait for each other."""

import multiprocessing
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import event

from servicepoints.register.engine import Register, open_register, sqlite_url
from servicepoints.register.secrecy import new_key
from servicepoints.services.booking.taking import Request, book
from tests.benchmarks.table import Line
from tests.services.booking_city import BEGUN, LINKS, RULES, City, opened

BOOKINGS, TURNS, WRITERS, RUSH_S = 1000, 7, 8, 10.0
Statement = tuple[str, Any]


def lines() -> Iterator[Line]:
    """The measurements."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _against_the_driver(Path(folder))
    for turns in (True, False):
        yield _rush(turns)


def _against_the_driver(folder: Path) -> Iterator[Line]:
    key = new_key()
    city = opened(sqlite_url(folder / "register.db"), key)
    session = city.session(10_000_000)
    city.book(session)
    city.register.close()
    shutil.copy(folder / "register.db", folder / "recorded.db")
    statements = _recorded(folder / "recorded.db", key, session)
    took: list[tuple[float, float]] = []
    for turn in range(TURNS):  # one after the other, so that whatever else the machine does slows both
        mine, driver = folder / f"ours{turn}.db", folder / f"raw{turn}.db"
        for copy in (mine, driver):
            shutil.copy(folder / "register.db", copy)
        register = open_register(sqlite_url(mine), key, clock=lambda: BEGUN)
        ours = _seconds_of(lambda: _book_all(register, session))  # noqa: B023
        register.close()
        took.append((ours, _seconds_of(lambda: _replay(driver, statements))))  # noqa: B023
    ours, raw = (statistics.median(times) for times in zip(*took, strict=True))
    yield Line("bookings with the raw driver", f"{BOOKINGS / raw:.0f}/s")
    yield Line("bookings", f"{BOOKINGS / ours:.0f}/s", f"{raw / ours:.2f} of the driver", "≥ 0.5")


def _book_all(register: Register, session: str) -> None:
    for n in range(BOOKINGS):
        phone = f"137{n:08d}"
        book(register, Request(session, "示例张三", phone, "1", f"{n:016d}", consent=True), RULES, LINKS)


def _recorded(path: Path, key: str, session: str) -> list[Statement]:
    """What so many bookings say to the driver, transactions included."""
    said: list[Statement] = []

    class Cursor(sqlite3.Cursor):
        def execute(self, statement: str, parameters: Any = (), /) -> Any:
            said.append((statement, parameters))
            return super().execute(statement, parameters)

    class Connection(sqlite3.Connection):
        def cursor(self, *_: Any) -> Any:
            return super().cursor(Cursor)

        def execute(self, statement: str, parameters: Any = (), /) -> Any:
            return self.cursor().execute(statement, parameters)

        def commit(self) -> None:
            said.append(("COMMIT", ()))
            super().commit()

        def rollback(self) -> None:
            if self.in_transaction:
                said.append(("ROLLBACK", ()))
            super().rollback()

    register = open_register(sqlite_url(path), key, clock=lambda: BEGUN)

    @event.listens_for(register.engine, "do_connect")
    def connect(_dialect: Any, _record: Any, where: Any, how: dict[str, Any]) -> Any:
        return sqlite3.connect(*where, **how, factory=Connection)

    _book_all(register, session)
    register.close()
    return said


def _replay(path: Path, statements: list[Statement]) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    for statement, parameters in statements:
        with suppress(sqlite3.IntegrityError):  # a door code that was drawn twice, and is rolled back
            connection.execute(statement, parameters).fetchall()
    connection.close()


def _rush(turns: bool) -> Line:
    """How long bookings take while eight processes book as fast as they can."""
    key = new_key()
    with tempfile.TemporaryDirectory() as folder:
        city: City = opened(sqlite_url(Path(folder) / "register.db"), key)
        session = city.session(10_000_000)
        city.register.close()
        context = multiprocessing.get_context("spawn")
        said: Any = context.Queue()
        writers = [
            context.Process(target=_write, args=(folder, key, session, number, turns, said))
            for number in range(WRITERS)
        ]
        for writer in writers:
            writer.start()
        took = sorted(seconds for _ in writers for seconds in said.get())
        for writer in writers:
            writer.join()
    at = {name: took[min(len(took) - 1, int(len(took) * part))] * 1000 for name, part in _PARTS.items()}
    figures = ", ".join(f"{name} {ms:.0f} ms" for name, ms in at.items())
    name = "in turn" if turns else "as SQLite lets them"
    return Line(
        f"eight writers booking, {name}", f"{len(took) / RUSH_S:.0f}/s, {figures}", "",
        "p99.9 < 100 ms" if turns else "",
    )  # fmt: skip


_PARTS = {"p50": 0.5, "p99": 0.99, "p99.9": 0.999, "worst": 1.0}


def _write(folder: str, key: str, session: str, number: int, turns: bool, said: Any) -> None:
    register = open_register(sqlite_url(Path(folder) / "register.db"), key, clock=lambda: BEGUN)
    if not turns:
        register._turns = None
    took: list[float] = []
    end = time.monotonic() + RUSH_S
    while time.monotonic() < end:
        begun = time.perf_counter()
        phone = f"13{number}{len(took):08d}"
        asked = Request(session, "示例张三", phone, "1", f"{number}-{len(took):016d}", consent=True)
        book(register, asked, RULES, LINKS)
        took.append(time.perf_counter() - begun)
    said.put(took)
    register.close()


def _seconds_of(act: Any) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun
