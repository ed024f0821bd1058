"""Booking: a courier asks for places, and is answered once they are on the disk.

One transaction: the guarded write, the booking, the limits; where it is refused, or stands already, why.
Whoever sends the same form again comes to the same booking.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from servicepoints.domain.booking_words import booking_verb, moment_in_full, places_words, short_verb
from servicepoints.domain.bookings import PlacesState, places_of, stands_open
from servicepoints.domain.networks import network_of
from servicepoints.domain.publication import published_session
from servicepoints.errors import Conflict, InvalidValue, NotAllowed, TooOften
from servicepoints.register import COURIER, Register, Writer, bookings, offerings, places, throttling
from servicepoints.register.bookings import Booking, Person
from servicepoints.register.places import Order
from servicepoints.services.booking.persons import number_of, person_of
from servicepoints.services.booking.persons import places_of as places_asked
from servicepoints.services.booking.rules import Links, Rules, door_code
from servicepoints.services.tokens import digest

DAY = timedelta(days=1)
_ATTEMPTS = 4
_SHORTEST_KEY = 16


@dataclass(frozen=True, slots=True)
class Request:
    """A form as it came: all as typed. `key` was drawn for the form when it was shown; `address` is the
    network address that it came from."""

    session: str
    name: str
    phone: str
    places: str
    key: str
    consent: bool
    address: str = ""


@dataclass(frozen=True, slots=True)
class Booked:
    """What became of a request: the token of the booking's link, and the booking."""

    token: str
    booking: Booking


@dataclass(frozen=True, slots=True)
class _Refused:
    """Why there was no room: the words for the courier."""

    words: str


def book(register: Register, request: Request, rules: Rules, links: Links) -> Booked:
    """Books, or puts in line where there is no room. What it returns is durable.

    InvalidValue names the field to mend; Conflict says why nothing can be booked (full, not yet, over, or the
    number stands there already); NotFound for no such session; TooOften. Nothing is kept of a refused one.
    """
    person = _checked(request)
    token = links.token(request.key, request.session, person.phone)
    kept = bookings.kept(register.secrecy, person)
    order = Order(
        request.session, digest(token), door_code(), person, kept, number_of(request.places), COURIER.kind
    )
    looks = register.secrecy.many_keys  # a number may stand there under another key: no index tells
    for _ in range(_ATTEMPTS):
        try:
            with register.write(COURIER) as writer:
                outcome = _attempt(writer, order, request, rules, looks=looks)
                if isinstance(outcome, _Refused):  # its twin may have been booked since it was looked for
                    outcome = bookings.by_digest(writer, order.digest) or outcome
        except Conflict:  # the same form, the same phone or the same door code stands there
            looks, order = True, replace(order, door_code=door_code())
            continue
        if isinstance(outcome, _Refused):
            raise Conflict(outcome.words)
        return Booked(token, outcome)
    raise Conflict("没有成功，请再点一次")


def _checked(request: Request) -> Person:
    if len(request.key) < _SHORTEST_KEY:
        raise InvalidValue("表单", "", "放得太久了", "再点一次就行，填的都还在")
    person = person_of(request.name, request.phone)
    if not request.consent:
        raise InvalidValue("同意", "", "没有勾", "勾上才能登记姓名和手机号")
    return person


def _attempt(
    writer: Writer, order: Order, request: Request, rules: Rules, *, looks: bool
) -> Booking | _Refused:
    """Takes the places and only then asks why they could not be had: each look before it would be paid by all
    who get theirs. With `looks` it asks first."""
    if looks or order.places < 1 or _pauses(writer, order, rules):
        before = _before(writer, order, request, rules)
        if before is not None:
            return before
    booked = places.take(writer, order) or places.stand_in_line(writer, order, rules.open_window)
    if booked is None:
        return _before(writer, order, request, rules) or _Refused(_why(writer, order, rules))
    _count(writer, "book", order.kept.phone, rules.by_phone)
    _count_address(writer, request.address, rules)
    return booked


