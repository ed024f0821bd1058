"""The instance that faults are done to: a demonstration with sessions that everyone wants, points that a
token may edit, and a batch that imports change over and over."""

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from servicepoints.config import Settings, load
from servicepoints.domain.offerings import Offering, Session
from servicepoints.register import Actor, Register, offerings
from servicepoints.register import schema as s
from servicepoints.services.booking.rules import Links
from servicepoints.services.machines.issuing import Wanted, issue_for
from servicepoints.services.opening import open_instance
from servicepoints.services.publishing import publish
from tests.conftest import command
from tests.faults.traffic import Plan, roster

SETUP = Actor("setup", "示例")
SESSIONS, CAPACITY, QUEUE = 4, 10, 8
OWN = {"SERVICEPOINTS_BOOKINGS_BY_ADDRESS": "100000", "SERVICEPOINTS_API_WRITES": "10000"}
"""No limit of ours is to be met by one client that stands for a city."""


@dataclass
class Ground:
    """An instance at `home` whose register is where `engine` says (REGISTER_URL, or nothing: the file)."""

    home: Path
    engine: dict[str, str]
    scratch: Path
    settings: Settings
    register: Register
    sessions: list[str]
    points: list[str]
    token: str
    more: dict[str, str] = field(default_factory=dict)

    @property
    def links(self) -> Links:
        """The links of its bookings."""
        return Links(self.settings.secret_key)

    @property
    def is_file(self) -> bool:
        """Whether its register is a SQLite file in the folder."""
        return self.register.file is not None

    @property
    def environment(self) -> dict[str, str]:
        """The settings of the processes that run on it."""
        return {**OWN, **self.engine, **self.more}

    def plan(self, port: int, **how: object) -> Plan:
        """What a client needs to know of it."""
        return Plan(
            port=port, journal=str(self.scratch / "journal"), secret=self.settings.secret_key,
            sessions=self.sessions, points=self.points, token=self.token, home=str(self.home),
            roster=str(self.scratch / "batch.csv"), log=str(self.scratch / "log"),
            engine=self.environment, **how,  # type: ignore[arg-type]
        )  # fmt: skip


def prepare(home: Path, scratch: Path, engine: dict[str, str], demo: Path | None = None) -> Ground:
    """A ground in a new folder, from a copy of a demonstration where the register is its file."""
    if demo is not None and not engine:
        shutil.copytree(demo, home, dirs_exist_ok=True)
    else:
        _must(home, "demo", "--no-serve", engine=engine)
    scratch.mkdir(parents=True, exist_ok=True)
    _must(home, "import", str(roster(scratch / "batch.csv", "示例批第0版")), engine=engine)
    settings = load({"SERVICEPOINTS_HOME": str(home), **engine})
    register = open_instance(settings)
    with register.read() as reader:
        of_bureau = select(s.point.c.code).where(s.point.c.bureau == "shili").order_by(s.point.c.code)
        points = list(reader.connection.execute(of_bureau.limit(SESSIONS)).scalars())
    sessions = [session_at(register, point) for point in points]
    _, token = issue_for(register, Wanted(name="示例系统", bureau="shili", scopes=("points",)), SETUP)
    publish(register, settings.catalogue_path)
    return Ground(home, engine, scratch, settings, register, sessions, points, token)


def session_at(register: Register, point: str, capacity: int = CAPACITY, queue: int = QUEUE) -> str:
    """A session there in ten days, of few places and a short line."""
    starts = datetime.now(UTC).replace(microsecond=0) + timedelta(days=10)
    one = Session(
        starts_at=starts, ends_at=starts + timedelta(hours=1), capacity=capacity, queue=queue, most=1
    )
    with register.write(SETUP) as writer:
        number = offerings.add_offering(writer, Offering(title="示例讲座", point=point))
        (code,) = offerings.add_sessions(writer, offerings.offering(writer, number), [one])
    return code


def _must(home: Path, *words: str, engine: dict[str, str]) -> None:
    done = command(home, *words, **engine)
    if done.returncode:
        raise RuntimeError(f"{words}: {done.stderr}")
