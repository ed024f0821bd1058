"""An offering at a point of 示例邮政管理局 with sessions and bookings, for the desk's pages of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from servicepoints.domain.offerings import Offering, Session
from servicepoints.register import Actor, Register, bookings, offerings, points
from servicepoints.register.bookings import Booking
from servicepoints.services.booking.rules import Links, Rules
from servicepoints.services.booking.taking import Request, book
from tests.services.booking_city import RULES
from tests.web.bureau.conftest import NOW

SETUP = Actor("setup", "测试")
START = NOW + timedelta(days=3)


@dataclass(frozen=True)
class Stage:
    """The register with the code of a point and the id of an offering there."""

    register: Register
    point: str
    offering: int
    rules: Rules = RULES

    def session(self, capacity: int | None = 2, starts_at: datetime = START, **terms: object) -> str:
        """A new session, of two hours; its code."""
        known: dict[str, object] = {"most": 3, "queue": 10} | terms
        made = Session(
            starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), capacity=capacity, **known
        )  # fmt: skip
        with self.register.write(SETUP) as writer:
            (code,) = offerings.add_sessions(writer, offerings.offering(writer, self.offering), [made])
        return code

    def book(
        self, session: str, name: str = "示例张三", phone: str = "13900000001", places: int = 1
    ) -> Booking:
        """Someone books, as a courier."""
        request = Request(session, name, phone, str(places), f"{session}-{phone:0>16}", consent=True)
        return book(self.register, request, self.rules, Links("x" * 40)).booking

    def bookings(self, session: str) -> list[Booking]:
        with self.register.read() as reader:
            return bookings.of_session(reader, session)

    def booking(self, session: str, number: int) -> Booking:
        return next(one for one in self.bookings(session) if one.id == number)

    def standing(self, session: str) -> offerings.Standing:
        with self.register.read() as reader:
            return offerings.standing(reader, session)

    def offered(self) -> list[Offering]:
        with self.register.read() as reader:
            return offerings.offerings_of(reader, [self.point])[self.point]

    def sessions(self, offering: int = 0) -> list[Session]:
        with self.register.read() as reader:
            found = offerings.sessions_of(reader, [offering or self.offering], NOW)
        return [one.session for one in found.get(offering or self.offering, [])]


def stage(register: Register) -> Stage:
    """A fresh offering, 示例理发, at a point of alice's bureau that offers nothing else."""
    with register.write(SETUP) as writer:
        offers = offerings.offerings_of(writer, [p.code for p in points.matching(writer, "shili")])
        code = next(p.code for p in points.matching(writer, "shili") if p.code not in offers)
        number = offerings.add_offering(writer, Offering(title="示例理发", point=code))
    return Stage(register, code, number)
