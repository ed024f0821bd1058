"""A finder over kept arrays is the one over all rows, and what is kept is never believed further."""

import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicepoints.catalogue import arranging, arrays, build
from servicepoints.catalogue.arrays import Arrays
from servicepoints.catalogue.columns import FIELDS
from servicepoints.catalogue.finder import Finder
from servicepoints.catalogue.reader import CatalogueReader
from servicepoints.domain.arrival import Riding
from servicepoints.domain.points import Listing, Point
from tests.catalogue.oracle import Asked, Place
from tests.catalogue.test_finder import CALENDAR, MONDAY, _asked, _place, a_city, numbered, point_of, query_of
from tests.catalogue.test_reader import AS_OF, BESIDE, FULL, bare

BUILD = "示例"
HERE = {"district": "黄浦区", "sub_district": "外滩街道"}


def spelt(made: Arrays) -> dict[str, dict[str, Any]]:
    """All that the arrays say of each point, in their order, without the numbers of shapes and names."""
    columns, names = made.columns, list(made.names)
    table = {name: column.tolist() for name, column in columns.values.items()}
    table["shape"] = [made.shapes[number] for number in table["shape"]]
    for field in ("district", "sub_district"):
        table[field] = [names[number] for number in table[field]]
    table["standing"] = [row < columns.positioned for row in range(len(columns))]
    assert [columns.row_of[code] for code in columns.codes] == list(range(len(columns)))
    return {
        code: {name: column[row] for name, column in table.items() if column[row] or name in FIELDS}
        for row, code in enumerate(columns.codes)
    }


def points_of(places: list[Place]) -> dict[str, Point]:
    return {place.code: point_of(place) for place in places}


def again(made: Arrays) -> Arrays:
    """The same, written and read."""
    with TemporaryDirectory() as folder:
        arrays.write(Path(folder) / "catalogue.db", BUILD, 7, made)
        kept = arrays.read(Path(folder) / "catalogue.db", BUILD)
    assert kept is not None
    assert kept.revision == 7
    return kept.arrays


@settings(max_examples=40, deadline=None)
@given(
    before=st.lists(_place, max_size=12).map(numbered),
    after=st.lists(st.one_of(st.none(), _place), max_size=16),
    asked=_asked,
)
def test_kept_and_changed_they_are_those_of_all_rows(
    before: list[Place], after: list[Place | None], asked: Asked
) -> None:
    standing = points_of(before)
    kept = again(Arrays.of(standing.values()))
    assert list(spelt(kept).items()) == list(spelt(Arrays.of(standing.values())).items())
    changed = {
        f"{i:06}": None if place is None else point_of(replace(place, code=f"{i:06}"))
        for i, place in enumerate(after)
    }
    now = {code: point for code, point in (standing | changed).items() if point is not None}
    followed, anew = again(kept.changed(changed)), Arrays.of(now.values())
    assert list(spelt(followed).items()) == list(spelt(anew).items())
    finders = [Finder.over(made, CALENDAR, Riding(), 1, None) for made in (followed, anew)]
    one, other = [finder.near(query_of(asked)) for finder in finders]
    assert one == other


