"""Importing 10,000 rows at the desk: the memory of the process that does it, and how long each step takes.

`python -m tests.benchmarks.previewing HOME FILE…` is that process: a web worker's application over an
instance, in which an editor sends each file in, leafs through it, and takes it. It prints a line of JSON a step.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from servicepoints.app import create_app
from servicepoints.config import load
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.roles import Role
from servicepoints.services.accounts import people
from servicepoints.services.accounts.people import NewAccount
from servicepoints.services.instances import demo_instance
from servicepoints.services.opening import open_instance
from tests.benchmarks import city
from tests.benchmarks.table import Line
from tests.web.bureau.conftest import PASSWORD, post
from tests.web.bureau.rosters import press, sent

MOST_MB = 300


def lines() -> Iterator[Line]:
    """The measurements."""
    for step in steps():
        yield Line(
            f"{city.POINTS:,} rows at the desk: {step['what']}",
            f"{step['seconds']:.2f} s, peak {step['peak_mb']:.0f} MB RSS",
            "",
            f"≤ {MOST_MB} MB",
        )


def steps(points: int = city.POINTS) -> list[dict[str, Any]]:
    """What that process says of a roster of new points, and of one that changes all of them."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "instance"
        demo_instance(home)
        register = open_instance(load({"SERVICEPOINTS_HOME": str(home)}))
        _, token = people.add_account(
            register, NewAccount(login="dora", name="示例朵拉", role=Role.CITY, bureau="")
        )
        people.set_password(register, token, PASSWORD, datetime.now(TIMEZONE))
        register.close()
        files = [Path(folder) / "new.xlsx", Path(folder) / "changed.xlsx"]
        files[0].write_bytes(city.roster(points))
        files[1].write_bytes(city.roster(points, note="另一个备注"))
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.previewing", str(home), *map(str, files)],
            cwd=Path(__file__).parents[2],
            env=os.environ,
            capture_output=True,
            text=True,
            check=True,
        )
        return [json.loads(line) for line in done.stdout.splitlines()]


def _main(home: str, *files: str) -> None:
    app = create_app(load({"SERVICEPOINTS_HOME": home, "SERVICEPOINTS_BASEMAP": "none"}))
    client = app.test_client()
    post(client, "/bureau/sign-in", {"login": "dora", "password": PASSWORD}, page="/bureau/sign-in")
    _told("signed in", lambda: client.get("/bureau/imports"))
    for name in files:
        what, data = Path(name).stem, Path(name).read_bytes()
        page: str = _told(f"send in, all {what}", lambda: sent(client, data, bureau="shili"))  # noqa: B023
        _told("a page of it", lambda: client.get(f"{page}?list={what}:150"))  # noqa: B023
        _told(f"take, all {what}", lambda: press(client, f"{page}/take"))  # noqa: B023
        assert "导入好了" in client.get(page).text


def _told(what: str, step: Callable[[], Any]) -> Any:
    start = time.perf_counter()
    found = step()
    print(
        json.dumps({"what": what, "seconds": time.perf_counter() - start, "peak_mb": _peak_mb()}), flush=True
    )
    return found


def _peak_mb() -> float:
    """The most that this process has held (`ru_maxrss` would count what its parent held as it forked)."""
    status = Path("/proc/self/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) / 1024


if __name__ == "__main__":
    _main(*sys.argv[1:])
