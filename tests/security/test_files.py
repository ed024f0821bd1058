"""What lies on the disk is for the service's own user, whatever the umask; `doctor` says where it is not."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from servicepoints.config import load
from servicepoints.register import open_register, sqlite_url
from servicepoints.register.file import make_private
from servicepoints.register.migrating import migrate
from servicepoints.services.doctor.diagnosis import Level
from servicepoints.services.doctor.stores import folder
from tests.conftest import command

OTHERS = 0o077


@pytest.fixture
def careless() -> Iterator[None]:
    """A umask that lets everybody read all that is made."""
    before = os.umask(0o000)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.sqlite
def test_an_instance_is_made_for_its_owner_alone(demo_home: Path, tmp_path: Path, careless: None) -> None:
    home = tmp_path / "instance"
    assert command(home, "init").returncode == 0
    assert mode(home) & OTHERS == 0
    for path in (*home.glob("register.db*"), home / "keys.env"):
        assert mode(path) & OTHERS == 0, path.name


@pytest.mark.sqlite
def test_the_journals_of_a_register_take_after_it(tmp_path: Path, careless: None) -> None:
    file = tmp_path / "register.db"
    make_private(file)
    register = open_register(sqlite_url(file))
    migrate(register)
    with register.read():
        found = {path.name: mode(path) for path in tmp_path.glob("register.db*")}
    register.close()
    assert {"register.db", "register.db-wal", "register.db-shm"} <= set(found)
    assert set(found.values()) == {0o600}


def test_a_register_that_stands_is_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "register.db"
    file.write_bytes(b"kept")
    make_private(file)
    assert file.read_bytes() == b"kept"


@pytest.mark.sqlite
def test_doctor_says_what_others_can_look_at_and_how_to_end_it(demo_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(demo_home, tmp_path / "own"))
    settings = load({"SERVICEPOINTS_HOME": str(home)})
    for path, wanted in ((home, 0o700), (home / "register.db", 0o600)):
        path.chmod(wanted)
    assert [one for one in folder(settings) if one.level is not Level.OK] == []
    home.chmod(0o750)
    (home / "register.db").chmod(0o640)
    fixes = {one.fix for one in folder(settings)}
    assert {f"运行 chmod 700 {home}", f"运行 chmod 600 {home / 'register.db'}"} <= fixes
