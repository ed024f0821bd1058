"""The real server in processes of its own, for the tests that need no less."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import environment
from tests.ports import free_port

ARTEFACTS = Path(__file__).parent / "artefacts"
START_S = 120


@dataclass(frozen=True)
class Server:
    """`servicepoints serve` while it runs: its address without a slash, its master, its output."""

    address: str
    port: int
    master: "subprocess.Popen[bytes]"
    log: Path


@contextmanager
def serving(home: Path, log: Path, *, host: str = "127.0.0.1", **settings: str) -> Iterator[Server]:
    """The server over an instance, on a free port of loopback; its group is ended afterwards."""
    port = free_port()
    log.parent.mkdir(exist_ok=True)
    with log.open("w") as output:
        master = subprocess.Popen(
            [sys.executable, "-m", "servicepoints", "serve"],
            env=environment(home, {"SERVICEPOINTS_PORT": str(port), **settings}),
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            wait_for(f"http://{host}:{port}/readyz", master, log)
            yield Server(f"http://{host}:{port}", port, master, log)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(master.pid, signal.SIGTERM)
            master.wait(60)
            with suppress(ProcessLookupError):  # what a killed master left behind
                os.killpg(master.pid, signal.SIGKILL)


def wait_for(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Until the process answers 200 there; fails with its log if it ends or takes too long."""
    end = time.monotonic() + START_S
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=10):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the server did not come up:\n{log.read_text()}")


def wait_for_port(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Until something listens there; fails if the process ends or takes too long."""
    end = time.monotonic() + START_S
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"nothing came up on port {port}")
