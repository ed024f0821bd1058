"""Importing 10,000 rows at the desk: the memory of the process that does it, and how long each step takes."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from servicepoints.config import load
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.roles import Role
from servicepoints.services.accounts import people
from servicepoints.services.accounts.people import NewAccount
from servicepoints.services.instances import demo_instance
from servicepoints.services.opening import open_instance
from tests.benchmarks import city
from tests.benchmarks.desk_process import PASSWORD
from tests.benchmarks.table import Line
from tests.conftest import environment

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
            [sys.executable, "-m", "tests.benchmarks.desk_process", str(home), *map(str, files)],
            cwd=Path(__file__).parents[2],
            env=environment(home, {}),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return [json.loads(line) for line in done.stdout.splitlines()]
