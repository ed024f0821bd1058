"""`housekeeping`: who booked is forgotten in time, and a data key can be changed for another."""

import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from servicepoints.config import load
from servicepoints.domain.cells import Cell
from servicepoints.domain.demand import ANY, Count, Slot, month_of, months_before
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.offerings import Offering, Session
from servicepoints.register import Actor, Register, bookings, demand, offerings, points, pulses
from servicepoints.register.engine import open_register
from servicepoints.register.secrecy import new_key
from servicepoints.services.booking.rules import Links, rules_of
from servicepoints.services.booking.taking import Request, book
from servicepoints.services.housekeeping import PULSE
from servicepoints.services.opening import open_instance
from servicepoints.services.tokens import digest
from tests.conftest import command

SETUP = Actor("setup", "示例")
PHONE = "13900000001"


def booked(home: Path, ago: timedelta) -> tuple[Register, str]:
    """Someone booked a session that is over for so long; the register and the digest of the link."""
    settings = load({"SERVICEPOINTS_HOME": str(home)})
    starts = datetime.now(UTC) - ago - timedelta(hours=1)
    register = open_register(
        settings.register_address, settings.data_key, clock=lambda: starts - timedelta(days=1)
    )
    with register.write(SETUP) as writer:
        point = points.all_points(writer)[0]
        number = offerings.add_offering(writer, Offering(title="示例讲座", point=point.code))
        one = Session(starts_at=starts, ends_at=starts + timedelta(hours=1), capacity=5)
        (code,) = offerings.add_sessions(writer, offerings.offering(writer, number), [one])
    request = Request(code, "示例张三", PHONE, "1", "k" * 20, consent=True)
    made = book(register, request, rules_of(settings), Links(settings.secret_key))
    return register, digest(made.token)


def said(bookings: int, marks: int = 0) -> str:
    """What the command says that found so many bookings and marks of reporters to forget."""
    return f"删掉了{bookings}个预约的姓名和手机号。\n抹掉了{marks}条反馈的来源记号，删掉了0条旧反馈。\n"


def test_people_are_forgotten_after_the_days_that_are_set(demo_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(demo_home, tmp_path / "own"))
    register, link = booked(home, timedelta(days=8))
    done = command(home, "housekeeping")
    assert done.returncode == 0
    yesterdays = int(re.findall(r"抹掉了(\d+)条", done.stdout)[0])
    assert yesterdays >= 1, "of the demonstration's doors, one was found open a day before"
    assert done.stdout == said(0, yesterdays)
    done = command(home, "housekeeping", SERVICEPOINTS_BOOKING_KEEP_DAYS="7")
    assert done.stdout == said(1)
    with register.read() as reader:
        booking = bookings.by_digest(reader, link)
        assert booking is not None
        assert bookings.person(reader.secrecy, booking) is None
        made_at = pulses.last(reader, PULSE)
    assert made_at is not None
    assert datetime.now(UTC) - made_at < timedelta(minutes=5)
    register.close()


def test_a_new_data_key_takes_the_place_of_the_old(demo_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(demo_home, tmp_path / "own"))
    register, link = booked(home, timedelta(days=1))
    with register.read() as reader:
        session = str(bookings.by_digest(reader, link).session)
    register.close()
    old, new = load({"SERVICEPOINTS_HOME": str(home)}).data_key, new_key()
    both = f"{new},{old}"
    assert found(home, both, session), "a number is found under the older key too"
    done = command(home, "housekeeping", "--reseal", SERVICEPOINTS_DATA_KEY=both)
    assert re.search(r"重新加密了[1-9][0-9]*条。现在可以去掉旧密钥了。\n$", done.stdout)
    assert found(home, new, session)
    assert not found(home, old, session)


def found(home: Path, key: str, session: str) -> bool:
    """Whether the booking is found by its number, and can be read, with that key alone."""
    register = open_register(f"sqlite:///{home / 'register.db'}", key)
    try:
        with register.read() as reader:
            booking = bookings.by_phone(reader, session, PHONE)
            who = booking and bookings.person(reader.secrecy, booking)
            return who is not None and who.phone == PHONE
    finally:
        register.close()


def test_old_counts_of_searches_are_forgotten_and_those_of_a_year_are_not(
    demo_home: Path, tmp_path: Path
) -> None:
    home = Path(shutil.copytree(demo_home, tmp_path / "own"))
    settings = load({"SERVICEPOINTS_HOME": str(home)})
    register = open_instance(settings)
    this = month_of(datetime.now(TIMEZONE))
    months = [months_before(this, n) for n in (0, 12, 13, 30)]
    with register.write(Actor("machine", "demand")) as writer:
        slots = (Slot(Cell(3469, 11564), month, 20, ANY) for month in months)
        demand.add(writer, "a", dict.fromkeys(slots, Count(1, 0)))
    assert "删掉了2行太旧的查找计数。" in command(home, "housekeeping").stdout
    with register.read() as reader:
        assert demand.months(reader) == months[:2]
