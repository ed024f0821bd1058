"""An instance that this user may not write to, and a disk that is full: said with the fix."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import exc

from servicepoints.errors import RegisterAway
from servicepoints.register.failures import translated
from tests.conftest import environment

INSTALL = "setpriv (Debian's util-linux)"


@pytest.fixture
def read_only(demo_home: Path, tmp_path: Path) -> Path:
    """A demonstration of which every file and the folder are for reading only."""
    home = Path(shutil.copytree(demo_home, tmp_path / "own"))
    with sqlite3.connect(home / "register.db") as register:
        register.execute("SELECT count(*) FROM point").fetchone()
    register.close()  # the last to close takes the journal, which another test may have left, away
    for path in [*home.iterdir(), home]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    return home


def as_plain_user(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """A command without root's right to write anywhere."""
    plain = [] if os.geteuid() else [shutil.which("setpriv"), "--inh-caps=-all", "--bounding-set=-all"]
    if None in plain:
        pytest.skip(f"needs {INSTALL}")
    return subprocess.run(
        [*map(str, plain), sys.executable, "-m", "servicepoints", *words],
        env=environment(home, {}),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.sqlite
@pytest.mark.parametrize("verb", ["import {roster} --dry-run", "import {roster}", "export {out}", "migrate"])
def test_a_register_that_may_not_be_written_says_whose_right_is_missing(
    read_only: Path, tmp_path: Path, verb: str
) -> None:
    (tmp_path / "a.csv").write_text("名称,地址\n示例驿站,示例路1号\n", encoding="utf-8")
    words = verb.format(roster=tmp_path / "a.csv", out=tmp_path / "b.csv").split()
    done = as_plain_user(read_only, *words)
    assert done.returncode == 1
    assert "登记库不能写" in done.stderr
    assert "权限" in done.stderr


@pytest.mark.parametrize("words", ["disk I/O error", "database or disk is full"])
def test_a_full_disk_is_called_one(words: str) -> None:
    failure = translated(exc.OperationalError("INSERT", {}, Exception(words)))
    assert isinstance(failure, RegisterAway)
    assert "磁盘满了" in str(failure)
    assert "清出空间" in str(failure)
