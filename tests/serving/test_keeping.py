"""The publisher is kept running, whatever keeps it from it for a while."""

import threading
from typing import Any

import pytest

from servicepoints import publisher


def test_a_publisher_that_cannot_be_started_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = threading.Event()
    refusals = [OSError("示例：没有内存"), OSError("示例：没有内存")]

    class Process:
        exitcode = 0

        def __init__(self, **_: Any) -> None: ...

        def start(self) -> None:
            if refusals:
                raise refusals.pop()
            ran.set()

        def join(self) -> None: ...

    class Spawning:
        def get_context(self, _: str) -> Any:
            return type("Context", (), {"Process": Process})

    monkeypatch.setattr(publisher, "multiprocessing", Spawning())
    monkeypatch.setattr(publisher, "PAUSE_S", 0.01)
    stopping = publisher.keep_running()
    assert ran.wait(5)
    stopping.set()
