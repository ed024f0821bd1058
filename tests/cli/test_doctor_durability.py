"""`doctor` finds how an acknowledged booking could be lost, on real servers and disks."""

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from servicepoints.register import sqlite_url
from servicepoints.services.doctor import durability
from servicepoints.services.doctor.durability import file_system
from servicepoints.services.migrating import move_register
from tests.cli.conftest import Run
from tests.postgresql import INSTALL, PostgreSQL, binaries, running

SUBJECT = "PostgreSQL 的 "
IN_MEMORY = Path("/dev/shm")


@pytest.fixture(scope="module")
def careless() -> Iterator[PostgreSQL]:
    """A server that keeps nothing for sure."""
    yield from server("fsync=off", "full_page_writes=off", "synchronous_commit=off")


@pytest.fixture(scope="module")
def careful() -> Iterator[PostgreSQL]:
    """A server as it comes."""
    yield from server()


def server(*settings: str) -> Iterator[PostgreSQL]:
    """A server of this module's own."""
    if binaries() is None:
        pytest.skip(f"needs PostgreSQL: {INSTALL}")
    with (
        tempfile.TemporaryDirectory(prefix="postgresql", ignore_cleanup_errors=True) as folder,
        running(Path(folder), *settings) as one,
    ):
        yield one


@contextmanager
def following(url: str, folder: Path) -> Iterator[None]:
    """Somebody receives a server's log, as a standby does."""
    where = binaries()
    assert where is not None
    whose = url.replace("+psycopg", "")
    receiver = subprocess.Popen([where / "pg_receivewal", "--directory", folder, "--dbname", whose])
    try:
        yield
    finally:
        receiver.terminate()
        receiver.wait(10)


def warned(run: Run, home: Path, url: str) -> dict[str, str]:
    """What doctor warns of, and why."""
    result = run("doctor", "--format", "json", home=home, REGISTER_URL=url)
    assert result.exit_code == 0, result.output
    checks = json.loads(result.output)["checks"]
    return {c["subject"]: c["words"] for c in checks if c["level"] == "warn"}


@pytest.mark.own_server
def test_a_server_that_may_lose_what_it_acknowledged(
    run: Run, demo_home: Path, careless: PostgreSQL, tmp_path: Path
) -> None:
    url = careless.database()
    move_register(sqlite_url(demo_home / "register.db"), url)
    found = warned(run, demo_home, url)
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        assert "off" in found[SUBJECT + name]
    assert SUBJECT + "synchronous_standby_names" not in found, "nobody follows it"
    with following(url, tmp_path):
        end = time.monotonic() + 20
        while SUBJECT + "synchronous_standby_names" not in warned(run, demo_home, url):
            assert time.monotonic() < end


@pytest.mark.own_server
def test_a_server_that_keeps_what_it_says(run: Run, demo_home: Path, careful: PostgreSQL) -> None:
    url = careful.database()
    move_register(sqlite_url(demo_home / "register.db"), url)
    assert not [subject for subject in warned(run, demo_home, url) if subject.startswith(SUBJECT)]


@pytest.mark.sqlite
@pytest.mark.skipif(not IN_MEMORY.is_dir(), reason="needs a file system in memory")
def test_a_register_in_memory_is_noticed(run: Run, demo_home: Path) -> None:
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as folder:
        home = Path(shutil.copytree(demo_home, Path(folder) / "own"))
        assert "断电全没" in warned(run, home, "")["磁盘"]
    assert "磁盘" not in warned(run, demo_home, "") or file_system(demo_home) == "tmpfs"


@pytest.mark.sqlite
@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs"])
def test_a_register_on_a_disk_of_another_machine(
    run: Run, demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"none / ext4 rw 0 0\nx:/y {demo_home} {kind} rw 0 0\nz {demo_home}2 ext4 rw 0 0\n")
    monkeypatch.setattr(durability, "MOUNTS", mounts)
    result = run("doctor", "--format", "json", home=demo_home)
    assert result.exit_code == 1
    failed = [c for c in json.loads(result.output)["checks"] if c["level"] == "fail"]
    assert [(c["subject"], kind in c["words"]) for c in failed] == [("磁盘", True)]


def test_the_file_system_is_that_of_the_nearest_mount(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda / ext4 rw 0 0\nserver:/a /srv nfs4 rw 0 0\n/dev/sdb /srv/points\\040here xfs rw 0 0\n"
    )
    monkeypatch.setattr(durability, "MOUNTS", mounts)
    assert file_system(Path("/srv/x/register.db")) == "nfs4"
    assert file_system(Path("/srv/points here/register.db")) == "xfs"
    assert file_system(Path("/srvice/register.db")) == "ext4"
    monkeypatch.setattr(durability, "MOUNTS", tmp_path / "none")
    assert file_system(Path("/")) == ""
