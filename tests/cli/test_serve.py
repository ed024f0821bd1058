"""`serve`: refuses what it cannot do, and leaves nothing behind."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

import servicepoints.serving as serving_module
from servicepoints.config import load
from servicepoints.errors import InstanceError, NotWritten
from servicepoints.serving import bring_up
from tests.cli.conftest import Run
from tests.conftest import environment
from tests.ports import free_port
from tests.server import serving

KEYS = {"SERVICEPOINTS_SECRET_KEY": "x" * 40, "SERVICEPOINTS_DATA_KEY": "A" * 43 + "="}


@pytest.mark.parametrize("missing", KEYS)
def test_without_a_key_it_says_which_and_how_to_make_one(run: Run, missing: str) -> None:
    result = run("serve", **{name: "" if name == missing else value for name, value in KEYS.items()})
    assert result.exit_code == 1
    assert f"没有设置 {missing}" in result.output
    command = next(line.strip() for line in result.output.splitlines() if line.strip().startswith("python3"))
    made = subprocess.run(
        ["sh", "-c", command.replace("python3", sys.executable)], capture_output=True, text=True, check=True
    )
    assert len(made.stdout.strip()) >= 44


def test_a_short_secret_is_refused(run: Run) -> None:
    result = run("serve", **{**KEYS, "SERVICEPOINTS_SECRET_KEY": "secret"})
    assert result.exit_code == 1
    assert "太短" in result.output


def test_a_taken_port_is_named(run: Run, demo_home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = run("serve", "--port", port, home=demo_home)
    assert result.exit_code == 1
    assert port in result.output
    assert "--port" in result.output


@pytest.mark.parametrize("host", ["no such host", "nowhere.invalid", "192.0.2.1", "x" * 70, "1.2.3.4.5"])
def test_a_host_that_is_none_of_this_machine_is_named(run: Run, demo_home: Path, host: str) -> None:
    result = run("serve", home=demo_home, SERVICEPOINTS_HOST=host)
    assert result.exit_code == 1
    assert f"SERVICEPOINTS_HOST 的值“{host}”不能用" in result.output
    assert "127.0.0.1" in result.output


@pytest.mark.parametrize(("host", "shown"), [("localhost", "localhost"), ("::1", "[::1]")])
def test_it_listens_where_it_says(served_home: Path, tmp_path: Path, host: str, shown: str) -> None:
    with serving(served_home, tmp_path / "serve.log", host=shown, SERVICEPOINTS_HOST=host) as server:
        assert f"http://{shown}:{server.port} " in server.log.read_text()


def test_what_it_says_is_our_own(served_home: Path, tmp_path: Path) -> None:
    with serving(served_home, tmp_path / "serve.log") as server:
        assert "[WARNING]" not in server.log.read_text()  # as the server begins its lines


def test_a_killed_master_takes_its_workers_along(served_home: Path) -> None:
    port = str(free_port())
    master = subprocess.Popen(
        [sys.executable, "-m", "servicepoints", "serve", "--port", port],
        env=environment(served_home, {}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        assert answers(port, within_s=120)
        master.kill()
        master.wait()
        assert falls_silent(port, within_s=60)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(master.pid, signal.SIGKILL)


def answers(port: str, within_s: float) -> bool:
    """Whether the server answers in that time."""
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.2)
    return False


def falls_silent(port: str, within_s: float) -> bool:
    """Whether nothing listens any more in that time."""
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", int(port))) != 0:
                return True
        time.sleep(0.2)
    return False


@pytest.mark.parametrize("error", [NotWritten("写不进去"), OSError(30, "Read-only file system")])
def test_where_nothing_can_be_written_what_stands_is_served(
    served_home: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(serving_module, "publish", refuse)
    bring_up(load({"SERVICEPOINTS_HOME": str(served_home)}))


def test_where_nothing_stands_either_it_refuses(
    served_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise NotWritten("写不进去")

    shutil.copy(served_home / "register.db", tmp_path)
    monkeypatch.setattr(serving_module, "publish", refuse)
    with pytest.raises(InstanceError, match="还没有发布"):
        bring_up(load({"SERVICEPOINTS_HOME": str(tmp_path)}))
