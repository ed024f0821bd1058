"""The books of a session balance whatever happens, in whatever order; and what happens without the guard."""

import secrets
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select, text, update

from servicepoints.domain.bookings import BookingState
from servicepoints.domain.points import Channel
from servicepoints.errors import Conflict
from servicepoints.register import bookings, calling_off, offerings, places
from servicepoints.register import schema as s
from servicepoints.register.bookings import Booking, Person
from servicepoints.register.places import Order
from servicepoints.register.secrecy import Secrecy, new_key
from servicepoints.services.booking import offering
from tests.postgresql import PostgreSQL
from tests.services.booking_city import EDITOR, RULES, SETUP, START, City, opened

WINDOW = RULES.open_window
KEY = new_key()


@pytest.fixture
def city(register_url: str) -> Iterator[City]:
    made = opened(register_url, KEY)
    yield made
    made.register.close()


OFTEN = settings(
    max_examples=20, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)


def order(session: str, phone: str, n: int) -> Order:
    who = Person("示例", phone)
    link, at_the_door = secrets.token_hex(32), secrets.token_hex(4)
    return Order(session, link, at_the_door, who, bookings.kept(Secrecy(KEY), who), n, "courier")


class Books(RuleBasedStateMachine):
    """Book, cancel, change the number, claim, move, make larger and smaller, call off, move the offering to
    another channel and back, let time pass."""

    bookings_made = Bundle("bookings_made")
    registers: Iterator[str]
    """Addresses of empty registers."""

    @initialize(capacity=st.integers(1, 6), queue=st.integers(0, 8))
    def open(self, capacity: int, queue: int) -> None:
        self.city = opened(next(self.registers), KEY)
        self.sessions = [
            self.city.session(capacity, queue=queue, most=4), self.city.session(2, queue=queue, most=4)
        ]  # fmt: skip
        self.phones = iter(range(10**6))
        self.called_off: set[str] = set()
        self.channel = Channel.HERE

    def teardown(self) -> None:
        if hasattr(self, "city"):
            self.city.register.close()

    @rule(target=bookings_made, which=st.integers(0, 1), n=st.integers(1, 4))
    def book(self, which: int, n: int) -> str:
        asked = order(self.sessions[which], str(next(self.phones)), n)
        with self.city.register.write(SETUP) as writer:
            booked = places.take(writer, asked) or places.stand_in_line(writer, asked, WINDOW)
        assert booked is None or self.channel is Channel.HERE
        return asked.digest

    @rule(digest=bookings_made)
    def cancel(self, digest: str) -> None:
        self.change(digest, lambda writer, one: places.cancel(writer, one, "", WINDOW))

    @rule(digest=bookings_made, n=st.integers(1, 4))
    def resize(self, digest: str, n: int) -> None:
        self.change(digest, lambda writer, one: places.resize(writer, one, n, WINDOW))

    @rule(digest=bookings_made)
    def move(self, digest: str) -> None:
        def act(writer: object, one: Booking) -> None:
            (to,) = {*self.sessions} - {one.session}
            places.move(writer, one, to, secrets.token_hex(4), WINDOW)  # type: ignore[arg-type]

        self.change(digest, act)

    @precondition(lambda self: self.in_window())
    @rule(digest=bookings_made)
    def claim(self, digest: str) -> None:
        def act(writer: object, one: Booking) -> None:
            if one.state is BookingState.WAITING:
                places.claim(writer, one)  # type: ignore[arg-type]

        self.change(digest, act)

    @rule(capacity=st.integers(1, 8))
    def make_larger_or_smaller(self, capacity: int) -> None:
        code = self.sessions[0]
        try:
            with self.city.register.write(SETUP) as writer:
                standing = offerings.lock(writer, code)
                offerings.change_session(
                    writer, standing.offering, replace(standing.session, capacity=capacity)
                )
                places.promote(writer, code, WINDOW)
        except Conflict:
            assert capacity < self.city.standing(code).taken.taken

    @precondition(lambda self: len(self.called_off) == 0)
    @rule(rarely=st.integers(0, 4))
    def call_off(self, rarely: int) -> None:
        if rarely == 0:
            with self.city.register.write(SETUP) as writer:
                calling_off.call_off(writer, offerings.lock(writer, self.sessions[1]), "示例")
            self.called_off.add(self.sessions[1])

    @rule(channel=st.sampled_from([Channel.HERE, Channel.HERE, Channel.PHONE]))
    def say_how_it_is_booked(self, channel: Channel) -> None:
        with self.city.register.read() as reader:
            known = offerings.offering(reader, self.city.offering)
        try:
            offering.change(self.city.register, EDITOR, replace(known, channel=channel, phone="021-55500000"))
        except Conflict:
            assert channel is Channel.PHONE
            assert any(self.spoken_for(code) for code in self.sessions), "refused, though nobody is in it"
        else:
            self.channel = channel

    def spoken_for(self, code: str) -> int:
        taken = self.city.standing(code).taken
        return taken.taken + taken.waiting

    @rule(hours=st.sampled_from([1, 12, 40]))
    def wait(self, hours: int) -> None:
        if self.city.clock.now + timedelta(hours=hours) < START:
            self.city.clock.pass_(hours=hours)

    def change(self, digest: str, act: object) -> None:
        try:
            with self.city.register.write(SETUP) as writer:
                one = bookings.by_digest(writer, digest)
                if one is not None and one.stands:
                    act(writer, one)  # type: ignore[operator]
        except Conflict:
            pass

    def in_window(self) -> bool:
        return self.city.clock.now >= START - WINDOW

    @invariant()
    def the_books_balance(self) -> None:
        for code in self.sessions if hasattr(self, "sessions") else ():
            with self.city.register.read() as reader:
                standing, every = offerings.standing(reader, code), bookings.of_session(reader, code)
            held = sum(one.places for one in every if one.state is BookingState.CONFIRMED)
            line = [one.places for one in every if one.state is BookingState.WAITING]
            assert standing.taken.taken == held <= standing.taken.capacity
            assert code not in self.called_off or not held + sum(line), "someone stands in what is called off"
            assert self.channel is Channel.HERE or not held + sum(line), "someone stands in what others book"
            assert standing.taken.waiting == sum(line)
            free = standing.taken.capacity - held
            assert self.in_window() or all(n > free for n in line), (
                "someone waits while a place that fits is free"
            )


