"""What several rooms' tests share: one demonstration, made once a run by the real command.

A test skips where what it needs is not installed, and says what to install. Where CI is set all of it must be
there, and a test that would skip fails.

Engines. A test that asks for `engine`, or for what does (`register_url`), runs on SQLite and on PostgreSQL,
every other on SQLite. `--register sqlite` runs all on SQLite alone; `--register postgresql` puts a database
in the place of each file that would be a register (`tests.everywhere`). So these two after each other run
every test once on each engine that it is for. Left out of the second is what would say the same there:

- what is marked `sqlite`, about the file that a register can be;
- what brings a server of its own: it asks for `postgresql` and not for `engine`, or is marked `own_server`;
- what opens no register: the tests in WITHOUT_A_REGISTER, but those that ask for a demonstration. One of them
  that opens a register fails in every run (`none_opened`), so that none can be left out unseen.
"""

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

import pytest

from servicepoints import logs
from servicepoints.register import Register, open_register
from servicepoints.register.migrating import migrate
from tests.everywhere import Everywhere
from tests.postgresql import FAST, INSTALL, PostgreSQL, binaries, in_memory, running
from tests.quick import quick

Run = Callable[..., "subprocess.CompletedProcess[str]"]
ENGINES = ("sqlite", "postgresql")
LONG_FIRST = {"faults": 0, "serving": 1, "browser": 2}
BY_THE_CLOCK = {"serving", "browser"}
"""Whose tests wait for other processes on a machine that may be busy: one that fails is tried once more, and
the end of the run tells of it. What is broken fails twice. Not the faults: a loss seen once is a loss."""
WITHOUT_A_REGISTER = (
    "backups", "catalogue", "domain", "geocoding", "sharing", "sheets", "web/courier",
    "test_config.py", "test_docs.py", "test_no_register.py", "test_rooms.py", "test_shipped_data.py",
)  # fmt: skip
"""Folders and files of the tests that open none."""
MADE = {"demo_home", "served_home"}
"""What has a register, wherever it is asked for."""
TESTS = Path(__file__).parent
_everywhere: list[Everywhere] = []  # the one of this run, under --register postgresql
_none: list[Callable[[], None]] = []  # what is told of a process with a register, where none may be opened


