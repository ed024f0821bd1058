"""What changes a way in is for who signed in lately: a session in others' hands cannot make itself last."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from servicepoints.register import Register, accounts, api_tokens, schema
from servicepoints.services.accounts import signing
from tests.web.bureau.conftest import PASSWORD, Clock, post, token_of

FORM, PEOPLE, TOKENS = "/bureau/sign-in", "/bureau/people", "/bureau/tokens"
SET_UP = "/bureau/account/two-factors"
NEW = {"login": "eve", "name": "示例伊芙", "bureau": ""}
TOKEN = {"name": "示例系统", "bureau": "shili", "scope": "points", "days": "30"}
NUMBER = {"phone": "13900000001", "sure": "yes"}
WAYS = {
    f"{PEOPLE}/alice/link": {}, f"{PEOPLE}/alice/state": {"to": "disabled"}, f"{PEOPLE}/alice/factor": {},
    PEOPLE: NEW, TOKENS: TOKEN, SET_UP: {"old": PASSWORD}, f"{SET_UP}/off": {"old": PASSWORD},
    "/bureau/personal": NUMBER, "/bureau/personal/export": NUMBER, "/bureau/personal/erase": NUMBER,
}  # fmt: skip
"""Each form that changes a way in, or tells all of a person, with what it may hold."""


def standing(register: Register) -> object:
    """All that there is of ways in, but sessions."""
    with register.read() as reader:
        links = reader.connection.execute(select(schema.invitation)).all()
        asked = reader.connection.execute(select(schema.personal_request)).all()
        return accounts.all_accounts(reader), api_tokens.of_bureau(reader, None), links, asked


@pytest.fixture
def old(dora: FlaskClient, clock: Clock) -> FlaskClient:
    """The city's browser, half an hour after it signed in."""
    clock.now += signing.FRESH
    return dora


@pytest.mark.parametrize("path", WAYS)
def test_an_older_session_changes_no_way_in(old: FlaskClient, register: Register, path: str) -> None:
    before = standing(register)
    answer = post(old, path, WAYS[path])
    if path in (PEOPLE, TOKENS) or path.endswith("state"):
        assert answer.status_code == 409
        assert f'href="{FORM}?login=dora"' in answer.text
    else:
        assert answer.headers["Location"].startswith(f"{FORM}?login=dora&next=/bureau/")
        assert "再登录一次" in old.get(FORM).text
    assert PASSWORD not in answer.text
    assert standing(register) == before


def test_it_comes_back_to_the_page_after_signing_in(old: FlaskClient) -> None:
    for page in (PEOPLE, "/bureau/personal", f"{SET_UP}?next=/bureau/points"):
        sent = old.get(page).headers["Location"]
        asked = re.search('name="next" value="([^"]+)"', old.get(sent).text)
        assert asked is not None
        assert asked[1] == page
    post(old, FORM, {"login": "dora", "password": PASSWORD}, page=FORM)
    assert old.get(PEOPLE).status_code == 200


def test_a_form_gets_through_after_signing_in_in_another_window(old: FlaskClient, register: Register) -> None:
    stale = {"csrf_token": token_of(old), **NEW}
    assert old.post(PEOPLE, data=stale).status_code == 409
    post(old, FORM, {"login": "dora", "password": PASSWORD}, page=FORM)
    again = old.post(PEOPLE, data=stale)
    fresh = re.search(r'name="csrf_token" value="([^"]+)"', again.text.partition("<main")[2])
    assert fresh is not None
    assert "设密码的链接" in old.post(PEOPLE, data={**NEW, "csrf_token": fresh[1]}).text


def test_till_then_each_of_them_is_done(dora: FlaskClient, clock: Clock, register: Register) -> None:
    clock.now += signing.FRESH - timedelta(seconds=1)
    before = standing(register)
    assert "设密码的链接" in post(dora, f"{PEOPLE}/alice/link", {}).text
    assert post(dora, TOKENS, TOKEN).status_code == 200
    assert standing(register) != before


def test_ending_what_may_be_in_others_hands_never_waits(old: FlaskClient) -> None:
    assert old.get(TOKENS).status_code == 200
    assert post(old, f"{TOKENS}/1/revoke", {}).status_code == 404
    assert post(old, "/bureau/account/sessions", {}).status_code == 303
    assert post(old, "/bureau/sign-out", {}).headers["Location"] == FORM


def test_nobody_makes_a_link_for_oneself(dora: FlaskClient) -> None:
    for login in ("dora", " Dora "):
        answer = post(dora, f"{PEOPLE}/{login}/link", {})
        assert answer.status_code == 409
        assert "自己的密码" in answer.text
        assert "/welcome/" not in answer.text
    assert "重发链接给 示例爱丽丝" in dora.get(PEOPLE).text
    assert "重发链接给 示例朵拉" not in dora.get(PEOPLE).text
