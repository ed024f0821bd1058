"""Tearing SQLite's log (the -wal file) as a power cut may.

With `synchronous=FULL` a commit is acknowledged after the log was flushed, so a tear can only be behind the
last acknowledged commit: there whole frames may be missing, half written, noise or zeros. That part is torn
here in each of these ways, and no acknowledged booking may be lost of it. A disk that loses or garbles what
it said was flushed is another thing, against which only a copy elsewhere helps; what holds then is that
SQLite takes the log up to the damage: an earlier state, whole, with its books balanced. That too is looked
at, on a copy.

Run as `python -m tests.faults.tearing HOME POINT`, it books for a new session there and says after each
booking how long the log is, then writes once more without anybody being told, and waits to be killed.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

from sqlalchemy import select, text, update

from servicepoints.config import load
from servicepoints.register import Actor, open_register, sqlite_url
from servicepoints.register import schema as s
from servicepoints.services.booking.rules import Links, rules_of
from servicepoints.services.booking.taking import Request, book
from servicepoints.services.opening import open_instance
from servicepoints.services.tokens import digest
from tests.conftest import environment
from tests.faults import books
from tests.faults.ground import session_at
from tests.faults.house import Broken
from tests.faults.journal import ASKED, BOOK, DONE, Journal
from tests.faults.scene import Scene

BOOKINGS = 6
TRIES = 3
"""A command that ends meanwhile, as the last that has the register open, takes the log with it."""
FRAME = 24 + 4096
"""Bytes of one page in the log."""
WAYS = ("cut", "noise", "zeros", "more")


def torn(scene: Scene) -> None:
    """Books, and tears what is behind the last acknowledged booking; the server is down meanwhile."""
    home = scene.ground.home
    log = home / "register.db-wal"
    for _ in range(TRIES):
        made, acknowledged, written = _made(scene, scene.chance.choice(scene.ground.points))
        if log.exists() and log.stat().st_size >= written:
            break
    else:
        raise Broken("the log is gone before it could be torn")
    _on_a_copy(home, scene.chance, made, acknowledged)
    _tear(log, scene.chance, acknowledged, written)


def _made(scene: Scene, point: str) -> tuple[list[str], int, int]:
    """(tokens of acknowledged bookings, length of the log when the last was, length now)."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.tearing", str(scene.ground.home), point],
        env=environment(scene.ground.home, scene.ground.environment),
        stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert process.stdout is not None
    journal, made, acknowledged, written = Journal(scene.client.notes.path), [], 0, 0
    for line in process.stdout:
        said = json.loads(line)
        written = said["log"]
        if not said["token"]:
            break
        acknowledged = written
        made.append(said["token"])
        journal.note(BOOK, ASKED, token=said["token"], session=said["session"])
        journal.note(BOOK, DONE, token=said["token"], session=said["session"], began=0, status=303)
    journal.close()
    process.kill()
    process.wait()
    process.stdout.close()
    if written <= acknowledged or not made:
        raise Broken("nothing was written behind the last acknowledged booking")
    return made, acknowledged, written


def _tear(log: Path, chance: Random, acknowledged: int, written: int) -> None:
    at, how = chance.randrange(acknowledged, written), chance.choice(WAYS)
    with log.open("r+b") as file:
        if how == "cut":
            file.truncate(at)
        elif how == "more":
            file.seek(0, os.SEEK_END)
            file.write(chance.randbytes(FRAME))
        else:
            file.seek(at)
            file.write(chance.randbytes(written - at) if how == "noise" else bytes(written - at))


def _on_a_copy(home: Path, chance: Random, made: list[str], acknowledged: int) -> None:
    """Damage within what was flushed: an earlier state, whole."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("register.db", "register.db-wal"):
            shutil.copy(home / name, folder)
        with (Path(folder) / "register.db-wal").open("r+b") as file:
            file.seek(chance.randrange(acknowledged - 3 * FRAME, acknowledged - 24))
            file.write(chance.randbytes(24))
        register = open_register(sqlite_url(Path(folder) / "register.db"))
        try:
            with register.read() as reader:
                kept = set(reader.connection.execute(select(s.booking.c.digest)).scalars())
                there = [digest(token) in kept for token in made]
                if there != sorted(there, reverse=True):
                    raise Broken("of bookings one after the other a later one is kept and an earlier lost")
                said = reader.connection.execute(text("PRAGMA integrity_check")).scalar_one()
                sessions = reader.connection.execute(select(s.booking.c.session).distinct()).scalars()
                found = [words for session in sessions for words in books.of_session(reader, session)]
        finally:
            register.close()
    if said != "ok" or found:
        raise Broken(f"what a damaged log leaves is not whole: {said} {found}")


def _run(home: Path, point: str) -> None:
    settings = load()
    register, links = open_instance(settings), Links(settings.secret_key)
    with register.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_autocheckpoint=0")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")  # its length tells where it ends
        log, session = home / "register.db-wal", session_at(register, point, BOOKINGS, 0)
        for n in range(BOOKINGS):
            asked = Request(
                session,
                "示例李四",
                f"137{os.getpid() % 10**6:06d}{n:02d}",
                "1",
                f"{os.getpid():08d}{n:08d}",
                True,
            )
            booked = book(register, asked, rules_of(settings), links)
            print(
                json.dumps({"token": booked.token, "session": session, "log": log.stat().st_size}), flush=True
            )
        with register.write(Actor("setup", "示例")) as writer:
            at = s.point.c.code == select(s.point.c.code).limit(1).scalar_subquery()
            writer.connection.execute(update(s.point).where(at).values(source=f"示例来源{os.getpid()}"))
        print(json.dumps({"token": "", "log": log.stat().st_size}), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    _run(Path(sys.argv[1]), sys.argv[2])
