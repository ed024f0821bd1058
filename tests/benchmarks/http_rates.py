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
