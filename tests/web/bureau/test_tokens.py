"""Tokens at the desk: an editor makes and ends those of the own bureau, the city those of any; each is shown
once."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from servicepoints.register import Register, api_tokens
from tests.web.bureau.conftest import Clock, post
from tests.web.bureau.machines import Machine, error_of, new_token

FORM = {"name": "示例系统", "days": "30", "scope": ["points", "checks"]}


def made(client: FlaskClient, **changed: object) -> str:
    answer = post(client, "/bureau/tokens", FORM | changed)
    found = re.search(r"sp_[A-Za-z0-9_-]{43}", answer.text)
    assert found, answer.text
    return found[0]


def test_a_token_is_shown_once_and_kept_nowhere(alice: FlaskClient, register: Register) -> None:
    token = made(alice)
    assert token not in alice.get("/bureau/tokens").text
    with register.read() as reader:
        rows = reader.connection.exec_driver_sql("SELECT * FROM api_token").all()
    assert token not in str(rows)
    assert "示例系统" in str(rows)


def test_it_works_until_it_is_revoked_and_then_no_more(
    alice: FlaskClient, app: Flask, register: Register
) -> None:
    machine = Machine(app.test_client(), made(alice))
    assert machine.send("PUT", "points/000000", {}, "*").status_code == 404
    with register.read() as reader:
        number = api_tokens.of_bureau(reader, "shili")[0].id
    post(alice, f"/bureau/tokens/{number}/revoke", {})
    error_of(machine.send("PUT", "points/000000", {}, "*"), 401)
    assert "示例爱丽丝作废" in alice.get("/bureau/tokens").text
    assert "早就作废了" in post(alice, f"/bureau/tokens/{number}/revoke", {}, follow_redirects=True).text


def test_it_ends_by_itself_and_the_day_of_its_last_use_is_noted(
    alice: FlaskClient, app: Flask, clock: Clock
) -> None:
    machine = Machine(app.test_client(), made(alice))
    assert "还没用过" in alice.get("/bureau/tokens").text
    clock.now += timedelta(days=29)
    assert machine.send("PUT", "points/000000", {}, "*").status_code == 404
    clock.now += timedelta(days=1)
    error_of(machine.send("PUT", "points/000000", {}, "*"), 401)


def test_an_editor_makes_none_for_another_bureau(alice: FlaskClient, register: Register) -> None:
    made(alice, bureau="linju")
    with register.read() as reader:
        assert {token.bureau for token in api_tokens.of_bureau(reader, None)} == {"shili"}


def test_another_bureaus_token_is_neither_seen_nor_ended(charlie: FlaskClient, register: Register) -> None:
    number, _ = new_token(register)
    assert "示例系统" not in charlie.get("/bureau/tokens").text
    assert post(charlie, f"/bureau/tokens/{number}/revoke", {}).status_code == 404
    with register.read() as reader:
        token = api_tokens.get(reader, number)
    assert token is not None
    assert token.revoked_at is None


def test_who_is_shut_out_leaves_tokens_behind_of_which_the_city_hears(
    dora: FlaskClient, alice: FlaskClient
) -> None:
    for name in ("示例考勤大屏", "示例旧系统"):
        made(alice, name=name)
    post(alice, "/bureau/tokens/2/revoke", {})
    there = "/bureau/people"
    post(dora, f"{there}/charlie/state", {"to": "disabled"}, page=there)
    assert "还能用" not in dora.get(there).text
    post(dora, f"{there}/alice/state", {"to": "disabled"}, page=there)
    assert "示例爱丽丝做过的接口令牌还能用：示例考勤大屏。" in dora.get(there).text


def test_the_city_makes_and_ends_them_for_any_bureau(dora: FlaskClient, register: Register) -> None:
    made(dora, bureau="linju")
    with register.read() as reader:
        (token,) = api_tokens.of_bureau(reader, "linju")
    page = post(dora, f"/bureau/tokens/{token.id}/revoke", {}, follow_redirects=True).text
    assert "示例朵拉作废" in page


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"name": " "}, "要写1到40个字"),
        ({"name": "x" * 41}, "要写1到40个字"),
        ({"scope": []}, "一项也没选"),
        ({"scope": ["all"]}, "没有这一项"),
        ({"days": "0"}, "要写1到730天"),
        ({"days": "731"}, "要写1到730天"),
        ({"days": "9" * 5000}, "要写1到730天"),
        ({"days": "很久"}, "要写1到730天"),
    ],
)
def test_what_will_not_do_is_said_beside_its_field(
    alice: FlaskClient, register: Register, changed: dict[str, object], says: str
) -> None:
    answer = post(alice, "/bureau/tokens", FORM | changed)
    assert answer.status_code == 422
    assert says in answer.text
    with register.read() as reader:
        assert api_tokens.of_bureau(reader, None) == []
