"""The processes of `serve`: whichever of them ends, couriers get true answers, and nothing stays behind."""

import json
import os
import shutil
import signal
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from servicepoints.config import load
from servicepoints.services.open_data.filing import write_open_data
from tests.conftest import command
from tests.faults.crowding import crowding
from tests.server import ARTEFACTS, Server, serving

SEEN_S = 2.0
"""What is promised: a change is in every worker's answers after so long."""
PATIENCE, NEVER_S = 3, 60.0
"""A loaded machine may take so many times longer, and one that is crowded by as much more. What is not there
after NEVER_S will not come."""
WORKERS = 2
CONNECTIONS = 16
"""So many at once all go to the one worker that stands still once in 65,536 times."""
ANSWERS_S, LATER_S = 20.0, 1.0
"""A worker that runs answers within so long, and once it has answered others within so much more."""

pytestmark = pytest.mark.sqlite  # they are told apart by the files that they have open


@pytest.fixture
def home(demo_home: Path, tmp_path: Path) -> Path:
    """A demonstration of one's own, to write in; its open data was just written, so that no process comes for
    that while the others are counted."""
    own = Path(shutil.copytree(demo_home, tmp_path / "own"))
    write_open_data(load({"SERVICEPOINTS_HOME": str(own)}), None, datetime.now(UTC))
    return own


@pytest.fixture
def server(home: Path) -> Iterator[Server]:
    with serving(home, ARTEFACTS / "processes.log", SERVICEPOINTS_WORKERS=str(WORKERS)) as running:
        assert eventually(lambda: len(workers(running)) == WORKERS and bool(publishers(running)))
        yield running


def test_a_change_is_soon_in_every_workers_answers(server: Server, home: Path) -> None:
    assert found(server, "示例新来的站") == []  # a kept answer must not outlive the change
    add(home, "示例新来的站")
    committed, crowded = time.monotonic(), crowding()
    each = workers(server)
    for one in each:
        with stopped(each - {one}):
            assert eventually(lambda: found(server, "示例新来的站") != [])
    took, crowded = time.monotonic() - committed, max(crowded, crowding())
    assert took < SEEN_S * PATIENCE * WORKERS * crowded


def test_a_killed_worker_is_replaced_and_its_successor_follows(server: Server, home: Path) -> None:
    before = workers(server)
    victim = min(before)
    os.kill(victim, signal.SIGKILL)
    assert eventually(lambda: len(workers(server) - {victim}) == WORKERS)
    (fresh,) = workers(server) - before
    add(home, "示例新来的站")
    with stopped(before - {victim}):
        assert eventually(lambda: found(server, "示例新来的站") != [])
    assert fresh in workers(server)


def test_a_worker_killed_again_and_again_is_replaced_each_time(server: Server) -> None:
    killed: set[int] = set()
    for _ in range(3):
        victim = max(workers(server))
        killed.add(victim)
        os.kill(victim, signal.SIGKILL)
        assert eventually(lambda: len(workers(server) - killed) == WORKERS)
    assert server.master.poll() is None
    assert eventually(lambda: found(server, "示例") != [])


def test_a_worker_that_starts_without_a_catalogue_answers_as_soon_as_there_is_one(
    server: Server, home: Path
) -> None:
    (publisher,) = publishers(server)
    before = workers(server)
    with stopped({publisher}):
        (home / "catalogue.db").rename(home / "elsewhere.db")
        victim = max(before)
        os.kill(victim, signal.SIGKILL)
        assert eventually(lambda: len(heirs(server) - before) == 1)
        (fresh,) = heirs(server) - before
        time.sleep(3)
        assert alive(fresh)
        (home / "elsewhere.db").rename(home / "catalogue.db")
    with stopped(before - {victim}):
        assert eventually(lambda: found(server, "示例") != [])


def heirs(server: Server) -> set[int]:
    """The processes that listen where the server does, the master apart."""
    return {p for p in descendants(server.master.pid) if not opens(p, "register.db") and spawned(p)}


def spawned(process: int) -> bool:
    """Whether this is a worker or a publisher and not multiprocessing's own helper."""
    try:
        return b"spawn_main" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


