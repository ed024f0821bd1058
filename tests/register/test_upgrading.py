"""Every schema that was ever released is brought up to this code, with what is in it, and used."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from alembic import op
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.engine import make_url

from servicepoints.backups import container
from servicepoints.backups.container import Header
from servicepoints.catalogue.reader import CatalogueReader
from servicepoints.config import Settings
from servicepoints.domain.offerings import Offering, Session
from servicepoints.errors import InstanceError
from servicepoints.register import Actor, Register, bookings, offerings, open_register, points
from servicepoints.register import schema as s
from servicepoints.register.migrating import migrate
from servicepoints.register.migrations import versions
from servicepoints.register.version import HEAD
from servicepoints.services.booking.taking import Request, book
from servicepoints.services.publishing import publish
from servicepoints.services.saving.restoring import restore
from tests.register.released.make import CODES, FOLDER, KEY, PHONES, SESSIONS
from tests.services.booking_city import LINKS, RULES

RELEASED = sorted({path.name[:4] for path in FOLDER.glob("*.sql")})
MIGRATIONS = sorted(path.name[1:5] for path in Path(versions.__path__[0]).glob("v[0-9]*.py"))
NOW = datetime(2026, 9, 14, 2, 0, tzinfo=UTC)
EDITOR = Actor("editor", "示例编辑")
BOOKING_SINCE = "0003"


def load(url: str, version: str) -> None:
    """The register as it was released, put at an address."""
    address = make_url(url)
    engine = address.get_backend_name()
    script = (FOLDER / f"{version}.{engine}.sql").read_text(encoding="utf-8")
    if engine == "sqlite":
        with sqlite3.connect(str(address.database)) as connection:
            connection.executescript(script)
        connection.close()
    else:
        plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain) as connection_:
            connection_.execute(script)  # type: ignore[arg-type]


@pytest.fixture(params=RELEASED)
def released(request: pytest.FixtureRequest, empty_url: str) -> Iterator[tuple[Register, str]]:
    load(empty_url, request.param)
    register = open_register(empty_url, KEY, clock=lambda: NOW)
    yield register, request.param
    register.close()


def counted(register: Register) -> dict[str, int]:
    with register.read() as reader:
        names = inspect(reader.connection).get_table_names()
        return {
            name: reader.connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()
            for name in names
        }


def test_a_released_register_is_brought_up_and_used(released: tuple[Register, str], tmp_path: Path) -> None:
    register, version = released
    before = counted(register)
    assert migrate(register) == (version, HEAD)
    assert {name: n for name, n in counted(register).items() if name in before} == before
    with register.read() as reader:
        context = MigrationContext.configure(reader.connection, opts={"compare_type": True})
        assert compare_metadata(context, s.metadata) == []
        contact = points.get(reader, CODES[0]).contacts[0]  # type: ignore[union-attr]
        assert (contact.name, contact.number) == ("示例人0", PHONES[0])
    with register.write(EDITOR) as writer:  # an edit
        point = points.get(writer, CODES[0])
        assert point is not None
        points.update(writer, CODES[0], replace(point, name="示例改名"), "改名")
    assert booked(register, session_of(register, version)) is not None
    publish(register, tmp_path / "catalogue.db")
    assert CatalogueReader(tmp_path / "catalogue.db").point(CODES[0]).name == "示例改名"  # type: ignore[union-attr]


def session_of(register: Register, version: str) -> str:
    """A session: one that stood there, where there were some already."""
    if version >= BOOKING_SINCE:
        with register.read() as reader:
            assert bookings.by_phone(reader, SESSIONS[0], PHONES[0]) is not None
        return SESSIONS[0]
    starts = datetime(2027, 9, 1, 2, tzinfo=UTC)
    with register.write(EDITOR) as writer:
        number = offerings.add_offering(writer, Offering(title="示例理发", point=CODES[0]))
        session = Session(starts_at=starts, ends_at=starts.replace(hour=4), capacity=5)
        return offerings.add_sessions(writer, offerings.offering(writer, number), [session])[0]


def booked(register: Register, session: str) -> bookings.Booking | None:
    request = Request(session, "示例新人", "13911112222", "1", "k" * 20, consent=True)
    book(register, request, RULES, LINKS)
    with register.read() as reader:
        return bookings.by_phone(reader, session, "13911112222")


def test_every_migration_has_its_released_schema() -> None:
    assert RELEASED == MIGRATIONS, "run tests.register.released.make for the one that is missing"
    assert MIGRATIONS[-1] == HEAD


@pytest.mark.parametrize("at", ["first", "last"])
def test_a_migration_that_breaks_off_leaves_the_register_as_it_was(
    empty_url: str, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    """Whichever of them it is, and whatever those before it have done in the same run."""
    load(empty_url, "0001")
    register = open_register(empty_url, KEY)
    before, real = counted(register), op.add_column
    done: list[str] = []

    def broken(table: str, column: object, **more: object) -> None:
        real(table, column, **more)  # type: ignore[arg-type]
        done.append(table)
        if at == "first" or table == "sighting":
            op.execute("INSERT INTO nowhere VALUES (1)")

    with monkeypatch.context() as patched:
        patched.setattr(op, "add_column", broken)
        with pytest.raises(InstanceError):
            migrate(register)
    assert done
    assert counted(register) == before
    with register.read() as reader:
        assert (
            reader.connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == "0001"
        )
    assert migrate(register) == ("0001", HEAD)
    register.close()


@pytest.mark.sqlite
def test_a_backup_of_an_older_version_is_brought_up_as_it_is_brought_back(tmp_path: Path) -> None:
    load(f"sqlite:///{tmp_path / 'old.db'}", "0003")
    old = open_register(f"sqlite:///{tmp_path / 'old.db'}", KEY)
    counts = {name: n for name, n in counted(old).items() if name != "alembic_version"}
    old.close()
    header = Header(NOW.isoformat(), "a" * 32, "sqlite", "0003", "0.1.0", encrypted=False)
    more = {"counts": counts, "data_key_marks": [], "settings": {}}
    with (tmp_path / "old.backup").open("wb") as file:
        container.write(file, header, {"register.db": tmp_path / "old.db"}, more, None)
    report = restore(Settings(home=tmp_path / "home", data_key=KEY), tmp_path / "old.backup")
    assert (report.before, report.after, report.points) == ("0003", HEAD, 2)