def _before(writer: Writer, order: Order, request: Request, rules: Rules) -> Booking | _Refused | None:
    """What an order comes to before it is a matter of places: the booking that it is already, or why it may
    not book at all. InvalidValue, NotFound, NotAllowed."""
    before = bookings.by_digest(writer, order.digest)
    if before is not None:
        return before
    terms = places.terms(writer, order.session)
    if not terms.point_stands:
        return _Refused(f"这个点位撤了，不能再{booking_verb(terms.kind)}")
    if not terms.open_to_all:
        return _Refused(f"这一场不在这里{booking_verb(terms.kind)}")
    places_asked(request.places, terms.most)
    if bookings.by_phone(writer, order.session, order.person.phone) is not None:
        return _Refused(_stands(writer, order, request.address, rules))
    until = _pauses(writer, order, rules)
    if until:
        raise NotAllowed(until)
    return None


def _stands(writer: Writer, order: Order, address: str, rules: Rules) -> str:
    """What a number that stands in the session already is told. A stranger who tries numbers learns no more
    of it than by booking: where that is refused, all are told the same, and elsewhere it counts as much."""
    now = offerings.standing(writer, order.session)
    state = places_of(now.session, now.taken, writer.now, rules.open_window)
    in_time = state.state in (PlacesState.LEFT, PlacesState.QUEUE)
    line = not stands_open(now.session, writer.now, rules.open_window)
    queues = line and now.taken.waiting + order.places <= now.session.queue
    if not (in_time and (order.places <= (state.left or 0) or queues)):
        return _why(writer, order, rules)
    _count_address(writer, address, rules)
    verb, short = booking_verb(now.offering.kind), short_verb(now.offering.kind)
    return f"这个手机号已经{short}了这一场：打开当时的{verb}页，可以改人数或取消"


def _why(writer: Writer, order: Order, rules: Rules) -> str:
    """Why nothing could be taken, from how the session stands now."""
    now = offerings.standing(writer, order.session)
    state = places_of(now.session, now.taken, writer.now, rules.open_window)
    if state.state is PlacesState.QUEUE:
        return f"满了，排队也排不下{order.places}个人。改少一点再试"
    if state.state is PlacesState.LEFT and (state.left or 0) >= order.places:
        return "名额刚刚变了，请再点一次"
    if state.state is PlacesState.LEFT:
        return f"只剩{state.left}个了，不够{order.places}个人，排队的也满了。改少一点再试"
    words = places_words(state, published_session(now.session), now.offering.kind)
    verb, short = booking_verb(now.offering.kind), short_verb(now.offering.kind)
    return f"{words}，这次没有{short}上。以前{short}过的，看当时的{verb}页"


def _pauses(writer: Writer, order: Order, rules: Rules) -> str:
    """Until when a number waits because its owner stayed away too often; "" if it does not."""
    if not rules.absences:
        return ""
    missed, last = bookings.absences(writer, order.person.phone, writer.now - rules.pause)
    if missed < rules.absences or last is None:
        return ""
    until = moment_in_full(last + rules.pause)
    return f"这个手机号最近{missed}次报名、预约了没来，{until}以后才能再来。有特殊情况请打主办单位的电话"


def _count_address(writer: Writer, address: str, rules: Rules) -> None:
    """TooOften if an address, which many couriers of one carrier share, books too much. What is kept of it is
    keyed: without the key all addresses there are could be tried."""
    if address:
        _count(writer, "book from", writer.secrecy.fingerprint(network_of(address)), rules.by_address)


def _count(writer: Writer, what: str, source: str, most: int) -> None:
    if throttling.count(writer, throttling.key_of(what, source), DAY) > most:
        raise TooOften("今天报名、预约得太多了，明天再来。确实需要，请打主办单位的电话", 86_400)