def test_a_killed_publisher_is_replaced(server: Server, home: Path) -> None:
    (victim,) = publishers(server)
    os.kill(victim, signal.SIGKILL)
    add(home, "示例新来的站")
    assert eventually(lambda: found(server, "示例新来的站") != [])
    assert victim not in publishers(server)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_when_the_master_ends_all_end(server: Server, how: signal.Signals) -> None:
    everyone = descendants(server.master.pid)
    assert len(everyone) >= WORKERS + 1
    os.kill(server.master.pid, how)
    server.master.wait(NEVER_S)
    assert eventually(lambda: not any(map(alive, everyone)))


def test_a_catalogue_that_vanishes_with_the_publisher_is_built_again(server: Server, home: Path) -> None:
    (victim,) = publishers(server)
    with stopped({victim}):
        (home / "catalogue.db").unlink()
        os.kill(victim, signal.SIGKILL)
    assert eventually(lambda: (home / "catalogue.db").is_file())


def test_the_files_of_open_data_are_written_while_couriers_are_served(server: Server, home: Path) -> None:
    def there() -> bool:
        try:
            with urllib.request.urlopen(f"{server.address}/open-data/points.csv", timeout=20) as answer:
                return bool(answer.read().startswith(b"\xef\xbb\xbf"))
        except OSError:
            return False

    assert there()
    with stopped({server.master.pid}):  # who starts the process that writes them
        shutil.rmtree(home / "open-data")
        assert not there()
    assert eventually(there)
    assert eventually(lambda: len(publishers(server)) == 1), "who wrote them is gone again"


def test_a_service_that_is_told_to_stop_complains_of_nothing(server: Server) -> None:
    os.killpg(server.master.pid, signal.SIGTERM)
    server.master.wait(NEVER_S)
    assert "ended with" not in server.log.read_text()


def add(home: Path, name: str) -> None:
    """One more point, by the command line, while the server runs."""
    roster = home.parent / "new.csv"
    roster.write_text(f"名称,类型,区,地址\n{name},爱心接力站,长宁区,示例路1号\n", encoding="utf-8")
    done = command(home, "import", str(roster))
    assert done.returncode == 0, done.stderr


def found(server: Server, words: str) -> list[str]:
    """The names that a search finds; [] where nobody answers in time.

    The kernel deals each connection to one of the workers, whether that one runs or stands still. So many are
    opened at once, and the first that brings names counts: one alone would now and then meet only those that
    stand still.
    """
    at_once = ThreadPoolExecutor(CONNECTIONS)
    waiting = {at_once.submit(asked, server, words) for _ in range(CONNECTIONS)}
    within_s = ANSWERS_S
    try:
        while waiting:
            done, waiting = wait(waiting, within_s, FIRST_COMPLETED)
            if not done:  # those that are left are held by who stands still
                break
            if names := next(filter(None, (one.result() for one in done)), []):
                return names
            if any(one.result() is not None for one in done):
                within_s = LATER_S
        return []
    finally:
        at_once.shutdown(wait=False, cancel_futures=True)


def asked(server: Server, words: str) -> list[str] | None:
    """The names that a search finds over a connection of its own; None where nobody answers in time."""
    url = f"{server.address}/api/v1/search?q={urllib.parse.quote(words)}"
    try:
        with urllib.request.urlopen(url, timeout=ANSWERS_S) as answer:
            return [point["name"] for point in json.load(answer)["points"]]
    except OSError:
        return None


def eventually(condition: Callable[[], bool], within_s: float = NEVER_S) -> bool:
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


@contextmanager
def stopped(processes: set[int]) -> Iterator[None]:
    """These processes stand still meanwhile: what is answered, others answer."""
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            with suppress(ProcessLookupError):  # it was killed meanwhile
                os.kill(process, signal.SIGCONT)


def workers(server: Server) -> set[int]:
    """The processes that have the catalogue open and not the register."""
    return {
        p for p in descendants(server.master.pid) if opens(p, "catalogue.db") and not opens(p, "register.db")
    }


def publishers(server: Server) -> set[int]:
    """The processes beside the master that have the register open."""
    return {p for p in descendants(server.master.pid) if opens(p, "register.db")}


def opens(process: int, name: str) -> bool:
    try:
        return any(Path(os.readlink(f)).name == name for f in Path(f"/proc/{process}/fd").iterdir())
    except OSError:
        return False


def descendants(process: int) -> set[int]:
    """The processes below a process, all generations."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue  # it ended meanwhile
    below = {child for child, parent in parents.items() if parent == process}
    return below.union(*(descendants(child) for child in below)) if below else below


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