def command(home: Path, *words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    """`servicepoints …` in a process of its own over an instance, without this machine's settings."""
    for everywhere in _everywhere:
        settings = everywhere.making(home, words) | settings
    done = subprocess.run(
        [sys.executable, "-m", "servicepoints", *words],
        env=environment(home, settings),
        cwd=home if home.is_dir() else None,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    for everywhere in _everywhere:
        everywhere.standing(home)  # what it made is copied with its database from now on
    return done


def environment(home: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """The environment of a command: ours without any setting but the given ones, nor any of Python's."""
    for opened in _none:
        opened()
    ours = ("SERVICEPOINTS_", "REGISTER_", "PYTHON")
    plain = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    for everywhere in _everywhere:
        plain |= everywhere.standing(home)
    return plain | {"SERVICEPOINTS_HOME": str(home), "PYTHONUTF8": "1"} | dict(settings)


@pytest.fixture(scope="session", autouse=True)
def quick_enough() -> Iterator[None]:
    """See `tests.quick`."""
    with quick():
        yield


@pytest.fixture(autouse=True)
def own_logging() -> Iterator[None]:
    """What a test sets of our log is over with it."""
    yield
    logs.LOGGER.handlers.clear()
    logs.LOGGER.propagate = True
    logs.LOGGER.setLevel(logging.NOTSET)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--register", choices=ENGINES, help="on this engine alone, and all of the suite")


def pytest_configure(config: pytest.Config) -> None:
    """Files are run in the order that is made here. A verb ends with its process, and its connection with it;
    in that of a test it is left to lie."""
    config.option.loadscopereorder = False
    if config.getoption("register") == "postgresql":
        left = r"ignore:<psycopg.* was deleted while still open:ResourceWarning"
        config.addinivalue_line("filterwarnings", left)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("register")
        engines = [chosen] if chosen else ENGINES
        if metafunc.definition.get_closest_marker("sqlite"):
            engines = ["sqlite"]
        metafunc.parametrize("engine", engines, scope="session")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that the run's processes end together; what is left out: above."""
    items.sort(key=lambda item: LONG_FIRST.get(item.path.parent.name, len(LONG_FIRST)))
    for item in items:
        if item.path.parent.name in BY_THE_CLOCK:
            item.add_marker(pytest.mark.flaky(reruns=1))
    if config.getoption("register") == "postgresql":
        left_out = {item for item in items if not _on_a_server(item)}
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]


def _on_a_server(item: pytest.Item) -> bool:
    """Whether this says anything more when each register is on PostgreSQL."""
    asks = _asks(item)
    its_own = ("postgresql" in asks and "engine" not in asks) or item.get_closest_marker("own_server")
    return not (item.get_closest_marker("sqlite") or its_own or _opens_none(item))


def _opens_none(item: pytest.Item) -> bool:
    """Whether this is said to open no register."""
    file = item.path.relative_to(TESTS)
    said = {file.as_posix(), file.parent.as_posix()} & set(WITHOUT_A_REGISTER)
    return bool(said) and not MADE & _asks(item)


def _asks(item: pytest.Item) -> set[str]:
    """The fixtures that this asks for, and those that they ask for."""
    return set(getattr(item, "fixturenames", ()))


@pytest.fixture(autouse=True)
def none_opened(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is said to open no register opens none, in this process or in one that it starts."""
    if not _opens_none(request.node):
        yield
        return

    def opened(*_: object) -> NoReturn:
        pytest.fail(f"opens a register, and WITHOUT_A_REGISTER in {__file__} says that none here does")

    monkeypatch.setattr(Register, "_connected", opened)
    _none.append(opened)
    yield
    _none.remove(opened)


@pytest.fixture(scope="session", autouse=True)
def everywhere(request: pytest.FixtureRequest) -> Iterator[None]:
    """Under `--register postgresql` each register that a test would keep in a file is a database instead."""
    if request.config.getoption("register") != "postgresql":
        yield
        return
    with Everywhere(request.getfixturevalue("postgresql")) as made:
        _everywhere.append(made)
        yield
        _everywhere.clear()


@pytest.fixture(autouse=True)
def swept(request: pytest.FixtureRequest) -> Iterator[None]:
    """The databases of a test are given back when all else of it is over."""
    yield
    for made in _everywhere:
        made.sweep(request.node.funcargs.get("tmp_path"))


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
        TemporaryDirectory(prefix="postgresql", dir=in_memory(), ignore_cleanup_errors=True) as folder,
        running(Path(folder), *FAST) as server,
    ):
        yield server


@pytest.fixture
def empty_url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a register without tables, on one engine and on the other."""
    if engine == "sqlite":
        yield f"sqlite:///{tmp_path / 'register.db'}"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    url = server.database()
    yield url
    server.drop(url)


@pytest.fixture(scope="session")
def pattern(engine: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a register with its tables and nothing in them, to be copied."""
    if engine == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('pattern') / 'register.db'}"
    else:
        server: PostgreSQL = request.getfixturevalue("postgresql")
        url = server.database()
    register = open_register(url)
    migrate(register)
    register.close()
    return url


@pytest.fixture
def register_url(pattern: str, engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a register with its tables and nothing in them, on one engine and on the other."""
    if engine == "sqlite":
        shutil.copy(pattern.removeprefix("sqlite:///"), tmp_path / "register.db")
        yield f"sqlite:///{tmp_path / 'register.db'}"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    url = server.database(like=pattern)
    yield url
    server.drop(url)


@pytest.fixture(scope="session")
def served_home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same for servers: their publisher writes a line a day, which no other test expects."""
    return Path(shutil.copytree(demo_home, tmp_path_factory.mktemp("served") / "instance"))
