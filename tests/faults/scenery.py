"""Which faults there are, where each is done, and how often of so many rounds."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.faults import journal
from tests.faults.clock import CLOCK, COMPILER, false_clock
from tests.faults.connections import slow
from tests.faults.disks import DISKS, SERVER_SIZE, SHORT_LOG, may_mount, small_disk
from tests.faults.disks import OF_POSTGRESQL as SERVERS
from tests.faults.ground import prepare
from tests.faults.kills import KILLS
from tests.faults.outside import OUTSIDE
from tests.faults.scene import Act, Outcome, Scene, playing, round_of
from tests.faults.stores import OF_POSTGRESQL, OF_SQLITE, STORES
from tests.postgresql import PostgreSQL, running

PLAIN, DISK, SERVERS_DISK, CLOCKED = "plain", "disk", "server's disk", "clock"
WEIGHTS = {
    "kill -9: a worker": 16, "kill -9: the publisher": 14, "kill -9: import": 18, "kill -9: publish": 12,
    "kill -9: housekeeping": 6, "kill -9: migrate": 6, "kill -9: the master": 3,
    "kill -9: all processes at once": 3, "a torn WAL": 3, "PostgreSQL restarted": 6,
    "the register gone and back": 4, "a garbled catalogue": 6, "a clock that jumps": 6,
    "a catalogue on a rotten disk": 4, "a catalogue cut short, gone, or no catalogue": 4,
    "two imports at once": 2,
}  # fmt: skip
"""How often a kind is done for each time that the others are: what is random in time meets every moment only
in many rounds."""


@dataclass(frozen=True)
class Kind:
    """A kind of fault: its name, what does it, what the log must say of it, on which scene, how often."""

    name: str
    act: Act
    says: str
    where: str


@dataclass
class Played:
    """What became of a scene: its rounds, and what the client did meanwhile."""

    rounds: list[Outcome] = field(default_factory=list)
    requests: int = 0
    acknowledged: int = 0
    imports: int = 0


def kinds(engine: str, connections: int) -> list[Kind]:
    """All kinds of faults on an engine (`sqlite` or `postgresql`)."""
    tables = {
        DISK: DISKS,
        SERVERS_DISK: SERVERS if engine == "postgresql" else {},
        CLOCKED: CLOCK,
        PLAIN: KILLS
        | STORES
        | (OF_SQLITE if engine == "sqlite" else OF_POSTGRESQL)
        | OUTSIDE
        | slow(connections),
    }
    return [Kind(name, *how, where) for where, table in tables.items() for name, how in table.items()]


def left_out() -> dict[str, str]:
    """The scenes that cannot be played here, and why."""
    missing = {} if may_mount() else dict.fromkeys((DISK, SERVERS_DISK), "this process may not mount")
    return missing if COMPILER else {**missing, CLOCKED: "there is no C compiler"}


def shares(every: list[Kind], rounds: int) -> dict[str, int]:
    """How many rounds of each kind by their weights, at least one, and at least as many as asked for in
    all."""
    weights = {kind.name: WEIGHTS.get(kind.name, 1) for kind in every}
    whole = sum(weights.values())
    return {name: max(1, -(-rounds * weight // whole)) for name, weight in weights.items()}


@contextmanager
def stage(
    where: str, chance: Random, demo: Path | None, postgresql: PostgreSQL | None, **how: object
) -> Iterator[Scene]:
    """A scene of that sort, with everything it needs, until the end of the block."""
    with ExitStack() as held:
        scratch = Path(held.enter_context(TemporaryDirectory(prefix="faults", ignore_cleanup_errors=True)))
        home = (held.enter_context(small_disk()) if where == DISK else scratch) / "home"
        if where == SERVERS_DISK:
            postgresql = held.enter_context(running(held.enter_context(small_disk(SERVER_SIZE)), *SHORT_LOG))
        engine = {"REGISTER_URL": postgresql.database()} if postgresql else {}
        ground = prepare(home, scratch / "own", engine, demo)
        clock = false_clock(ground.scratch) if where == CLOCKED else {}
        yield held.enter_context(playing(ground, chance, postgresql=postgresql, clock=clock, **how))


def play(scene: Scene, every: list[tuple[Kind, int]]) -> Iterator[Outcome]:
    """The rounds of these kinds, spread over one another, so that none meets a server that only ever met its
    like."""
    turns = [((turn + 0.5) / times, kind) for kind, times in every for turn in range(times)]
    for _, kind in sorted(turns, key=lambda one: one[0]):
        yield round_of(scene, kind.name, kind.act, kind.says)


def counted(scene: Scene, played: Played) -> None:
    """Adds what the client did."""
    noted = scene.client.entries()
    answers = [one for one in noted if one["became"] != journal.ASKED]
    played.requests += len(answers)
    told = journal.told(noted)
    played.acknowledged += told.acknowledged
    played.imports += sum(done for _, done in told.imports)
