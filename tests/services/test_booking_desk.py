"""What the desk sees of booking: the week, whom to phone, and what a series would make."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, time, timedelta
from threading import Event
from time import sleep

import pytest

from servicepoints.domain.calendar import Calendar
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.offerings import Welcome
from servicepoints.domain.points import Channel
from servicepoints.domain.roles import Account, Role
from servicepoints.domain.session_series import Series
from servicepoints.errors import Conflict, InvalidValue, NotAllowed
from servicepoints.register import agenda, offerings, places
from servicepoints.register.secrecy import new_key
from servicepoints.services.booking import offering, roster, scheduling
from servicepoints.services.booking import overview as overviews
from servicepoints.services.booking.overview import Asked, overview
from servicepoints.services.booking.scheduling import Terms
from servicepoints.services.booking.standing import Visit
from tests.services.booking_city import EDITOR, START, City, opened

TODAY = date(2026, 9, 14)
HOUR = timedelta(hours=1)
OTHER = Account(2, "bieju", "示例别人", Role.EDITOR, "bieju")
THE_CITY = Account(3, "quanshi", "示例全市", Role.CITY)
SERIES = Series(
    weekdays=frozenset({3}), first=date(2026, 9, 24), last=date(2026, 10, 8), begins=time(14), ends=time(16)
)  # fmt: skip


@pytest.fixture
def city(register_url: str) -> Iterator[City]:
    made = opened(register_url, new_key())
    yield made
    made.register.close()


def shown(city: City, account: Account = EDITOR, **asked: object) -> dict[date, list[str]]:
    found = overview(city.register, account, Asked(first=TODAY, **asked))  # type: ignore[arg-type]
    return {day: [one.standing.session.code for one in lines] for day, lines in found.days if lines}


def test_a_week_has_the_sessions_that_begin_in_it_of_ones_own_bureau(city: City) -> None:
    first, last = city.session(), city.session(starts_at=START + timedelta(days=3, hours=13))
    city.session(starts_at=START + timedelta(days=4))
    assert shown(city) == {date(2026, 9, 17): [first], date(2026, 9, 20): [last]}
    assert shown(city, THE_CITY) == shown(city)
    assert shown(city, THE_CITY, bureau="bieju") == shown(city, OTHER) == {}
    assert shown(city, point="ZZZZZZ") == {}
    with pytest.raises(NotAllowed):
        shown(city, OTHER, bureau="shili")


def test_an_empty_week_says_where_the_next_session_is_and_a_long_list_is_cut(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    city.session(starts_at=START + timedelta(days=30, hours=16))
    found = overview(city.register, EDITOR, Asked(first=TODAY))
    assert found.following == date(2026, 10, 18)
    assert not found.cut
    monkeypatch.setattr(overviews, "MOST_SHOWN", 1)
    first, _ = city.session(), city.session()
    found = overview(city.register, EDITOR, Asked(first=TODAY))
    assert (found.cut, sum(len(lines) for _, lines in found.days)) == (True, 1)
    assert first


def test_to_phone_are_those_whom_news_concern_until_they_are_told_leave_or_it_is_over(city: City) -> None:
    session = city.session(1)
    held, waits, leaves = (city.book(session) for _ in range(3))
    Visit(city.register, held.token, city.rules).cancel()
    Visit(city.register, waits.token, city.rules).cancel()  # who got the place gives it up: no call
    assert untold(city) == {session: 1}
    assert shown(city, to_phone=True) == {date(2026, 9, 17): [session]}
    assert roster.told(city.register, EDITOR, session, [waits.booking.id, leaves.booking.id]) == 1
    assert untold(city) == {}
    called_off = city.session(1)
    city.book(called_off)
    assert scheduling.cancel(city.register, EDITOR, called_off, "老师临时有事") == 1
    assert untold(city) == {called_off: 1}
    city.clock.now = START + timedelta(hours=2)
    assert untold(city) == {}


def test_who_stands_in_another_session_is_not_noted_as_told_with_this_one(city: City) -> None:
    this, other = city.session(), city.session(starts_at=START + timedelta(days=1))
    numbers = [city.book(one).booking.id for one in (this, other)]
    for session in (this, other):
        scheduling.cancel(city.register, EDITOR, session, "老师临时有事")
    assert roster.told(city.register, EDITOR, this, numbers) == 1
    assert untold(city) == {other: 1}


def test_a_code_shown_twice_is_known_again(city: City) -> None:
    session = city.session()
    code = city.book(session).booking.door_code
    assert not roster.check_in(city.register, EDITOR, session, code).again
    assert roster.check_in(city.register, EDITOR, session, code).again


def test_a_series_sent_twice_is_made_once(city: City) -> None:
    plan = (city.offering, SERIES, Terms(3), Calendar())
    shown = scheduling.plan_series(city.register, EDITOR, *plan)
    assert [s.starts_at.astimezone(TIMEZONE).date() for s in shown.sessions] == [
        date(2026, 9, 24), date(2026, 10, 8),
    ]  # fmt: skip
    assert shown.left_out == ((date(2026, 10, 1), "国庆"),)
    assert len(scheduling.add_series(city.register, EDITOR, *plan).codes) == 2
    with pytest.raises(InvalidValue, match="都已经有了"):
        scheduling.add_series(city.register, EDITOR, *plan)
    longer = (city.offering, replace(SERIES, last=date(2026, 10, 15)), Terms(3), Calendar())
    assert scheduling.plan_series(city.register, EDITOR, *longer).there == 2
    assert len(scheduling.add_series(city.register, EDITOR, *longer).codes) == 1


def test_two_taps_at_the_same_moment_make_one_series(city: City) -> None:
    plan = (city.offering, SERIES, Terms(3), Calendar())

    def tap(_: int) -> int:
        try:
            return len(scheduling.add_series(city.register, EDITOR, *plan).codes)
        except InvalidValue:
            return 0

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(tap, range(4))) == [0, 0, 0, 2]


def test_a_cancelled_session_may_be_made_again_and_one_that_stands_may_not(city: City) -> None:
    code = city.session(most=1)
    again = replace(city.standing(code).session, code="", revision=0)
    with pytest.raises(InvalidValue, match="已经有一场"):
        scheduling.add_session(city.register, EDITOR, city.offering, again)
    scheduling.cancel(city.register, EDITOR, code, "老师临时有事")
    assert scheduling.add_session(city.register, EDITOR, city.offering, again).codes


def test_a_series_cannot_be_looked_at_for_another_bureau(city: City) -> None:
    with pytest.raises(NotAllowed):
        scheduling.plan_series(city.register, OTHER, city.offering, SERIES, Terms(3), Calendar())


def untold(city: City) -> dict[str, int]:
    with city.register.read() as reader:
        assert agenda.untold_tally(reader, "shili", city.clock()).count == sum(
            agenda.untold(reader, "shili", city.clock()).values()
        )
        return agenda.untold(reader, "shili", city.clock())


def test_a_session_added_while_its_offering_ends_is_called_off_with_it(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = replace(city.standing(city.session(most=1)).session, code="", revision=0, ends_at=START + HOUR)
    begun, add = Event(), offerings.add_sessions

    def slowly(*asked: object) -> list[str]:
        begun.set()
        sleep(0.3)
        return add(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(offerings, "add_sessions", slowly)
    with ThreadPoolExecutor(1) as pool:
        adding = pool.submit(scheduling.add_session, city.register, EDITOR, city.offering, new)
        assert begun.wait(60)
        offering.end(city.register, EDITOR, city.offering, "场地装修")
        (code,) = adding.result().codes
    assert not city.standing(code).going_on


def test_an_offering_that_ends_while_someone_is_moved_waits_for_nobody_who_waits_for_it(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = sorted([city.session(), city.session()])
    earlier = replace(city.standing(second).session, starts_at=START - HOUR)
    scheduling.change(city.register, EDITOR, second, 1, replace(earlier, most=1), city.rules)
    booked = city.book(first).booking.id
    begun, cancel_all = Event(), places.cancel_all

    def slowly(*asked: object) -> int:
        told = cancel_all(*asked)  # type: ignore[arg-type]
        begun.set()
        sleep(0.3)
        return told

    monkeypatch.setattr(places, "cancel_all", slowly)
    with ThreadPoolExecutor(1) as pool:
        ending = pool.submit(offering.end, city.register, EDITOR, city.offering, "场地装修")
        assert begun.wait(60)
        with pytest.raises(Conflict, match="已经取消了"):
            roster.move(city.register, EDITOR, first, booked, second, city.rules)
        assert ending.result() == 1


ELSEWHERE = ({"channel": Channel.WALK_IN}, {"welcome": Welcome.INVITED})


@pytest.mark.parametrize("change", ELSEWHERE)
def test_nobody_books_what_is_just_being_moved_to_another_channel(
    city: City, monkeypatch: pytest.MonkeyPatch, change: dict[str, object]
) -> None:
    session = city.session()
    with city.register.read() as reader:
        known = offerings.offering(reader, city.offering)
    begun, write = Event(), offerings.change_offering

    def slowly(*asked: object) -> None:
        write(*asked)  # type: ignore[arg-type]
        begun.set()
        sleep(0.3)

    monkeypatch.setattr(offerings, "change_offering", slowly)
    with ThreadPoolExecutor(1) as pool:
        changing = pool.submit(offering.change, city.register, EDITOR, replace(known, **change))  # type: ignore[arg-type]
        assert begun.wait(60)
        with pytest.raises(Conflict, match="不在这里报名"):
            city.book(session)
        changing.result()
    assert city.standing(session).taken.taken == 0


def test_what_is_just_being_booked_is_not_moved_to_another_channel(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = city.session()
    with city.register.read() as reader:
        known = offerings.offering(reader, city.offering)
    begun, take = Event(), places.take

    def slowly(*asked: object) -> object:
        taken = take(*asked)  # type: ignore[arg-type]
        begun.set()
        sleep(0.3)
        return taken

    monkeypatch.setattr(places, "take", slowly)
    with ThreadPoolExecutor(1) as pool:
        booking = pool.submit(city.book, session)
        assert begun.wait(60)
        with pytest.raises(Conflict, match="已经有人在这里报名了"):
            offering.change(city.register, EDITOR, replace(known, channel=Channel.WALK_IN))
        assert booking.result()
    with city.register.read() as reader:
        assert offerings.offering(reader, city.offering) == known


def test_the_desk_books_for_others_what_only_invited_companies_may(city: City) -> None:
    session = city.session(1)
    with city.register.read() as reader:
        known = offerings.offering(reader, city.offering)
    offering.change(city.register, EDITOR, replace(known, welcome=Welcome.INVITED))
    for phone in ("13900000001", "13900000002"):
        roster.book_by_phone(city.register, EDITOR, session, "示例李四", phone, "1", city.rules)
    assert (city.standing(session).taken.taken, city.standing(session).taken.waiting) == (1, 1)


def test_a_link_or_a_number_without_end_is_refused(city: City) -> None:
    with city.register.read() as reader:
        known = offerings.offering(reader, city.offering)
    for fields in ({"link": "https://example.com/" + "a" * 500}, {"phone": "021-55500000 " * 50}):
        with pytest.raises(InvalidValue, match="超过500个字"):
            offering.change(city.register, EDITOR, replace(known, **fields))  # type: ignore[arg-type]