def test_nothing_is_written_of_what_no_point_has_any_more() -> None:
    full = again(Arrays.of([FULL]))
    assert again(full.changed({FULL.code: None, "000001": bare("000001")})).shapes[0].units == ()
    assert full.shapes[0].units


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A catalogue of forty points at change 7, with its arrays."""
    points = points_of(a_city(Random(1), 40))
    build.rebuild(tmp_path / "catalogue.db", points.values(), BESIDE, 7, AS_OF)
    return tmp_path / "catalogue.db"


def made(catalogue: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Arrays, bool]:
    """What a process starts with, and whether it had to read every row."""
    whole = []
    read = CatalogueReader.all_points
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(CatalogueReader, "all_points", lambda reader: whole.append(1) or read(reader))
        found = arranging.arranged(CatalogueReader(catalogue))
    assert list(spelt(found).items()) == list(spelt(of_rows(catalogue)).items())
    return found, bool(whole)


@pytest.mark.parametrize("days", [-1, 0, 3, 300])
def test_points_are_counted_as_they_stand_in_the_file(kept: Path, days: int) -> None:
    ends = {f"9{i:05}": bare(f"9{i:05}", valid_to=MONDAY.date() + timedelta(i), **HERE) for i in range(6)}
    gone = {"000001": None, "000002": bare("000002", listing=Listing.WITHDRAWN, **HERE)}
    before = Finder.over(arranging.arranged(CatalogueReader(kept)), CALENDAR, Riding(), 7, None)
    change(kept, ends | gone, 8)
    reader, today = CatalogueReader(kept), MONDAY.date() + timedelta(days)
    found = Finder.over(arranging.arranged(reader), CALENDAR, Riding(), 8, None).counts(today)
    standing = [p for p in reader.all_points() if p.listing is not Listing.WITHDRAWN]
    here = Counter((p.district, p.sub_district) for p in standing if not (p.valid_to and p.valid_to < today))
    assert found == here == before.updated(ends | gone, 8).counts(today)
    assert (found.get(("黄浦区", "外滩街道"), 0) > 0) is (days < 6)


def of_rows(catalogue: Path) -> Arrays:
    return Arrays.of(CatalogueReader(catalogue).all_points())


def build_of(catalogue: Path) -> str:
    return CatalogueReader(catalogue).meta()["build"]


def change(catalogue: Path, changed: Mapping[str, Point | None], revision: int) -> None:
    build.apply(catalogue, changed, BESIDE, revision, AS_OF)


def test_who_starts_reads_only_what_changed_since(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not made(kept, monkeypatch)[1]
    inode = arrays.path_of(kept).stat().st_ino
    change(kept, {"000001": None, FULL.code: FULL}, 8)
    change(kept, {"000002": bare("000002"), "000003": None}, 9)
    assert not made(kept, monkeypatch)[1]
    assert arrays.path_of(kept).stat().st_ino == inode, "a change does not write them anew"


def test_they_are_written_anew_when_much_has_changed(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arranging, "MANY", 2)
    change(kept, {"000001": None, "000002": bare("000002")}, 8)
    assert not arranging.due(kept)
    change(kept, {"000003": None}, 9)
    assert arranging.due(kept)
    arranging.arrange(kept)
    assert not arranging.due(kept)
    assert arrays.revision_of(kept, build_of(kept)) == 9
    assert not made(kept, monkeypatch)[1]


@pytest.mark.parametrize("torn", ["gone", "empty", "another"])
def test_without_usable_ones_every_row_is_read_and_they_are_due(
    kept: Path, torn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = arrays.path_of(kept)
    match torn:
        case "gone":
            path.unlink()
        case "empty":
            path.write_bytes(b"")
        case "another":
            with path.open("wb") as file:
                np.savez(file, about=np.arange(3))
    assert made(kept, monkeypatch)[1]
    assert arranging.due(kept)
    arranging.arrange(kept)
    assert not arranging.due(kept)
    assert not made(kept, monkeypatch)[1]


def test_wherever_they_are_damaged_they_are_whole_or_none(kept: Path) -> None:
    path, token = arrays.path_of(kept), build_of(kept)
    whole, right = path.read_bytes(), spelt(of_rows(kept))
    for at in range(0, len(whole), 67):
        for damaged in (whole[:at], whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :]):
            path.write_bytes(damaged)
            found = arrays.read(kept, token)
            assert found is None or (found.revision, spelt(found.arrays)) == (7, right), at


def test_those_of_another_form_machine_or_build_are_none(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    token = build_of(kept)
    assert arrays.read(kept, token) is not None
    for other in ("", "x" * 16):
        assert arrays.read(kept, other) is None
        assert arrays.revision_of(kept, other) is None
    with monkeypatch.context() as newer:
        newer.setattr(arrays, "FORM", "示例")
        assert arrays.read(kept, token) is None
        assert made(kept, monkeypatch)[1]
        assert arranging.due(kept)
    columns = of_rows(kept).columns
    foreign = {**columns.values, "latitude": columns["latitude"].astype(">f8")}
    strange = of_rows(kept)
    strange.columns.values.update(foreign)  # type: ignore[attr-defined]
    arrays.write(kept, token, 7, strange)
    assert arrays.read(kept, token) is None


def test_those_that_are_ahead_of_the_file_are_not_believed(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrays.write(kept, build_of(kept), 8, Arrays.of([]))
    assert made(kept, monkeypatch)[1]
    assert arranging.due(kept)


def test_those_that_are_too_far_behind_are_not_caught_up(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "LOGGED_CHANGES", 1)
    change(kept, {"000001": None}, 8)
    change(kept, {"000002": None}, 9)
    assert made(kept, monkeypatch)[1]
    assert arranging.due(kept)


def test_a_catalogue_built_anew_has_new_ones(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = build_of(kept)
    build.rebuild(kept, [FULL], BESIDE, 7, AS_OF)
    assert build_of(kept) != before
    found, whole = made(kept, monkeypatch)
    assert (found.columns.codes, whole) == ([FULL.code], False)


def test_a_disk_that_takes_no_more_leaves_the_catalogue_without_them(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("示例：磁盘满了")

    monkeypatch.setattr(np, "savez", full)
    assert build.rebuild(kept, [FULL], BESIDE, 8, AS_OF) == 1
    assert {path.name for path in kept.parent.iterdir()} == {kept.name}
    found, whole = made(kept, monkeypatch)
    assert (found.columns.codes, whole) == ([FULL.code], True)
    with pytest.raises(OSError, match="磁盘满了"):
        arranging.arrange(kept)


def test_another_build_put_in_place_meanwhile_keeps_its_own(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrays.discard(kept)
    read = CatalogueReader.all_points

    def while_somebody_builds(reader: CatalogueReader) -> Any:
        yield from list(read(reader))
        build.rebuild(kept, [FULL], BESIDE, 9, AS_OF)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(CatalogueReader, "all_points", while_somebody_builds)
        arranging.arrange(kept)
    found, whole = made(kept, monkeypatch)
    assert (found.columns.codes, whole) == ([FULL.code], False)


def test_a_copy_for_download_holds_none_of_it(kept: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy" / "open.db"
    copy.parent.mkdir()
    CatalogueReader(kept).copy_to(copy)
    assert [path.name for path in copy.parent.iterdir()] == ["open.db"]
    assert not arranging.due(kept)


def test_of_a_catalogue_that_does_not_say_which_build_it_is_nothing_is_kept(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(kept)) as file, file:
        file.execute("DELETE FROM meta WHERE key = 'build'")
    arrays.write(kept, "", 7, Arrays.of([]))
    assert made(kept, monkeypatch)[1]
    assert not arranging.due(kept)
