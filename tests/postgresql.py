"""A throw-away PostgreSQL on a free port of loopback, for the tests that need no less.

The server refuses to run as root, so there it is started as the user that Debian's package made.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from psycopg import connect
from psycopg.sql import SQL, Composed, Identifier
from sqlalchemy import URL
from sqlalchemy.engine import make_url

from tests.ports import free_port

INSTALL = "apt-get install postgresql"
USER = "postgres"
# what costs time and only a machine that loses its power would miss
FAST = ("fsync=off", "full_page_writes=off", "max_connections=400")
_MEMORY = Path("/dev/shm")
_ROOM = 2**31
_numbers = count(1)
_MAKE = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
# waits for each, or the copy would find it still there
_ALONE = SQL("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s")


def binaries() -> Path | None:
    """The folder of the newest server that Debian has installed; None if there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    return found[-1].parent if found else None


def in_memory() -> Path | None:
    """Where files lie in memory, if there is room for a server's: a database is copied there much faster."""
    roomy = os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM
    return _MEMORY if roomy else None


class PostgreSQL:
    """A running server: makes empty databases, and can be stopped and started again."""

    def __init__(self, port: int, folder: Path, run: "Runner", settings: str) -> None:
        self._port, self._folder, self._run, self._settings = port, folder, run, settings

    @property
    def folder(self) -> Path:
        """Where its data is."""
        return self._folder

    def answers(self) -> bool:
        """Whether it takes connections."""
        try:
            self._run("pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self._port))
        except subprocess.CalledProcessError:
            return False
        return True

    def fill_log(self) -> None:
        """Writes as much as a busy day does, of which nothing stays. psycopg.Error where there is no room."""
        self._ask(SQL("CREATE TABLE large AS SELECT repeat('x', 900) FROM generate_series(1, 100000)"))
        self._ask(SQL("DROP TABLE large"))

    def start(self) -> None:
        """Starts it and waits until it answers."""
        self._control("start", "-o", self._settings, "-l", f"{self._folder}/log")

    def stop(self, how: str = "immediate") -> None:
        """Stops it: `fast` ends every connection, `immediate` is as if it crashed."""
        self._control("stop", "-m", how)

    def _control(self, what: str, *how: str) -> None:
        self._run("pg_ctl", "-D", str(self._folder / "data"), *how, "-w", what)

    def database(self, like: str = "") -> str:
        """The address of a new database, as REGISTER_URL takes it: empty, or the copy of one of this server,
        whose connections end.
        """
        name, template = f"shili{next(_numbers)}", _name(like) if like else "template1"
        if like:
            self._ask(_ALONE, [template])
        self._ask(_MAKE.format(Identifier(name), Identifier(template)))
        return f"postgresql+psycopg://{USER}@127.0.0.1:{self._port}/{name}"

    def address(self, database: str) -> str:
        """The address of a database, as libpq takes it, for who set the server up."""
        return f"postgresql://{USER}@127.0.0.1:{self._port}/{database}"

    def drop(self, url: str) -> None:
        """See `drop`."""
        drop(make_url(url))

    def _ask(self, statement: SQL | Composed, values: Sequence[str] = ()) -> None:
        _ask(self._port, statement, values)


def drop(url: URL) -> None:
    """Gives back what a database on this machine takes, whoever uses it; nothing if it is gone already."""
    assert url.port is not None
    _ask(url.port, SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(str(url.database))))


def _ask(port: int, statement: SQL | Composed, values: Sequence[str] = ()) -> None:
    with connect(f"host=127.0.0.1 port={port} user={USER} dbname=postgres", autocommit=True) as own:
        own.execute(statement, values)


def _name(url: str) -> str:
    return str(make_url(url).database)


class Runner:
    """Runs PostgreSQL's programs, as its own user where this process is root's."""

    def __init__(self, where: Path) -> None:
        self._where = where
        self._as = {"user": USER, "group": USER} if os.geteuid() == 0 else {}

    def __call__(self, program: str, *arguments: str) -> None:
        subprocess.run(  # type: ignore[call-overload]
            [str(self._where / program), *arguments], check=True, capture_output=True, cwd="/", **self._as
        )


@contextmanager
def running(folder: Path, *more: str) -> Iterator[PostgreSQL]:
    """A server with its data in a folder, stopped afterwards; `more` settings as `name=value`."""
    where = binaries()
    assert where is not None, INSTALL
    run, port = Runner(where), free_port()
    if os.geteuid() == 0:
        owner = pwd.getpwnam(USER)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data = folder / "data"
    run("initdb", "-D", str(data), "-U", USER, "-A", "trust", "--no-sync", "--locale=C.UTF-8")
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=on"
    settings += "".join(f" -c {one}" for one in more)
    server = PostgreSQL(port, folder, run, settings)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(data, ignore_errors=True)
