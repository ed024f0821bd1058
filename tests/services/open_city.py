"""A published city with everything that must never leave it: private contacts, people in texts, bookings."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from servicepoints.config import Settings, load
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.hours_text import read_hours
from servicepoints.domain.offerings import Offering, Session
from servicepoints.domain.points import (
    Access,
    Audience,
    Contact,
    Kind,
    Listing,
    Point,
    Position,
    Space,
)
from servicepoints.domain.roles import Account, Role
from servicepoints.register import Actor, Register, offerings, open_register, points
from servicepoints.register.secrecy import new_key
from servicepoints.services.accounts import people
from servicepoints.services.accounts.people import NewAccount
from servicepoints.services.booking.rules import Links
from servicepoints.services.booking.taking import Request, book
from servicepoints.services.open_data.filing import write_open_data
from servicepoints.services.open_data.index import Index
from servicepoints.services.publishing import publish
from tests.services.booking_city import RULES, Clock, city

BEGUN = datetime.now(TIMEZONE).replace(hour=12, minute=0, second=0, microsecond=0).astimezone(UTC)
"""Noon of today: publishing drops what is over by the clock of this machine, and an hour later it is still
the same day."""
NOW = BEGUN.astimezone(TIMEZONE)
EDITOR = Actor("editor", "示例编辑甲乙丙")
ACCOUNT = Account(1, "shili", "示例编辑甲乙丙", Role.EDITOR, "shili")
PRIVATE = (
    "张三", "13800001111", "13900002222", "李四", "赵六", "13700003333", "示例编辑甲乙丙", "wangwu",
    "为什么改的", "keys", "sealed",
)  # fmt: skip
"""Names, numbers, logins, reasons that must be in no file."""
PLACE = Position(
    latitude=31.2242357, longitude=121.4294123, precision_m=12.5, basis="pin", confirmed_by="张三",
    confirmed_on=date(2026, 9, 1),
)  # fmt: skip
FULL = Point(
    name="=示例甲驿站",
    kind=Kind.CARE_STATION,
    bureau="shili",
    district="长宁区",
    sub_district="江苏路街道",
    address="示例路1号",
    position=PLACE,
    audience=Audience.COURIERS,
    free=True,
    access=Access.SCAN_CODE,
    access_note="+找李四13900002222开门",
    schedule=read_hours("周一至周日8:30-17:00（含法定节假日）"),
    amenities={"hot_water": True, "toilet": False},
    spaces=(Space(name="夜间角", amenities={"nap": True}, schedule=read_hours("24小时")),),
    contacts=(
        Contact(name="张三", number="13800001111"),
        Contact(name="李四", number="021-55500001", public=True),
    ),
    checked_on=date(2026, 9, 3),
    checked_by="张三",
    note="-联系人：张三\n第二行",
)
OTHERS = (
    replace(FULL, name="@示例乙网点", kind=Kind.OUTLET, position=None, address="示例路2号", contacts=()),
    replace(FULL, name="示例丙驿站", listing=Listing.HELD, address="示例路3号"),
    replace(FULL, name="示例丁驿站", listing=Listing.WITHDRAWN, address="示例路4号"),
    replace(FULL, name="示例戊驿站", valid_to=date(2026, 9, 1), address="示例路5号"),
    replace(
        FULL, name="示例己驿站", address="示例路6号", listing=Listing.SUSPENDED,
        suspended_until=NOW + timedelta(days=1), listing_reason="停水，问赵六13700003333",
    ),
)  # fmt: skip


class OpenCity:
    """A register, its clock, the settings, and what is written from them."""

    def __init__(self, home: Path, **settings: str) -> None:
        self.clock = Clock(BEGUN)
        self.settings: Settings = load({"SERVICEPOINTS_HOME": str(home), **settings})
        home.mkdir(exist_ok=True)
        self.register: Register = open_register(f"sqlite:///{home / 'register.db'}", new_key(), self.clock)
        self.bookings = city(self.register, self.clock)
        with self.register.write(EDITOR) as writer:
            self.codes = {p.name: points.insert(writer, p, "为什么改的") for p in (FULL, *OTHERS)}
            self.offering = offerings.add_offering(
                writer,
                Offering(
                    title="示例理发", point=self.codes["=示例甲驿站"], description="带毛巾，问赵六13700003333"
                ),
            )
        people.add_account(
            self.register, NewAccount(login="wangwu", name="示例编辑甲乙丙", role=Role.EDITOR, bureau="shili")
        )

    @property
    def now(self) -> datetime:
        return self.clock.now.astimezone(TIMEZONE)

    def session(self, **terms: object) -> str:
        """A new session of 示例理发, in three days."""
        starts = BEGUN + timedelta(days=3)
        made = Session(
            starts_at=starts, ends_at=starts + timedelta(hours=2), capacity=3, **terms  # type: ignore[arg-type]
        )  # fmt: skip
        with self.register.write(EDITOR) as writer:
            (code,) = offerings.add_sessions(writer, offerings.offering(writer, self.offering), [made])
        return code

    def book(self, session: str) -> None:
        """Someone books it."""
        request = Request(session, "赵六", "13700003333", "1", "k" * 16, consent=True)
        book(self.register, request, RULES, Links("x" * 40))

    def change(self, name: str, **fields: object) -> None:
        """One change of a point by the editor, a minute later."""
        self.clock.pass_(minutes=1)
        with self.register.write(EDITOR) as writer:
            standing = points.get(writer, self.codes[name])
            assert standing is not None
            points.update(writer, standing.code, replace(standing, **fields), "为什么改的")  # type: ignore[arg-type]

    def publish(self) -> None:
        publish(self.register, self.settings.catalogue_path)

    def write(self, **how: bool) -> Index:
        """Publishes, and writes the files."""
        self.publish()
        index = write_open_data(self.settings, self.register, self.now, **how)
        assert index is not None
        return index

    def read(self, index: Index, name: str, coding: str = "") -> bytes:
        """The bytes of a file."""
        return index.path(index.files[name], coding).read_bytes()
