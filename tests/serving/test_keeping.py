"""The publisher is kept running, whatever keeps it from it for a while; the archivist is started when due."""

import signal
import threading
import time
from datetime import datetime
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest

from servicepoints import archivist, publisher
from servicepoints.catalogue import arranging, arrays
from servicepoints.config import Settings
from servicepoints.domain.hours import TIMEZONE
from servicepoints.services.open_data.filing import write_open_data


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
    assert ran.wait(60)
    stopping.set()


@pytest.mark.parametrize(("worked_s", "again"), [(0.0, True), (1000.0, False)])
def test_a_publisher_that_had_worked_is_started_again_at_once(
    monkeypatch: pytest.MonkeyPatch, worked_s: float, again: bool
) -> None:
    """One that ended as soon as it had begun is not: here that takes for ever."""
    started = threading.Semaphore(0)

    class Process:
        exitcode = -signal.SIGKILL

        def __init__(self, **_: Any) -> None: ...

        def start(self) -> None:
            started.release()

        def join(self) -> None:
            time.sleep(0.01)

    class Spawning:
        def get_context(self, _: str) -> Any:
            return type("Context", (), {"Process": Process})

    monkeypatch.setattr(publisher, "multiprocessing", Spawning())
    monkeypatch.setattr(publisher, "SETTLED_S", worked_s)
    monkeypatch.setattr(publisher, "PAUSE_S", 60)
    monkeypatch.setattr(publisher, "MOMENT_S", 0.01)
    stopping = publisher.keep_running()
    assert started.acquire(timeout=60)
    assert started.acquire(timeout=60 if again else 0.3) is again
    stopping.set()


def test_the_archivist_writes_the_arrays_of_a_catalogue_that_has_none(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path)
    copyfile(demo_home / "catalogue.db", settings.catalogue_path)
    now = datetime.now(TIMEZONE)
    write_open_data(settings, None, now)
    asked: list[str] = []

    class Process:
        exitcode = 0

        def __init__(self, *, name: str, **_: Any) -> None:
            asked.append(name)

        def start(self) -> None:
            archivist.write_what_is_due(settings, now)

        def join(self) -> None: ...

    class Spawning:
        def get_context(self, _: str) -> Any:
            return type("Context", (), {"Process": Process})

    monkeypatch.setattr(archivist, "multiprocessing", Spawning())
    assert archivist._attend(settings)
    assert arrays.path_of(settings.catalogue_path).is_file()
    assert not arranging.due(settings.catalogue_path)
    assert archivist._attend(settings)
    assert asked == ["archivist"], "there was nothing to do any more"
