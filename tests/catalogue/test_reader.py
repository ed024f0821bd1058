"""Reading the catalogue: points come back whole, to any number of threads, from the present file."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from servicepoints import reference
from servicepoints.catalogue import build
from servicepoints.catalogue.beside import Beside
from servicepoints.catalogue.lock import applying
from servicepoints.catalogue.reader import CatalogueReader
from servicepoints.domain.calendar import DayType
from servicepoints.domain.points import (
    Access,
    Audience,
    BookingInfo,
    Channel,
    Contact,
    Demonstration,
    Kind,
    Listing,
    Point,
    Position,
    Schedule,
    ScheduleStatus,
    Space,
)
from servicepoints.errors import InstanceError

SHANGHAI = ZoneInfo("Asia/Shanghai")
AS_OF = datetime(2026, 9, 14, 2, 0, tzinfo=UTC)
BESIDE = Beside(
    vocabulary=reference.vocabulary(),
    gazetteer=reference.gazetteer(),
    bureaus={"shili": "示例邮政管理局"},
    calendar={date(2027, 2, 7): ("make_up", "")},
    instance_id="示例",
    instance_kind="demo",
)
FULL = Point(
    name="<script>alert(1)</script>${alert(2)}`'\"",
    kind=Kind.PARTY_MASS_CENTRE,
    code="7K2M9Q",
    revision=3,
    demonstration=Demonstration.DESIGNATED,
    bureau="shili",
    district="黄浦区",
    sub_district="外滩街道",
    address="示例路1号",
    position=Position(
        latitude=31.2242, longitude=121.4294, precision_m=10.0, basis="pin", confirmed_by="示例街道",
        confirmed_on=date(2026, 9, 1),
    ),
    audience=Audience.EVERYONE,
    free=False,
    access=Access.ASK_STAFF,
    access_note="东侧小门",
    parking_note="门口可停",
    schedule=Schedule(
        text="8:30-20:00", opening_hours="Mo-Su 08:30-20:00", status=ScheduleStatus.READ, reasons=("示例",)
    ),
    amenities={"hot_water": True, "microwave": False},
    spaces=(
        Space(name="24小时角", amenities={"phone_charging": True}, schedule=Schedule(text="24小时")),
        Space(name="阅览室"),
    ),
    contacts=(Contact(number="021-55500000", public=True),),
    booking=BookingInfo(channel=Channel.PHONE, phone="021-55500001", note="示例", note_date=date(2026, 9, 2)),
    link_group="示例联动",
    valid_from=date(2026, 1, 1),
    valid_to=date(2026, 12, 31),
    suspended_until=datetime(2026, 9, 14, 16, 0, tzinfo=SHANGHAI),
    checked_on=date(2026, 9, 11),
    checked_by="示例街道",
    source="示例",
    note="示例",
    updated_at=datetime(2026, 9, 14, 10, 0, tzinfo=SHANGHAI),
)  # fmt: skip


def bare(code: str, **fields: Any) -> Point:
    known: dict[str, Any] = {"name": f"示例{code}", "kind": Kind.CARE_STATION, "code": code, "revision": 1}
    return Point(**(known | fields))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    points = [
        bare("000001", district="黄浦区"),
        FULL,
        bare("000002", district="黄浦区", sub_district="外滩街道", link_group="示例联动"),
        bare("000003", district="黄浦区", listing=Listing.WITHDRAWN, link_group="示例联动"),
        bare("000004"),
    ]
    build.rebuild(tmp_path / "catalogue.db", points, BESIDE, 7, AS_OF)
    return tmp_path / "catalogue.db"


@pytest.fixture
def reader(path: Path) -> Iterator[CatalogueReader]:
    opened = CatalogueReader(path)
    yield opened
    opened.close()


def codes(points: list[Point]) -> list[str]:
    return [point.code for point in points]


def table(reader: CatalogueReader, name: str) -> list[tuple[Any, ...]]:
    return reader.ask(lambda connection: [tuple(row) for row in connection.execute(f"SELECT * FROM {name}")])


def test_a_thread_that_reads_keeps_few_pages_of_its_own(reader: CatalogueReader) -> None:
    (kibibytes,) = reader.ask(lambda connection: connection.execute("PRAGMA cache_size").fetchone())
    assert kibibytes == -256


def test_a_published_point_comes_back_as_it_went_in(reader: CatalogueReader) -> None:
    assert reader.point("7K2M9Q") == FULL
    assert reader.point("000004") == bare("000004")
    assert reader.point("ZZZZZZ") is None


def test_points_come_in_the_order_asked_for_however_many(reader: CatalogueReader) -> None:
    nobody = [f"Z{n:05}" for n in range(1200)]
    assert list(reader.points(["000004", *nobody, "7K2M9Q", "000004"])) == ["000004", "7K2M9Q"]


def test_a_district_lists_its_standing_points_the_most_prominent_first(reader: CatalogueReader) -> None:
    assert codes(reader.in_district("黄浦区")) == ["7K2M9Q", "000001", "000002"]
    assert codes(reader.in_district("黄浦区", "外滩街道")) == ["7K2M9Q", "000002"]
    assert reader.in_district("静安区") == []


def test_a_link_group_is_its_standing_points_and_no_name_is_no_group(reader: CatalogueReader) -> None:
    assert codes(reader.link_group("示例联动")) == ["7K2M9Q", "000002"]
    assert reader.link_group("") == []
    assert table(reader, "link_groups") == [("示例联动", 3)]


def test_every_point_comes_once_withdrawn_ones_last(reader: CatalogueReader) -> None:
    everyone = codes(list(reader.all_points()))
    assert everyone[0] == "7K2M9Q"
    assert everyone[-1] == "000003"
    assert sorted(everyone) == ["000001", "000002", "000003", "000004", "7K2M9Q"]


def test_a_point_that_moves_on_in_the_order_while_all_are_read_comes_once(
    path: Path, reader: CatalogueReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("servicepoints.catalogue.reader._CHUNK", 2)
    read = reader.all_points()
    everyone = [next(read)]
    build.apply(path, {FULL.code: replace(FULL, revision=4, listing=Listing.WITHDRAWN)}, BESIDE, 8, AS_OF)
    everyone += read
    assert sorted(codes(everyone)) == ["000001", "000002", "000003", "000004", "7K2M9Q"]
    assert everyone[0] == FULL, "as it was; what became of it is told by changes_since"
    assert reader.changes_since(7) == frozenset({FULL.code})


def test_the_tables_beside_the_points_come_back_as_they_are_in_the_code(reader: CatalogueReader) -> None:
    assert list(reader.vocabulary().items()) == list(reference.vocabulary().items())
    assert reader.vocabulary().first_chips == reference.vocabulary().first_chips
    assert reader.gazetteer().districts == reference.gazetteer().districts
    assert reader.gazetteer().sub_districts == reference.gazetteer().sub_districts
    assert table(reader, "bureaus") == [("shili", "示例邮政管理局")]
    assert reader.calendar() == {date(2027, 2, 7): (DayType.MAKE_UP, "")}
    assert (reader.revision(), reader.as_of(), reader.instance_kind()) == (7, AS_OF, "demo")


def test_eight_threads_read_while_the_file_is_changed_and_replaced(path: Path) -> None:
    reader = CatalogueReader(path)
    seen: set[str] = set()
    failures: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                point = reader.point("7K2M9Q")
                assert point is not None
                assert point.address == f"示例路{point.note}号"
                seen.add(point.note)
        except BaseException as error:
            failures.append(error)
        finally:
            reader.close()

    versions = [replace(FULL, address=f"示例路{n}号", note=str(n)) for n in range(30)]
    build.apply(path, {"7K2M9Q": versions[0]}, BESIDE, 8, AS_OF)
    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for n, version in enumerate(versions, start=1):
        if n % 5 == 4:
            build.rebuild(path, [version], BESIDE, 8 + n, AS_OF)
        else:
            build.apply(path, {"7K2M9Q": version}, BESIDE, 8 + n, AS_OF)
    done.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(seen) > 1
    now = reader.point("7K2M9Q")
    assert now is not None
    assert now.note == "29"
    reader.close()


def test_what_changed_since_is_known_back_to_the_last_rebuild(path: Path, reader: CatalogueReader) -> None:
    build.apply(path, {"000001": None}, BESIDE, 8, AS_OF)
    build.apply(path, {"000002": bare("000002"), "000004": None}, BESIDE, 9, AS_OF)
    assert reader.changes_since(9) == frozenset()
    assert reader.changes_since(8) == frozenset({"000002", "000004"})
    assert reader.changes_since(7) == frozenset({"000001", "000002", "000004"})
    assert reader.changes_since(6) is None
    assert reader.changes_since(10) is None


def test_no_more_changes_are_kept_than_are_useful(
    path: Path, reader: CatalogueReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "LOGGED_CHANGES", 2)
    for revision in (8, 9, 10):
        build.apply(path, {"000001": bare("000001")}, BESIDE, revision, AS_OF)
    assert reader.changes_since(8) == frozenset({"000001"})
    assert reader.changes_since(7) is None


def test_a_copy_is_a_whole_catalogue_that_later_changes_do_not_touch(path: Path, tmp_path: Path) -> None:
    CatalogueReader(path).copy_to(tmp_path / "copy.db")
    build.apply(path, {"7K2M9Q": None}, BESIDE, 8, AS_OF)
    assert CatalogueReader(tmp_path / "copy.db").point("7K2M9Q") == FULL


KILLED_WHILE_COMMITTING = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
for statement in ("PRAGMA cache_size = 1", "PRAGMA cache_spill = 1", "BEGIN", "CREATE TABLE torn (x)"):
    connection.execute(statement)
for _ in range(100):
    connection.execute("INSERT INTO torn VALUES (randomblob(4000))")
connection.execute("UPDATE points SET note = 'torn'")
os._exit(1)
"""


