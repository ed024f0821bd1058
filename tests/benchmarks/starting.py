"""What a worker weighs beside its bare imports, and how long it takes to start: at 10,000 and 200,000 points.

From the start of the process to the first answer of `/api/v1/near`; the processor's time is what it needs on
a machine that does nothing else. The arrays of the points stand beside the catalogue, as after any build.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.benchmarks import instances
from tests.benchmarks.nation import nation
from tests.benchmarks.table import Line

SIZES = (10_000, 200_000)
ROUNDS = 3


def lines() -> Iterator[Line]:
    """The measurements."""
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            instances.catalogue(Path(folder) / "catalogue.db", nation(size))
            yield from _told(size, [started(folder) for _ in range(ROUNDS)])


def started(home: str) -> dict[str, float]:
    """What such a process says of itself."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.worker_process", home],
        cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return dict(json.loads(done.stdout))


def _told(size: int, rounds: list[dict[str, float]]) -> Iterator[Line]:
    at = {name: median(one[name] for one in rounds) for name in rounds[0]}
    few = size <= SIZES[0]
    data, maps = at["serving_mb"] - at["imported_mb"], at["mapping_mb"] - at["serving_mb"]
    if few:
        yield Line("a worker's bare imports", f"{at['imported_mb']:.0f} MB RSS, {at['imported_s']:.2f} s")
    yield Line(
        f"a worker at {size:,} points",
        f"{at['mapping_mb']:.0f} MB RSS",
        f"{data:.0f} MB above its imports, and {maps:.0f} MB to draw maps with",
        "≤ 140 MB, ≤ 20 MB above" if few else "",
    )
    yield Line(
        f"from nothing to the first answer, {size:,} points",
        f"{at['answered_s']:.2f} s (processor {at['cpu_s']:.2f} s)",
        f"{at['answered_s'] / at['imported_s']:.1f}× the imports",
        "" if few else "≤ 3 s",
    )
