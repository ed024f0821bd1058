"""Remaining places: what the file says now is told, and nothing once nobody writes it."""

import os
import time
from pathlib import Path

import pytest

from servicepoints.catalogue import overlay
from servicepoints.catalogue.overlay import Overlay
from servicepoints.domain.bookings import Taken


@pytest.fixture
def path(tmp_path: Path) -> Path:
    overlay.write(tmp_path / "places.json", {"AAAAAA": Taken(5, 0, 9)}, None)
    return tmp_path / "places.json"


def test_a_file_as_long_as_the_last_with_its_inode_is_read_all_the_same(path: Path) -> None:
    known = Overlay(path)
    known.look()
    before = known.generation
    path.write_bytes(path.read_bytes().replace(b"5", b"6"))  # as where the engine gives a freed inode again
    known.look()
    assert known.taken("AAAAAA") == Taken(6, 0, 9)
    assert known.generation != before


def test_a_file_only_touched_says_nothing_new(path: Path) -> None:
    known = Overlay(path)
    known.look()
    before = known.generation
    overlay.write(path, {"AAAAAA": Taken(5, 0, 9)}, {"AAAAAA": Taken(5, 0, 9)})
    known.look()
    assert known.generation == before


@pytest.mark.parametrize("aside", [-3600, 3600])
def test_what_nobody_touches_is_worth_nothing_also_after_the_clock_was_set(path: Path, aside: int) -> None:
    known = Overlay(path)
    os.utime(path, (time.time() + aside,) * 2)
    known.look()
    assert known.taken("AAAAAA") is None


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"AAAAAA": [1]}', b'{"AAAAAA": 1}'])
def test_a_damaged_file_is_worth_nothing_until_it_is_whole_again(path: Path, damage: bytes) -> None:
    known, whole = Overlay(path), path.read_bytes()
    path.write_bytes(damage)
    known.look()
    assert known.generation is None
    assert known.taken("AAAAAA") is None
    path.write_bytes(whole)
    known.look()
    assert known.taken("AAAAAA") == Taken(5, 0, 9)


def test_a_file_that_cannot_be_put_in_its_place_leaves_none_behind(tmp_path: Path) -> None:
    (tmp_path / "places.json").mkdir()
    with pytest.raises(OSError, match=r"places\.json"):
        overlay.write(tmp_path / "places.json", {"AAAAAA": Taken(5, 0, 9)}, None)
    assert [path.name for path in tmp_path.iterdir()] == ["places.json"]
