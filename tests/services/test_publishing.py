"""Publishing: increments and a rebuild give the same catalogue, whatever happened in between."""

import resource
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicepoints.catalogue import build
from servicepoints.catalogue.lock import applying
from servicepoints.catalogue.reader import CatalogueReader
from servicepoints.catalogue.search import find_codes
from servicepoints.domain.calendar import DayType
from servicepoints.domain.offerings import Offering, Session, SessionState
from servicepoints.domain.points import (
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
from servicepoints.errors import InstanceError, RegisterAway
from servicepoints.register import bureaus, calendar, instance, offerings, points
from servicepoints.register.engine import Register, open_register, sqlite_url
from servicepoints.register.migrating import migrate
from servicepoints.register.secrecy import new_key
from servicepoints.register.transaction import Actor
from servicepoints.services.publishing import PublishReport, publish, publish_news

EDITOR = Actor("editor", "示例编辑")


def new_register(url: str) -> Register:
    register = open_register(url, new_key())
    migrate(register)
    with register.write(EDITOR) as writer:
        instance.create(writer, "demo")
    return register


@pytest.fixture
def register(register_url: str) -> Iterator[Register]:
    opened = new_register(register_url)
    yield opened
    opened.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.db"


def station(name: str = "示例驿站", **fields: Any) -> Point:
    known: dict[str, Any] = {"name": name, "kind": Kind.CARE_STATION, "district": "黄浦区"}
    return Point(**(known | fields))


def contents(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every table row by row in its own order, and the text index token by token; not which build it is."""
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO points_search (points_search) VALUES ('integrity-check')")
    connection.execute("CREATE VIRTUAL TABLE temp.tokens USING fts5vocab(main, points_search, instance)")
    tables = (
        "points spaces point_amenities offerings sessions amenities districts sub_districts bureaus"
        " link_groups calendar"
    )
    order = {"spaces": "code, place", "point_amenities": "code, key"}
    found = {
        table: connection.execute(f"SELECT * FROM {table} ORDER BY {order.get(table, 'rowid')}").fetchall()
        for table in tables.split()
    }
    found["tokens"] = connection.execute(
        "SELECT term, doc, col, offset FROM temp.tokens ORDER BY 1, 2, 3, 4"
    ).fetchall()
    found["meta"] = connection.execute(
        "SELECT key, value FROM meta WHERE key NOT IN ('as_of', 'build', 'changes_from') ORDER BY key"
    ).fetchall()
    connection.close()
    return found


positions = st.none() | st.builds(
    Position,
    latitude=st.sampled_from([31.2, 31.25]),
    longitude=st.just(121.43),
    precision_m=st.sampled_from([10.0, 800.0]),
    basis=st.just("pin"),
)
amenities = st.dictionaries(st.sampled_from(["hot_water", "phone_charging", "toilet"]), st.booleans())
some_points = st.builds(
    station,
    st.sampled_from(["示例驿站", "示例路党群服务中心", "重固示例", "A·b`${1}"]),
    kind=st.sampled_from(Kind),
    demonstration=st.sampled_from(Demonstration),
    sub_district=st.sampled_from(["", "外滩街道"]),
    position=positions,
    schedule=st.sampled_from(
        [Schedule(), Schedule(text="全天", opening_hours="24/7", status=ScheduleStatus.READ)]
    ),
    amenities=amenities,
    spaces=st.lists(st.builds(Space, name=st.just("阅览室"), amenities=amenities), max_size=2).map(tuple),
    contacts=st.sampled_from([(), (Contact(name="示例人", number="13800000000"),)]),
    link_group=st.sampled_from(["", "示例联动"]),
    listing=st.sampled_from(Listing),
    checked_on=st.sampled_from([None, date(2026, 9, 1)]),
)
steps = st.one_of(
    st.tuples(st.just("insert"), some_points),
    st.tuples(st.just("update"), st.integers(0, 9), some_points),
    st.tuples(st.just("day"), st.sampled_from(DayType)),
    st.tuples(st.just("bureau"), st.sampled_from(["示例一局", "示例二局"])),
    st.tuples(st.just("publish")),
    st.tuples(st.just("publish")),
)


def take(step: tuple[Any, ...], register: Register, path: Path, codes: list[str]) -> None:
    match step:
        case ("publish",):
            publish(register, path)
            return
    with register.write(EDITOR) as writer:
        match step:
            case ("insert", point):
                codes.append(points.insert(writer, point, "新建"))
            case ("update", number, point) if codes:
                points.update(writer, codes[number % len(codes)], point, "修改")
            case ("day", kind):
                calendar.put(writer, {date(2027, 10, 4): (kind, "")})
            case ("bureau", name):
                bureaus.put(writer, bureaus.Bureau("shili", name))


@settings(max_examples=40, deadline=None)
@given(history=st.lists(steps, max_size=14))
def test_increments_and_a_rebuild_give_the_same_catalogue(history: list[tuple[Any, ...]]) -> None:
    with TemporaryDirectory() as folder:
        register = new_register(f"sqlite:///{folder}/register.db")
        grown = Path(folder) / "grown.db"
        codes: list[str] = []
        publish(register, grown)
        for step in history:
            take(step, register, grown, codes)
        publish(register, grown)
        built = Path(folder) / "built.db"
        report = publish(register, built, rebuild=True)
        register.close()
        assert report.rebuilt
        assert contents(grown) == contents(built)


def test_only_what_changed_is_applied_and_nothing_when_nothing_did(register: Register, path: Path) -> None:
    with register.write(EDITOR) as writer:
        codes = points.insert_many(writer, [station(f"示例{n}") for n in range(5)], "导入")
    assert publish(register, path) == PublishReport(revision=2, changed=5, total=5, rebuilt=True)
    assert publish_news(register, path) is None
    with register.write(EDITOR) as writer:
        points.update(writer, codes[0], station("示例改名"), "修改")
        points.update(writer, codes[1], station("示例1", listing=Listing.HELD), "待核")
        points.update(writer, codes[2], station("示例2", listing=Listing.WITHDRAWN, note="内部"), "撤点")
    assert publish_news(register, path) == PublishReport(revision=3, changed=3, total=4, rebuilt=False)
    reader = CatalogueReader(path)
    renamed, withdrawn = reader.point(codes[0]), reader.point(codes[2])
    assert renamed is not None
    assert renamed.name == "示例改名"
    assert reader.point(codes[1]) is None
    assert withdrawn is not None
    assert (withdrawn.listing, withdrawn.note) == (Listing.WITHDRAWN, "")
    assert reader.ask(lambda connection: find_codes(connection, "示例改名")) == [codes[0]]
    assert reader.ask(lambda connection: find_codes(connection, "示例1")) == []
    before = reader.as_of()
    assert publish(register, path) == PublishReport(revision=3, changed=0, total=4, rebuilt=False)
    assert reader.as_of() > before


def test_nothing_private_lies_in_the_catalogue(register: Register, path: Path) -> None:
    private = Contact(name="示例某某人", number="13912345678")
    with register.write(EDITOR) as writer:
        code = points.insert(writer, station(contacts=(private,)), "导入")
        shown = Contact(name="示例某某人", number="021-55500000", public=True)
        points.insert(writer, station(contacts=(shown,)), "导入")
    publish(register, path)
    with register.write(EDITOR) as writer:
        points.update(
            writer, code, station("示例改名", contacts=(replace(private, number="13787654321"),)), "换人"
        )
    publish(register, path)
    on_disk = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    assert "示例改名".encode() in on_disk
    assert b"021-55500000" in on_disk
    for marker in ("示例某某人", "13912345678", "13787654321"):
        assert marker.encode() not in on_disk


def damage_middle(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[4096:] = b"\xff" * (len(raw) - 4096)
    path.write_bytes(raw)


def made_with_other_amenities(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE meta SET value = 'another' WHERE key = 'digest'")
    connection.close()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "deleted": lambda path: path.unlink(),
    "emptied": lambda path: path.write_bytes(b""),
    "overwritten": lambda path: path.write_bytes(b"no database at all " * 500),
    "damaged in the middle": damage_middle,
    "made with other amenities": made_with_other_amenities,
}


@pytest.mark.parametrize("harm", DAMAGES)
def test_a_catalogue_that_cannot_be_used_is_built_anew(
    register: Register, path: Path, harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    with register.write(EDITOR) as writer:
        code = points.insert(writer, station(), "导入")
    publish(register, path)
    whole = contents(path)
    DAMAGES[harm](path)
    caplog.clear()
    assert publish(register, path).rebuilt
    assert ("damaged" in caplog.text) is (harm in ("emptied", "overwritten", "damaged in the middle"))
    assert contents(path) == whole
    assert CatalogueReader(path).point(code) is not None


def test_a_catalogue_of_another_register_or_of_a_later_state_is_built_anew(
    register: Register, tmp_path: Path
) -> None:
    path = tmp_path / "catalogue.db"
    with register.write(EDITOR) as writer:
        points.insert(writer, station(), "导入")
    publish(register, path)
    other = new_register(sqlite_url(tmp_path / "other.db"))
    assert publish(other, path) == PublishReport(revision=1, changed=0, total=0, rebuilt=True)
    other.close()
    assert publish(register, path).rebuilt
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'revision'")
    connection.close()
    assert publish(register, path) == PublishReport(revision=2, changed=1, total=1, rebuilt=True)


@pytest.mark.sqlite
def test_a_backup_that_was_written_on_is_not_taken_for_what_was_published(
    register: Register, tmp_path: Path
) -> None:
    path, backup = tmp_path / "catalogue.db", tmp_path / "backup.db"
    with register.write(EDITOR) as writer:
        points.insert(writer, station("示例旧站"), "导入")
    with sqlite3.connect(tmp_path / "register.db") as standing, sqlite3.connect(backup) as copy:
        standing.backup(copy)
    standing.close()
    copy.close()
    with register.write(EDITOR) as writer:
        points.insert(writer, station("示例丢了的站"), "导入")
    publish(register, path)
    restored = open_register(sqlite_url(backup), new_key())
    for name in ("示例新站一", "示例新站二"):
        with restored.write(EDITOR) as writer:
            points.insert(writer, station(name), "导入")
    assert publish(restored, path).rebuilt
    assert {p.name for p in CatalogueReader(path).all_points()} == {"示例旧站", "示例新站一", "示例新站二"}
    restored.close()


def test_a_catalogue_of_another_version_of_the_code_is_built_anew(
    register: Register, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(register, path)
    monkeypatch.setattr("servicepoints.catalogue.beside.__version__", "示例版本")
    assert publish(register, path).rebuilt
    assert not publish(register, path).rebuilt


def test_what_cannot_be_written_is_said_and_leaves_nothing_behind(register: Register, path: Path) -> None:
    publish(register, path)
    with register.write(EDITOR) as writer:
        points.insert_many(writer, [station(f"示例{n}") for n in range(200)], "导入")
    before, (soft, hard) = contents(path), resource.getrlimit(resource.RLIMIT_FSIZE)
    for rebuild in (False, True):
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, hard))  # as a full disk
        try:
            with pytest.raises(InstanceError, match="写不进去"):
                publish(register, path, rebuild=rebuild)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert not list(path.parent.glob("catalogue.db.new*"))
        assert contents(path) == before
    assert publish(register, path).total == 200


def test_while_one_applies_another_does_not(register: Register, path: Path) -> None:
    publish(register, path)
    with register.write(EDITOR) as writer:
        points.insert(writer, station(), "导入")
    with applying(path, wait=False) as got:
        assert got
        assert publish_news(register, path) is None
        waiting = threading.Thread(target=publish, args=(register, path))
        waiting.start()
        waiting.join(0.2)
        assert waiting.is_alive()
        assert CatalogueReader(path).revision() == 1
    waiting.join(60)
    assert CatalogueReader(path).revision() == 2


def test_while_the_register_is_away_the_catalogue_stays_as_it_is(
    register: Register, path: Path, tmp_path: Path
) -> None:
    publish(register, path)
    away = open_register(sqlite_url(tmp_path / "gone" / "register.db"))
    for rebuild in (False, True):
        with pytest.raises(RegisterAway):
            publish(away, path, rebuild=rebuild)
    assert CatalogueReader(path).revision() == 1


def test_an_application_that_breaks_off_leaves_the_old_state(
    register: Register, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with register.write(EDITOR) as writer:
        code = points.insert(writer, station(), "导入")
    publish(register, path)
    before = contents(path)
    with register.write(EDITOR) as writer:
        points.update(writer, code, station("示例改名"), "修改")

    def broken(*_: object) -> None:
        raise RuntimeError("示例故障")

    with monkeypatch.context() as patched:
        patched.setattr(build, "_finish", broken)
        for rebuild in (False, True):
            with pytest.raises(RuntimeError):
                publish(register, path, rebuild=rebuild)
    assert contents(path) == before
    assert publish(register, path).changed == 1


def test_what_points_offer_is_published_as_it_changes_and_a_rebuild_gives_the_same(
    register: Register, path: Path, tmp_path: Path
) -> None:
    starts = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
    one = Session(starts_at=starts, ends_at=starts + timedelta(hours=1), capacity=2)
    with register.write(EDITOR) as writer:
        code = points.insert(writer, station(), "")
        number = offerings.add_offering(writer, Offering(title="示例理发，找张三13800001111", point=code))
        first, _ = offerings.add_sessions(writer, offerings.offering(writer, number), [one, one])

    def shown() -> list[tuple[str, set[str]]]:
        publish(register, path)
        publish(register, tmp_path / "anew.db", rebuild=True)
        assert contents(path) == contents(tmp_path / "anew.db")
        offered = CatalogueReader(path).offers([code], starts - timedelta(days=1)).get(code, [])
        return [(o.title, {f"{s.state}{s.reason}" for s in every}) for o, every in offered]

    def change(act: Callable[[Any, offerings.Standing], object]) -> list[tuple[str, set[str]]]:
        with register.write(EDITOR) as writer:
            act(writer, offerings.standing(writer, first))
        return shown()

    def called_off(writer: Any, at: offerings.Standing) -> None:
        gone = replace(at.session, state=SessionState.CANCELLED, reason="停电")
        offerings.change_session(writer, at.offering, gone)

    assert shown() == [("示例理发，找***", {"planned"})]
    renamed = change(lambda writer, at: offerings.change_offering(writer, replace(at.offering, title="示例")))
    assert renamed == [("示例", {"planned"})]
    assert change(called_off) == [("示例", {"planned", "cancelled停电"})]
    assert change(lambda writer, at: offerings.end_offering(writer, at.offering)) == []
    assert b"13800001111" not in path.read_bytes()
