"""Backing up while the register is in use, and bringing it back: all that was acknowledged, or nothing."""

import os
import re
import resource
import shutil
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from servicepoints.backups import container, shelf
from servicepoints.catalogue.reader import CatalogueReader
from servicepoints.config import Settings
from servicepoints.domain.roles import Role
from servicepoints.errors import InstanceError, SettingError
from servicepoints.register import (
    accounts,
    bookings,
    dumping,
    factors,
    feed,
    instance,
    open_register,
    points,
    pulses,
)
from servicepoints.register import schema as s
from servicepoints.register.secrecy import new_key
from servicepoints.services.opening import open_instance
from servicepoints.services.publishing import publish, publish_news
from servicepoints.services.saving.backing_up import PULSE, back_up
from servicepoints.services.saving.restoring import SETTINGS_FILE, restore
from servicepoints.services.tokens import digest
from tests.postgresql import PostgreSQL
from tests.services.booking_city import SETUP, City, opened

KEY, BACKUP_KEY = new_key(), new_key()


@dataclass
class Place:
    """An instance in use, where its backups go, and where it is to be brought back."""

    city: City
    settings: Settings
    shelf: Path
    fresh: Settings

    def back_up(self) -> Path:
        return back_up(self.settings, self.shelf, self.city.clock).path


