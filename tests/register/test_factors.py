"""Second factors in the register: what is good once is good once, however many come with it at a time."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from servicepoints.domain.roles import Role
from servicepoints.register import Register, Writer, accounts, factors
from servicepoints.register.secrecy import new_key
from tests.services.booking_city import SETUP, opened

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
AT_ONCE = 8


@pytest.fixture
def register(register_url: str) -> Iterator[Register]:
    """One in which an account has a factor whose code of step 7 is used up, and two recovery codes."""
    city = opened(register_url, new_key())
    with city.register.write(SETUP) as writer:
        account = accounts.add(writer, "lisi", "示例李四", Role.CITY, "").id
        factors.put(writer, account, KEY, 7, ["one", "two"])
        for digest, minutes in (("half", 5), ("other", 9)):
            factors.begin_half(writer, account, digest, writer.now + timedelta(minutes=minutes))
    yield city.register
    city.register.close()


def lisi(register: Register) -> accounts.Standing:
    with register.read() as reader:
        found = accounts.named(reader, "lisi")
    assert found is not None
    return found


def at_once(register: Register, use: Callable[[Writer], bool]) -> list[bool]:
    """What each of several writers was told."""

    def one(_: int) -> bool:
        with register.write(SETUP) as writer:
            return use(writer)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sorted(pool.map(one, range(AT_ONCE)))


def test_of_many_at_once_with_the_same_code_one_gets_in(register: Register) -> None:
    standing = lisi(register)
    account, since = standing.account.id, standing.factor_since
    assert since is not None
    once = [False] * (AT_ONCE - 1) + [True]
    assert at_once(register, lambda writer: factors.use_step(writer, account, since, 8)) == once
    assert at_once(register, lambda writer: factors.use_recovery(writer, account, 1, "two")) == once
    assert at_once(register, lambda writer: factors.end_half(writer, "half")) == once
    with register.write(SETUP) as writer:
        assert not factors.use_step(writer, account, since, 8)
        assert not factors.use_step(writer, account, since, 7)
        assert not factors.use_step(writer, account, since - timedelta(seconds=1), 9), "another factor's"
        assert factors.recovery_codes(writer, account) == {0: "one"}
        assert factors.half(writer, "half", writer.now) is None
        assert factors.half(writer, "other", writer.now) == account


def test_what_was_used_while_a_clock_was_ahead_bars_nothing(register: Register) -> None:
    standing = lisi(register)
    account, since = standing.account.id, standing.factor_since
    assert since is not None
    with register.write(SETUP) as writer:
        assert factors.use_step(writer, account, since, 100_000)
        assert not factors.use_step(writer, account, since, 100_000 - factors.AHEAD)
        assert factors.use_step(writer, account, since, 9)
        assert not factors.use_step(writer, account, since, 9)


def test_who_sends_the_form_twice_at_once_has_one_factor(register: Register) -> None:
    account = lisi(register).account.id

    def put(writer: Writer) -> bool:
        factors.put(writer, account, KEY, 9, ["three"])
        return True

    assert at_once(register, put) == [True] * AT_ONCE
    with register.read() as reader:
        assert factors.recovery_codes(reader, account) == {0: "three"}


def test_what_stayed_half_begun_is_forgotten(register: Register) -> None:
    with register.write(SETUP) as writer:
        later = writer.now + timedelta(minutes=5)
        assert factors.half(writer, "half", later) is None
        assert factors.half(writer, "other", later) is not None
        accounts.end_sessions(writer, lisi(register).account.id)
        assert factors.half(writer, "other", writer.now) is None
