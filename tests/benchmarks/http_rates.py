"""Requests a second of the real server with two workers over 10,000 points, as shares of an empty Flask view
on the same server, and beside PostGIS with `jsonify` on gunicorn (gthread, two workers) over the same points.

The load is wrk's (`apt-get install wrk`), from this machine, one after the other in rounds, so that what else
the machine does falls on all alike. The memory of a worker is of the largest of the two.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from servicepoints.domain.hours import TIMEZONE
from tests.benchmarks import city, postgis, postgis_app
from tests.benchmarks.table import Line
from tests.ports import free_port
from tests.server import Server, serving, wait_for_port
from tests.serving.test_processes import workers

NOTES = """What is missed, and why it is the floor here. By the processor's time of the workers (quiet,
eight connections, 2026-11-27) an empty view takes 83 to 104 µs, a list that is kept ready 71 to 92,
`/api/v1/near` 284 to 346, a located list 565 to 717. Made in one process without a server, the same two
answers take 135 and 390; a server adds 70 to 90 for handing the request over and for the bytes, and what
more it takes was not found: not the log (10), nor the threads (below); perf sees 47 % of it in Python, 25
in the kernel, 12 in numpy, 6 in the server, 3 in the tree. A worker's memory is 140 or 141 MB after the
load. 0.35 of an empty view would be some 260 µs, 0.2 some 450, five times PostGIS and jsonify 216 of both
processors with wrk's share in it.

