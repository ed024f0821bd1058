"""Booking: places that are real, a line that moves by itself, a link that is the booking."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from servicepoints.config import load
from servicepoints.domain.bookings import Attendance, BookingState, News
from servicepoints.errors import Conflict, InvalidValue, NotAllowed, NotFound, TooOften
from servicepoints.register import Register, Writer, bookings, offerings, places, schema, throttling
from servicepoints.register.offerings import Standing
from servicepoints.register.secrecy import Secrecy, new_key
from servicepoints.services.booking import roster, scheduling
from servicepoints.services.booking.rules import rules_of
from servicepoints.services.booking.standing import Visit
from servicepoints.services.booking.taking import Request, book
from servicepoints.services.housekeeping import forget_people
from tests.services.booking_city import EDITOR, LINKS, RULES, SETUP, START, City, opened


@pytest.fixture
def city(register_url: str) -> Iterator[City]:
    made = opened(register_url, new_key())
    yield made
    made.register.close()


def visit(city: City, token: str) -> Visit:
    return Visit(city.register, token, city.rules)


def state(city: City, token: str) -> BookingState:
    return city.booking(token).state


def test_places_are_taken_then_waited_for_and_a_freed_one_goes_to_the_first(city: City) -> None:
    session = city.session(2)
    first, second = city.book(session), city.book(session)
    third, fourth = city.book(session), city.book(session)
    assert [state(city, b.token) for b in (first, second)] == [BookingState.CONFIRMED] * 2
    assert visit(city, third.token).look().ahead == 0
    assert visit(city, fourth.token).look().ahead == 1
    visit(city, first.token).cancel()
    assert state(city, third.token) is BookingState.CONFIRMED
    assert city.booking(third.token).news is News.PROMOTED
    assert state(city, fourth.token) is BookingState.WAITING
    assert (city.standing(session).taken.taken, city.standing(session).taken.waiting) == (2, 1)


def test_who_leaves_the_line_as_a_place_comes_gives_that_back(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = city.session(1)
    held, waiting = city.book(session), city.book(session)
    if city.register.engine.dialect.name == "sqlite":  # there writers go in turn from their first line on
        visit(city, held.token).cancel()
    else:
        lock = offerings.lock

        def late(writer: Writer, code: str) -> Standing:
            monkeypatch.undo()
            visit(city, held.token).cancel()
            return lock(writer, code)

        monkeypatch.setattr(offerings, "lock", late)
    visit(city, waiting.token).cancel()
    assert state(city, waiting.token) is BookingState.CANCELLED
    assert city.standing(session).taken.taken == 0


@pytest.mark.parametrize("act", ["cancel", "claim"])
def test_who_is_moved_in_that_moment_changes_nothing_in_a_session_not_seen(
    city: City, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    session, other = city.session(2), city.session(2, starts_at=START + timedelta(days=1))
    booked = city.book(session)
    lock = offerings.lock

    def late(writer: Writer, code: str) -> Standing:
        standing = lock(writer, code)
        places.move(writer, city.booking(booked.token), other, "1234", RULES.open_window)
        return standing

    monkeypatch.setattr(offerings, "lock", late)
    with pytest.raises(Conflict, match="换到另一场"):
        getattr(visit(city, booked.token), act)()
    monkeypatch.undo()
    assert state(city, booked.token) is BookingState.CONFIRMED


def test_a_group_too_large_is_passed_over_and_keeps_its_turn(city: City) -> None:
    session = city.session(3)
    held = [city.book(session) for _ in range(3)]
    group, single = city.book(session, 2), city.book(session)
    visit(city, held[0].token).cancel()
    assert state(city, group.token) is BookingState.WAITING
    assert state(city, single.token) is BookingState.CONFIRMED
    visit(city, held[1].token).cancel()
    visit(city, held[2].token).cancel()
    assert state(city, group.token) is BookingState.CONFIRMED


def test_the_same_form_twice_is_one_booking(city: City) -> None:
    session = city.session(2)
    first = city.book(session, phone="13900000001", key="k" * 20)
    again = city.book(session, phone="13900000001", key="k" * 20)
    assert again == first
    assert city.standing(session).taken.taken == 1


@pytest.mark.parametrize("capacity", [1, 2])
def test_a_twin_that_is_booked_after_it_was_looked_for_is_the_same_booking(
    city: City, monkeypatch: pytest.MonkeyPatch, capacity: int
) -> None:
    session = city.session(capacity, queue=0, most=1)
    first = city.book(session, phone="13900000001", key="k" * 20)
    answers, look = iter([None]), bookings.by_digest
    monkeypatch.setattr(bookings, "by_digest", lambda *asked: next(answers, look(*asked)))
    assert city.book(session, phone="13900000001", key="k" * 20) == first


def test_one_form_that_two_people_got_gives_neither_the_others_booking(city: City) -> None:
    session = city.session(2)
    first = city.book(session, phone="13900000001", key="k" * 20)
    other = city.book(session, phone="13900000002", key="k" * 20)
    assert other.token != first.token
    assert city.standing(session).taken.taken == 2


def test_who_books_is_sealed_before_others_are_kept_waiting(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the guarded write to the commit nobody else can book: what needs no register is done by then."""
    session, writing, sealed = city.session(2), False, 0
    begin, seal = Register.begin, Secrecy.seal

    @contextmanager
    def begun(register: Register) -> Iterator[Connection]:
        nonlocal writing
        with begin(register) as connection:
            writing = True
            yield connection
            writing = False

    def noted(secrecy: Secrecy, value: object) -> str:
        nonlocal sealed
        assert not writing
        sealed += 1
        return seal(secrecy, value)

    monkeypatch.setattr(Secrecy, "seal", noted)
    monkeypatch.setattr(Register, "begin", begun)
    city.book(session)
    roster.book_by_phone(city.register, EDITOR, session, "示例李四", "13800000001", "1", RULES)
    assert sealed == 2


