"""A booking through its link: seen, cancelled, made smaller or larger, and a freed place taken."""

from dataclasses import dataclass, replace

from servicepoints.domain.booking_words import booking_verb
from servicepoints.domain.bookings import BookingState, Places, places_of, stands_open
from servicepoints.domain.offerings import Offering, Session
from servicepoints.domain.publication import published_offering, published_session
from servicepoints.domain.remarks import without_anyone
from servicepoints.errors import Conflict, NotFound
from servicepoints.register import COURIER, Reader, Register, Writer, bookings, offerings, places
from servicepoints.register.bookings import Booking, Person
from servicepoints.register.offerings import Standing
from servicepoints.services.booking.persons import places_of as places_asked
from servicepoints.services.booking.rules import Rules
from servicepoints.services.tokens import digest

_GONE = "没有这个报名或预约：链接可能抄漏了。看看截图上的链接，或者打主办单位的电话问"
_MARK_LENGTH = 32
_OVER = "这一场已经开始了，不能再改"
_MOVED = "主办单位刚把你换到另一场，这次没有改。先看清楚是哪一场"


@dataclass(frozen=True, slots=True)
class BookingView:
    """What the page of a booking shows, without the people whom the bureau's texts name: `person`, who
    booked, is None once erased, `ahead` how many wait before it. `mark` tells it from all others for good,
    and is no secret."""

    mark: str
    booking: Booking
    session: Session
    offering: Offering
    person: Person | None
    places: Places
    ahead: int
    may_claim: bool


class Visit:
    """One visit through a booking's link. Everything raises NotFound if no booking has that link."""

    def __init__(self, register: Register, token: str, rules: Rules) -> None:
        self._register = register
        self._digest = digest(token)
        self._rules = rules

    def look(self) -> BookingView:
        """The booking as it stands."""
        with self._register.read() as reader:
            booking = self._booking(reader)
            standing = offerings.standing(reader, booking.session)
            now = self._register.now()
            window = self._rules.open_window
            waits = booking.state is BookingState.WAITING
            free = standing.taken.capacity - standing.taken.taken
            return BookingView(
                digest(self._digest)[:_MARK_LENGTH],
                replace(booking, reason=without_anyone(booking.reason)),
                published_session(standing.session),
                published_offering(standing.offering),
                bookings.person(reader.secrecy, booking),
                places_of(standing.session, standing.taken, now, window),
                bookings.ahead(reader, booking) if waits else 0,
                waits and free >= booking.places and stands_open(standing.session, now, window),
            )

    def cancel(self) -> None:
        """Gives the places, or the turn in line, back. Conflict if the session has begun; cancelling twice
        is cancelling once."""
        with self._register.write(COURIER) as writer:
            booking, session = self._held(writer)
            if booking.stands:
                _must_come(writer, session)
                places.cancel(writer, booking, "自己取消", self._rules.open_window)

    def resize(self, text: str) -> None:
        """Makes it a booking for so many (as typed). InvalidValue, Conflict."""
        with self._register.write(COURIER) as writer:
            booking, session = self._held(writer)
            if not booking.stands:
                raise Conflict(f"已经取消了，要去请重新{booking_verb(session.offering.kind)}")
            n = places_asked(text, _must_come(writer, session).most)
            if n != booking.places:
                places.resize(writer, booking, n, self._rules.open_window)

    def claim(self) -> None:
        """Takes free places from the line, close to the start. Conflict if others were first."""
        with self._register.write(COURIER) as writer:
            booking, held = self._held(writer)
            if booking.state is not BookingState.WAITING:
                return
            session = _must_come(writer, held)
            if not stands_open(session, writer.now, self._rules.open_window):
                raise Conflict("现在还在按顺序排，有空位会先给前面的人")
            if not places.claim(writer, booking):
                raise Conflict("空位刚被别人占了")

    def _booking(self, reader: Reader) -> Booking:
        found = bookings.by_digest(reader, self._digest)
        if found is None:
            raise NotFound(_GONE)
        return found

    def _held(self, writer: Writer) -> tuple[Booking, Standing]:
        """The booking and its session, in which nobody changes anything until the transaction ends: as it is
        once the others are done, for one of them may have given it its places.

        Conflict if one of them moved it to another session: whoever acts has not seen that one.
        """
        session = offerings.lock(writer, self._booking(writer).session)
        booking = self._booking(writer)
        if booking.session != session.session.code:
            raise Conflict(_MOVED)
        return booking, session


def _must_come(writer: Writer, standing: Standing) -> Session:
    """The session, if it has not begun; Conflict."""
    if writer.now >= standing.session.starts_at:
        raise Conflict(_OVER)
    return standing.session
