"""Passwords: which are refused, which are taken, and that each is taken as it was typed."""

from pathlib import Path

import pytest
from argon2 import PasswordHasher, extract_parameters
from flask.testing import FlaskClient

from servicepoints.errors import InvalidValue
from servicepoints.register import Actor, Register, accounts, open_register, sqlite_url
from servicepoints.services.accounts import passwords
from servicepoints.services.accounts.passwords import LONGEST, SHORTEST, fits, hashed
from servicepoints.services.instances import init_instance
from tests.quick import HASHER
from tests.web.bureau.conftest import PASSWORD, post

FIELDS = ("/bureau/sign-in", "/bureau/account")


def refused(password: str, login: str = "zhangsan") -> bool:
    try:
        passwords.check(password, login)
    except InvalidValue:
        return True
    return False


def test_the_most_common_passwords_are_refused() -> None:
    common = passwords.common()
    assert len(common) > 100
    assert [word for word in common if len(word) < SHORTEST] == []
    assert [word for word in common if not refused(word) or not refused(word.upper())] == []


@pytest.mark.parametrize(
    "password",
    [
        "xiaogexiejiao", "youzhengju2026", "servicepoints1", "fuwudian12345", "changning-youzheng",
        "kuaidi@shanghai", "zhangsan12345", "ZhangSan!2026",
    ],
)  # fmt: skip
def test_words_of_this_place_are_no_password(password: str) -> None:
    assert refused(password)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery", "四个不相干的词：电梯 海带 铅笔 月台", " 前后有空格也算 的一句话 ",
        "a" * 20 + "bcdefghijk" * 4 + "xyz", "🚲🔋🍵🌙🪑☔🧣🧤🧥🥾🎒🧢", "Ⅷ\u0301 naïve – ḱoffer",
    ],
)  # fmt: skip
def test_any_signs_make_a_password(password: str) -> None:
    assert not refused(password)
    assert not refused((password * 20)[:64])


def test_a_password_is_taken_as_it_was_typed() -> None:
    whole = ("correct horse battery " * 10)[:LONGEST]
    kept = hashed(whole, "zhangsan")
    assert fits(whole, kept)
    for other in (whole + "x", whole[:-1], whole.upper(), f" {whole[:-1]}", whole.replace("o", "ο")):
        assert not fits(other, kept), other
    with pytest.raises(InvalidValue, match="超过128个字"):
        hashed(whole + "x", "zhangsan")


def test_a_guess_costs_what_is_recommended(monkeypatch: pytest.MonkeyPatch) -> None:
    """OWASP's least for argon2id: 19 MB, two rounds."""
    monkeypatch.setattr(passwords, "_hasher", HASHER)
    costs = extract_parameters(hashed(PASSWORD, "zhangsan"))
    assert (costs.type.name, costs.salt_len >= 16, costs.hash_len >= 16) == ("ID", True, True)
    assert costs.memory_cost >= 19_456
    assert costs.time_cost >= 2


def test_a_password_of_weaker_costs_is_made_anew(nobody: FlaskClient, register: Register) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with register.write(Actor("setup", "测试")) as writer:
        standing = accounts.named(writer, "alice")
        assert standing is not None
        accounts.set_password(writer, standing.account.id, weak)
    form = {"login": "alice", "password": PASSWORD}
    assert post(nobody, "/bureau/sign-in", form, page="/bureau/sign-in").status_code == 303
    with register.read() as reader:
        standing = accounts.named(reader, "alice")
    assert standing is not None
    assert standing.password != weak
    assert not passwords.outdated(standing.password)


def test_fields_are_masked_and_may_be_filled_in_by_a_program(alice: FlaskClient, nobody: FlaskClient) -> None:
    for client, path in ((nobody, FIELDS[0]), (alice, FIELDS[1])):
        fields = [tag for tag in client.get(path).text.split("<") if "password" in tag and "input" in tag]
        assert fields
        for tag in fields:
            assert 'type="password"' in tag
            assert 'autocomplete="current-password"' in tag or 'autocomplete="new-password"' in tag
            assert "value=" not in tag
            assert "maxlength" not in tag, "what is cut off in silence is not what was typed"
            assert "onpaste" not in tag


def test_a_new_instance_has_no_account(tmp_path: Path) -> None:
    home = tmp_path / "instance"
    init_instance(home)
    register = open_register(sqlite_url(home / "register.db"))
    with register.read() as reader:
        assert accounts.all_accounts(reader) == []
    register.close()
