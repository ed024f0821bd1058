"""Signing in while the account is changed: what began under the old password or without the second factor is
nothing, on either engine."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest

from servicepoints.domain.roles import Role
from servicepoints.errors import SignInRefused
from servicepoints.register import Register, Writer, accounts, factors
from servicepoints.register.secrecy import new_key
from servicepoints.services.accounts import passwords, signing
from tests.services.booking_city import SETUP, opened

PASSWORD = "correct horse battery"
KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CHANGES: dict[str, Callable[[Writer, int], object]] = {
    "another password": lambda writer, number: accounts.set_password(writer, number, "示例"),
    "a second factor": lambda writer, number: factors.put(writer, number, KEY, 7, ["one"]),
    "disabled": accounts.disable,
}


@pytest.fixture
def register(register_url: str) -> Iterator[Register]:
    """One with an account."""
    city = opened(register_url, new_key())
    with city.register.write(SETUP) as writer:
        number = accounts.add(writer, "lisi", "示例李四", Role.CITY, "").id
        accounts.set_password(writer, number, passwords.rehashed(PASSWORD))
    yield city.register
    city.register.close()


def number_of(register: Register) -> int:
    with register.read() as reader:
        (one,) = accounts.all_accounts(reader)
    return one.account.id


def sign_in(register: Register) -> signing.Entered:
    return signing.sign_in(register, "lisi", PASSWORD, address="", device="示例", idle=timedelta(hours=1))


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_while_the_password_was_looked_at_counts(
    register: Register, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    number, fits = number_of(register), passwords.fits

    def meanwhile(password: str, kept: str) -> bool:
        with register.write(SETUP) as writer:
            CHANGES[change](writer, number)
        return fits(password, kept)

    monkeypatch.setattr(passwords, "fits", meanwhile)
    with pytest.raises(SignInRefused):
        sign_in(register)
    with register.read() as reader:
        assert accounts.sessions(reader, number, register.now()) == []


def test_an_account_that_is_held_changes_when_it_is_let_go(register: Register) -> None:
    number = number_of(register)

    def change() -> None:
        with register.write(SETUP) as writer:
            accounts.set_password(writer, number, "示例")
            accounts.end_sessions(writer, number)

    with ThreadPoolExecutor(1) as pool:
        with register.write(SETUP) as writer:
            standing = accounts.held(writer, number)
            changing = pool.submit(change)
            assert wait([changing], timeout=0.3).not_done
            signing.begin_session(writer, standing.account, "示例", "", timedelta(hours=1))
        changing.result(timeout=30)
    with register.read() as reader:
        assert accounts.sessions(reader, number, register.now()) == []
