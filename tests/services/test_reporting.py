"""Reporting: what couriers say at a door, what others see of it, whom it is put before, what is answered."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from servicepoints.domain.door_answers import DoorAnswer
from servicepoints.domain.points import Audience, Kind, Listing
from servicepoints.domain.sightings import Near, Rider, Saw
from servicepoints.errors import Conflict, InvalidValue, NotAllowed, NotFound, TooOften
from servicepoints.reference import gazetteer
from servicepoints.register import doors, feed
from servicepoints.register.conditions import AsOf
from servicepoints.services.desk import desk
from servicepoints.services.housekeeping import forget_reporters
from servicepoints.services.placing import place as place_point
from servicepoints.services.placing import placing
from servicepoints.services.reporting.answering import Reply, answer_all, matters
from servicepoints.services.reporting.looking import look
from servicepoints.services.reporting.rules import Marks
from servicepoints.services.reporting.settling import Group
from servicepoints.services.reporting.telling import near
from tests.services.door_city import ALICE, CHARLIE, CITY, DOOR, Place, place

Make = Callable[..., Place]


@pytest.fixture
def here(register_url: str) -> Iterator[Place]:
    made = place(register_url)
    yield made
    made.register.close()


def test_a_shut_door_is_in_the_change_feed_at_once_and_ends_by_itself(here: Place) -> None:
    with here.register.read() as reader:
        before = feed.latest(reader)
    here.say(Saw.SHUT)
    with here.register.read() as reader:
        assert feed.changes_since(reader, before) == (before + 1, frozenset({here.code}))
    assert here.door().shut_at == here.now
    here.pass_(hours=2, minutes=59)
    assert here.doubtful()
    here.pass_(minutes=1)
    assert not here.doubtful()
    assert here.point().revision == 1, "an event is no edit"


def test_it_ends_with_the_next_opening_if_that_comes_first(here: Place) -> None:
    here.now += timedelta(hours=11, minutes=30)  # 21:30, and it opens at 8:00
    here.rules = replace(here.rules, lasts=timedelta(hours=24))
    here.say(Saw.SHUT)
    assert here.door().shut_until == here.now + timedelta(hours=10, minutes=30)


def test_what_the_schedule_says_itself_needs_no_report(here: Place) -> None:
    here.now += timedelta(hours=13)
    with pytest.raises(Conflict, match="登记的就是现在不开"):
        here.say(Saw.SHUT)
    here.say(Saw.OPEN)
    assert here.door().confirmed_at == here.now


def test_two_phones_on_two_networks_put_it_before_the_bureau_and_one_does_not(here: Place) -> None:
    here.say(Saw.SHUT, "a", "10.0.0.1")
    here.say(Saw.SHUT, "b", "10.0.0.1")
    here.say(Saw.SHUT, "a", "10.0.0.2")
    assert not here.waiting()
    here.say(Saw.SHUT, "c", "10.0.0.3")
    assert {s.due_at for s in here.waiting()} == {here.now + timedelta(hours=24)}


def test_a_second_day_puts_it_before_the_bureau_too(here: Place) -> None:
    here.say(Saw.SHUT)
    here.pass_(days=1)
    assert not here.waiting()
    here.say(Saw.SHUT)
    assert len(here.waiting()) == 2


@pytest.mark.parametrize("saw", [Saw.GONE, Saw.MOVED])
def test_one_who_finds_no_place_any_more_is_enough_for_the_bureau_but_not_for_others(
    here: Place, saw: Saw
) -> None:
    here.say(saw)
    assert len(here.waiting()) == 1
    assert not here.doubtful()
    here.say(saw)
    assert here.door().seen(here.now).disputed


def test_what_is_sent_twice_is_one_word_and_one_page(here: Place) -> None:
    first = here.say(Saw.SHUT, "a", "10.0.0.1")
    here.pass_(minutes=1)
    assert here.say(Saw.SHUT, "a", "10.0.0.1") == first
    assert here.say(Saw.OPEN, "a", "10.0.0.1") != first
    here.pass_(hours=2)
    assert here.say(Saw.SHUT, "a", "10.0.0.1") != first
    with here.register.read() as reader:
        assert doors.counted(reader, None, here.now.date())["shut"] == 2


def test_two_at_once_are_two(here: Place) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: here.say(Saw.SHUT), range(8)))
    assert len(here.waiting()) == 8
    with here.register.read() as reader:
        assert doors.counted(reader, [here.code], here.now.date())["shut"] == 8


def test_one_network_is_believed_once_a_day(here: Place) -> None:
    here.say(Saw.SHUT, address="10.9.9.9")
    assert here.doubtful()
    here.pass_(hours=4)
    here.say(Saw.SHUT, address="10.9.9.9")
    assert not here.doubtful()
    here.say(Saw.SHUT)
    assert here.doubtful()


def test_who_was_refuted_before_is_not_believed_alone(here: Place) -> None:
    for _ in range(3):
        here.say(Saw.SHUT)
        assert here.doubtful()
        here.say(Saw.OPEN)
        assert not here.doubtful()
        here.pass_(days=1)
    here.say(Saw.SHUT)
    assert not here.doubtful()
    here.say(Saw.SHUT)
    assert here.doubtful()
    here.pass_(days=20)
    here.say(Saw.SHUT)
    assert here.doubtful(), "what was long ago is forgotten"


def test_who_takes_the_own_word_back_refutes_nobody(here: Place) -> None:
    here.say(Saw.SHUT, "a", "10.0.0.1")
    here.say(Saw.OPEN, "a", "10.0.0.1")
    assert not here.doubtful()
    with here.register.read() as reader:
        assert doors.counted(reader, None, here.now.date())["refuted"] == 0


def test_a_burst_from_hardly_anybody_waits_for_a_person_and_hides_nothing(here: Place) -> None:
    for n in range(12):
        here.say(Saw.GONE if n % 2 else Saw.SHUT, f"phone {n}", "10.9.9.9")
        here.pass_(minutes=1)
    assert any(s.held for s in here.waiting())
    here.pass_(hours=3)
    assert not here.doubtful()
    (shut, *_) = matters(here.register, ALICE, here.now)
    assert shut.held


def test_limits_hold_for_a_phone_a_network_and_a_point(here: Place) -> None:
    here.rules = replace(here.rules, by_phone=2, by_network=3)
    for saw in (Saw.OPEN, Saw.SHUT):
        here.say(saw, "a", "10.0.0.1")
    with pytest.raises(TooOften):
        here.say(Saw.GONE, "a", "10.0.0.1")
    here.say(Saw.OPEN, "b", "10.0.0.1")
    with pytest.raises(TooOften):
        here.say(Saw.OPEN, "c", "10.0.0.1")
    here.rules = replace(here.rules, by_network=100, by_point=5)
    here.say(Saw.OPEN)
    here.say(Saw.OPEN)
    with pytest.raises(TooOften, match="已经有人在看"):
        here.say(Saw.OPEN)


def test_one_network_cannot_say_all_that_a_point_hears_in_a_day(here: Place) -> None:
    here.rules = replace(here.rules, by_point=20)
    for phone in "ab":
        here.say(Saw.OPEN, phone, "10.0.0.1")
    with pytest.raises(TooOften):
        here.say(Saw.OPEN, "c", "10.0.0.1")
    here.pass_(minutes=1)
    here.say(Saw.SHUT)
    assert here.door().seen(here.now).shut_at is not None


@pytest.mark.parametrize(
    ("saw", "more", "why"),
    [
        (Saw.OTHER, {"words": "看 https://example.com"}, "网址"),
        (Saw.OTHER, {"words": "加微信 www.example.com"}, "网址"),
        (Saw.OTHER, {"words": "字" * 201}, "太长"),
        (Saw.OTHER, {}, "没写"),
        (Saw.POSITION, {"words": "  "}, "没写"),
        (Saw.LACKS, {}, "没选"),
    ],
)
def test_words_that_will_not_do_are_named(here: Place, saw: Saw, more: dict[str, str], why: str) -> None:
    with pytest.raises(InvalidValue, match=why):
        here.say(saw, **more)
    assert not here.waiting()


def test_a_pin_or_words_suffice_for_a_wrong_position(here: Place) -> None:
    here.say(Saw.POSITION, pin=(31.22470041, 121.4304))
    here.say(Saw.POSITION, words="从北门进")
    assert [s.pin for s in here.waiting()] == [(31.2247, 121.4304), None]


@pytest.mark.parametrize(
    ("pin", "why"),
    [
        ((39.9, 116.4), "不在上海"),
        ((float("nan"), 121.43), "不在上海"),
        ((31.22421, 121.42941), "登记的位置"),
    ],
)
def test_a_pin_that_is_nowhere_here_or_says_nothing_is_named(
    here: Place, pin: tuple[float, float], why: str
) -> None:
    with pytest.raises(InvalidValue, match=why) as refused:
        here.say(Saw.POSITION, pin=pin)
    assert (refused.value.field, refused.value.value) == ("位置", f"{pin[0]:.5f}, {pin[1]:.5f}")
    assert not here.waiting()


def test_a_pin_goes_with_a_wrong_position_alone(here: Place) -> None:
    here.say(Saw.GONE, pin=(31.2247, 121.4304))
    assert [s.pin for s in here.waiting()] == [None]


def test_the_same_words_with_another_pin_are_another_report(here: Place) -> None:
    first = here.say(Saw.POSITION, "a", pin=(31.2247, 121.4304))
    assert here.say(Saw.POSITION, "a", pin=(31.2247, 121.4304)) == first
    assert here.say(Saw.POSITION, "a", pin=(31.2248, 121.4304)) != first


def test_a_pin_is_erased_with_what_was_said(here: Place) -> None:
    here.say(Saw.POSITION, pin=(31.2247, 121.4304))
    placing(here.register, ALICE, here.code, gazetteer())
    here.pass_(days=91)
    assert forget_reporters(here.register, here.rules) == (1, 1)
    assert placing(here.register, ALICE, here.code, gazetteer()).offers == ()
    with here.register.read() as reader:
        assert reader.connection.execute(text("SELECT count(*) FROM position_candidate")).scalar_one() == 0
        assert reader.connection.execute(text("SELECT count(*) FROM sighting")).scalar_one() == 0


def test_a_pin_is_offered_and_moves_nothing_until_a_person_places_the_point(here: Place) -> None:
    token = here.say(Saw.POSITION, pin=(31.2247, 121.4304), words="从北门进")
    for n in range(6):
        here.say(Saw.POSITION, pin=(31.23 + n / 1000, 121.4304))
    (
        latest,
        *_,
    ) = offers = placing(here.register, ALICE, here.code, gazetteer()).offers
    assert len(offers) == 5
    assert (latest.latitude, latest.precision_m, latest.known_by) == (31.235, 30.0, "小哥在地图上标的门")
    assert here.point().position == DOOR
    revision, today = here.point().revision, here.now.date()
    place_point(here.register, ALICE, here.code, 31.2247, 121.4304, 10.0, today, revision=revision)
    assert placing(here.register, ALICE, here.code, gazetteer()).offers == ()
    assert look(here.register, token).answer == "已经改好了"
    assert not here.waiting()


def test_nobody_is_named_in_what_is_kept(here: Place) -> None:
    here.say(Saw.OTHER, words="门卫张三13800000000说不让停车")
    (kept,) = here.waiting()
    assert "13800000000" not in kept.words
    assert "不让停车" in kept.words


def test_a_point_that_there_is_not(here: Place) -> None:
    here.code = "ZZZZZZ"
    with pytest.raises(NotFound):
        here.say(Saw.OPEN)


def test_where_one_stands_is_weighed_with_what_the_phone_cannot_know(here: Place) -> None:
    point = replace(here.point(), position=DOOR)
    assert near(point, 31.2242, 121.4294, 0) is Near.DOOR
    assert near(point, 31.2292, 121.4294, 0) is Near.FAR
    assert near(point, 31.2292, 121.4294, 300) is Near.DOOR
    assert near(replace(point, position=None), 31.2292, 121.4294, 0) is Near.UNSAID


def test_the_answer_stands_on_the_reporters_page_and_couriers_read_no_more_of_it(here: Place) -> None:
    token = here.say(Saw.SHUT)
    here.say(Saw.SHUT)
    assert look(here.register, token).answer == ""
    until = here.now + timedelta(hours=8)
    reply = Reply(answer=DoorAnswer.CLOSED_UNTIL, until=until, reason="停水")
    assert answer_all(here.register, ALICE, [(here.code, Group.SHUT)], reply).words == 2
    point = here.point()
    assert (point.listing, point.suspended_until, point.listing_reason) == (Listing.SUSPENDED, until, "停水")
    report = look(here.register, token)
    assert (report.answer, report.by) == ("临时关门，9月14日18:00再开", "主办单位")
    assert not here.door().alarming
    assert not here.waiting()
    with pytest.raises(NotFound):
        look(here.register, "x" * 32)


def test_an_answer_in_time_and_a_late_one_are_counted_apart(here: Place) -> None:
    for _ in range(2):
        here.say(Saw.GONE)
    here.pass_(hours=23)
    answer_all(here.register, ALICE, [(here.code, Group.GONE)], Reply(answer=DoorAnswer.NO_MATTER))
    here.say(Saw.GONE)
    here.pass_(hours=25)
    (late,) = matters(here.register, CITY, here.now)
    assert late.late
    answer_all(here.register, CITY, [(here.code, Group.GONE)], Reply(answer=DoorAnswer.NO_MATTER))
    with here.register.read() as reader:
        counted = doors.counted(reader, [here.code], (here.now - timedelta(days=3)).date())
    assert (counted["asked"], counted["in_time"], counted["late"], counted["other"]) == (3, 2, 1, 3)


def test_several_of_one_kind_who_were_not_let_in_suggest_who_may_and_a_person_decides(here: Place) -> None:
    here.refuse(Rider.FOOD)
    here.refuse(Rider.PARCEL)
    (matter,) = matters(here.register, ALICE, here.now)
    assert matter.suggested is None
    here.refuse(Rider.FOOD)
    (matter,) = matters(here.register, ALICE, here.now)
    assert (matter.suggested, matter.riders) == (Audience.COMPANY, {Rider.FOOD: 2, Rider.PARCEL: 1})
    assert here.point().audience is Audience.UNKNOWN
    reply = Reply(answer=DoorAnswer.CHANGED, audience=Audience.COMPANY)
    answer_all(here.register, ALICE, [(here.code, Group.REFUSED)], reply)
    assert here.point().audience is Audience.COMPANY
    assert not here.doubtful()


def test_one_answer_leaves_what_else_was_said(here: Place) -> None:
    for saw in (Saw.SHUT, Saw.SHUT, Saw.GONE, Saw.GONE):
        here.say(saw)
    answer_all(here.register, ALICE, [(here.code, Group.SHUT)], Reply(answer=DoorAnswer.REOPENED))
    assert here.door().shut_at is None
    assert here.door().seen(here.now).disputed
    assert [m.group for m in matters(here.register, ALICE, here.now)] == [Group.GONE]


def test_another_bureau_neither_sees_nor_answers_it(here: Place) -> None:
    here.say(Saw.GONE)
    assert matters(here.register, CHARLIE, here.now) == []
    with pytest.raises(NotAllowed):
        answer_all(here.register, CHARLIE, [(here.code, Group.GONE)], Reply(answer=DoorAnswer.NO_MATTER))
    assert len(here.waiting()) == 1


@pytest.mark.parametrize(
    "reply",
    [
        Reply(answer=DoorAnswer.CLOSED_UNTIL),
        Reply(answer=DoorAnswer.WITHDRAWN),
        Reply(answer=DoorAnswer.WITHDRAWN, reason="字" * 61),
    ],
)
def test_an_answer_that_lacks_something_changes_nothing(here: Place, reply: Reply) -> None:
    here.say(Saw.GONE)
    with pytest.raises(InvalidValue):
        answer_all(here.register, ALICE, [(here.code, Group.GONE)], reply)
    assert len(here.waiting()) == 1


def test_the_desk_names_it_first_with_its_age_and_each_sub_district_its_oldest(here: Place) -> None:
    here.say(Saw.SHUT)
    here.say(Saw.SHUT)
    here.pass_(hours=2)
    here.refuse(Rider.FOOD)
    here.refuse(Rider.FOOD)
    seen = desk(here.register, ALICE, None, AsOf(here.now, 180))
    said = [(t.words, t.count, t.age) for t in seen.todo[:3]]
    assert said == [("门关着", 1, "最早2小时前"), ("不让进", 1, "最早刚刚"), ("说法不一", 1, "")]
    assert [(p.now.sub_district, p.oldest) for p in seen.places] == [("外滩街道", "2小时前")]
    here.pass_(hours=23)
    late = desk(here.register, CITY, None, AsOf(here.now, 180)).todo[0]
    assert (late.words, late.count) == ("反馈过了时限还没回", 1)


def test_what_tells_people_apart_goes_with_its_day_and_counts_stay(here: Place) -> None:
    here.say(Saw.SHUT)
    here.pass_(hours=20)
    assert forget_reporters(here.register, here.rules) == (1, 0)
    with here.register.read() as reader:
        kept = reader.connection.execute(text("SELECT device, network FROM sighting")).all()
    assert kept == [("", "")]
    here.pass_(days=91)
    assert forget_reporters(here.register, here.rules) == (0, 1)
    with here.register.read() as reader:
        assert doors.counted(reader, None, (here.now - timedelta(days=100)).date())["shut"] == 1


def test_digests_of_two_days_cannot_be_compared() -> None:
    marks, monday, tuesday = Marks("x" * 40), date(2026, 9, 14), date(2026, 9, 15)
    assert marks.network(monday, "10.0.0.1") != marks.network(tuesday, "10.0.0.1")
    assert marks.network(monday, "10.0.0.1") != Marks("y" * 40).network(monday, "10.0.0.1")
    assert marks.is_form(marks.form("000001", monday), "000001", tuesday)
    assert not marks.is_form(marks.form("000001", monday), "000002", tuesday)
    assert not marks.is_form(marks.form("000001", monday), "000001", tuesday + timedelta(days=1))
    assert not marks.is_form("é", "000001", monday)


def test_withdrawn_needs_no_report(here: Place) -> None:
    here.say(Saw.GONE)
    here.say(Saw.GONE)
    reply = Reply(answer=DoorAnswer.WITHDRAWN, reason="搬到示例路8号了")
    answer_all(here.register, ALICE, [(here.code, Group.GONE)], reply)
    assert here.point().listing is Listing.WITHDRAWN
    assert here.point().kind is Kind.OUTLET
    with pytest.raises(Conflict, match="撤"):
        here.say(Saw.OPEN)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 720), st.integers(0, 2000))
def test_a_deadline_counts_from_the_moment_at_which_the_bureau_was_asked(
    tmp_path: Path, hours: int, later: int
) -> None:
    here = place(f"sqlite:///{tmp_path / f'{uuid4()}.db'}")
    here.rules = replace(here.rules, answer_within=timedelta(hours=hours))
    here.say(Saw.SHUT)
    here.pass_(minutes=90)
    here.say(Saw.SHUT)
    asked = here.now
    here.pass_(minutes=later)
    (matter,) = matters(here.register, ALICE, here.now)
    assert matter.due_at == asked + timedelta(hours=hours)
    assert matter.late == (later > hours * 60)
    answer_all(here.register, ALICE, [(here.code, Group.SHUT)], Reply(answer=DoorAnswer.REOPENED))
    with here.register.read() as reader:
        counted = doors.counted(reader, None, asked.date())
    assert (counted["in_time"], counted["late"]) == ((0, 2) if matter.late else (2, 0))
    here.register.close()
