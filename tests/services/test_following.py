"""Following: every process comes to know what changed, whoever applied it, whatever goes away meanwhile."""

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from servicepoints.catalogue.reader import CatalogueReader
from servicepoints.domain.points import Kind, Point
from servicepoints.errors import RegisterAway
from servicepoints.register import Actor, Register, instance, open_register, points
from servicepoints.register.migrating import migrate
from servicepoints.services.following import Follower
from servicepoints.services.publishing import publish, publish_news

EDITOR = Actor("editor", "示例编辑")


@pytest.fixture
def register(register_url: str) -> Iterator[Register]:
    opened = open_register(register_url)
    migrate(opened)
    with opened.write(EDITOR) as writer:
        instance.create(writer, "demo")
    yield opened
    opened.close()


@pytest.fixture
def path(register: Register, tmp_path: Path) -> Path:
    publish(register, tmp_path / "catalogue.db")
    return tmp_path / "catalogue.db"


class Heard:
    """What a follower was told."""

    def __init__(self) -> None:
        self.told: list[tuple[frozenset[str] | None, int]] = []

    def __call__(self, reader: CatalogueReader, codes: frozenset[str] | None, revision: int) -> None:
        self.told.append((codes, revision))

    def codes(self) -> set[str]:
        """All codes it was told, in whatever order."""
        return {code for codes, _ in self.told for code in codes or ()}


def add(register: Register, name: str = "示例驿站") -> str:
    with register.write(EDITOR) as writer:
        return points.insert(writer, Point(name=name, kind=Kind.CARE_STATION), "新建")


def eventually(condition: Callable[[], bool], within_s: float = 60.0) -> bool:
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.01)
    return False


def test_of_two_followers_both_are_told_and_a_change_is_applied_once(register: Register, path: Path) -> None:
    heard = [Heard(), Heard()]
    applied: list[object] = []

    def apply() -> None:
        report = publish_news(register, path)
        if report is not None:
            applied.append(report)

    followers = [
        Follower(CatalogueReader(path), each, since=1, apply=apply, interval_s=0.02) for each in heard
    ]
    for follower in followers:
        follower.start()
    codes = {add(register, f"示例{n}") for n in range(5)}
    assert eventually(lambda: all(each.codes() == codes for each in heard))
    for follower in followers:
        follower.stop()
    assert all(each.told[-1][1] == 6 for each in heard)
    assert 1 <= len(applied) <= 5


def test_a_follower_that_applies_nothing_sees_what_another_process_published(
    register: Register, path: Path
) -> None:
    heard = Heard()
    follower = Follower(CatalogueReader(path), heard, since=1)
    follower.look()
    assert heard.told == []
    code = add(register)
    publish(register, path)
    follower.look()
    publish(register, path, rebuild=True)
    other = add(register)
    publish(register, path)
    follower.look()
    follower.look()
    assert heard.told == [(frozenset({code}), 2), (frozenset({other}), 3)]


def test_after_a_rebuild_that_left_it_behind_it_is_told_to_read_everything(
    register: Register, path: Path
) -> None:
    heard = Heard()
    follower = Follower(CatalogueReader(path), heard, since=1)
    add(register)
    publish(register, path, rebuild=True)
    follower.look()
    assert heard.told == [(None, 2)]


def test_a_register_that_goes_away_and_comes_back_is_followed_again(
    register: Register, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    heard = Heard()
    away = threading.Event()

    def apply() -> None:
        if away.is_set():
            raise RegisterAway("示例：连不上")
        publish_news(register, path)

    follower = Follower(CatalogueReader(path), heard, since=1, apply=apply)
    away.set()
    code = add(register)
    for _ in range(3):
        follower.look()
    assert heard.told == []
    assert len([r for r in caplog.records if "连不上" in r.getMessage()]) == 1
    away.clear()
    follower.look()
    assert heard.told == [(frozenset({code}), 2)]


def test_a_catalogue_that_vanishes_is_built_again_and_read_again(register: Register, path: Path) -> None:
    heard = Heard()
    reader = CatalogueReader(path)
    follower = Follower(reader, heard, since=1, apply=partial(publish_news, register, path))
    follower.look()
    path.unlink()
    code = add(register)
    follower.look()
    assert heard.told == [(None, 2)]
    assert reader.point(code) is not None


def test_what_the_listener_could_not_take_is_told_again(register: Register, path: Path) -> None:
    heard = Heard()
    failures = [RuntimeError("示例故障"), RuntimeError("示例故障")]

    def listen(reader: CatalogueReader, codes: frozenset[str] | None, revision: int) -> None:
        if failures:
            raise failures.pop()
        heard(reader, codes, revision)

    follower = Follower(CatalogueReader(path), listen, since=1, apply=partial(publish_news, register, path))
    code = add(register)
    for _ in range(4):
        follower.look()
    assert heard.told == [(frozenset({code}), 2)]


def test_stopping_waits_for_what_is_being_done_and_ends_the_thread(register: Register, path: Path) -> None:
    began, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def apply() -> None:
        began.set()
        go_on.wait(60)
        ended.set()

    follower = Follower(CatalogueReader(path), Heard(), since=1, apply=apply, interval_s=60)
    follower.start()
    assert began.wait(60)
    threading.Timer(0.05, go_on.set).start()
    follower.stop()
    assert ended.is_set()
    assert "follower" not in {thread.name for thread in threading.enumerate()}


def test_a_disk_that_takes_nothing_is_one_line_of_the_log_and_not_a_traceback(
    register: Register, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def apply() -> None:
        raise OSError(28, "No space left on device", str(path))

    publish(register, path)
    reader = CatalogueReader(path)
    follower = Follower(reader, lambda *_: None, since=-1, apply=apply)
    for _ in range(3):
        follower.look()
    reader.close()
    told = [record for record in caplog.records if "No space left" in record.getMessage()]
    assert len(told) == 1
    assert not any(record.exc_info for record in caplog.records)
