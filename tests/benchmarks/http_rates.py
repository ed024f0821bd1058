"""Requests a second of the real server with two workers over 10,000 points, as shares of an empty Flask view
on the same server; and the memory of a worker afterwards.

The load is wrk's (`apt-get install wrk`), one connection after the other in rounds, so that what else
the machine does falls on all alike.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from tests.benchmarks import city
from tests.benchmarks.table import Line
from tests.ports import free_port
from tests.server import Server, serving, wait_for_port
from tests.serving.test_processes import workers

ROUNDS = 3
SECONDS = 3
CONNECTIONS = 8
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
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        city.instance_of(home / "instance")
        with _empty() as empty, serving(home / "instance", home / "server.log", **KEYS) as server:
            fresh = _largest(server)
            rates: dict[str, list[float]] = {name: [] for name in ("empty", *ASKED)}
            for _ in range(ROUNDS):
                rates["empty"].append(_rate(home, empty, EMPTY))
                for name, (script, _) in ASKED.items():
                    rates[name].append(_rate(home, server.port, script))
            used = _largest(server)
    base = median(rates["empty"])
    yield Line("an empty Flask view", f"{base:.0f} requests/s")
    for name, (_, target) in ASKED.items():
        shares = [ours / empty for ours, empty in zip(rates[name], rates["empty"], strict=True)]
        yield Line(name, f"{median(rates[name]):.0f} requests/s", f"{median(shares):.2f} of empty", target)
    yield Line("a worker's memory, started", f"{fresh:.0f} MB RSS", "", "≤ 140 MB")
    yield Line("a worker's memory, after all this", f"{used:.0f} MB RSS", "", "≤ 140 MB")


@contextmanager
def _empty() -> Iterator[int]:
    """The empty application on the same server; its port."""
    port = free_port()
    command = [sys.executable, "-m", "tests.benchmarks.empty", str(port)]
    process = subprocess.Popen(command, start_new_session=True)
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
