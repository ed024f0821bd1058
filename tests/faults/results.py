"""The figures of a run, written down."""

import platform
import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from tests.faults.scene import Outcome
from tests.faults.scenery import Played

PATH = Path(__file__).with_name("RESULTS.md")
ENGINES = ("sqlite", "postgresql")
HEAD = """# Faults survived

Written by `python -m tests.faults --rounds 200 --write`: the real server with two workers on a ground of its
own, a client that reads, books, cancels, edits and imports without a pause, and one fault after the other.

After each round all of this held, or the round counts as broken: every acknowledged booking, cancellation,
edit and import stands; nothing stands that was refused, or that nobody asked for; no import is half done;
places taken are the sum of the confirmed, nothing is oversold, who waits waits in turn and only for want of a
place; the change feed has no gap and the catalogue follows it; pages are read and places booked again within
5 s; nothing fails once that is so; no process is left over; the log says what happened, in lines of our own.

Times are those of the clock on a machine that others use too. Crowding says how much longer a piece of work
took there than alone, and the 5 s are multiplied by it.

A torn WAL is torn behind the last acknowledged commit: with `synchronous=FULL` a power cut reaches no
further. Damage to what the disk had said to be safe is another thing (`tearing.py`): what is left then is an
earlier state, whole, and only a copy elsewhere brings back the rest.

Slow connections: our workers, bare, stand 10,000 that never finish a head, and 200 bodies that stop in the
middle; who sends a body of his own meanwhile may be told to come again. The proxy, set up as in README,
stands both without anybody noticing.

On a quiet machine (2026-11-27, crowding 2) a killed master, and all processes killed at once, were
answered for again within 2.2 s. Ten minutes of traffic without a fault (`python -m tests.faults.soak
10`): SQLite 31,202 requests, none failed, memory +3.8 % after the warm-up; PostgreSQL 30,898, none failed,
+2.9 %. (The first ten minutes on PostgreSQL had 2 failures of 30,818 and seven more had three: each somebody
who left a line as a place came, which was mended.) Files and threads stayed as many, and the slowest
hundredth took no longer at the end.
"""


def write(engine: str, played: Played, path: Path = PATH) -> None:
    """Puts the figures of one engine into the file, in the place of those that were there."""
    standing = path.read_text(encoding="utf-8") if path.exists() else ""
    parts = {
        name: found[0]
        for name in ENGINES
        if (found := re.findall(rf"^## {name}\n.*?(?=^## |\Z)", standing, re.M | re.S))
    }
    parts[engine] = f"## {engine}\n\n{table(played)}\n"
    body = "\n".join(parts[name].rstrip() + "\n" for name in ENGINES if name in parts)
    path.write_text(f"{HEAD}\n{body}", encoding="utf-8")


def table(played: Played) -> str:
    """One row a kind, and the sums."""
    by_kind: Mapping[str, list[Outcome]] = defaultdict(list)
    for outcome in played.rounds:
        by_kind[outcome.kind].append(outcome)
    rows = [
        "| fault | rounds | survived | worst time to answer | to all processes | crowding |",
        "|---|---|---|---|---|---|",
        *(_row(kind, outcomes) for kind, outcomes in by_kind.items()),
        _row("**all**", played.rounds),
    ]
    lost = sum("lost" in words for outcome in played.rounds for words in outcome.broken)
    sums = (
        f"{played.requests:,} requests, {played.acknowledged:,} writes acknowledged (of them "
        f"{played.imports:,} imports of 40 points), lost: {lost}. "
        f"Python {platform.python_version()}, {platform.system()}."
    )
    broken = [f"- {one.kind}: {words}" for one in played.rounds for words in one.broken]
    return "\n".join([*rows, "", sums, *(["", "What broke:", "", *broken] if broken else [])])


def _row(kind: str, outcomes: list[Outcome]) -> str:
    survived = sum(not one.broken for one in outcomes)
    worst = max(outcomes, key=lambda one: one.seconds)
    whole = max(one.whole for one in outcomes)
    return (
        f"| {kind} | {len(outcomes)} | {survived} | {worst.seconds:.1f} s | {whole:.1f} s "
        f"| {worst.crowding:.1f} |"
    )
