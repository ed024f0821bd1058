"""Points that are withdrawn or shut, and what becomes of the sessions that were to be there."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event
from time import sleep

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import select, text

from servicepoints.domain.bookings import BookingState, News
from servicepoints.domain.offerings import Offering, Session, Welcome
from servicepoints.domain.points import Channel, Kind, Listing, Point
from servicepoints.domain.roles import Account, Role
from servicepoints.errors import Conflict, InvalidValue, NotAllowed
from servicepoints.register import agenda, calling_off, offerings, points, schema
from servicepoints.register.calling_off import Coming
from servicepoints.register.conditions import AsOf
from servicepoints.register.migrations.versions import v0004_bookers
from servicepoints.register.secrecy import new_key
from servicepoints.services import reverting
from servicepoints.services.booking import offering, scheduling
from servicepoints.services.booking.aftermath import NONE, Aftermath
from servicepoints.services.bulk import Answer, Done, Picked, answer_many
from tests.services.booking_city import BEGUN, EDITOR, SETUP, START, City, opened

DAY = timedelta(days=1)
OTHER = Account(2, "bieju", "示例别人", Role.EDITOR, "bieju")


@pytest.fixture
def city(register_url: str) -> Iterator[City]:
    made = opened(register_url, new_key())
    yield made
    made.register.close()


def revision(city: City) -> int:
    with city.register.read() as reader:
        return points.get_many(reader, [city.point])[city.point].revision


def answer(city: City, action: str, reason: str = "", until: datetime | None = None) -> Done:
    at = AsOf(city.clock(), 90)
    chosen = Picked({city.point: revision(city)})
    return answer_many(city.register, EDITOR, chosen, Answer(action=action, reason=reason, until=until), at)


def untold(city: City) -> int:
    with city.register.read() as reader:
        return agenda.untold_tally(reader, "shili", city.clock()).count


def test_with_a_point_its_coming_sessions_are_called_off_and_people_are_to_be_phoned(city: City) -> None:
    first, second = city.session(1), city.session(2, starts_at=START + DAY)
    going_on = city.session(2, starts_at=BEGUN - timedelta(hours=1))
    held, waits, other = city.book(first), city.book(first), city.book(second)
    done = answer(city, "withdraw", "房子到期")
    assert done.aftermath == Aftermath(called_off=Coming(2, 3))
    for booked in (held, waits, other):
        now = city.booking(booked.token)
        assert (now.state, now.news) == (BookingState.CANCELLED, News.CANCELLED)
    for code in (first, second):
        standing = city.standing(code)
        assert (standing.going_on, standing.session.reason) == (False, "这个点位撤了：房子到期")
        assert (standing.taken.taken, standing.taken.waiting) == (0, 0)
    assert city.standing(going_on).going_on
    assert untold(city) == 3


def test_a_point_that_comes_back_brings_no_session_back(city: City) -> None:
    session = city.session(2)
    booked = city.book(session)
    done = answer(city, "withdraw", "房子到期")
    with pytest.raises(Conflict, match="已经撤了，不能再加场次"):
        scheduling.add_session(city.register, EDITOR, city.offering, later(city, session))
    back = reverting.undo(city.register, EDITOR, done.code, done.revision)
    assert back.aftermath == Aftermath(back=True)
    assert city.booking(booked.token).state is BookingState.CANCELLED
    assert not city.standing(session).going_on
    (again,) = scheduling.add_session(city.register, EDITOR, city.offering, later(city, session)).codes
    assert city.book(again).booking.state is BookingState.CONFIRMED
    answer(city, "withdraw", "房子到期")
    assert answer(city, "resume").aftermath == Aftermath(back=True)


def later(city: City, session: str) -> Session:
    one = city.standing(session).session
    starts, ends = one.starts_at + DAY, one.ends_at + DAY
    return Session(starts_at=starts, ends_at=ends, capacity=2)


def test_one_change_taken_back_that_withdraws_again_calls_off_too(city: City) -> None:
    answer(city, "withdraw", "房子到期")
    answer(city, "resume")
    session = city.session(2)
    city.book(session)
    _, comes_to = reverting.revert(city.register, EDITOR, city.point, 3, seen=revision(city))
    assert comes_to.called_off == Coming(1, 1)
    assert (city.standing(session).going_on, untold(city)) == (False, 1)


def test_whoever_books_while_a_point_is_withdrawn_is_refused_or_told(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions = [city.session(5) for _ in range(2)]
    begun, call_off = Event(), calling_off.call_off

    def slowly(*asked: object) -> int:
        begun.set()
        sleep(0.2)
        return call_off(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(calling_off, "call_off", slowly)
    with ThreadPoolExecutor(4) as pool:
        gone = pool.submit(answer, city, "withdraw", "房子到期")
        assert begun.wait(60)
        booking = [pool.submit(city.book, session) for session in sessions]
        assert gone.result()
        for one in booking:
            with pytest.raises(Conflict, match="这个点位撤了"):
                one.result()
    assert all(city.standing(session).taken.taken == 0 for session in sessions)


def test_a_shut_point_leaves_its_sessions_and_says_which_lie_in_that_time(city: City) -> None:
    inside, outside = city.session(2), city.session(2, starts_at=START + 2 * DAY)
    city.book(inside)
    city.book(outside)
    done = answer(city, "suspend", "装修", START + DAY)
    assert done.aftermath == Aftermath(shut=Coming(1, 1))
    assert city.standing(inside).going_on
    assert shut(city) == [inside]
    city.clock.now = START
    assert shut(city) == []  # it has begun
    city.clock.now = BEGUN
    assert answer(city, "check").aftermath == NONE
    assert answer(city, "suspend", "装修", START + 3 * DAY).aftermath.shut == Coming(2, 2)
    assert answer(city, "resume").aftermath == NONE
    assert shut(city) == []


def shut(city: City) -> list[str]:
    with city.register.read() as reader:
        found = [one.session.code for one in agenda.shut(reader, "shili", city.clock())]
        assert agenda.count_shut(reader, "shili", city.clock()) == len(found)
        assert agenda.shut(reader, "bieju", city.clock()) == []
    return found


def test_what_lies_in_that_time_is_called_off_together(city: City) -> None:
    codes = [city.session(2), city.session(2)]
    city.book(codes[0])
    answer(city, "suspend", "装修", START + DAY)
    with pytest.raises(InvalidValue, match="没写"):
        scheduling.cancel_many(city.register, EDITOR, codes, " ")
    with pytest.raises(NotAllowed):
        scheduling.cancel_many(city.register, OTHER, codes, "装修")
    assert scheduling.cancel_many(city.register, EDITOR, codes, "装修") == Coming(2, 1)
    assert scheduling.cancel_many(city.register, EDITOR, codes, "装修") == Coming(0, 0)
    assert (shut(city), untold(city)) == ([], 1)


def test_nobody_books_at_a_point_that_is_held(city: City) -> None:
    session = city.session(2)
    with city.register.write(SETUP) as writer:
        (point,) = points.all_points(writer)
        points.update(writer, point.code, replace(point, listing=Listing.HELD), "示例")
    with pytest.raises(Conflict, match="这个点位撤了"):
        city.book(session)
    with city.register.write(SETUP) as writer:
        (point,) = points.all_points(writer)
        points.update(writer, point.code, replace(point, listing=Listing.LISTED), "示例")
    assert city.book(session)


def test_a_session_that_is_over_is_neither_called_off_nor_moved(city: City) -> None:
    session = city.session(2, most=1)
    city.book(session)
    going_on = city.standing(session).session
    city.clock.now = going_on.ends_at
    with pytest.raises(Conflict, match="已经结束了"):
        scheduling.cancel(city.register, EDITOR, session, "老师临时有事")
    with pytest.raises(Conflict, match="已经结束了"):
        scheduling.change(city.register, EDITOR, session, 1, replace(going_on, capacity=9), city.rules)
    assert scheduling.cancel_many(city.register, EDITOR, [session], "装修") == Coming(0, 0)
    assert city.standing(session).taken.taken == 1


def test_an_offering_that_ends_lets_go_on_what_has_begun(city: City) -> None:
    going_on, coming = city.session(2, starts_at=BEGUN - timedelta(hours=1)), city.session(2)
    offering.end(city.register, EDITOR, city.offering, "场地装修")
    assert city.standing(going_on).going_on
    assert not city.standing(coming).going_on
    with city.register.read() as reader:
        assert offerings.taken_now(reader, BEGUN).keys() == {going_on}


def test_an_older_register_comes_to_know_who_may_book(city: City) -> None:
    session, at_a_gone_point = city.session(2), offering_of(city, Listing.WITHDRAWN)
    invited, elsewhere = offering_of(city, welcome=Welcome.INVITED), offering_of(city, channel=Channel.PHONE)
    with city.register.begin() as connection:
        connection.execute(text("ALTER TABLE offering_session DROP COLUMN bookers"))
        with Operations.context(MigrationContext.configure(connection)):
            v0004_bookers.upgrade()
    with city.register.read() as reader:
        columns = select(schema.offering_session.c.code, schema.offering_session.c.bookers)
        found = dict(reader.connection.execute(columns).all())
    wanted = {session: "public", invited: "desk", elsewhere: "nobody", at_a_gone_point: "nobody"}
    assert found == wanted


def offering_of(city: City, listing: Listing = Listing.LISTED, **terms: object) -> str:
    """A session of another offering, at another point; its code."""
    with city.register.write(SETUP) as writer:
        other = Point(name="示例别站", kind=Kind.CARE_STATION, bureau="shili", listing=listing)
        code = points.insert(writer, other, "示例")
        number = offerings.add_offering(writer, Offering(title="示例", point=code, **terms))  # type: ignore[arg-type]
    return replace(city, offering=number).session(2)
