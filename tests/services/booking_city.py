"""A register with a point that offers sessions, and a clock that the test moves."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from servicepoints.domain.offerings import Offering, Session
from servicepoints.domain.points import Kind, Point
from servicepoints.domain.roles import Account, Role
from servicepoints.register import Actor, Register, bookings, bureaus, instance, offerings, open_register
from servicepoints.register import points as stored
from servicepoints.register.bookings import Booking
from servicepoints.register.bureaus import Bureau
from servicepoints.register.migrating import migrate
from servicepoints.register.offerings import Standing
from servicepoints.services.booking.rules import Links, Rules
from servicepoints.services.booking.taking import Booked, Request, book
from servicepoints.services.tokens import digest

BEGUN = datetime(2026, 9, 14, 2, 0, tzinfo=UTC)
"""10:00 in Shanghai."""
START = BEGUN + timedelta(days=3)
RULES = Rules(
    open_window=timedelta(hours=3), keep=timedelta(days=30), absences=0, pause=timedelta(days=30),
    by_phone=1000, by_address=100_000,
)  # fmt: skip
EDITOR = Account(1, "shili", "示例编辑", Role.EDITOR, "shili")
SETUP = Actor("setup", "示例")
LINKS = Links("x" * 40)


@dataclass
class Clock:
    """What time it is: moved by the test."""

    now: datetime = BEGUN

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **lasting: float) -> None:
        self.now += timedelta(**lasting)


@dataclass
class City:
    """A register, its clock, the code of a point of 示例邮政管理局 and the id of an offering there."""

    register: Register
    clock: Clock
    point: str
    offering: int
    rules: Rules = RULES
    _phones: Iterator[int] = field(default_factory=lambda: iter(range(10**8)))

    def session(self, capacity: int | None = 2, **terms: object) -> str:
        """A new session, of two hours, in three days."""
        known: dict[str, object] = {"most": 3, "queue": 10} | terms
        starts = known.pop("starts_at", START)
        assert isinstance(starts, datetime)
        made = Session(
            starts_at=starts, ends_at=starts + timedelta(hours=2), capacity=capacity, **known  # type: ignore[arg-type]
        )  # fmt: skip
        with self.register.write(SETUP) as writer:
            (code,) = offerings.add_sessions(writer, offerings.offering(writer, self.offering), [made])
        return code

    def book(self, session: str, places: int = 1, phone: str = "", key: str = "") -> Booked:
        """Someone new books."""
        phone = phone or f"139{next(self._phones):08d}"
        request = Request(session, "示例张三", phone, str(places), key or f"{phone:0>16}", consent=True)
        return book(self.register, request, self.rules, LINKS)

    def booking(self, token: str) -> Booking:
        with self.register.read() as reader:
            found = bookings.by_digest(reader, digest(token))
        assert found is not None
        return found

    def standing(self, session: str) -> Standing:
        with self.register.read() as reader:
            return offerings.standing(reader, session)

    def under(self, **rules: object) -> None:
        self.rules = replace(self.rules, **rules)  # type: ignore[arg-type]


def city(register: Register, clock: Clock) -> City:
    """A fresh register filled."""
    migrate(register)
    with register.write(SETUP) as writer:
        instance.create(writer, "demo")
        bureaus.put(writer, Bureau("shili", "示例邮政管理局"))
        bureaus.put(writer, Bureau("bieju", "示例别局"))
        code = stored.insert(
            writer, Point(name="示例驿站", kind=Kind.CARE_STATION, bureau="shili", district="黄浦区"), "示例"
        )
        number = offerings.add_offering(writer, Offering(title="示例理发", point=code))
    return City(register, clock, code, number)


def opened(url: str, data_key: str) -> City:
    """A city in an empty register."""
    clock = Clock()
    return city(open_register(url, data_key, clock=clock), clock)
