"""The folder of open data: written once and by one, whole or not at all, mended when damaged."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from servicepoints.catalogue.lock import applying
from servicepoints.errors import InstanceError
from servicepoints.services.open_data import shelf
from servicepoints.services.open_data.filing import AT_MOST_EVERY, due, write_open_data
from servicepoints.services.open_data.index import INDEX, Index, Watched, folder_of, read_index
from tests.services.open_city import OpenCity


@pytest.fixture
def city(tmp_path: Path) -> Iterator[OpenCity]:
    made = OpenCity(tmp_path)
    made.session()
    yield made
    made.register.close()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_it_is_due_when_something_changed_but_not_every_moment(city: OpenCity) -> None:
    with pytest.raises(InstanceError):
        write_open_data(city.settings, city.register, city.now)
    city.publish()
    assert due(city.settings, city.now)
    city.write()
    assert not due(city.settings, city.now)
    city.change("示例己驿站", note="别的")
    city.publish()
    assert not due(city.settings, city.now), "just written"
    assert due(city.settings, city.now + AT_MOST_EVERY)
    city.write()
    assert not due(city.settings, city.now + timedelta(hours=1))
    assert due(city.settings, city.now + timedelta(days=1)), "sessions end and points open by the day"


def test_other_settings_are_another_state(city: OpenCity) -> None:
    city.write()
    later = city.now + AT_MOST_EVERY
    assert not due(city.settings, later)
    assert due(replace(city.settings, open_licence="CC BY 4.0"), later)


def test_written_again_nothing_changes_but_the_index(city: OpenCity) -> None:
    first = city.write()
    before = contents(first.folder)
    city.clock.pass_(minutes=30)
    second = write_open_data(city.settings, city.register, city.now)
    assert second is not None
    assert second.files == first.files
    after = contents(first.folder)
    assert {name for name in after if before.get(name) != after[name]} == {INDEX}


@pytest.mark.parametrize("damage", ["missing", "short", "no index", "half an index", "a file in its place"])
def test_a_damaged_folder_is_due_at_once_and_mended(city: OpenCity, damage: str) -> None:
    index = city.write()
    before = contents(index.folder)
    victim = index.path(index.files["points.geojson"], "br")
    if damage == "missing":
        victim.unlink()
    elif damage == "short":
        victim.write_bytes(victim.read_bytes()[:-1])
    elif damage == "no index":
        (index.folder / INDEX).unlink()
    elif damage == "half an index":
        (index.folder / INDEX).write_bytes(before[INDEX][:100])
    else:
        for path in index.folder.iterdir():
            path.unlink()
        index.folder.rmdir()
        index.folder.write_text("?")
    assert due(city.settings, city.now)
    write_open_data(city.settings, city.register, city.now)
    assert {n: b for n, b in contents(index.folder).items() if n != INDEX} == {
        n: b for n, b in before.items() if n != INDEX
    }


def test_what_a_killed_writer_left_is_swept(city: OpenCity) -> None:
    index = city.write()
    (index.folder / "0123.part").write_bytes(b"half")
    (index.folder / "scratch.part").write_bytes(b"half")
    (index.folder / "an old file.csv").write_bytes(b"old")
    named = set(contents(city.write().folder))
    assert not [name for name in named if name.endswith(".part") or name == "an old file.csv"]


def test_a_writing_that_fails_leaves_all_as_it_was(city: OpenCity, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(city.write().folder)
    city.change("示例己驿站", note="别的")
    city.publish()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shelf, "_brotli", full)
    with pytest.raises(OSError, match="No space"):
        write_open_data(city.settings, city.register, city.now)
    after = contents(folder_of(city.settings))
    assert {name: after[name] for name in before} == before
    assert not [name for name in after if name.endswith(".part")]


def test_only_one_writes_at_a_time(city: OpenCity) -> None:
    city.publish()
    with applying(folder_of(city.settings), wait=False) as ours:
        assert ours
        assert write_open_data(city.settings, city.register, city.now) is None
        assert read_index(folder_of(city.settings)) is None
        done: list[Index | None] = []
        waiting = threading.Thread(
            target=lambda: done.append(write_open_data(city.settings, None, city.now, wait=True))
        )
        waiting.start()
    waiting.join(30)
    assert done
    assert done[0] is not None


def test_fresh_believes_nothing_of_what_is_there(city: OpenCity) -> None:
    index = city.write()
    victim = index.path(index.files["points.csv"])
    good = victim.read_bytes()
    victim.write_bytes(b"x" * len(good))
    city.write()
    assert victim.read_bytes() == b"x" * len(good), "as large as it should be: a look does not see it"
    city.write(fresh=True)
    assert victim.read_bytes() == good


def test_a_reader_sees_a_new_index_and_keeps_the_old_until_then(city: OpenCity) -> None:
    watched = Watched(folder_of(city.settings))
    assert watched.index() is None
    first = city.write()
    seen = watched.index()
    assert seen == first
    assert watched.index() is seen
    city.change("示例己驿站", note="别的")
    assert watched.index() is seen
    assert city.write() == watched.index() != seen


@pytest.mark.parametrize("stored", ["../register.db", "/etc/passwd", "a/b"])
def test_an_index_that_leads_out_of_the_folder_is_none(city: OpenCity, stored: str) -> None:
    index = city.write()
    path = index.folder / INDEX
    path.write_text(path.read_text().replace(index.files["points.csv"].stored, stored))
    assert read_index(index.folder) is None
