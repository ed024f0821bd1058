"""A scene: a ground, the server on it, a client that never stops asking; and a round, in which one fault is
done to it and everything that was promised is looked at."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from servicepoints.catalogue.reader import CatalogueReader
from servicepoints.errors import ServicePointsError
from servicepoints.register import feed
from tests.conftest import environment
from tests.faults import books, journal
from tests.faults.crowding import crowding
from tests.faults.ground import Ground
from tests.faults.house import Broken, House
from tests.faults.journal import DONE, FAILED, READ, Entry, Notes
from tests.postgresql import PostgreSQL

ANSWERS_WITHIN_S = 5.0
"""What is promised: so long after a fault is over, everything is answered again."""
FOLLOWS_WITHIN_S = 10.0
PATIENCE = 8
"""What is waited for may take so many times longer before it counts as never."""
BAD_WORDS = ("Traceback", "panicked", "Error in sys.excepthook", "coredump")
"""What no log may show: each failure has a line of ours."""


@dataclass
class Client:
    """The client's process (`traffic`)."""

    notes: Notes
    process: "subprocess.Popen[str]"

    def rest(self) -> None:
        """Until it has finished all it is at."""
        self._say("rest")
        assert self.process.stdout is not None
        if self.process.stdout.readline().strip() != "resting":
            raise Broken("the client ended")

    def go(self) -> None:
        """It goes on."""
        self._say("go")

    def entries(self) -> list[Entry]:
        """All that it noted."""
        return self.notes.all()

    def _say(self, word: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()


@dataclass
class Scene:
    """Where a fault is done: what to do it to, and chance."""

    ground: Ground
    house: House
    client: Client
    chance: Random
    postgresql: PostgreSQL | None = None

    def load(self, least_s: float = 0.1, most_s: float = 0.8) -> None:
        """Some time passes, of no particular length, under load."""
        time.sleep(self.chance.uniform(least_s, most_s))

    def command(self, *words: str, home: Path | None = None, **settings: str) -> "subprocess.Popen[str]":
        """A command of ours, begun."""
        return subprocess.Popen(
            [sys.executable, "-m", "servicepoints", *words],
            env=environment(home or self.ground.home, {**self.ground.environment, **settings}),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip

    def eventually(self, true: Callable[[], bool], within_s: float, what: str) -> None:
        """Waits until it is. Broken if it never is."""
        end = time.monotonic() + within_s * PATIENCE
        while time.monotonic() < end:
            if true():
                return
            time.sleep(0.03)
        raise Broken(f"not within {within_s * PATIENCE:.0f} s: {what}")


@dataclass
class Outcome:
    """What became of one round: seconds until pages were read and places booked again, and until every
    process was there again; how crowded the machine was; and the laws that broke."""

    kind: str
    seconds: float = 0.0
    whole: float = 0.0
    crowding: float = 1.0
    broken: list[str] = field(default_factory=list)


Act = Callable[[Scene], float | None]
"""Does a fault, and comes back when it is over; says since when answers are expected, if not only from then
on."""


def round_of(scene: Scene, kind: str, act: Act, says: str = "") -> Outcome:
    """One round: some load, the fault, the answers after it, and the books once the client rests."""
    outcome = Outcome(kind, crowding=crowding())
    try:
        scene.load()
        before, log = time.monotonic(), scene.house.log.stat().st_size
        began = act(scene)
        over = began or time.monotonic()
        outcome.seconds = _answered(scene, over) - over
        outcome.whole = _whole(scene) - over
        outcome.crowding = max(outcome.crowding, crowding())
        scene.load(0.2, 0.4)
        scene.client.rest()
        noted = scene.client.entries()
        outcome.broken += _late(noted, over + max(outcome.seconds, outcome.whole))
        outcome.broken += books.broken(scene.ground, journal.told(noted))
        outcome.broken += _unsaid(_log_once_said(scene, log, says), says)
        outcome.broken += _commands(noted, before)
        _followed(scene)
    except Broken as error:
        outcome.broken.append(str(error))
    finally:
        scene.client.go()
    if outcome.seconds > ANSWERS_WITHIN_S * outcome.crowding:
        outcome.broken.append(f"answered only after {outcome.seconds:.1f} s ({outcome.crowding:.1f} crowded)")
    return outcome


def _answered(scene: Scene, over: float) -> float:
    """When, after a fault, a page had been read and a place booked or a point changed."""
    found: dict[bool, float] = {}

    def both() -> bool:
        for entry in scene.client.entries():
            if entry["became"] == DONE and entry["began"] >= over:
                found.setdefault(entry["what"] == READ, entry["t"])
        return len(found) == 2

    scene.eventually(both, 4 * ANSWERS_WITHIN_S, "reads and writes are answered")
    return max(found.values())


def _whole(scene: Scene) -> float:
    """When every process was there again."""
    scene.eventually(scene.house.whole, 4 * ANSWERS_WITHIN_S, "every process is there")
    return time.monotonic()


def _late(noted: list[Entry], since: float) -> Iterator[str]:
    """Requests that failed though all was well again."""
    for entry in noted:
        if entry.get("began", 0) > since and entry["became"] == FAILED:
            yield f"failed after all was well: {entry['what']} {entry['status']} {entry.get('path', '')}"


def _commands(noted: list[Entry], since: float) -> Iterator[str]:
    """Commands that ended in any way but done or refused with a message."""
    for entry in noted:
        if entry["t"] > since and entry["became"] == "broken":
            yield f"an import ended with {entry['status']}: {entry['said']}"


def _log_once_said(scene: Scene, since: int, says: str) -> str:
    """The log, at the latest ten seconds after all was well (and as many times longer as a machine is slow):
    what ended is told of when it is begun again."""
    end = time.monotonic() + 10 * PATIENCE
    while says not in (said := scene.house.said(since)) and time.monotonic() < end:
        time.sleep(0.1)
    return said


def _unsaid(log: str, says: str) -> Iterator[str]:
    """What the log should say of the fault, or must never show."""
    if says and says not in log:
        yield f"the log does not say “{says}”"
    for word in BAD_WORDS:
        if word in log:
            yield f"the log shows: {log[log.index(word) - 100 :][:600]}"


def _followed(scene: Scene) -> None:
    """The catalogue comes to where the register is."""
    with scene.ground.register.read() as reader:
        latest = feed.latest(reader)

    def there() -> bool:
        reader = CatalogueReader(scene.ground.settings.catalogue_path)
        try:
            return reader.revision() >= latest
        except ServicePointsError:
            return False
        finally:
            reader.close()

    scene.eventually(there, FOLLOWS_WITHIN_S, f"the catalogue is at the register's change {latest}")


@contextmanager
def playing(
    ground: Ground, chance: Random, *, postgresql: PostgreSQL | None = None,
    house: House | None = None, clock: Mapping[str, str] = {}, **how: object,
) -> Iterator[Scene]:  # fmt: skip
    """A scene whose server is up and whose client asks, until the end of the block."""
    house = house or House(ground, ground.scratch / "log", **clock)
    house.start()
    plan_of = ground.plan(house.port, **how)
    plan = plan_of.write(ground.scratch / "plan.json")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.traffic", str(plan)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
        env={**os.environ, **clock},
    )  # fmt: skip
    scene = Scene(ground, house, Client(Notes(Path(plan_of.journal)), process), chance, postgresql)
    try:
        scene.eventually(lambda: scene.client.notes.path.exists() and house.whole(), 20, "everyone is there")
        yield scene
    finally:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:  # an import that waits its turn on a crowded machine
            process.kill()
            process.wait()
        process.stdout.close()
        house.stop()
        ground.register.close()
