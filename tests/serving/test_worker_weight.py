"""What a worker carries: memory that no page needs stays out of it."""

import gc
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from servicepoints import worker

LEFT_OUT = (
    "pypinyin",
    "alembic",
    "playwright",
    "rich",
    "geopy",
    "folium",
    "requests",
    "icalendar",
    "xlsxwriter",
    "sqlite_utils",
    "python_calamine",
    "segno",
    "cryptography",
    "holidays.countries",
    "servicepoints.services.open_data.filing",
)


def test_a_worker_loads_nothing_that_none_of_its_pages_needs() -> None:
    opened = "from servicepoints.register.secrecy import Secrecy; Secrecy('A' * 43 + '=')"  # for its counts
    script = (
        f"import servicepoints.worker, sys; {opened}; print([m for m in {LEFT_OUT!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("process", ["serving", "publisher"])
def test_who_starts_the_service_waits_for_nothing_that_only_a_change_needs(process: str) -> None:
    script = f"import servicepoints.{process}, sys; print('pypinyin' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_what_a_worker_loaded_is_not_walked_through_by_the_collector_again(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[int] = []
    monkeypatch.setenv("SERVICEPOINTS_HOME", str(demo_home))
    monkeypatch.setattr(worker, "end_with_master", lambda: None)
    monkeypatch.setattr(worker, "hear_signals", lambda: None)
    monkeypatch.setattr(worker.logs, "configure", lambda *_: None)
    monkeypatch.setattr(worker, "follow", lambda app: held.append(len(gc.get_objects())))
    monkeypatch.setattr(worker, "write_down", lambda app: held.append(gc.get_freeze_count()))
    usual = gc.get_threshold()
    try:
        assert isinstance(worker.application(), Flask)
        assert gc.get_threshold()[0] == worker.OBJECTS_A_LOOK
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
    loaded, frozen = held
    assert frozen > loaded / 2