Of the 390 of a located list 90 are to find sixty points and say how they are, 75 for 37 cards (2 µs each:
its words are found, none is made), 46 for gzip, 15 to part them into groups, 5 for the page, 20 for form,
log and counts. No step is left that could be halved in Python: fewer cards would do it, or another
compressor. Tried: Intel's (`isal` 1.9.1, level 1, 200 answers of each kind) takes 22 µs instead of 68 for
`/api/v1/near` and 20 instead of 50 for a located list, in as many bytes: a sixth and a sixteenth of such an
answer, for readers of the API alone, since browsers over TLS are sent brotli; not added. Tried too: threads
that take turns with an answer. In one process with four threads at work all the time `/api/v1/near` then
takes 177 µs instead of 327 (a library lets the interpreter go eight times an answer, and another thread
takes it); in the server, whose threads change hands 2.5 times an answer, it changed nothing (287 for 290),
and was taken back."""

ROUNDS = 3
SECONDS = 3
CONNECTIONS = 8
POSTGIS = "PostGIS and jsonify on gunicorn"
KEYS = {"SERVICEPOINTS_SECRET_KEY": "x" * 40, "SERVICEPOINTS_DATA_KEY": "A" * 43 + "="}

_PLACE = 'string.format("lat=%.5f&lon=%.5f", 31.0+0.4*math.random(), 121.2+0.5*math.random())'
NEAR = f'request = function() return wrk.format("GET", "/api/v1/near?" .. {_PLACE}) end'
NEAR_PACKED = NEAR.replace(") end", ', {["Accept-Encoding"]="gzip"}) end')
LOCATED = (
    'local h = {["Accept-Encoding"]="gzip", ["Content-Type"]="application/x-www-form-urlencoded"}\n'
    f'request = function() return wrk.format("POST", "/near", h, {_PLACE} .. "&accuracy=20") end'
)
LISTED = 'request = function() return wrk.format("GET", "/d/pudong", {["Accept-Encoding"]="gzip"}) end'
EMPTY = 'request = function() return wrk.format("GET", "/") end'
LONG = 'request = function() return wrk.format("GET", "/long") end'
ASKED = {
    "/api/v1/near": (NEAR, "≥ 0.35"),
    "/api/v1/near, gzip": (NEAR_PACKED, ""),
    "district list, gzip": (LISTED, "≥ 0.5"),
    "located list, gzip": (LOCATED, "≥ 0.2"),
}


def lines() -> Iterator[Line]:
    """The measurements; none without wrk."""
    if shutil.which("wrk") is None:
        yield Line("requests a second", "not measured: apt-get install wrk")
        return
    if missing := _missing():
        yield Line(POSTGIS, f"not measured: {missing}")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        home = Path(folder)
        catalogue = city.instance_of(home / "instance")
        empty = stack.enter_context(_running("tests.benchmarks.empty"))
        server = stack.enter_context(serving(home / "instance", home / "server.log", **KEYS))
        asked = {"empty": (empty, EMPTY), "long": (empty, LONG)}
        asked |= {name: (server.port, how) for name, (how, _) in ASKED.items()}
        if not missing:
            asked[POSTGIS] = (stack.enter_context(_postgis(catalogue)), NEAR)
        fresh = _largest(server)
        rates: dict[str, list[float]] = {name: [] for name in asked}
        for _ in range(ROUNDS):
            for name, (port, script) in asked.items():
                rates[name].append(_rate(home, port, script))
        used = _largest(server)
    yield Line("an empty Flask view", f"{median(rates['empty']):.0f} requests/s")
    share = f"{_share(rates, 'long', 'empty'):.2f} of empty"
    yield Line("a Flask view of 28.5 kB it has ready", f"{median(rates['long']):.0f} requests/s", share)
    for name, (_, target) in ASKED.items():
        figure = f"{median(rates[name]):.0f} requests/s"
        yield Line(name, figure, f"{_share(rates, name, 'empty'):.2f} of empty", target)
    if not missing:
        times = f"/api/v1/near is {_share(rates, '/api/v1/near', POSTGIS):.1f}× that"
        yield Line(POSTGIS, f"{median(rates[POSTGIS]):.0f} requests/s", times, "≥ 5×")
    yield Line("a worker's memory, started", f"{fresh:.0f} MB RSS", "", "≤ 140 MB")
    yield Line("a worker's memory, after all this", f"{used:.0f} MB RSS", "", "≤ 140 MB")


def _missing() -> str:
    """What is to be installed before PostGIS can be asked over HTTP; "" if nothing."""
    if not postgis.installed():
        return postgis.INSTALL
    return "" if find_spec("gunicorn") else "pip install gunicorn"


def _share(rates: dict[str, list[float]], ours: str, other: str) -> float:
    return median(a / b for a, b in zip(rates[ours], rates[other], strict=True))


@contextmanager
def _postgis(catalogue: Path) -> Iterator[int]:
    """The same points served from PostGIS; its port."""
    with postgis.server() as address:
        postgis_app.fill(address, catalogue, datetime.now(TIMEZONE).date())
        how = ("gunicorn", "-w", "2", "-k", "gthread", "--threads", "4", "--log-level", "error", "-b")
        app = "tests.benchmarks.postgis_app:application()"
        with _running(*how, last=app, **{postgis_app.ADDRESS: address}) as port:
            yield port


@contextmanager
def _running(module: str, *words: str, last: str = "", **settings: str) -> Iterator[int]:
    """A module that serves on the port which it is told after its words; that port."""
    port = free_port()
    command = [sys.executable, "-m", module, *words, f"127.0.0.1:{port}" if last else str(port)]
    command += [last] if last else []
    process = subprocess.Popen(command, start_new_session=True, env={**os.environ, **settings})
    try:
        wait_for_port(port, process)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(15)


def _rate(folder: Path, port: int, script: str) -> float:
    lua = folder / "ask.lua"
    lua.write_text(f"math.randomseed(7)\n{script}\n", encoding="utf-8")
    command = [
        "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", str(lua), f"http://127.0.0.1:{port}",
    ]  # fmt: skip
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said:
        raise RuntimeError(said)
    found = re.search(r"Requests/sec:\s*([\d.]+)", said)
    if found is None:
        raise RuntimeError(said)
    return float(found[1])


def _largest(server: Server) -> float:
    """Resident megabytes of the largest worker."""
    pages = [int(Path(f"/proc/{p}/statm").read_text().split()[1]) for p in workers(server)]
    return max(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6
