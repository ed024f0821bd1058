"""What several rooms' tests share: one demonstration, made once a run by the real command.

A test skips where what it needs is not installed, and says what to install. Where CI is set all of it must be
there, and a test that would skip fails.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.postgresql import INSTALL, PostgreSQL, binaries, running

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def command(home: Path, *words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    """`servicepoints …` in a process of its own over an instance, without this machine's settings."""
    return subprocess.run(
        [sys.executable, "-m", "servicepoints", *words],
        env=environment(home, settings),
        cwd=home if home.is_dir() else None,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def environment(home: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """The environment of a command: ours without any setting but the given ones, nor any of Python's."""
    ours = ("SERVICEPOINTS_", "REGISTER_", "PYTHON")
    plain = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    return plain | {"SERVICEPOINTS_HOME": str(home), "PYTHONUTF8": "1"} | dict(settings)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Under CI a skipped test is one that the gate did not run."""
    report = yield
    if os.environ.get("CI") and report.skipped and isinstance(report.longrepr, tuple):
        report.outcome = "failed"
        report.longrepr = f"under CI nothing may be skipped: {report.longrepr[2]}"
    return report


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demonstration, published. Tests read it; one that writes makes its own."""
    home = tmp_path_factory.mktemp("demo") / "instance"
    made = command(home, "demo", "--no-serve")
    assert made.returncode == 0, made.stderr
    return home


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL of this run's own. Skips, with the line that installs it, where there is none."""
    if binaries() is None:
        pytest.skip(f"needs PostgreSQL: {INSTALL}")
    with (
        TemporaryDirectory(prefix="postgresql", ignore_cleanup_errors=True) as folder,
        running(Path(folder)) as server,
    ):
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def register_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty register, on one engine and on the other."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'register.db'}"
    server: PostgreSQL = request.getfixturevalue("postgresql")
    return server.database()


@pytest.fixture(scope="session")
def served_home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same for servers: their publisher writes a line a day, which no other test expects."""
    return Path(shutil.copytree(demo_home, tmp_path_factory.mktemp("served") / "instance"))
