"""Opening the register, and the only place that knows which engine it is.

SQLite: WAL, `synchronous=FULL` (what is acknowledged is on the disk), foreign keys, a busy timeout, and our
own BEGIN: a deferred transaction that reads and then writes fails at once with "database is locked", so a
writing one begins IMMEDIATE. PostgreSQL: reads in REPEATABLE READ, so that one read transaction is one
snapshot there too.
"""

import json
import weakref
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from servicepoints.errors import SettingError
from servicepoints.register.failures import ours
from servicepoints.register.file import WatchedFile
from servicepoints.register.ready import Ready
from servicepoints.register.secrecy import Secrecy
from servicepoints.register.server import Limits, engine_arguments
from servicepoints.register.transaction import Actor, Reader, Writer
from servicepoints.register.turns import Turns

BUSY_TIMEOUT_MS = 30_000
DEFAULT_LIMITS = Limits()

_SQLITE = "sqlite:///"
_BEGIN, _BEGIN_WRITING = Ready(text("BEGIN")), Ready(text("BEGIN IMMEDIATE"))


def sqlite_url(path: Path) -> str:
    """The address of a register that is a SQLite file."""
    return f"{_SQLITE}{path}"


def _address(url: str) -> URL:
    """An address read. After sqlite:/// all is the file's name: a folder's may hold a ? or a #."""
    if url.startswith(_SQLITE):
        return URL.create("sqlite", database=url.removeprefix(_SQLITE))
    return make_url(url)


def now() -> datetime:
    """The present moment (UTC)."""
    return datetime.now(UTC)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


class Register:
    """The system of record. `read()` and `write(actor)` are its doors; both translate failures into ours."""

    def __init__(self, engine: Engine, secrecy: Secrecy, clock: Callable[[], datetime] = now) -> None:
        self.engine = engine
        self.secrecy = secrecy
        self.file = _file(engine)
        self._turns = Turns(self.file.path) if self.file else None
        self._clock = clock
        weakref.finalize(self, engine.dispose)  # a command ends without closing what it opened

    def now(self) -> datetime:
        """The present moment (aware), as what is written takes it."""
        return self._clock()

    @property
    def url(self) -> str:
        """Its address, without the password."""
        return self.engine.url.render_as_string(hide_password=True)

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """One snapshot. RegisterAway if it does not answer, InstanceError if it was never set up."""
        with ours(), self._connected(self._snapshots()) as connection:
            connection.begin()
            self._start(connection, _BEGIN)
            yield Reader(connection, self.secrecy)

    @contextmanager
    def write(self, actor: Actor) -> Iterator[Writer]:
        """One transaction: all of it, or nothing. Conflict if what it writes contradicts what stands."""
        with ours(), self.begin() as connection:
            writer = Writer(connection, self.secrecy, actor, self._clock())
            yield writer
            writer.finish()

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A bare writing transaction, for migrations."""
        with self._turn(), self._connected(self.engine) as connection:
            transaction = connection.begin()
            self._start(connection, _BEGIN_WRITING)
            yield connection
            transaction.commit()

    def identity(self) -> str:
        """What tells the file that is the register now from one put in its place; "" where there is none."""
        return self.file.identity() if self.file else ""

    def close(self) -> None:
        """Lets all connections go."""
        self.engine.dispose()

    def _connected(self, engine: Engine) -> Connection:
        """A connection to what stands there now; closing it rolls back what was not committed."""
        if self.file is not None:
            self.file.look()
        return engine.connect()

    def _start(self, connection: Connection, begin: Ready) -> None:
        """Begins the transaction of a connection to SQLite; not by an event of the engine's, which would cost
        each statement a look for listeners."""
        if connection.dialect.name == "sqlite":
            begin.rows(connection, {})

    def _turn(self) -> AbstractContextManager[None]:
        return self._turns.mine() if self._turns else nullcontext()

    def _snapshots(self) -> Engine:
        if self.engine.dialect.name == "sqlite":
            return self.engine
        return self.engine.execution_options(isolation_level="REPEATABLE READ")


def open_register(
    url: str, data_key: str = "", clock: Callable[[], datetime] = now, limits: Limits = DEFAULT_LIMITS
) -> Register:
    """The register at `sqlite:///…` or `postgresql+psycopg://…`; nothing is connected to yet.

    `data_key` seals private contacts; without one they can be neither read nor written. `limits` are for a
    server. SettingError for an address or a key that cannot be used.
    """
    try:
        address = _address(url)
        sort = _of_a_file() if address.get_backend_name() == "sqlite" else engine_arguments(address, limits)
        engine = create_engine(address, json_serializer=_json, hide_parameters=True, **sort)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise SettingError(
            f"REGISTER_URL 用不了：应为 sqlite:///… 或 postgresql+psycopg://…（{error}）"
        ) from error
    if engine.dialect.name == "sqlite":
        _tune_sqlite(engine)
    return Register(engine, Secrecy(data_key), clock)


def _of_a_file() -> dict[str, Any]:
    """A connection always comes back after its commit or rollback, and a file needs no more of it."""
    return {"pool_reset_on_return": None}


def _file(engine: Engine) -> WatchedFile | None:
    """The file that the register is, if it is one."""
    name = engine.url.database
    if engine.dialect.name != "sqlite" or name in (None, "", ":memory:"):
        return None
    file = WatchedFile(Path(str(name)).absolute(), engine.dispose)
    event.listen(engine, "connect", lambda _connection, _record: file.note())
    return file


def _tune_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # BEGIN is ours, in `Register`
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT_MS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON",
            "schema_version",  # reads the file, for which the journals are opened: so they can be noted
        ):  # fmt: skip
            connection.execute(f"PRAGMA {pragma}").close()
