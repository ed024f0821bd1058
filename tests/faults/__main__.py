"""The long form: `python -m tests.faults --rounds 200 --engine sqlite --write`, some twenty minutes an
engine; with `--minutes` no new round begins after so long.

Needs root for the disk that fills up, nginx for the proxy, a C compiler for the clock, PostgreSQL for its
engine; what is not there is left out with a line. `--write` puts the figures into RESULTS.md. Ends with 1 if
anything broke.
"""

import argparse
import signal
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.faults import results, scenery
from tests.faults.scenery import Played
from tests.postgresql import running

CONNECTIONS = 10_000


def main() -> int:
    """Plays all rounds; the exit code."""
    asked = argparse.ArgumentParser(prog="python -m tests.faults")
    asked.add_argument("--rounds", type=int, default=200)
    asked.add_argument("--engine", choices=results.ENGINES, default="sqlite")
    asked.add_argument("--only", default="", help="kinds whose name has these words")
    asked.add_argument("--seed", type=int, default=int(time.time()))
    asked.add_argument("--minutes", type=float, default=120)
    asked.add_argument("--write", action="store_true")
    how = asked.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to stop"))  # and leave nothing behind
    print(f"seed {how.seed}")
    every = [k for k in scenery.kinds(how.engine, CONNECTIONS) if how.only in k.name]
    for where, why in scenery.left_out().items():
        every = [kind for kind in every if kind.where != where]
        print(f"left out: {where}, for {why}")
    given = scenery.shares(every, how.rounds)
    chance, played, end = Random(how.seed), Played(), time.monotonic() + 60 * how.minutes
    with ExitStack() as held:
        postgresql = None
        if how.engine == "postgresql":
            folder = held.enter_context(TemporaryDirectory(prefix="postgresql", ignore_cleanup_errors=True))
            postgresql = held.enter_context(running(Path(folder)))
        for where in dict.fromkeys(kind.where for kind in every):
            here = [(kind, given[kind.name]) for kind in every if kind.where == where]
            with scenery.stage(where, chance, None, postgresql) as scene:
                for outcome in scenery.play(scene, here):
                    said = "; ".join(outcome.broken) or "survived"
                    print(f"{outcome.kind}: {outcome.seconds:.2f} s, {said}", flush=True)
                    played.rounds.append(outcome)
                    if time.monotonic() > end:
                        break
                scenery.counted(scene, played)
    print(results.table(played))
    if how.write:
        results.write(how.engine, played)
    return int(any(outcome.broken for outcome in played.rounds))


if __name__ == "__main__":
    sys.exit(main())