def test_the_books_of_a_file_balance(tmp_path: Path) -> None:
    Books.registers = (f"sqlite:///{tmp_path / f'{n}.db'}" for n in count())
    run_state_machine_as_test(Books, settings=OFTEN)


def test_the_books_of_a_server_balance(postgresql: PostgreSQL) -> None:
    Books.registers = (postgresql.database() for _ in count())
    run_state_machine_as_test(Books, settings=OFTEN)


def test_without_the_guard_places_are_given_twice_and_with_it_they_are_not(city: City) -> None:
    """The race itself: two look at one free place, and both take it."""
    session = city.session(1)
    both_looked = threading.Barrier(2, timeout=10)

    def look_then_take() -> None:
        with city.register.read() as reader:
            free = offerings.standing(reader, session).taken
        both_looked.wait()
        if free.taken < free.capacity:
            with city.register.write(SETUP) as writer:
                given.append(1)
                c = s.offering_session.c
                writer.connection.execute(update(s.offering_session).where(c.code == session).values(taken=1))

    given: list[int] = []
    at_once(look_then_take, 2)
    assert len(given) == 2, "one place was given twice"

    with city.register.write(SETUP) as writer:
        c = s.offering_session.c
        writer.connection.execute(update(s.offering_session).where(c.code == session).values(taken=0))
    given.clear()
    numbers = iter(range(100))

    def take() -> None:
        both_looked.wait()
        with city.register.write(SETUP) as writer:
            if places.take(writer, order(session, str(next(numbers)), 1)):
                given.append(1)

    at_once(take, 2)
    assert len(given) == 1


def at_once(act: object, n: int) -> None:
    threads = [threading.Thread(target=act) for _ in range(n)]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)


def test_the_engine_itself_refuses_what_the_guard_would_let_through(city: City) -> None:
    session = city.session(1)
    too_many = update(s.offering_session).where(s.offering_session.c.code == session).values(taken=2)
    with pytest.raises(Conflict), city.register.write(SETUP) as writer:
        writer.connection.execute(too_many)
    assert city.standing(session).taken.taken == 0


@pytest.mark.sqlite
def test_what_is_acknowledged_is_flushed(tmp_path: Path) -> None:
    city = opened(f"sqlite:///{tmp_path / 'register.db'}", KEY)
    with city.register.read() as reader:
        assert reader.connection.execute(text("PRAGMA synchronous")).scalar_one() == 2
        assert reader.connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"


def test_a_booking_changed_meanwhile_is_not_changed_again(city: City) -> None:
    session = city.session(3)
    booked = city.book(session)
    with city.register.write(SETUP) as writer:
        places.resize(writer, booked.booking, 2, WINDOW)
    for act in (
        lambda writer: places.cancel(writer, booked.booking, "", WINDOW),
        lambda writer: places.resize(writer, booked.booking, 3, WINDOW),
    ):
        with pytest.raises(Conflict), city.register.write(SETUP) as writer:
            act(writer)
    with city.register.read() as reader:
        assert reader.connection.execute(select(s.offering_session.c.taken)).scalar_one() == 2
