"""The nearest 20 that pass, of 200,000 points: ours beside PostGIS, Redis, SQLite's R*Tree and plain Python.

All answer the same questions, block by block in turn, and every answer of all is counted against an oracle
that looks at every point. Mask misses are included: in the country nearly each whole filter is asked once.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from statistics import mean, median
from time import perf_counter, thread_time

from servicepoints.worker import OBJECTS_A_LOOK
from tests.benchmarks import postgis, redis_server
from tests.benchmarks.nation import Nation, nation
from tests.benchmarks.peers import BruteForce, Ours, Peer, Redis, RTree
from tests.benchmarks.questions import KINDS, LIMIT, Oracle, Question, drawn, recall
from tests.benchmarks.table import Line, percentile, seconds

SIZE = 200_000
QUESTIONS, BLOCK, SLOW = 1000, 25, 15
"""Plain Python answers only the first SLOW of them."""

LAYOUTS = {"country": 0, "one city": 1}
"""The same number of points in 331 cities, and crowded into one."""

NOTES = """Where 12× is not reached: PostGIS is given all that helps it here (bit masks for amenities, a
partial index, a circle as the index's condition, everything in memory, one client over a socket), and
visits few entries of an index for an answer (48 and 292 in the two plans that were looked at). Ours answers
with all that a card says (status, ride, how long it can be used), PostGIS with a number and a distance.

The floor, measured step by step on 2026-11-27 (median of 400 questions asked a second time, no filter but
open on arrival, others at work on the machine): 117 µs, of which the tree 34 for 48 candidates (its bare C
call 12), exact distances 10, rides 4, sifting their hours 12, order 6, the domain's decision on 20 of them
19, the answers 26, moment and mask 6. A mask that nobody asked for before costs 40 more. A twelfth of
PostGIS's answer is some 28 µs: the tree's bare call, 48 exact distances (8 µs) and twenty tuples alone are
as much, before any hour or filter is looked at. So 12× is beyond Python over arrays, and would be had only
by all of it in compiled code, which would be a second telling of the laws of opening hours. Under a heavier
load a wall-clock ratio flatters ours, since a server's process must be woken for every question: part
curves compares the processor's time.

What is slowest is a filter's first question in its quarter of an hour: every row that it could mean is looked
at once, 0.6 to 0.9 ms where 200,000 points stand in one city, in two of a hundred questions here. That alone
makes p99 more than 1 ms there; a worker makes such a mask four times an hour."""


def lines() -> Iterator[Line]:
    """The measurements."""
    for layout, cities in LAYOUTS.items():
        yield from _layout(f"{SIZE:,} in {'a ' if cities == 0 else ''}{layout}", nation(SIZE, cities))


INSTALLS = {postgis.PostGIS.name: postgis.INSTALL, Redis.name: redis_server.INSTALL}


def installed(columns: Nation, stack: ExitStack) -> list[Peer]:
    """Ours and all peers that are to be had, over the same country; servers end with the stack."""
    peers: list[Peer] = [Ours(columns), RTree(columns)]
    if postgis.installed():
        peer = postgis.PostGIS(columns, stack.enter_context(postgis.server()))
        stack.callback(peer.close)
        peers.append(peer)
    if redis_server.installed():
        peers.append(Redis(columns, stack.enter_context(redis_server.client())))
    return peers


def _layout(where: str, columns: Nation) -> Iterator[Line]:
    oracle = Oracle(columns)
    with ExitStack() as stack:
        peers = installed(columns, stack)
        for missing in INSTALLS.keys() - {peer.name for peer in peers}:
            yield Line(f"{where}: {missing}", f"not measured: {INSTALLS[missing]}")
        slow = BruteForce(columns)
        gc.collect()
        gc.freeze()
        gc.set_threshold(OBJECTS_A_LOOK)  # as in a worker
        for name, kind in KINDS.items():
            asked = drawn(kind, columns, QUESTIONS, 7)
            right = [oracle.answer(question) for question in asked]
            found = measured(peers, asked) | measured([slow], asked[:SLOW])
            passing = mean(oracle.share(question) for question in asked[:SLOW])
            yield from _told(f"{where}, {name}", found, right, passing)
        gc.unfreeze()
        for peer in peers:
            if isinstance(peer, postgis.PostGIS):
                took = median(seconds(peer.round_trip) for _ in range(500))
                yield Line(f"{where}: a bare round trip to PostGIS (SELECT 1)", f"{took * 1e3:.3f} ms")


class Took:
    """What a peer found, and the seconds it took by the clock and of this thread's processor."""

    def __init__(self) -> None:
        self.rows: list[list[int]] = []
        self.wall: list[float] = []
        self.cpu: list[float] = []
        self.server_s = 0.0

    @property
    def processor_ms(self) -> float:
        """Of both sides, the mean of an answer."""
        return (sum(self.cpu) + self.server_s) / len(self.cpu) * 1e3

    def time(self, answer: Callable[[], list[int]]) -> None:
        """Adds one answer."""
        cpu, wall = thread_time(), perf_counter()
        rows = answer()
        self.wall.append(perf_counter() - wall)
        self.cpu.append(thread_time() - cpu)
        self.rows.append(rows)


def measured(peers: Sequence[Peer], asked: list[Question]) -> dict[str, Took]:
    """What each found for each question; they take turns block by block, so that what else the machine does
    falls on all alike."""
    took = {peer.name: Took() for peer in peers}
    for turn, start in enumerate(range(0, len(asked), BLOCK)):
        first = turn % len(peers)
        for peer in [*peers[first:], *peers[:first]]:
            server = getattr(peer, "spent_s", float)
            before = server()
            for answer in [peer.ready(question) for question in asked[start : start + BLOCK]]:
                took[peer.name].time(answer)
            took[peer.name].server_s += server() - before
    return took


def recalled(took: Took, right: list[object]) -> float:
    """The part of the right answers that was found."""
    counts = [recall(rows, answer) for rows, answer in zip(took.rows, right, strict=False)]  # type: ignore[arg-type]
    return sum(hit for hit, _ in counts) / max(1, sum(all_ for _, all_ in counts))


def _told(what: str, found: dict[str, Took], right: list[object], passing: float) -> Iterator[Line]:
    ours = found["ours"]
    answers = mean(min(LIMIT, len(rows)) for rows, _ in right)  # type: ignore[misc]
    yield Line(
        f"{what}: ours",
        f"{_times(ours.wall)} (processor {_times(ours.cpu)})",
        f"recall {recalled(ours, right):.3f} of {len(ours.rows)}; {passing:.1%} pass, {answers:.0f} answers",
        f"recall 1.000, p99 ≤ {1 if passing >= 0.01 else 5} ms",
    )
    for name, took in found.items():
        if took is not ours:
            times = median(took.wall) / median(ours.wall[: len(took.wall)])
            figure = _times(took.wall)
            ratio = f"ours is {times:.1f}× as fast; recall {recalled(took, right):.3f}"
            if took.server_s:
                figure += f" (processor {took.processor_ms:.2f} ms)"
                ratio += f"; by the processor {took.processor_ms / ours.processor_ms:.1f}×"
            yield Line(
                f"{what}: {name}",
                figure,
                ratio,
                "≥ 12×" if name == "PostGIS" else "",
            )


def _times(seconds: Sequence[float]) -> str:
    return f"p50 {median(seconds) * 1e3:.2f} ms, p99 {percentile(seconds, 0.99) * 1e3:.2f} ms"
