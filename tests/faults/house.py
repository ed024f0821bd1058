"""The server that faults are done to: `servicepoints serve` in a process group of its own, which can be ended
in any way and started again on the same port, and its processes by what they do."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

from tests.conftest import environment
from tests.faults.ground import Ground
from tests.ports import free_port
from tests.server import Server
from tests.serving.test_booking_rush import working
from tests.serving.test_processes import alive, descendants, spawned

WORKERS = 2
STARTS_WITHIN_S = 180.0
POLITE = 10
"""The niceness by which the process that writes open data is known."""


class Broken(Exception):
    """A law of the harness that did not hold."""


class House:
    """The server over a ground; all that it ever said is in `log`."""

    def __init__(self, ground: Ground, log: Path, **settings: str) -> None:
        self.ground, self.log, self.port = ground, log, free_port()
        self._settings = {
            "SERVICEPOINTS_PORT": str(self.port),
            "SERVICEPOINTS_WORKERS": str(WORKERS),
            **settings,
        }
        self.master: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Starts it and waits until it can answer; when (monotonic) it was begun."""
        began = time.monotonic()
        with self.log.open("a") as output:
            self.master = subprocess.Popen(
                [sys.executable, "-m", "servicepoints", "serve"],
                env=environment(self.ground.home, {**self.ground.environment, **self._settings}),
                stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip
        self.wait_until_ready()
        return began

    def wait_until_ready(self, within_s: float = STARTS_WITHIN_S) -> None:
        """Until /readyz says 200. Broken if the master ends or it takes too long."""
        end = time.monotonic() + within_s
        while time.monotonic() < end:
            if self.master is not None and self.master.poll() is not None:
                raise Broken(f"the server ended with {self.master.returncode}: {self.said()[-800:]}")
            if self.asked("/readyz") == 200:
                return
            time.sleep(0.02)
        raise Broken(f"the server was not ready within {within_s} s: {self.said()[-800:]}")

    def asked(self, path: str, within_s: float = 5.0) -> int:
        """The status of an answer; 0 for none."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=within_s) as answer:
                answer.read()
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def kill_all(self) -> None:
        """As a power cut does: no process of it has a chance to finish anything."""
        everyone = {self._pid, *descendants(self._pid)}
        os.killpg(self._pid, signal.SIGKILL)
        self._gone(everyone)

    def stop(self) -> None:
        """As systemd stops a service."""
        if self.master is None or self.master.poll() is not None:
            return
        everyone = {self._pid, *descendants(self._pid)}
        with suppress(ProcessLookupError):
            os.killpg(self._pid, signal.SIGTERM)
        try:
            self._gone(everyone)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(self._pid, signal.SIGKILL)

    def kill_master(self) -> float:
        """Kills the master alone; seconds until nothing of it lives or listens. Broken if that never is."""
        everyone, began = {self._pid, *descendants(self._pid)}, time.monotonic()
        os.kill(self._pid, signal.SIGKILL)
        self._gone(everyone)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                raise Broken("something still listens though the master was killed")
        return time.monotonic() - began

    def _gone(self, everyone: set[int], within_s: float = 60.0) -> None:
        end = time.monotonic() + within_s
        while time.monotonic() < end:
            if self.master is not None:
                self.master.poll()
            if not any(map(alive, everyone)):
                if self.master is not None:
                    self.master.wait(5)
                return
            time.sleep(0.02)
        raise Broken(f"orphans are left: {[p for p in everyone if alive(p)]}")

    @property
    def _pid(self) -> int:
        assert self.master is not None
        return self.master.pid

    def workers(self) -> set[int]:
        """The processes that listen."""
        assert self.master is not None
        return working(Server("", self.port, self.master, self.log))

    def companions(self, *, polite: bool = False) -> set[int]:
        """The publisher; with `polite` the process that writes open data, while it does."""
        own = {p for p in descendants(self._pid) if spawned(p)} - self.workers()
        return {p for p in own if (_niceness(p) == POLITE) is polite}

    def whole(self) -> bool:
        """Whether all processes are there."""
        return len(self.workers()) == WORKERS and bool(self.companions())

    def said(self, since: int = 0) -> str:
        """Its log, from a place on."""
        with self.log.open("rb") as file:
            file.seek(since)
            return file.read().decode(errors="replace")


def _niceness(process: int) -> int | None:
    try:
        return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[16])
    except OSError:
        return None
