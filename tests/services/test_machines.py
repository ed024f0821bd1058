"""Machines at the register, on both engines: a request sent twice does one thing, of two writers the later is
told, and a token ends when it is to."""

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from servicepoints import reference
from servicepoints.domain.roles import Account, Role, Scope
from servicepoints.errors import ChangedMeanwhile, Conflict, NotAllowed, TokenRefused, TooOften
from servicepoints.register import Actor, Register, api_tokens, points, reviews
from servicepoints.register.secrecy import new_key
from servicepoints.services.editing.changing import Tables
from servicepoints.services.housekeeping import forget_people
from servicepoints.services.machines import issuing
from servicepoints.services.machines.admitting import Machine, admit, known
from servicepoints.services.machines.issuing import Wanted
from servicepoints.services.machines.points import REPLAYED_FOR, How, add, change
from tests.services.booking_city import RULES, City, opened

SETUP = Actor("setup", "测试")
NEW = {"name": "示例接口驿站", "kind": "care_station", "address": "示例路99号"}
MANY = 10**6


def admitted(register: Register, header: str, scope: Scope, most: int) -> Machine:
    """Who comes with that header, to do that."""
    return admit(register, known(register, header), scope, most)


@pytest.fixture
def city(register_url: str) -> Iterator[City]:
    made = opened(register_url, new_key())
    yield made
    made.register.close()


@pytest.fixture
def register(city: City) -> Register:
    return city.register


@pytest.fixture
def token(register: Register) -> str:
    return issuing.issue_for(register, Wanted(name="示例系统", bureau="shili", scopes=Scope), SETUP)[1]


@pytest.fixture
def machine(register: Register, token: str) -> Machine:
    return admitted(register, f"Bearer {token}", Scope.POINTS, MANY)


def how(**more: bool) -> How:
    return How(tables=Tables(reference.vocabulary(), reference.gazetteer()), at=datetime.now(UTC), **more)


def test_of_many_at_once_under_one_key_one_adds_the_point(register: Register, machine: Machine) -> None:
    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(lambda _: add(register, machine, NEW, "key", how()), range(6)))
    assert len({one.code for one in done}) == 1
    assert sorted(one.replayed for one in done) == [False] + [True] * 5
    with register.read() as reader:
        assert [p.name for p in points.all_points(reader)].count(NEW["name"]) == 1


def test_of_many_at_once_with_keys_of_their_own_one_adds_it_and_the_rest_are_told(
    register: Register, machine: Machine
) -> None:
    def one(n: int) -> str:
        try:
            return add(register, machine, NEW, f"key-{n}", how()).code
        except Conflict:
            return ""

    with ThreadPoolExecutor(6) as pool:
        assert len([code for code in pool.map(one, range(6)) if code]) == 1


def test_of_many_writers_of_one_revision_one_writes(city: City, register: Register, machine: Machine) -> None:
    with register.read() as reader:
        standing = points.get(reader, city.point)
    assert standing is not None

    def one(n: int) -> int:
        try:
            said = {"note": f"示例{n}"}
            return change(register, machine, city.point, said, standing.revision, how()).revision
        except ChangedMeanwhile:
            return 0

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(one, range(6))) == [0] * 5 + [standing.revision + 1]


def test_what_was_made_under_a_key_is_forgotten_in_time(
    city: City, register: Register, machine: Machine
) -> None:
    made = add(register, machine, NEW, "key", how())
    city.clock.now += REPLAYED_FOR - timedelta(minutes=1)
    forget_people(register, RULES)
    assert add(register, machine, NEW, "key", how()).code == made.code
    city.clock.now += timedelta(minutes=2)
    forget_people(register, RULES)
    with pytest.raises(Conflict, match=made.code):
        add(register, machine, NEW, "key", how())


def test_a_key_is_its_tokens_own(register: Register, machine: Machine) -> None:
    other = issuing.issue_for(register, Wanted(name="示例别的", bureau="shili", scopes=Scope), SETUP)[1]
    made = add(register, machine, NEW, "key", how())
    second = admitted(register, f"Bearer {other}", Scope.POINTS, MANY)
    assert add(register, second, NEW, "key", how(sure=True)).code != made.code


def test_hours_that_cannot_be_read_wait_once(city: City, register: Register, machine: Machine) -> None:
    said: dict[str, Any] = {"hours": "示例下午11:30开"}
    for _ in range(2):
        change(register, machine, city.point, said, None, how())
    with register.read() as reader:
        waiting = reviews.open_reviews(reader, code=city.point, kind="hours")
    assert [item.value for item in waiting] == [said["hours"]]


def test_a_token_lets_in_until_its_end_and_says_no_more_than_that_it_is_refused(
    city: City, register: Register, token: str
) -> None:
    admitted(register, f"bearer  {token}", Scope.CHECKS, MANY)
    refusals = set()
    with register.read() as reader:
        (known,) = api_tokens.of_bureau(reader, "shili")
    assert known.used_on is not None
    city.clock.now = known.expires_at - timedelta(seconds=1)
    admitted(register, f"Bearer {token}", Scope.CHECKS, MANY)
    city.clock.now = known.expires_at
    for said in (f"Bearer {token}", f"Bearer {token[:-1]}x", "Bearer sp_" + "y" * 43):
        with pytest.raises(TokenRefused) as refused:
            admitted(register, said, Scope.CHECKS, MANY)
        refusals.add(str(refused.value))
    assert len(refusals) == 1


def test_a_token_may_do_what_it_was_made_for(register: Register) -> None:
    wanted = Wanted(name="示例系统", bureau="shili", scopes=["checks"])
    _, text = issuing.issue_for(register, wanted, SETUP)
    admitted(register, f"Bearer {text}", Scope.CHECKS, MANY)
    with pytest.raises(NotAllowed):
        admitted(register, f"Bearer {text}", Scope.POINTS, MANY)


def test_many_at_once_are_counted_one_by_one(register: Register, token: str) -> None:
    def one(_: int) -> int:
        try:
            admitted(register, f"Bearer {token}", Scope.POINTS, 5)
            return 0
        except TooOften as error:
            return error.seconds

    with ThreadPoolExecutor(6) as pool:
        waits = list(pool.map(one, range(12)))
    assert waits.count(0) == 5
    assert all(0 < seconds <= 60 for seconds in waits if seconds)


def test_a_bureau_has_so_many_tokens_and_no_more(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(issuing, "MOST", 2)
    numbers = itertools.count()

    def one(_: int) -> bool:
        try:
            name = f"示例{next(numbers)}"
            issuing.issue_for(register, Wanted(name=name, bureau="shili", scopes=["points"]), SETUP)
            return True
        except Conflict:
            return False

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(one, range(6))) == 2


def test_an_editor_makes_none_for_another_bureau_and_the_city_for_any(register: Register) -> None:
    wanted = Wanted(name="示例系统", bureau="shili", scopes=["points"])
    with pytest.raises(NotAllowed):
        issuing.issue(register, Account(7, "li", "示例邻居", Role.EDITOR, "linju"), wanted)
    made, _ = issuing.issue(register, Account(8, "city", "示例全市", Role.CITY), wanted)
    assert (made.bureau, made.made_by) == ("shili", "示例全市")
