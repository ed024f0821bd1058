"""Told to stop, a node finishes what it is at, takes nothing new, and is gone in bounded time."""

import ctypes
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from servicepoints.counts import folder_of
from servicepoints.register import schema as s
from servicepoints.register import turns
from servicepoints.serving import granian
from tests.faults.crowding import crowding
from tests.ports import free_port
from tests.serving.nodes import WORKERS, Answer, Node, nodes
from tests.serving.test_booking_rush import sockets
from tests.serving.test_processes import NEVER_S, alive, descendants, eventually

WAITS_S = turns.WAIT_S
"""So long a booking waits for its turn."""
STOPS_S = 20
"""README gives systemd so many seconds."""


def to_master(node: Node) -> None:
    assert node.server is not None
    os.kill(node.server.master.pid, signal.SIGTERM)


def to_all(node: Node) -> None:
    assert node.server is not None
    os.killpg(node.server.master.pid, signal.SIGTERM)


def to_a_thread_of_master(node: Node) -> None:
    assert node.server is not None
    to_a_thread(node.server.master.pid)


def to_a_thread(process: int) -> None:
    """As the kernel may: it gives what a process is told to any one of its threads, here never to the main
    one."""
    thread = max(int(each.name) for each in Path(f"/proc/{process}/task").iterdir())
    assert thread != process
    assert ctypes.CDLL(None).tgkill(process, thread, signal.SIGTERM) == 0


def at_work(node: Node) -> set[int]:
    """The workers that have begun: each counts in a file of its own. One that is told to stop while it still
    loads may miss it, and is ended after some seconds."""
    return {int(path.name.split(".")[-2]) for path in folder_of(node.home).glob("*.*.*")}


def taken_up(node: Node) -> bool:
    """Whether a worker has taken a connection and read all that came over it."""
    assert node.server is not None
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    open_ = {
        f"socket:[{row[9]}]"
        for row in rows
        if row[3] == "01" and row[1].endswith(f":{node.server.port:04X}") and row[4].endswith(":00000000")
    }
    return any(sockets(process) & open_ for process in descendants(node.server.master.pid))


@pytest.mark.parametrize("stop", [to_master, to_all, to_a_thread_of_master])
def test_what_is_asked_already_is_answered(tmp_path: Path, stop: Callable[[Node], None]) -> None:
    with nodes(tmp_path, "", number=1) as only:
        (node,) = only.each
        assert node.server is not None
        master = node.server.master.pid
        assert eventually(lambda: len(at_work(node) & set(descendants(master))) == WORKERS)
        everyone = descendants(master)
        assert only.booked(node).status == 303
        answers: list[Answer] = []
        asking = threading.Thread(target=lambda: answers.append(only.booked(node)))
        with only.register.begin() as held:
            held.execute(s.offering_session.update().values(taken=s.offering_session.c.taken))
            asking.start()
            assert eventually(lambda: taken_up(node))
            time.sleep(0.5)
            began, crowded = time.monotonic(), crowding()
            stop(node)
            assert eventually(lambda: node.ask("/healthz", timeout_s=1).status == 0, WAITS_S / 2)
        asking.join()
        node.server.master.wait(NEVER_S)
        assert time.monotonic() - began < STOPS_S * max(crowded, crowding())
        assert answers[0].status == 303
        assert eventually(lambda: not any(map(alive, everyone)))


def test_a_worker_hears_what_any_of_its_threads_is_told(tmp_path: Path) -> None:
    with nodes(tmp_path, "", number=1) as only:
        (node,) = only.each
        assert node.server is not None
        master = node.server.master.pid
        assert eventually(lambda: len(at_work(node) & set(descendants(master))) == WORKERS)
        assert node.everywhere("/healthz", lambda answer: answer.status == 200)
        told = at_work(node) & set(descendants(master))
        for worker in told:
            to_a_thread(worker)
        assert eventually(lambda: not any(map(alive, told)))


def test_told_again_while_it_hears_it_a_master_stops_once(monkeypatch: pytest.MonkeyPatch) -> None:
    server, heard = granian("nowhere:nothing", "127.0.0.1", free_port(), 1), []

    class Bell:
        def set(self) -> None:
            heard.append(server.interrupt_signal)
            server.signal_handler_interrupt()  # as a second signal comes in between

    monkeypatch.setattr(server, "main_loop_interrupt", Bell())
    server.signal_handler_interrupt()
    assert heard == [True]