def test_a_number_stands_once_in_a_session(city: City) -> None:
    session = city.session(2)
    booked = city.book(session, phone="13900000001")
    with pytest.raises(Conflict, match="已经报了这一场"):
        city.book(session, phone="+86 139-0000-0001", key="another-form-1234")
    visit(city, booked.token).cancel()
    city.book(session, phone="13900000001", key="another-form-1234")
    assert city.standing(session).taken.taken == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "姓名"), ({"name": "张" * 21}, "姓名"), ({"name": "<b>"}, "姓名"),
        ({"phone": ""}, "手机号"), ({"phone": "12900000001"}, "手机号"), ({"phone": "1390000000"}, "手机号"),
        ({"places": "4"}, "几个人"), ({"places": "0"}, "几个人"), ({"places": "俩"}, "几个人"),
        ({"consent": False}, "同意"), ({"key": ""}, "表单"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named_and_nothing_is_booked(
    city: City, changed: dict[str, object], field: str
) -> None:
    session = city.session(2)
    form: dict[str, object] = {
        "session": session, "name": "示例张三", "phone": "13900000001", "places": "1", "key": "k" * 20,
        "consent": True,
    }  # fmt: skip
    with pytest.raises(InvalidValue) as refused:
        book(city.register, Request(**(form | changed)), city.rules, LINKS)  # type: ignore[arg-type]
    assert refused.value.field == field
    assert city.standing(session).taken.taken == 0


def test_booking_opens_and_closes_when_it_was_said(city: City) -> None:
    session = city.session(2, opens_at=START - timedelta(days=1), notice=timedelta(hours=1))
    with pytest.raises(Conflict, match="9月16日10点开始报"):
        city.book(session)
    city.clock.now = START - timedelta(hours=2)
    city.book(session)
    city.clock.now = START - timedelta(minutes=59)
    with pytest.raises(Conflict, match="报名结束"):
        city.book(session)


def test_close_to_the_start_a_freed_place_is_open_to_all(city: City) -> None:
    session = city.session(1)
    held, waiting = city.book(session), city.book(session)
    city.clock.now = START - timedelta(hours=2)
    with pytest.raises(Conflict, match="满了"):
        city.book(session)  # nobody joins the line any more
    assert not visit(city, waiting.token).look().may_claim
    visit(city, held.token).cancel()
    assert state(city, waiting.token) is BookingState.WAITING
    assert visit(city, waiting.token).look().may_claim
    visit(city, waiting.token).claim()
    assert state(city, waiting.token) is BookingState.CONFIRMED
    assert (city.standing(session).taken.taken, city.standing(session).taken.waiting) == (1, 0)


def test_who_claims_too_late_keeps_waiting(city: City) -> None:
    session = city.session(1)
    held, waiting = city.book(session), city.book(session)
    city.clock.now = START - timedelta(hours=2)
    visit(city, held.token).cancel()
    city.book(session)
    with pytest.raises(Conflict, match="刚被别人占了"):
        visit(city, waiting.token).claim()
    assert state(city, waiting.token) is BookingState.WAITING


def test_more_places_only_as_far_as_they_are_free(city: City) -> None:
    session = city.session(3)
    booked, _ = city.book(session), city.book(session)
    visit(city, booked.token).resize("2")
    assert city.standing(session).taken.taken == 3
    with pytest.raises(Conflict, match="不够加"):
        visit(city, booked.token).resize("3")
    assert city.booking(booked.token).places == 2
    waiting = city.book(session)
    visit(city, booked.token).resize("1")
    assert state(city, waiting.token) is BookingState.CONFIRMED


def test_a_smaller_group_in_line_may_fit(city: City) -> None:
    session = city.session(2)
    city.book(session)
    group = city.book(session, 3)
    assert state(city, group.token) is BookingState.WAITING
    visit(city, group.token).resize("1")
    assert state(city, group.token) is BookingState.CONFIRMED
    assert (city.standing(session).taken.taken, city.standing(session).taken.waiting) == (2, 0)


def test_cancelling_twice_gives_one_place_back(city: City) -> None:
    session = city.session(2)
    booked, _ = city.book(session), city.book(session)
    visit(city, booked.token).cancel()
    visit(city, booked.token).cancel()
    assert city.standing(session).taken.taken == 1
    with pytest.raises(Conflict):
        visit(city, booked.token).resize("2")


@pytest.mark.parametrize("step", [timedelta(days=-400), timedelta(days=2, hours=20)])
def test_a_clock_that_steps_unbalances_nothing(city: City, step: timedelta) -> None:
    session = city.session(1)
    held, waiting = city.book(session), city.book(session)
    city.clock.now += step
    visit(city, held.token).cancel()
    taken = city.standing(session).taken
    assert (taken.taken, taken.waiting) == (1, 0)
    assert state(city, waiting.token) is BookingState.CONFIRMED


def test_an_unknown_link_tells_nothing(city: City) -> None:
    with pytest.raises(NotFound):
        visit(city, "A" * 32).look()
    with pytest.raises(NotFound):
        city.book("ZZZZZZ")


def test_a_phone_that_books_too_much_waits(city: City) -> None:
    city.under(by_phone=2)
    for _ in range(2):
        city.book(city.session(2), phone="13900000001")
    session = city.session(2)
    with pytest.raises(TooOften):
        city.book(session, phone="13900000001")
    assert city.standing(session).taken.taken == 0
    city.book(session, phone="13900000002")


def test_of_a_network_address_only_a_keyed_hash_is_kept(city: City) -> None:
    session = city.session(2)
    asked = Request(session, "示例张三", "13900000001", "1", "k" * 20, consent=True, address="203.0.113.7")
    book(city.register, asked, city.rules, LINKS)
    guessed = sha256(b"book from\x00203.0.113.7").hexdigest()
    with city.register.read() as reader:
        kept = set(reader.connection.execute(select(schema.throttle.c.key)).scalars())
    assert len(kept) == 2
    assert guessed not in kept


def test_what_is_counted_over_a_day_outlasts_what_is_counted_over_minutes(city: City) -> None:
    city.under(by_phone=1)
    city.book(city.session(2), phone="13900000001")
    city.clock.pass_(hours=1)
    with city.register.write(SETUP) as writer:
        assert throttling.count(writer, "sign-in", timedelta(minutes=15)) == 1
    with pytest.raises(TooOften):
        city.book(city.session(2), phone="13900000001")
    city.clock.pass_(hours=24)
    city.book(city.session(2), phone="13900000001")


def test_who_stays_away_too_often_waits_and_is_told_until_when(city: City) -> None:
    city.under(absences=2, pause=timedelta(days=10))
    for _ in range(2):
        session = city.session(2)
        booked = city.book(session, phone="13900000001", key=f"form-{session}-0123456789")
        roster.attend(city.register, EDITOR, session, booked.booking.id, Attendance.ABSENT)
    city.clock.now = START + timedelta(days=1)
    later = city.session(2, starts_at=START + timedelta(days=20))
    with pytest.raises(NotAllowed, match="9月27日12:00以后"):
        city.book(later, phone="13900000001")
    city.clock.pass_(days=10)
    city.book(later, phone="13900000001")


def test_a_pause_is_over_when_nobody_is_known_any_more() -> None:
    days = {"SERVICEPOINTS_BOOKING_KEEP_DAYS": "10", "SERVICEPOINTS_BOOKING_PAUSE_DAYS": "60"}
    assert rules_of(load(days)).pause == timedelta(days=10)
    days["SERVICEPOINTS_BOOKING_KEEP_DAYS"] = "90"
    assert rules_of(load(days)).pause == timedelta(days=60)


def test_nobody_stayed_away_from_what_was_called_off(city: City) -> None:
    city.under(absences=1)
    session, later = city.session(2), city.session(2, starts_at=START + timedelta(days=1))
    booked = city.book(session, phone="13900000001")
    roster.attend(city.register, EDITOR, session, booked.booking.id, Attendance.ABSENT)
    with pytest.raises(NotAllowed):
        city.book(later, phone="13900000001", key="k" * 20)
    scheduling.cancel(city.register, EDITOR, session, "老师没来")
    city.book(later, phone="13900000001", key="k" * 20)


def test_with_who_booked_the_reason_typed_at_the_desk_is_forgotten(city: City) -> None:
    session = city.session(2)
    booked = city.book(session)
    roster.cancel_for(city.register, EDITOR, session, booked.booking.id, "示例张三来电话说不来了", city.rules)
    city.clock.now = START + timedelta(days=31)
    forget_people(city.register, city.rules)
    assert city.booking(booked.token).reason == ""


def test_people_are_forgotten_when_it_is_long_ago_and_counts_stay(city: City) -> None:
    session = city.session(2)
    booked = city.book(session)
    city.clock.now = START + timedelta(days=29)
    assert forget_people(city.register, city.rules) == 0
    city.clock.now = START + timedelta(days=31)
    assert forget_people(city.register, city.rules) == 1
    assert visit(city, booked.token).look().person is None
    assert city.standing(session).taken.taken == 1
    assert forget_people(city.register, city.rules) == 0


def test_no_name_and_no_number_is_in_the_file(tmp_path: Path) -> None:
    city = opened(f"sqlite:///{tmp_path / 'register.db'}", new_key())
    city.book(city.session(2), phone="13987654321")
    city.register.close()
    files = [path for path in tmp_path.iterdir() if path.is_file()]
    assert files
    for path in files:
        content = path.read_bytes()
        assert b"13987654321" not in content, path
        assert "示例张三".encode() not in content, path


def test_a_roster_is_masked_until_it_is_opened_and_the_opening_is_noted(city: City) -> None:
    session = city.session(2)
    city.book(session, phone="13987654321")
    (entry,) = roster.roster(city.register, EDITOR, session).entries
    assert entry.person == bookings.Person("示***", "139****4321")
    (entry,) = roster.open_roster(city.register, EDITOR, session).entries
    assert entry.person == bookings.Person("示例张三", "13987654321")
    ((_, who, what),) = roster.roster(city.register, EDITOR, session).openings
    assert (who, what) == ("示例编辑（shili）", "看名单")


def test_a_code_checks_in_and_a_wrong_one_tells_nothing(city: City) -> None:
    session = city.session(2)
    booked = city.book(session)
    waiting = city.book(city.session(1))
    came = roster.check_in(city.register, EDITOR, session, f" {booked.booking.door_code.lower()} ")
    assert came.booking.attendance is Attendance.ATTENDED
    for wrong in ("", "0", waiting.booking.door_code + "0", "签到", "' OR 1=1"):
        with pytest.raises(InvalidValue, match="没有这个码"):
            roster.check_in(city.register, EDITOR, session, wrong)


def test_the_desk_books_moves_and_cancels_for_people(city: City) -> None:
    session, other = city.session(1), city.session(1)
    held = roster.book_by_phone(city.register, EDITOR, session, "示例李四", "13900000009", "1", city.rules)
    waiting = city.book(session)
    roster.move(city.register, EDITOR, session, held.id, other, city.rules)
    assert state(city, waiting.token) is BookingState.CONFIRMED
    assert city.standing(other).taken.taken == 1
    with pytest.raises(Conflict, match="那一场的名额不够"):
        roster.move(city.register, EDITOR, session, waiting.booking.id, other, city.rules)
    roster.cancel_for(city.register, EDITOR, other, held.id, "打电话来说不来了", city.rules)
    assert city.standing(other).taken.taken == 0


def test_a_group_too_large_for_the_line_is_not_told_that_it_may_stand_in_it(city: City) -> None:
    session = city.session(1, queue=2)
    city.book(session)
    with pytest.raises(Conflict, match=r"^满了，排队也排不下3个人"):
        city.book(session, 3)


def test_who_tries_numbers_where_nothing_is_left_is_told_the_same_of_all(city: City) -> None:
    session = city.session(2, queue=0)
    city.book(session, phone="13900000001")

    def told(phone: str, places: int) -> str:
        with pytest.raises(Conflict) as refused:
            city.book(session, places, phone=phone, key=secrets.token_hex(10))
        return str(refused.value)

    assert told("13900000001", 2) == told("13900000099", 2)
    city.book(session)
    assert told("13900000001", 1) == told("13900000099", 1)
    city.clock.pass_(days=3)
    assert told("13900000001", 1) == told("13900000099", 1)


def test_trying_numbers_where_places_are_left_counts_as_booking(city: City) -> None:
    session = city.session(20)
    city.under(by_address=3)

    def sent(phone: str) -> None:
        mine = f"2001:db8::{secrets.token_hex(2)}"  # a phone has more than one address of its network
        request = Request(session, "示例张三", phone, "1", secrets.token_hex(10), True, mine)
        book(city.register, request, city.rules, LINKS)

    sent("13900000001")
    for _ in range(2):
        with pytest.raises(Conflict, match="已经报了这一场"):
            sent("13900000001")
    for phone in ("13900000001", "13900000002"):
        with pytest.raises(TooOften):
            sent(phone)


def test_a_group_in_line_may_shrink_though_the_line_was_made_shorter(city: City) -> None:
    session = city.session(1)
    city.book(session)
    group, other = city.book(session, 3), city.book(session, 2)
    standing = city.standing(session).session
    scheduling.change(
        city.register, EDITOR, session, standing.revision, replace(standing, queue=1, most=1), RULES
    )
    visit(city, group.token).resize("1")
    assert city.booking(group.token).places == 1
    assert state(city, other.token) is BookingState.WAITING
    assert city.standing(session).taken.waiting == 3
