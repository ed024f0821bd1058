"""Every kind of what is kept of people has a period: the daily round leaves it till then, and drops it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import ColumnElement, Table, func, or_, select, update

from servicepoints.config import Settings
from servicepoints.register import Actor, Register, open_register
from servicepoints.register import schema as s
from servicepoints.register.migrating import migrate
from servicepoints.services.booking.rules import rules_of
from servicepoints.services.housekeeping import forget_counts, forget_people, forget_reporters
from servicepoints.services.reporting import rules as reporting
from tests.register.released.make import AT, KEY
from tests.register.test_upgrading import load
from tests.services.booking_city import Clock

SETTINGS = Settings()
DAY = timedelta(days=1)
BOOKED = datetime(2027, 9, 1, 4, tzinfo=UTC)
"""When the sessions of the register are over, in which everything else was said at AT."""


def midnight(on: date) -> datetime:
    """The first moment of a day in Shanghai."""
    return datetime(on.year, on.month, on.day, tzinfo=UTC) - timedelta(hours=8)


PERIODS: dict[str, tuple[Table, Callable[[Table], ColumnElement[bool]], datetime]] = {
    "who booked": (
        s.booking, lambda t: or_(t.c.sealed != "", t.c.phone.is_not(None)),
        BOOKED + DAY * SETTINGS.booking_keep_days,
    ),
    "who reported": (
        s.sighting, lambda t: or_(t.c.device != "", t.c.network != ""), midnight(date(2026, 9, 3)),
    ),
    "what was reported": (
        s.sighting, lambda t: t.c.id > 0, midnight(date(2026, 9, 3)) + DAY * SETTINGS.report_keep_days,
    ),
    "who suggested": (s.suggestion, lambda t: t.c.source != "", AT + DAY * 30),
    "what was suggested": (s.suggestion, lambda t: t.c.note != "", AT + DAY * SETTINGS.report_keep_days),
    "rosters nobody took": (s.upload, lambda t: t.c.id != "", AT + DAY),
    "devices": (s.session, lambda t: t.c.digest != "", AT),
    "half sessions": (s.half_session, lambda t: t.c.digest != "", AT),
    "invitations": (s.invitation, lambda t: t.c.digest != "", AT),
    "counts of attempts": (s.throttle, lambda t: t.c.key != "", AT + DAY),
    "messages to groups": (s.outbox, lambda t: t.c.id > 0, AT + DAY * 90),
    "requests of machines": (s.api_replay, lambda t: t.c.key != "", AT + DAY * 2),
    "counts of searches": (s.demand, lambda t: t.c.asked > 0, midnight(date(2027, 10, 1))),
}  # fmt: skip
"""Of each kind: where it lies, which rows still hold it, and from when on none does."""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with something in every table."""
    path = tmp_path_factory.mktemp("kept") / "register.db"
    load(f"sqlite:///{path}", "0013")
    register = open_register(f"sqlite:///{path}", KEY)
    migrate(register)
    with register.write(Actor("setup", "示例")) as writer:
        writer.connection.execute(update(s.suggestion).values(note="13900000001", done_at=None))
        writer.connection.execute(update(s.suggestion).where(s.suggestion.c.id == 1).values(done_at=AT))
        writer.connection.execute(update(s.suggestion).where(s.suggestion.c.id == 2).values(note=""))
    register.close()
    return path


def round_made(register: Register) -> None:
    forget_people(register, rules_of(SETTINGS))
    forget_reporters(register, reporting.rules_of(SETTINGS))
    forget_counts(register, SETTINGS.demand_months)


@pytest.mark.parametrize("kind", PERIODS)
def test_it_is_kept_till_its_period_is_over_and_no_longer(kind: str, file: Path, tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    path.write_bytes(file.read_bytes())
    table, held, over = PERIODS[kind]
    clock = Clock(over - timedelta(seconds=1))
    register = open_register(f"sqlite:///{path}", KEY, clock=clock)

    def left() -> int:
        with register.read() as reader:
            query = select(func.count()).select_from(table).where(held(table))
            n: int = reader.connection.execute(query).scalar_one()
            return n

    round_made(register)
    assert left() > 0
    clock.now = over + timedelta(seconds=1)
    round_made(register)
    assert left() == 0
    register.close()
