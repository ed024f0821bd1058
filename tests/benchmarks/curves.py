"""What grows with the data, from 10,000 to 2,000,000 points: the time of a nearest, of building the finder,
and its memory.

Each size in a process of its own. From 10,000 to 200,000 points the country grows by cities, beyond that it
grows denser. Ours and PostGIS take turns over the same questions; the pictures show the time of the
processor, of both sides where there are two.
"""

import gc
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from tests.benchmarks import postgis
from tests.benchmarks.nation import nation
from tests.benchmarks.nearest import measured, recalled
from tests.benchmarks.peers import Ours, Peer
from tests.benchmarks.plot import draw
from tests.benchmarks.questions import KINDS, Oracle, drawn
from tests.benchmarks.table import Line, percentile

SIZES = (10_000, 50_000, 200_000, 600_000, 2_000_000)
QUESTIONS = 400
CHECKED = 60
ASKED = {"any": "no filter but open on arrival", "whole": "the whole filter"}

HERE = Path(__file__).parent
PICTURES = tuple(HERE / f"curve_{what}.svg" for what in ("nearest", "build", "memory"))


def lines() -> Iterator[Line]:
    """The measurements; the pictures are drawn once all are there."""
    grown: dict[int, dict[str, Any]] = {}
    for size in SIZES:
        command = [sys.executable, "-m", "tests.benchmarks.curves", str(size)]
        done = subprocess.run(command, cwd=HERE.parents[1], stdout=subprocess.PIPE, text=True, check=True)
        grown[size] = json.loads(done.stdout)
        yield from _told(size, grown)
    _draw(grown)


def _told(size: int, grown: dict[int, dict[str, Any]]) -> Iterator[Line]:
    now, before = grown[size], grown.get(200_000)
    yield Line(f"{size:,} points: make the finder", f"{now['build_s']:.1f} s of the processor")
    yield Line(
        f"{size:,} points: the finder's memory",
        f"{now['mb']:.0f} MB",
        f"{now['mb'] * 1e6 / size:.0f} B a point",
    )
    for kind, name in ASKED.items():
        ours = now[f"ours {kind}"]
        ratio, target = f"recall {now[f'recall {kind}']:.3f} of {CHECKED}", ""
        if before is not None and size > 200_000:
            ratio += f"; {ours['cpu'] / before[f'ours {kind}']['cpu']:.1f}× 200,000 points"
            target = "≤ 3×" if size == 2_000_000 else ""
        figure = f"p50 {ours['p50']:.2f} ms, p99 {ours['p99']:.2f} ms (processor {ours['cpu']:.2f} ms)"
        yield Line(f"{size:,} points, {name}: ours", figure, ratio, target)
        if peer := now.get(f"PostGIS {kind}"):
            figure = f"p50 {peer['p50']:.2f} ms, p99 {peer['p99']:.2f} ms (processor {peer['cpu']:.2f} ms)"
            ratio = f"by the processor ours is {peer['cpu'] / ours['cpu']:.1f}× as fast"
            yield Line(f"{size:,} points, {name}: PostGIS", figure, ratio)


def _draw(grown: dict[int, dict[str, Any]]) -> None:
    curves = {}
    for peer in ("ours", "PostGIS"):
        for kind, name in (("any", "open on arrival"), ("whole", "whole filter")):
            field = f"{peer} {kind}"
            found = [(size, now[field]["cpu"]) for size, now in grown.items() if field in now]
            if found:
                curves[f"{peer}, {name}"] = found
    draw(PICTURES[0], "Nearest 20, time of the processor", "ms", curves)
    for picture, title, unit, field in (
        (PICTURES[1], "Making the finder, time of the processor", "s", "build_s"),
        (PICTURES[2], "Memory of the finder", "MB", "mb"),
    ):
        draw(picture, title, unit, {"ours": [(size, now[field]) for size, now in grown.items()]})


def _grown(size: int) -> dict[str, Any]:
    """What it takes at one size."""
    columns = nation(size)
    gc.collect()
    before, begun = _rss_mb(), process_time()
    ours = Ours(columns)
    told: dict[str, Any] = {"build_s": process_time() - begun}
    gc.collect()
    told["mb"] = _rss_mb() - before
    oracle = Oracle(columns)
    with ExitStack() as stack:
        peers: list[Peer] = [ours]
        if postgis.installed():
            peer = postgis.PostGIS(columns, stack.enter_context(postgis.server()))
            stack.callback(peer.close)
            peers.append(peer)
        gc.freeze()
        for kind, name in ASKED.items():
            asked = drawn(KINDS[name], columns, QUESTIONS, 7)
            for who, took in measured(peers, asked).items():
                told[f"{who} {kind}"] = {
                    "p50": median(took.wall) * 1e3,
                    "p99": percentile(took.wall, 0.99) * 1e3,
                    "cpu": took.processor_ms,
                }
                if who == "ours":
                    told[f"recall {kind}"] = recalled(took, [oracle.answer(one) for one in asked[:CHECKED]])
    return told


def _rss_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    print(json.dumps(_grown(int(sys.argv[1]))))
