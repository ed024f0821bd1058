"""The queue of proposed places, on both engines."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from servicepoints.config import Settings, load
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Kind, Point
from servicepoints.domain.roles import Account, Role
from servicepoints.domain.suggestions import Outcome, Suggestion, Who, desk_of
from servicepoints.errors import Conflict, InvalidValue, NotAllowed, NotFound, TooOften
from servicepoints.register import Actor, Register, bureaus, geocodes, open_register, points, suggestions
from servicepoints.register.bureaus import Bureau
from servicepoints.register.listing import Tally
from servicepoints.register.migrating import migrate
from servicepoints.register.secrecy import new_key
from servicepoints.services.suggesting import deciding
from servicepoints.services.suggesting.giving import Slips, give, look

NOW = datetime(2026, 9, 14, 2, 0, tzinfo=UTC)
SETUP = Actor("setup", "测试")
ALICE = Account(1, "alice", "示例爱丽丝", Role.EDITOR, "shili")
CHARLIE = Account(2, "charlie", "示例查理", Role.EDITOR, "linju")
DORA = Account(3, "dora", "示例朵拉", Role.CITY)
SETTINGS = load({"SERVICEPOINTS_SECRET_KEY": "x" * 40, "SERVICEPOINTS_SUGGESTIONS_BY_ADDRESS": "3"})
SLIPS = Slips(SETTINGS.secret_key)
PLACE = Suggestion(
    name="示例热水角",
    address="示例路9号",
    latitude=31.2242,
    longitude=121.4294,
    precision_m=30.0,
    amenities=("hot_water", "toilet"),
    hours="每天8:00-20:00",
    note="走后门",
    who=Who.COURIER,
    bureau="shili",
)


@pytest.fixture
def queue(register_url: str) -> Iterator[Register]:
    opened = open_register(register_url, new_key(), clock=lambda: NOW)
    migrate(opened)
    with opened.write(SETUP) as writer:
        bureaus.put(writer, Bureau("shili", "示例邮政管理局"))
        bureaus.put(writer, Bureau("linju", "示例邻局"))
    yield opened
    opened.close()


def given(
    register: Register, place: Suggestion = PLACE, address: str = "", settings: Settings = SETTINGS
) -> str:
    return give(register, settings, place, SLIPS.form(), address)


def numbers(register: Register, account: Account = ALICE) -> list[int]:
    return [one.id for one in deciding.queue(register, account).waiting]


def test_what_is_given_waits_on_the_desk_of_its_bureau_as_it_was_said(queue: Register) -> None:
    token = given(queue)
    found = look(queue, token)
    assert found.bureau_name == "示例邮政管理局"
    said = replace(found.suggestion, id=0, created_at=None)
    assert said == PLACE
    assert len(numbers(queue)) == 1
    assert numbers(queue, CHARLIE) == []
    assert numbers(queue, DORA) == numbers(queue)


def test_a_bureau_that_is_no_more_leaves_it_to_the_city(queue: Register) -> None:
    given(queue, replace(PLACE, bureau="weg"))
    assert numbers(queue) == []
    assert len(numbers(queue, DORA)) == 1


def test_the_same_form_sent_twice_or_by_eight_at_once_is_one(queue: Register) -> None:
    form = SLIPS.form()
    tokens: list[str] = []
    together = threading.Barrier(8)

    def send() -> None:
        together.wait()
        tokens.append(give(queue, SETTINGS, PLACE, form, ""))

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(tokens) == 8
    assert len(set(tokens)) == 1
    assert len(numbers(queue)) == 1
    give(queue, SETTINGS, replace(PLACE, name="示例别处"), form, "")  # the form changed and sent again
    assert len(numbers(queue)) == 2


@pytest.mark.parametrize("form", ["", "x", "x" * 5000, "IjEi.aaa.bbb"])
def test_a_form_that_is_not_ours_gives_nothing(queue: Register, form: str) -> None:
    with pytest.raises(InvalidValue, match="再点一次"):
        give(queue, SETTINGS, PLACE, form, "")
    assert numbers(queue) == []


def test_an_address_gives_so_many_a_day_and_another_one_more(queue: Register) -> None:
    for n in range(3):
        given(queue, replace(PLACE, name=f"示例{n}"), "192.0.2.1")
    with pytest.raises(TooOften):
        given(queue, PLACE, "192.0.2.1")
    given(queue, PLACE, "192.0.2.2")
    assert len(numbers(queue)) == 4


def test_who_changes_the_address_within_the_own_network_gives_no_more(queue: Register) -> None:
    for n in range(3):
        given(queue, replace(PLACE, name=f"示例{n}"), f"2001:db8:0:10{n}::1")
    with pytest.raises(TooOften):
        given(queue, PLACE, "2001:db8:0:103::1")
    given(queue, PLACE, "2001:db8:0:203::1")


def test_of_the_address_a_keyed_digest_of_the_day_is_kept_until_it_is_decided(queue: Register) -> None:
    given(queue, PLACE, "192.0.2.1")
    given(queue, replace(PLACE, name="示例二"), "192.0.2.1")
    given(queue, replace(PLACE, name="示例三"), "192.0.2.2")
    found = deciding.queue(queue, ALICE)
    one, two, three = found.waiting
    assert one.source == two.source != three.source
    assert "192.0.2" not in one.source
    assert (found.alike(one), found.alike(three)) == (2, 1)
    assert [w.id for w in deciding.queue(queue, ALICE, source=one.source).waiting] == [one.id, two.id]
    assert deciding.decline(queue, ALICE, [one.id, two.id], "没有这个地方") == 2
    with queue.read() as reader:
        assert suggestions.get(reader, one.id) == replace(
            one, source="", outcome=Outcome.DECLINED, done_at=NOW, reason="没有这个地方"
        )


def test_sources_are_forgotten_after_a_month_though_nobody_decides(queue: Register) -> None:
    given(queue, PLACE, "192.0.2.1")
    with queue.write(SETUP) as writer:
        assert suggestions.forget_sources(writer, NOW) == 0
        assert suggestions.forget_sources(writer, NOW + timedelta(seconds=1)) == 1
    assert deciding.queue(queue, ALICE).waiting[0].source == ""


def test_who_gave_it_reads_what_became_of_it(queue: Register) -> None:
    declined, known, moved = (given(queue, replace(PLACE, name=f"示例{n}")) for n in range(3))
    first, second, third = numbers(queue)
    with queue.write(SETUP) as writer:
        code = points.insert(writer, Point(name="示例老点", kind=Kind.CARE_STATION, bureau="linju"), "测试")
    deciding.decline(queue, ALICE, [first], "  不是\n歇脚点 ")
    assert deciding.known(queue, ALICE, second, code.lower()).code == code
    assert deciding.hand_on(queue, ALICE, third, "") == "全市"
    assert look(queue, declined).suggestion.reason == "不是 歇脚点"
    assert look(queue, known).suggestion.outcome is Outcome.KNOWN
    assert look(queue, known).suggestion.code == code
    assert (look(queue, moved).suggestion.outcome, look(queue, moved).bureau_name) == (Outcome.WAITING, "")
    assert numbers(queue) == []
    assert numbers(queue, DORA) == [third]
    assert deciding.hand_on(queue, DORA, third, "linju") == "示例邻局"
    assert numbers(queue, CHARLIE) == [third]


def test_what_was_decided_is_not_decided_again(queue: Register) -> None:
    given(queue)
    (number,) = numbers(queue)
    with queue.write(SETUP) as writer:
        code = points.insert(writer, Point(name="示例点", kind=Kind.CARE_STATION, bureau="shili"), "测试")
    with queue.write(SETUP) as writer:
        deciding.answer_with(writer, ALICE, number, code)
    assert deciding.decline(queue, ALICE, [number], "晚了") == 0
    with pytest.raises(Conflict):
        deciding.known(queue, ALICE, number, code)
    with pytest.raises(Conflict):
        deciding.hand_on(queue, ALICE, number, "")
    with pytest.raises(Conflict), queue.write(SETUP) as writer:
        deciding.answer_with(writer, ALICE, number, code)
    with queue.read() as reader:
        (offer,) = geocodes.candidates(reader, code)
    assert (offer.candidate["latitude"], offer.candidate["provider"]) == (31.2242, "suggestion")


def test_another_bureaus_editor_can_do_nothing_with_it(queue: Register) -> None:
    given(queue)
    (number,) = numbers(queue)
    for act in (
        lambda: deciding.opened(queue, CHARLIE, number),
        lambda: deciding.decline(queue, CHARLIE, [number], "不要"),
        lambda: deciding.known(queue, CHARLIE, number, "AAAAAA"),
        lambda: deciding.hand_on(queue, CHARLIE, number, "linju"),
        lambda: deciding.queue(queue, CHARLIE, "shili"),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert numbers(queue) == [number]


def test_nonsense_is_refused_by_name(queue: Register) -> None:
    given(queue)
    (number,) = numbers(queue)
    for reason in ("", "  ", "长" * 101):
        with pytest.raises(InvalidValue):
            deciding.decline(queue, ALICE, [number], reason)
    for code in ("", "AAAAAA", "不是编号", "\0" * 6):
        with pytest.raises(InvalidValue, match="没有这个点位"):
            deciding.known(queue, ALICE, number, code)
    for bureau in ("weg", "shili"):
        with pytest.raises(InvalidValue):
            deciding.hand_on(queue, ALICE, number, bureau)
    for missing in (0, -1, number + 1, 2**31, 2**70):
        with pytest.raises(NotFound):
            deciding.opened(queue, ALICE, missing)
    assert deciding.decline(queue, ALICE, [2**31, 2**70], "没有") == 0
    with pytest.raises(NotFound):
        look(queue, "x" * 32)


def test_the_desk_counts_what_waits_and_since_when(queue: Register) -> None:
    with queue.read() as reader:
        assert suggestions.tally(reader, None).count == 0
    given(queue)
    given(queue, replace(PLACE, bureau=""))
    with queue.read() as reader:
        assert suggestions.tally(reader, None).count == 2
        assert suggestions.tally(reader, "shili") == Tally(1, NOW.astimezone(TIMEZONE))
        assert suggestions.tally(reader, "linju").count == 0


@pytest.mark.parametrize(
    ("around", "desk"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], ""),
        (["a", "a", "b"], "a"),
        (["a", "a", "b", "b", "c"], ""),
        (["", "", "a"], ""),
        (["a", "a", "a", "b", ""], "a"),
    ],
)
def test_a_place_comes_to_the_desk_of_more_than_half_of_the_points_around(
    around: list[str], desk: str
) -> None:
    assert desk_of(around) == desk