@pytest.fixture
def place(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    (tmp_path / "home").mkdir()
    (tmp_path / "fresh").mkdir()
    urls = ("", "")
    if engine == "postgresql":
        server: PostgreSQL = request.getfixturevalue("postgresql")
        urls = (server.database(), server.database())
    known = {"data_key": KEY, "backup_key": BACKUP_KEY, "host_name": "示例局"}
    settings = Settings(home=tmp_path / "home", register_url=urls[0], **known)  # type: ignore[arg-type]
    fresh = Settings(home=tmp_path / "fresh", register_url=urls[1], **known)  # type: ignore[arg-type]
    city = opened(settings.register_address, KEY)
    yield Place(city, settings, tmp_path / "shelf", fresh)
    city.register.close()


@pytest.fixture
def lone(tmp_path: Path) -> Iterator[Place]:
    """The same on one engine, for what has nothing to do with it."""
    (tmp_path / "home").mkdir()
    (tmp_path / "fresh").mkdir()
    settings = Settings(home=tmp_path / "home", data_key=KEY)
    city = opened(settings.register_address, KEY)
    yield Place(city, settings, tmp_path / "shelf", replace(settings, home=tmp_path / "fresh"))
    city.register.close()


def rows(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables but the instance's own and when backups were made."""
    register = open_instance(settings)
    with register.read() as reader:
        found = {
            table.name: sorted((tuple(row) for row in reader.connection.execute(select(table))), key=repr)
            for table in s.metadata.sorted_tables
            if table.name not in ("instance", "pulse")
        }
    register.close()
    return found


def balanced(settings: Settings) -> bool:
    """Whether every session counts as many places as its bookings take."""
    register = open_instance(settings)
    taken = select(func.coalesce(func.sum(s.booking.c.places), 0)).where(
        s.booking.c.session == s.offering_session.c.code, s.booking.c.state == "confirmed"
    )
    with register.read() as reader:
        counted = reader.connection.execute(select(s.offering_session.c.taken, taken.scalar_subquery())).all()
    register.close()
    return bool(counted) and all(a == b for a, b in counted)


def test_what_is_brought_back_is_what_was_backed_up(place: Place) -> None:
    session = place.city.session(5)
    place.city.book(session, phone="13900000001")
    backup = place.back_up()
    before = rows(place.settings)
    report = restore(place.fresh, backup)
    assert (report.points, report.bookings, report.before) == (1, 1, report.after)
    assert rows(place.fresh) == before
    register = open_instance(place.fresh, place.city.clock)
    with register.read() as reader:
        booking = bookings.by_phone(reader, session, "13900000001")
        assert booking is not None
        who = bookings.person(reader.secrecy, booking)
        assert who is not None
        assert who.phone == "13900000001"
    City(register, place.city.clock, place.city.point, place.city.offering).book(session)
    register.close()
    assert CatalogueReader(place.fresh.catalogue_path).point(place.city.point) is not None
    said = (place.fresh.home / SETTINGS_FILE).read_text(encoding="utf-8")
    assert "SERVICEPOINTS_HOST_NAME=示例局\n" in said
    assert not re.search("KEY|SECRET|REGISTER_URL", said)


def test_nobody_is_signed_in_and_no_link_is_good_where_it_is_brought_back(place: Place) -> None:
    """What was ended since would else be good again."""
    with place.city.register.write(SETUP) as writer:
        number = accounts.add(writer, "lisi", "示例李四", Role.CITY, "").id
        accounts.set_password(writer, number, "示例")
        later = writer.now + timedelta(days=1)
        accounts.begin_session(writer, number, "session", later, "示例")
        factors.begin_half(writer, number, "half", later)
        accounts.invite(writer, number, "link", later)
    backup = place.back_up()
    restore(place.fresh, backup)
    register = open_instance(place.fresh, place.city.clock)
    with register.read() as reader:
        lisi = accounts.get(reader, number)
        found = accounts.session(reader, "session", register.now())
        waiting = factors.half(reader, "half", register.now())
        invited = accounts.invited(reader, "link", register.now())
    register.close()
    assert lisi.password == "示例"
    assert (found, waiting, invited) == (None, None, None)


def test_everything_acknowledged_before_a_backup_is_in_it_whatever_goes_on_meanwhile(place: Place) -> None:
    session = place.city.session(10_000, most=3)
    acknowledged: list[str] = []
    done = threading.Event()

    def go_on(number: int) -> None:
        mine = City(
            open_instance(place.settings, place.city.clock),
            place.city.clock,
            place.city.point,
            place.city.offering,
        )
        n = 0
        while not done.is_set():
            made = mine.book(session, places=n % 3 + 1, phone=f"13{number}{n:08d}")
            acknowledged.append(digest(made.token))
            n += 1
        mine.register.close()

    writers = [threading.Thread(target=go_on, args=(n,)) for n in (7, 8)]
    for writer in writers:
        writer.start()
    try:
        kept = []
        while len(kept) < 2 and all(writer.is_alive() for writer in writers):
            if len(acknowledged) > 5 * (len(kept) + 1):
                before = tuple(acknowledged)
                kept.append((before, place.back_up()))
            done.wait(0.01)
    finally:
        done.set()
        for writer in writers:
            writer.join()
    assert len(acknowledged) > len(kept[-1][0]), "nothing went on meanwhile: it would show nothing"
    before, backup = kept[-1]
    restore(place.fresh, backup)
    register = open_instance(place.fresh)
    with register.read() as reader:
        there = set(reader.connection.execute(select(s.booking.c.digest)).scalars())
    register.close()
    assert set(before) <= there
    assert there <= set(acknowledged)
    assert balanced(place.fresh)


def test_a_backup_is_one_whole_file_of_its_owners_and_tells_doctor(place: Place) -> None:
    backup = place.back_up()
    assert [path for path in place.shelf.iterdir() if not path.name.startswith(".")] == [backup]
    assert backup.stat().st_mode & 0o077 == 0
    assert list(place.settings.home.glob(".servicepoints-*.part*")) == []
    with place.city.register.read() as reader:
        assert pulses.last(reader, PULSE) == place.city.clock.now


def test_the_keys_are_in_no_backup(lone: Place) -> None:
    (lone.settings.home / "keys.env").write_text(f"SERVICEPOINTS_DATA_KEY={KEY}\n")
    settings = replace(lone.settings, secret_key="s" * 40, wechat_app_secret="geheim" * 6)
    backup = back_up(settings, lone.shelf).path
    manifest = container.read(backup, (), lambda name: (lone.shelf / f"out-{name}").open("wb"))
    inside = b"".join(path.read_bytes() for path in lone.shelf.glob("out-*"))
    for secret in (KEY, "s" * 40, "geheim"):
        assert secret.encode() not in inside
        assert secret not in repr(manifest)


def test_what_stands_there_is_never_overwritten(place: Place) -> None:
    backup = place.back_up()
    before = rows(place.settings)
    with pytest.raises(InstanceError, match="没有动它"):
        restore(place.settings, backup)
    assert rows(place.settings) == before


@pytest.mark.sqlite
@pytest.mark.parametrize("name", ["register.db-wal", "register.db-journal", ".making"])
def test_what_is_left_of_another_register_is_not_mixed_with_it(lone: Place, name: str) -> None:
    backup = lone.back_up()
    (lone.fresh.home / name).write_bytes(b"")
    with pytest.raises(InstanceError, match="没有动它"):
        restore(lone.fresh, backup)
    assert {path.name for path in lone.fresh.home.iterdir()} - {name} <= {".servicepoints-backup.lock"}


def untouched(place: Place) -> bool:
    """Whether nothing of an instance is where it was to be brought back."""
    if place.fresh.register_url:
        register = open_register(place.fresh.register_url)
        empty = dumping.is_empty(register)
        register.close()
        if not empty:
            return False
    names = {path.name for path in place.fresh.home.iterdir()}
    return names <= {".servicepoints-backup.lock"}


def test_a_wrong_data_key_is_refused_before_anything_is_done(place: Place) -> None:
    backup = place.back_up()
    for key, said in ((new_key(), "不是备份那时的那一把"), ("", "没有设置")):
        with pytest.raises(SettingError, match=f"SERVICEPOINTS_DATA_KEY {said}"):
            restore(replace(place.fresh, data_key=key), backup)
        assert untouched(place)
    restore(replace(place.fresh, data_key=new_key()), backup, lost_key=True)


def test_under_two_keys_of_which_one_is_the_backups_it_is_brought_back(place: Place) -> None:
    restore(replace(place.fresh, data_key=f"{new_key()},{KEY}"), place.back_up())


def test_a_damaged_backup_and_a_wrong_key_of_backups_leave_nothing_behind(place: Place) -> None:
    backup = place.back_up()
    raw = backup.read_bytes()
    with pytest.raises(InstanceError, match="SERVICEPOINTS_BACKUP_KEY 打不开"):
        restore(replace(place.fresh, backup_key=new_key()), backup)
    with pytest.raises(InstanceError, match="请设置 SERVICEPOINTS_BACKUP_KEY"):
        restore(replace(place.fresh, backup_key=""), backup)
    for spoilt in (raw[: len(raw) // 2], raw[:-30] + b"\0" + raw[-29:]):
        backup.write_bytes(spoilt)
        with pytest.raises(InstanceError, match=r"不完整|坏了或被改过"):
            restore(place.fresh, backup)
        assert untouched(place)


def test_a_backup_of_the_other_engine_is_refused_with_the_fix(place: Place, tmp_path: Path) -> None:
    backup = place.back_up()
    other = "" if place.settings.register_url else "postgresql+psycopg://nobody@127.0.0.1:1/none"
    elsewhere = replace(place.fresh, register_url=other)
    with pytest.raises(InstanceError, match="REGISTER_URL"):
        restore(elsewhere, backup)
    assert untouched(place)


def test_a_backup_of_a_newer_register_is_refused(lone: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    backup = lone.back_up()
    monkeypatch.setattr("servicepoints.register.version.HEAD", "0001")
    with pytest.raises(InstanceError, match="先升级程序"):
        restore(lone.fresh, backup)
    assert untouched(lone)


def test_what_breaks_off_while_it_is_brought_back_leaves_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = place.back_up()

    def broken(*_: object) -> None:
        raise InstanceError("示例故障")

    with monkeypatch.context() as patched:
        patched.setattr("servicepoints.services.saving.restoring.migrate", broken)
        with pytest.raises(InstanceError, match="示例故障"):
            restore(place.fresh, backup)
    assert untouched(place)
    restore(place.fresh, backup)


@pytest.mark.sqlite
def test_a_copy_that_is_not_sound_becomes_no_backup(lone: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    lone.back_up()
    before = sorted(lone.shelf.iterdir())
    look = dumping.look_through

    def at_less(path: Path, counts: Mapping[str, int]) -> None:
        with sqlite3.connect(path) as connection:
            connection.execute("DELETE FROM bureau WHERE slug = 'bieju'")
        connection.close()
        look(path, counts)

    with monkeypatch.context() as patched:
        patched.setattr(dumping, "look_through", at_less)
        with pytest.raises(InstanceError, match="行数对不上"):
            lone.back_up()
    assert sorted(lone.shelf.iterdir()) == before


@pytest.mark.sqlite
def test_a_full_disk_leaves_no_half_backup(lone: Place) -> None:
    with lone.city.register.write(SETUP) as writer:
        point = points.all_points(writer)[0]
        points.insert_many(
            writer, [replace(point, code="", name=f"示例{n}{os.urandom(40).hex()}") for n in range(600)], ""
        )
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for most in (20_000, 400_000):
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))  # as a full disk
        try:
            with pytest.raises(InstanceError, match=r"磁盘|没有写成"):
                lone.back_up()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert [p.name for p in lone.shelf.iterdir()] == [".servicepoints-backup.lock"]
        assert not list(lone.settings.home.glob("*.part*"))
    lone.back_up()


def test_a_backup_that_would_leave_the_register_no_room_is_not_begun(
    lone: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(lone.settings.home)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=10_000_000))
    with pytest.raises(InstanceError, match="磁盘只剩 10 MB"):
        lone.back_up()


def test_a_folder_that_cannot_be_written_to_or_is_a_file_is_named(lone: Place) -> None:
    lone.shelf.write_text("")
    with pytest.raises(InstanceError, match="不是文件夹"):
        lone.back_up()
    with pytest.raises(InstanceError, match="写不了"):
        back_up(lone.settings, Path("/proc/nowhere"))


def test_two_backups_at_once_do_not_mix_and_what_a_killed_one_left_is_cleared(lone: Place) -> None:
    lone.shelf.mkdir()
    with shelf.taken(lone.shelf), pytest.raises(InstanceError, match="正有另一个备份"):
        lone.back_up()
    (lone.shelf / ".servicepoints-77.part").write_text("half")
    (lone.settings.home / ".servicepoints-register.part").write_text("half")
    (lone.settings.home / ".servicepoints-register.part-journal").write_text("half")
    lone.back_up()
    left = [*lone.shelf.glob("*.part*"), *lone.settings.home.glob("*.part*")]
    assert left == []


def test_older_ones_go_but_never_the_last_nor_what_is_not_ours(lone: Place) -> None:
    settings = replace(lone.settings, backup_keep=(2, 0, 0))
    strangers = [
        lone.shelf / name for name in ("notes.txt", "servicepoints-20200101T000000Z.backup", "x.backup")
    ]
    first = back_up(settings, lone.shelf, lone.city.clock).path
    for path in strangers:
        path.write_bytes(b"not ours")
    another = lone.shelf / "servicepoints-20200102T000000Z.backup"
    raw = first.read_bytes()
    with lone.city.register.read() as reader:
        mine = instance.get(reader).id.encode()
    another.write_bytes(raw.replace(mine, b"f" * 32))
    made = [first]
    for _ in range(4):
        lone.city.clock.pass_(days=1)
        made.append(back_up(settings, lone.shelf, lone.city.clock).path)
    assert [path.exists() for path in made] == [False, False, False, True, True]
    assert all(path.exists() for path in (*strangers, another))
    lone.city.clock.pass_(days=-300)  # a clock that was put right
    last = back_up(settings, lone.shelf, lone.city.clock)
    assert last.path.exists()
    assert last.removed == 0


def test_nothing_goes_when_the_new_one_was_not_made(lone: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = replace(lone.settings, backup_keep=(1, 0, 0))
    first = back_up(settings, lone.shelf, lone.city.clock).path
    lone.city.clock.pass_(days=1)

    def broken(*_: object) -> None:
        raise InstanceError("读回来不对")

    monkeypatch.setattr(container, "read", broken)
    with pytest.raises(InstanceError, match="读回来不对"):
        back_up(settings, lone.shelf, lone.city.clock)
    assert first.exists()
    assert len(list(lone.shelf.glob("*.backup"))) == 1


def test_two_in_one_second_do_not_overwrite_each_other(lone: Place) -> None:
    settings = replace(lone.settings, backup_keep=(0, 0, 0))
    names = [back_up(settings, lone.shelf, lone.city.clock).path.name for _ in range(3)]
    assert names == [
        "servicepoints-20260914T020000Z.backup",
        "servicepoints-20260914T020000Z-2.backup",
        "servicepoints-20260914T020000Z-3.backup",
    ]


def test_catalogues_of_other_nodes_are_built_anew_from_a_register_that_was_brought_back(
    place: Place, tmp_path: Path
) -> None:
    """However far the numbers of its feed have come again meanwhile."""
    backup = place.back_up()
    node, late = tmp_path / "node.db", tmp_path / "late.db"
    for _ in range(3):  # changes that leave no revision behind: only a session more
        place.city.session()
    for catalogue in (node, late):
        publish(place.city.register, catalogue)
    lost = CatalogueReader(node).revision()
    restore(place.fresh, backup)
    register = open_instance(place.fresh, place.city.clock)
    again = City(register, place.city.clock, place.city.point, place.city.offering)
    with register.read() as reader:
        assert feed.latest(reader) < lost
    report = publish_news(register, node)
    assert report is not None
    assert report.rebuilt
    for _ in range(3):
        again.session(9)
    with register.read() as reader:
        assert feed.latest(reader) == lost, "the same number, of another change"
    report = publish_news(register, late)
    assert report is not None
    assert report.rebuilt
    register.close()


def test_pg_dump_that_is_missing_old_or_fails_is_told_without_the_password(
    tmp_path: Path, postgresql: PostgreSQL, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgresql.database().replace("postgres@", "postgres:geheim@")
    settings = Settings(home=tmp_path / "home", register_url=url, data_key=KEY)
    settings.home.mkdir()
    city = opened(url, KEY)
    city.register.close()
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    monkeypatch.setenv("PATH", str(bin_))
    with pytest.raises(InstanceError, match="找不到 pg_dump"):
        back_up(settings, tmp_path / "shelf")
    program = bin_ / "pg_dump"
    program.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.1'\n")
    program.chmod(0o755)
    with pytest.raises(InstanceError, match=r"版本是 9，比服务器的 \d+ 旧"):
        back_up(settings, tmp_path / "shelf")
    program.write_text(
        '#!/bin/sh\n[ "$1" = --version ] && echo "pg_dump (PostgreSQL) 99.1" && exit\n'
        f'echo "$@" > {tmp_path}/said; echo "bad $PGPASSWORD" >&2; exit 1\n'
    )
    with pytest.raises(InstanceError, match=r"没有做成：bad \*\*\*"):
        back_up(settings, tmp_path / "shelf")
    assert "geheim" not in (tmp_path / "said").read_text()
    assert list((tmp_path / "shelf").glob("*.backup")) == []