def test_a_publisher_that_was_killed_as_it_committed_keeps_nobody_from_reading(
    path: Path, reader: CatalogueReader
) -> None:
    assert reader.point("7K2M9Q") == FULL
    for standing in (reader, CatalogueReader(path)):
        subprocess.run([sys.executable, "-c", KILLED_WHILE_COMMITTING, str(path)], check=False)
        assert path.with_name(f"{path.name}-journal").exists()
        assert standing.point("7K2M9Q") == FULL
        standing.close()


def test_while_somebody_writes_no_reader_takes_the_journal(path: Path, reader: CatalogueReader) -> None:
    subprocess.run([sys.executable, "-c", KILLED_WHILE_COMMITTING, str(path)], check=False)
    with applying(path, wait=False), pytest.raises(InstanceError):
        reader.revision()
    assert reader.revision() == 7


def test_a_reader_cannot_write(reader: CatalogueReader) -> None:
    with pytest.raises(InstanceError, match="readonly"):
        reader.ask(lambda connection: connection.execute("DELETE FROM points"))


@pytest.mark.parametrize("content", [None, b"", b"no database at all " * 500])
def test_a_file_that_is_no_catalogue_says_what_to_run(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "catalogue.db").write_bytes(content)
    with pytest.raises(InstanceError, match="servicepoints publish"):
        CatalogueReader(tmp_path / "catalogue.db").point("7K2M9Q")


def test_a_new_file_in_its_place_is_read_at_the_next_question(path: Path, reader: CatalogueReader) -> None:
    assert reader.revision() == 7
    build.rebuild(path, [FULL], BESIDE, 8, AS_OF)
    assert reader.revision() == 8
    assert codes(list(reader.all_points())) == ["7K2M9Q"]


def test_looking_for_a_catalogue_makes_none(tmp_path: Path) -> None:
    nowhere = tmp_path / "catalogue.db"
    assert not build.is_sound(nowhere)
    assert build.state(nowhere) is None
    assert not nowhere.exists()
