"""The publisher's rounds: the catalogue follows the register, also one that was put back."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from servicepoints.catalogue.reader import CatalogueReader
from servicepoints.config import Settings
from servicepoints.domain.points import Kind, Point
from servicepoints.errors import InstanceError, RegisterAway
from servicepoints.register import Actor, Register, instance, open_register, points, sqlite_url
from servicepoints.register.migrating import migrate
from servicepoints.services import applying
from servicepoints.services.applying import Applying
from servicepoints.services.publishing import PublishReport, publish, publish_news
from tests.standing import take_away

EDITOR = Actor("editor", "示例编辑")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    register = open_register(sqlite_url(tmp_path / "register.db"))
    migrate(register)
    with register.write(EDITOR) as writer:
        instance.create(writer, "demo")
    register.close()
    return Settings(home=tmp_path)


def register_file(settings: Settings) -> Path:
    return settings.home / "register.db"


def add(settings: Settings, *names: str) -> None:
    register = open_register(sqlite_url(register_file(settings)))
    for name in names:
        with register.write(EDITOR) as writer:
            points.insert(writer, Point(name=name, kind=Kind.CARE_STATION), "新建")
    register.close()


def backed_up(settings: Settings) -> Path:
    copy = settings.home / "backup.db"
    with sqlite3.connect(register_file(settings)) as source:
        source.execute(f"VACUUM INTO '{copy}'")
    source.close()
    return copy


def published(settings: Settings) -> set[str]:
    reader = CatalogueReader(settings.catalogue_path)
    try:
        return {point.name for point in reader.all_points()}
    finally:
        reader.close()


@pytest.mark.sqlite
def test_a_register_put_back_is_published_as_it_is_now_with_all_that_follows(settings: Settings) -> None:
    apply = Applying(settings)
    add(settings, "示例甲")
    apply()
    backup = backed_up(settings)
    add(settings, "示例乙", "示例丙")
    apply()
    for journal in settings.home.glob("register.db-*"):
        journal.unlink()
    backup.replace(register_file(settings))
    add(settings, "示例丁", "示例戊", "示例己")  # as many changes as were lost, and one more
    apply()
    assert published(settings) == {"示例甲", "示例丁", "示例戊", "示例己"}
    add(settings, "示例庚")
    apply()
    assert "示例庚" in published(settings)


def test_a_register_moved_away_is_told_and_what_is_published_stays(settings: Settings) -> None:
    apply = Applying(settings)
    add(settings, "示例甲")
    apply()
    take_away(settings.home)
    with pytest.raises(RegisterAway):
        apply()
    assert published(settings) == {"示例甲"}


def test_what_was_published_is_not_undone_in_passing_by_a_register_that_fell_behind(
    settings: Settings,
) -> None:
    register = open_register(sqlite_url(register_file(settings)))
    add(settings, "示例甲")
    publish(register, settings.catalogue_path)
    with sqlite3.connect(settings.catalogue_path) as catalogue:
        catalogue.execute("UPDATE meta SET value = '99' WHERE key = 'revision'")
    catalogue.close()
    with pytest.raises(InstanceError, match="publish --rebuild"):
        publish_news(register, settings.catalogue_path)
    assert publish(register, settings.catalogue_path).revision == 2
    register.close()


def garble(settings: Settings, table: str, *, unseen: bool = False) -> None:
    """Noise in the place of a table's first page; `unseen`: as a disk rots, at no time."""
    path = settings.catalogue_path
    with closing(sqlite3.connect(path)) as connection:
        named = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        (root,) = connection.execute(named, [table]).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    at = path.stat()
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\x99" * size)
    # the kernel's time stands still for some milliseconds: two writings within them would look like one
    os.utime(path, ns=(at.st_atime_ns, at.st_mtime_ns + (0 if unseen else 1_000_000)))


def test_a_catalogue_that_another_hand_damaged_is_built_anew(settings: Settings) -> None:
    apply = Applying(settings)
    add(settings, "示例甲")
    apply()
    garble(settings, "points")
    apply()
    assert published(settings) == {"示例甲"}


def test_one_whose_disk_rots_is_built_anew_as_soon_as_a_reader_meets_the_damage(settings: Settings) -> None:
    apply = Applying(settings)
    add(settings, "示例甲")
    apply()
    garble(settings, "points", unseen=True)
    apply()
    with pytest.raises(InstanceError):
        published(settings)
    apply()
    assert published(settings) == {"示例甲"}
    before = settings.catalogue_path.stat().st_ino
    apply()
    assert settings.catalogue_path.stat().st_ino == before, "once, and not again and again"


def test_what_is_damaged_while_the_publisher_looks_for_news_is_noticed_too(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply = Applying(settings)
    add(settings, "示例甲")
    apply()
    apply()  # what the first measured

    def meanwhile(register: Register, path: Path) -> PublishReport | None:
        monkeypatch.undo()
        garble(settings, "points")
        return publish_news(register, path)

    monkeypatch.setattr(applying, "publish_news", meanwhile)
    apply()
    apply()
    assert published(settings) == {"示例甲"}


def test_what_nobody_meets_is_found_by_a_look_at_everything(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply = Applying(settings)
    add(settings, "示例甲")
    apply()
    garble(settings, "points", unseen=True)
    apply()
    monkeypatch.setattr(applying, "LOOK_EVERY_S", 0.0)
    apply()
    assert published(settings) == {"示例甲"}


def test_a_catalogue_that_does_not_become_whole_is_not_built_each_moment(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply = Applying(settings)
    add(settings, "示例甲")
    apply()
    garble(settings, "points")
    apply()
    mended = settings.catalogue_path.stat().st_ino
    garble(settings, "points")
    apply()
    apply()
    assert settings.catalogue_path.stat().st_ino == mended
    monkeypatch.setattr(applying, "MEND_EVERY_S", 0.0)
    apply()
    assert published(settings) == {"示例甲"}, "but it is not forgotten"
