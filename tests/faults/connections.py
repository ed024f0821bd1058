"""Clients that are slow on purpose, by the thousand: straight at the server, and at nginx as README sets it
up.

Straight at it a head has a deadline, and a body (`web.bodies`): while many stop in the middle of one, pages
are answered, and each of them is told within seconds. The proxy takes the whole request in first.
"""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from tests.faults.house import Broken
from tests.faults.scene import PATIENCE, Scene
from tests.faults.waiting import reads_go_on
from tests.ports import free_port
from tests.serving.test_proxy import NGINX, README, configuration, example

STALLED = 200
"""Requests whose body stops in the middle."""
TOLD_WITHIN_S = 30.0
BODY = b"POST /near HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n"
BODY += b"Content-Type: application/x-www-form-urlencoded\r\n\r\nlat="


def slow_heads(count: int) -> Callable[[Scene], None]:
    """So many connections straight at the server that never finish a head; couriers read meanwhile."""

    def act(scene: Scene) -> None:
        with _held(scene.house.port, count):
            reads_go_on(scene, 2.0)

    return act


def slow_behind_nginx(count: int) -> Callable[[Scene], None]:
    """The same, and bodies that stop in the middle, at nginx; who comes through it is answered meanwhile."""

    def act(scene: Scene) -> None:
        with _nginx(scene.house.port) as port, _held(port, count), _stalled(port):
            end = time.monotonic() + 2.0
            while time.monotonic() < end:
                _answered(port)

    return act


def stopped_bodies(scene: Scene) -> None:
    """Bodies that stop in the middle, straight at the server: couriers read meanwhile, and each is told to
    send it again, or to come again later."""
    with _stalled(scene.house.port) as held:
        reads_go_on(scene, 2.0)
        end = time.monotonic() + TOLD_WITHIN_S * PATIENCE
        for one in held:
            one.settimeout(max(0.1, end - time.monotonic()))
            try:
                said = one.recv(4096)
            except OSError as error:
                raise Broken("a body that stops is never answered") from error
            if said.split(b" ")[1:2] not in ([b"408"], [b"503"]):
                raise Broken(f"a body that stops is answered with {said[:80]!r}")


@contextmanager
def _held(port: int, count: int) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.slow", str(port), str(count)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        said = process.stdout.readline().strip()
        if said != f"open {count}":
            raise Broken(f"of {count} connections: {said}")
        yield
    finally:
        process.stdin.close()
        process.wait(60)
        process.stdout.close()


@contextmanager
def _stalled(port: int) -> Iterator[list[socket.socket]]:
    with ExitStack() as held:
        all_held = []
        for _ in range(STALLED):
            one = held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5 * PATIENCE))
            one.sendall(BODY)
            all_held.append(one)
        yield all_held


def _answered(port: int) -> None:
    there = http.client.HTTPConnection("127.0.0.1", port, timeout=5 * PATIENCE)
    try:
        there.request("GET", "/")
        status = there.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise Broken(f"nobody is answered behind nginx: {error!r}") from error
    finally:
        there.close()
    if status != 200:
        raise Broken(f"behind nginx a page is answered with {status}")


@contextmanager
def _nginx(behind: int) -> Iterator[int]:
    """nginx with README's example and README's number of connections."""
    if NGINX is None:
        raise Broken("needs nginx: apt-get install nginx-light")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="nginx", ignore_cleanup_errors=True) as folder:
        settings = Path(folder) / "nginx.conf"
        whole = configuration(example(), Path(folder), port, behind).replace(
            "events {}\n", many_connections()
        )
        settings.write_text(whole, encoding="utf-8")
        process = subprocess.Popen([NGINX, "-p", folder, "-c", str(settings)], start_new_session=True)
        try:
            _listens(port)
            yield port
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait(60)


def many_connections() -> str:
    """What README has nginx set for many connections."""
    blocks = re.findall(r"^```\n(worker_rlimit.*?)^```", README.read_text(encoding="utf-8"), re.M | re.S)
    (block,) = blocks
    return str(block)


def _listens(port: int) -> None:
    end = time.monotonic() + 20 * PATIENCE
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise Broken("nginx did not come up")


def slow(count: int) -> dict[str, tuple[Callable[[Scene], float | None], str]]:
    """The kinds, with so many connections."""
    return {
        f"{count:,} slow connections": (slow_heads(count), ""),
        "bodies that stop": (stopped_bodies, "bodies that stopped"),
        f"{count:,} slow connections and stalled bodies, behind nginx": (slow_behind_nginx(count), ""),
    }
