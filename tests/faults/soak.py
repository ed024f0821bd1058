"""A soak: steady mixed traffic and no fault at all; memory, open files, threads and the slowest answers stay
what they were. `python -m tests.faults.soak MINUTES [sqlite|postgresql]` is the long form."""

import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

from tests.faults import scenery
from tests.faults.crowding import crowding
from tests.faults.journal import DONE, READ, Entry
from tests.faults.scene import Scene
from tests.postgresql import running

SAMPLES = 60
WARM_UP = 0.3
"""The share of the time in which caches fill."""
GROWTH = 1.05
LEAST_REQUESTS = 50
LATE_FILES = 16
"""Each thread that answers opens the catalogue once, and on a quiet machine some come to it late; requests
that leave files open leave hundreds."""
SLOWER, FAST_MS = 3.0, 250.0
"""The slowest hundredth may take so many times longer at the end, and what is this fast is not slow: a shared
machine alone makes it twice as long, and a crowded one by as much longer as it is crowded."""
WARM_REQUESTS = 200
"""So many are answered before the time begins: on a slow machine caches fill slowly too."""


@dataclass(frozen=True)
class Sample:
    """What the server's processes hold at one moment, all together: MB of their own, open files, threads."""

    at: float
    memory: float
    files: int
    threads: int


@dataclass(frozen=True)
class Soaked:
    """Before (after the warm-up) and at the end: MB, files, threads, p99 in ms; and how much was asked."""

    memory: tuple[float, float]
    files: tuple[float, float]
    threads: tuple[float, float]
    p99_ms: tuple[float, float]
    requests: int
    failed: tuple[str, ...]
    seconds: float
    crowding: float

    def broken(self) -> list[str]:
        """The laws that broke."""
        laws = {
            f"memory grew: {self.memory}": self.memory[1] > self.memory[0] * GROWTH,
            f"files are left open: {self.files}": self.files[1] > self.files[0] + LATE_FILES,
            f"threads are left: {self.threads}": self.threads[1] > self.threads[0] + 2,
            f"answers get slower: {self.p99_ms}, {self.crowding:.1f} crowded": self._slower(),
            f"{len(self.failed)} of {self.requests} failed: {self.failed[:20]}": bool(self.failed),
            f"only {self.requests} requests": self.requests < LEAST_REQUESTS / self.crowding,
        }
        return [words for words, is_broken in laws.items() if is_broken]

    def _slower(self) -> bool:
        return self.p99_ms[1] > max(self.p99_ms[0] * SLOWER, FAST_MS * self.crowding)

    def __str__(self) -> str:
        return (
            f"{self.seconds:.0f} s, {self.requests:,} requests, {len(self.failed)} failed; "
            f"memory of all processes {self.memory[0]:.0f} → {self.memory[1]:.0f} MB "
            f"({100 * (self.memory[1] / self.memory[0] - 1):+.1f} %), open files {self.files[0]:.0f} → "
            f"{self.files[1]:.0f}, threads {self.threads[0]:.0f} → {self.threads[1]:.0f}, "
            f"p99 {self.p99_ms[0]:.0f} → {self.p99_ms[1]:.0f} ms"
        )


def soak(scene: Scene, seconds: float) -> Soaked:
    """The figures of so many seconds of traffic: the third after the warm-up against the last third. Open
    data was written before, so that no process comes for that meanwhile."""
    scene.eventually(lambda: len(scene.client.entries()) > WARM_REQUESTS, 20, "the client asks")
    samples, began, crowded = [], time.monotonic(), crowding()
    while time.monotonic() - began < seconds:
        samples.append(_sample(scene))
        time.sleep(seconds / SAMPLES)
    ended = time.monotonic()
    warm = began + WARM_UP * (ended - began)
    third = (ended - warm) / 3

    def both(value: Callable[[Sample], float]) -> tuple[float, float]:
        first = [value(one) for one in samples if warm <= one.at < warm + third]
        return median(first), median(value(one) for one in samples if one.at >= ended - third)

    noted = [one for one in scene.client.entries() if one.get("began", 0) >= began]
    failed = tuple(_told(one) for one in noted if one["became"] not in (DONE, "refused"))
    reads = [one for one in noted if one["what"] == READ and one["became"] == DONE]
    p99 = (_p99(reads, warm, warm + third), _p99(reads, ended - third, ended))
    return Soaked(
        both(lambda one: one.memory), both(lambda one: one.files), both(lambda one: one.threads), p99,
        len(noted), failed, ended - began, max(crowded, crowding()),
    )  # fmt: skip


def _told(one: Entry) -> str:
    return f"{one['what']} {one['status']} {one.get('path', one.get('said', ''))} at {one['t']:.1f}"


def _p99(reads: Sequence[Entry], since: float, until: float) -> float:
    took = sorted(1000 * (one["t"] - one["began"]) for one in reads if since <= one["t"] < until)
    return float(took[min(len(took) - 1, int(len(took) * 0.99))]) if took else 0.0


def _sample(scene: Scene) -> Sample:
    own = scene.house.workers() | scene.house.companions()
    return Sample(
        time.monotonic(),
        sum(map(_private_mb, own)),
        sum(_entries(f"/proc/{p}/fd") for p in own),
        sum(_entries(f"/proc/{p}/task") for p in own),
    )


def _entries(folder: str) -> int:
    """How many a folder of a process has; none once that has ended."""
    try:
        return len(os.listdir(folder))
    except FileNotFoundError:
        return 0


def _private_mb(process: int) -> float:
    """Megabytes that are this process's own: what it would give back if it ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0  # it has ended meanwhile, as the archivist does
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1000


def main(minutes: float, engine: str) -> int:
    """Plays it, prints the figures; 1 if a law broke."""
    with ExitStack() as held:
        postgresql = None
        if engine == "postgresql":
            folder = held.enter_context(TemporaryDirectory(prefix="postgresql", ignore_cleanup_errors=True))
            postgresql = held.enter_context(running(Path(folder)))
        scene = held.enter_context(scenery.stage(scenery.PLAIN, Random(8), None, postgresql))
        soaked = soak(scene, 60 * minutes)
    print(f"{engine}: {soaked}")
    print("\n".join(soaked.broken()) or "flat")
    return int(bool(soaked.broken()))


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), (*sys.argv[2:], "sqlite")[0]))
