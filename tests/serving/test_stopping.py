"""Told to stop, a node finishes what it is at, takes nothing new, and is gone in bounded time."""

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from servicepoints.counts import folder_of
from servicepoints.register import schema as s
from tests.serving.nodes import WORKERS, Answer, Node, nodes
from tests.serving.test_processes import alive, descendants, eventually

STOPS_S = 20
"""README gives systemd so many seconds."""


def to_master(node: Node) -> None:
    assert node.server is not None
    os.kill(node.server.master.pid, signal.SIGTERM)


def to_all(node: Node) -> None:
    assert node.server is not None
    os.killpg(node.server.master.pid, signal.SIGTERM)


def at_work(node: Node) -> set[int]:
    """The workers that have begun: each counts in a file of its own. One that is told to stop while it still
    loads may miss it, and is ended after some seconds."""
    return {int(path.name.split(".")[-2]) for path in folder_of(node.home).glob("*.*.*")}


@pytest.mark.parametrize("stop", [to_master, to_all])
def test_what_is_asked_already_is_answered(tmp_path: Path, stop: Callable[[Node], None]) -> None:
    with nodes(tmp_path, "", count=1) as only:
        (node,) = only.each
        assert node.server is not None
        master = node.server.master.pid
        assert eventually(lambda: len(at_work(node) & set(descendants(master))) == WORKERS, 20)
        everyone = descendants(master)
        assert only.booked(node, 1).status == 303
        answers: list[Answer] = []
        asking = threading.Thread(target=lambda: answers.append(only.booked(node, 2)))
        with only.register.begin() as held:
            held.execute(s.offering_session.update().values(taken=s.offering_session.c.taken))
            asking.start()
            time.sleep(1)
            began = time.monotonic()
            stop(node)
            assert eventually(lambda: node.ask("/healthz", timeout_s=1).status == 0, 5)
        asking.join(30)
        node.server.master.wait(STOPS_S)
        assert time.monotonic() - began < STOPS_S
        assert answers[0].status == 303
        assert eventually(lambda: not any(map(alive, everyone)), 5)
