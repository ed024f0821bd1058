"""The register's file may be moved away or replaced while it is in use."""

import logging
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from servicepoints.domain.points import Point
from servicepoints.errors import RegisterAway
from servicepoints.register import Actor, Register, open_register, points, sqlite_url
from servicepoints.register import schema as s
from servicepoints.register.migrating import migrate

pytestmark = pytest.mark.sqlite

Make = Callable[..., Point]


def names(register: Register) -> set[str]:
    with register.read() as reader:
        return set(reader.connection.execute(select(s.point.c.name)).scalars())


def insert(register: Register, editor: Actor, point: Point) -> None:
    with register.write(editor) as writer:
        points.insert(writer, point, "新建")


def backed_up(path: Path) -> Path:
    """A backup as a person makes one by hand."""
    copy = path.with_name("backup.db")
    with sqlite3.connect(path) as source:
        source.execute(f"VACUUM INTO '{copy}'")
    source.close()
    return copy


@pytest.mark.parametrize("journals_removed", [False, True])
def test_a_backup_put_in_place_is_read_and_written_from_then_on(
    register: Register, editor: Actor, station: Make, caplog: pytest.LogCaptureFixture, journals_removed: bool
) -> None:
    file = register.file
    assert file is not None
    insert(register, editor, station("示例甲"))
    backup = backed_up(file.path)
    insert(register, editor, station("示例乙"))
    assert names(register) == {"示例甲", "示例乙"}
    if journals_removed:
        for ending in ("-wal", "-shm"):
            Path(f"{file.path}{ending}").unlink()
    backup.replace(file.path)
    with caplog.at_level(logging.WARNING):
        assert names(register) == {"示例甲"}
    assert "another file" in caplog.text
    assert bool(file.replaced()) is not journals_removed
    insert(register, editor, station("示例丙"))
    with sqlite3.connect(file.path) as own:
        assert own.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert {name for (name,) in own.execute("SELECT name FROM point")} == {"示例甲", "示例丙"}
    own.close()


def test_what_was_replaced_is_kept_with_its_last_commits(
    register: Register, editor: Actor, station: Make, caplog: pytest.LogCaptureFixture
) -> None:
    file = register.file
    assert file is not None
    insert(register, editor, station("示例甲"))
    with sqlite3.connect(file.path) as own:
        own.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    own.close()
    insert(register, editor, station("示例乙"))  # in the journal alone
    away = file.path.rename(file.path.with_name("away.db"))
    shutil.copy(away, file.path)  # as by way of another disk
    away.unlink()
    other = open_register(sqlite_url(file.path))
    with caplog.at_level(logging.WARNING):
        assert names(register) == {"示例甲"}
    insert(register, editor, station("示例丙"))
    (kept,) = file.replaced()
    assert str(kept) in caplog.text
    assert kept.stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(kept) as old:
        assert old.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert {name for (name,) in old.execute("SELECT name FROM point")} == {"示例甲", "示例乙"}
    old.close()
    assert names(other) == names(register) == {"示例甲", "示例丙"}
    other.close()


def test_of_several_that_see_another_file_one_keeps_the_old_and_none_takes_the_new_ones_journal(
    register: Register, editor: Actor, station: Make
) -> None:
    file = register.file
    assert file is not None
    insert(register, editor, station("示例甲"))
    second = open_register(sqlite_url(file.path), Fernet.generate_key().decode())
    assert names(second) == {"示例甲"}
    backed_up(file.path).replace(file.path)
    insert(register, editor, station("示例乙"))
    assert names(second) == {"示例甲", "示例乙"}
    insert(second, editor, station("示例丙"))
    assert len(file.replaced()) == 1
    second.close()
    assert names(register) == {"示例甲", "示例乙", "示例丙"}


def test_a_register_moved_away_is_away_until_it_is_back(
    register: Register, editor: Actor, station: Make
) -> None:
    file = register.file
    assert file is not None
    insert(register, editor, station("示例甲"))
    moved = file.path.rename(file.path.with_name("elsewhere.db"))
    with pytest.raises(RegisterAway, match="不见了"):
        names(register)
    with pytest.raises(RegisterAway, match="不见了"):
        insert(register, editor, station("示例乙"))
    assert not file.path.exists()
    moved.rename(file.path)
    assert names(register) == {"示例甲"}


@pytest.mark.parametrize("folder", ["a?b#c%20&d=e", "有 空格", "a'b;c"])
def test_a_folder_may_have_any_name(tmp_path: Path, folder: str) -> None:
    home = tmp_path / folder
    home.mkdir()
    opened = open_register(sqlite_url(home / "register.db"))
    migrate(opened)
    opened.close()
    assert (home / "register.db").is_file()
    assert os.listdir(tmp_path) == [folder]
    shutil.rmtree(home)
