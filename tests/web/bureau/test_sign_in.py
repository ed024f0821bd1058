"""Signing in, and all that keeps others out."""

import re
from datetime import timedelta
from hashlib import sha256

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from servicepoints.register import Register, accounts, schema
from servicepoints.services import tokens
from servicepoints.services.accounts import people, signing
from tests.web.bureau.conftest import PASSWORD, Clock, SignIn, post, token_of

FORM = "/bureau/sign-in"


def attempt(client: FlaskClient, login: str, password: str, **more: object) -> TestResponse:
    return post(client, FORM, {"login": login, "password": password}, page=FORM, **more)


def test_who_signs_in_comes_to_the_desk_and_is_named_there(nobody: FlaskClient) -> None:
    answer = attempt(nobody, " Alice ", PASSWORD)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/bureau/")
    assert "示例爱丽丝" in nobody.get("/bureau/").text


def test_who_asked_for_a_page_comes_to_that_page(nobody: FlaskClient) -> None:
    sent = nobody.get("/bureau/account?x=1").headers["Location"]
    assert sent == "/bureau/sign-in?next=/bureau/account?x%3D1"
    data = {"login": "alice", "password": PASSWORD, "next": "/bureau/account?x=1"}
    assert post(nobody, FORM, data, page=FORM).headers["Location"] == "/bureau/account?x=1"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/bureau/",
        "//evil.example/bureau/",
        "/\\evil.example",
        "/near",
        "javascript:alert(1)",
    ],
)
def test_nobody_is_sent_off_the_desk_after_signing_in(nobody: FlaskClient, elsewhere: str) -> None:
    data = {"login": "alice", "password": PASSWORD, "next": elsewhere}
    assert post(nobody, FORM, data, page=FORM).headers["Location"] == "/bureau/"


def test_a_wrong_password_and_an_unknown_name_are_told_apart_by_nobody(
    nobody: FlaskClient, sign_in: SignIn, register: Register
) -> None:
    people.disable(register, "charlie")
    answers = [attempt(nobody, login, "wrong horse battery") for login in ("alice", "nobody", "charlie")]
    assert {a.status_code for a in answers} == {422}
    said = {re.sub(r'value="[^"]*"', "", a.text) for a in answers}
    assert len(said) == 1
    assert "登录名或密码不对" in said.pop()


def test_a_disabled_account_does_not_get_in_with_its_password(
    nobody: FlaskClient, register: Register
) -> None:
    people.disable(register, "charlie")
    assert attempt(nobody, "charlie", PASSWORD).status_code == 422


@pytest.mark.parametrize("login", ["alice", "nobody"])
def test_after_too_many_failures_even_the_right_password_waits(
    nobody: FlaskClient, register: Register, login: str
) -> None:
    for _ in range(signing.MOST_BY_NAME):
        assert attempt(nobody, login, "wrong horse battery").status_code == 422
    answer = attempt(nobody, login, PASSWORD)
    assert answer.status_code == 429
    assert re.search(r"请过\d+分钟再试", answer.text)


@pytest.mark.parametrize("address", ["192.0.2.7", "2001:db8::{}"])
def test_one_network_cannot_try_many_names(nobody: FlaskClient, address: str) -> None:
    codes = [
        attempt(
            nobody, f"name{n}", "wrong horse battery", environ_overrides={"REMOTE_ADDR": address.format(n)}
        ).status_code
        for n in range(signing.MOST_BY_ADDRESS + 1)
    ]
    assert codes[-1] == 429
    assert set(codes[:-1]) == {422}


def test_of_an_address_that_signs_in_only_a_keyed_hash_is_kept(
    nobody: FlaskClient, register: Register
) -> None:
    attempt(nobody, "alice", "wrong horse battery", environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    with register.read() as reader:
        kept = set(reader.connection.execute(select(schema.throttle.c.key)).scalars())
    assert len(kept) == 2
    assert sha256(b"sign-in from\x00192.0.2.7").hexdigest() not in kept


def test_the_session_is_another_after_signing_in(nobody: FlaskClient) -> None:
    nobody.get(FORM)
    before = nobody.get_cookie("session")
    attempt(nobody, "alice", PASSWORD)
    after = nobody.get_cookie("session")
    assert before is not None
    assert after is not None
    assert after.value != before.value
    assert after.http_only
    assert after.same_site == "Lax"


def test_who_signs_in_again_has_one_session(alice: FlaskClient, register: Register) -> None:
    stolen = alice.get_cookie("session")
    assert stolen is not None
    assert attempt(alice, "alice", PASSWORD).status_code == 303
    assert alice.get("/bureau/").status_code == 200
    with register.read() as reader:
        standing = accounts.named(reader, "alice")
        assert standing is not None
        assert len(accounts.sessions(reader, standing.account.id, register.now())) == 1
    alice.set_cookie("session", stolen.value)
    assert alice.get("/bureau/").status_code == 302


def test_one_sees_where_one_is_signed_in_and_ends_the_others(sign_in: SignIn) -> None:
    here, there, third = sign_in("alice"), sign_in("alice"), sign_in("charlie")
    assert here.get("/bureau/account").text.count("不认识的浏览器") == 2
    assert post(here, "/bureau/account/sessions", {}).status_code == 303
    assert here.get("/bureau/account").text.count("不认识的浏览器") == 1
    assert there.get("/bureau/").status_code == 302
    assert third.get("/bureau/").status_code == 200


def test_a_form_without_its_token_changes_nothing(alice: FlaskClient, nobody: FlaskClient) -> None:
    other = token_of(nobody, FORM)
    for token in ("", "x", other):
        answer = alice.post("/bureau/account/sessions", data={"csrf_token": token})
        assert answer.status_code in (302, 303)
        assert "没有保存" in alice.get("/bureau/").text


def test_signing_out_ends_the_session_in_the_register_too(alice: FlaskClient, sign_in: SignIn) -> None:
    stolen = alice.get_cookie("session")
    post(alice, "/bureau/sign-out", {})
    assert stolen is not None
    alice.set_cookie("session", stolen.value)
    assert alice.get("/bureau/").status_code == 302


def test_a_session_that_is_not_used_is_over(alice: FlaskClient, clock: Clock) -> None:
    for _ in range(3):  # in use it goes on
        clock.now += timedelta(minutes=479)
        assert alice.get("/bureau/").status_code == 200
    clock.now += timedelta(minutes=481)
    assert alice.get("/bureau/").status_code == 302


def test_a_session_ends_after_two_weeks_however_much_it_is_used(alice: FlaskClient, clock: Clock) -> None:
    end = clock.now + signing.LIFETIME
    while clock.now < end - timedelta(hours=7):
        clock.now += timedelta(hours=7)
        assert alice.get("/bureau/").status_code == 200
    clock.now = end
    assert alice.get("/bureau/").status_code == 302


def test_a_new_password_signs_every_other_device_out(sign_in: SignIn) -> None:
    here, there = sign_in("alice"), sign_in("alice")
    new = "another horse battery"
    data = {"old": PASSWORD, "password": new, "again": new}
    assert post(here, "/bureau/account/password", data).status_code == 303
    assert here.get("/bureau/").status_code == 200
    assert there.get("/bureau/").status_code == 302


def test_who_has_a_copy_of_the_cookie_is_out_too(app: Flask, alice: FlaskClient) -> None:
    forms = {
        "password": {"old": PASSWORD, "password": PASSWORD[::-1], "again": PASSWORD[::-1]},
        "sessions": {},
    }
    for what, form in forms.items():
        copied = alice.get_cookie("session")
        assert copied is not None
        thief = app.test_client()
        thief.set_cookie("session", copied.value)
        assert thief.get("/bureau/").status_code == 200
        assert post(alice, f"/bureau/account/{what}", form).status_code == 303
        assert alice.get("/bureau/").status_code == 200
        assert thief.get("/bureau/").status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        ("wrong", "another horse battery", "another horse battery", "不对"),
        (PASSWORD, "short", "short", "太短"),
        (PASSWORD, "aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "容易猜"),
        (PASSWORD, "password12345678", "password12345678", "容易猜"),
        (PASSWORD, "another horse battery", "another horse batterie", "两次写的不一样"),
    ],
)
def test_a_password_that_will_not_do_is_refused_beside_its_field(
    alice: FlaskClient, old: str, new: str, again: str, said: str
) -> None:
    answer = post(alice, "/bureau/account/password", {"old": old, "password": new, "again": again})
    assert answer.status_code == 422
    assert said in answer.text


def test_the_link_sets_a_password_once(dora: FlaskClient, nobody: FlaskClient) -> None:
    page = post(
        dora,
        "/bureau/people",
        {"login": "erin", "name": "示例艾琳", "bureau": "linju"},
        page="/bureau/people",
    )
    found = re.search(r"/bureau/welcome/([\w-]+)", page.text)
    assert found, page.text
    link = found[0]
    data = {"password": "a third horse battery", "again": "a third horse battery"}
    assert post(nobody, link, data, page=link).status_code == 303
    assert nobody.get(link).status_code == 404
    assert attempt(nobody, "erin", "a third horse battery").status_code == 303


def test_who_tried_in_vain_gets_in_with_the_password_of_a_new_link(
    nobody: FlaskClient, register: Register
) -> None:
    for _ in range(signing.MOST_BY_NAME + 1):
        attempt(nobody, "alice", "wrong horse battery")
    link = f"/bureau/welcome/{people.new_link(register, 'alice')}"
    data = {"password": "a third horse battery", "again": "a third horse battery"}
    assert post(nobody, link, data, page=link).status_code == 303
    assert attempt(nobody, "alice", "a third horse battery").status_code == 303


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_of_another_site_leaves_no_trace(alice: FlaskClient, nobody: FlaskClient, site: str) -> None:
    for client in (nobody, alice):  # the cookie does not travel from elsewhere, but from a neighbour it does
        for path in ("/bureau/points/bulk", "/bureau/sign-in", "/bureau/sign-out"):
            answer = client.post(path, data={"action": "check"}, headers={"Sec-Fetch-Site": site})
            assert answer.status_code == 403
            assert "Set-Cookie" not in answer.headers
            assert "csrf_token" not in answer.text
    form = {"csrf_token": token_of(alice)}
    ours = alice.post("/bureau/account/sessions", data=form, headers={"Sec-Fetch-Site": "same-origin"})
    assert ours.status_code == 303


def test_a_link_is_good_for_three_days(nobody: FlaskClient, register: Register, clock: Clock) -> None:
    token = people.new_link(register, "alice")
    with register.read() as reader:
        made = accounts.invited(reader, tokens.digest(token), clock.now)
    assert made is not None
    clock.now += timedelta(days=3)
    assert nobody.get(f"/bureau/welcome/{token}").status_code == 404


def test_the_last_account_of_the_city_cannot_be_disabled(dora: FlaskClient) -> None:
    post(dora, "/bureau/people/dora/state", {"to": "disabled"}, page="/bureau/people")
    assert "最后一个全市账号" in dora.get("/bureau/people").text


def test_an_account_that_is_disabled_is_out_at_once(dora: FlaskClient, alice: FlaskClient) -> None:
    post(dora, "/bureau/people/alice/state", {"to": "disabled"}, page="/bureau/people")
    assert alice.get("/bureau/").status_code == 302


def test_no_page_of_the_desk_is_kept(alice: FlaskClient, nobody: FlaskClient) -> None:
    for client, path in ((alice, "/bureau/"), (nobody, FORM), (nobody, "/bureau/")):
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_what_was_typed_survives_a_sign_in_elsewhere(app: Flask, alice: FlaskClient, clock: Clock) -> None:
    stale = {"csrf_token": token_of(alice), "name": "示例<b>站</b>", "note": "写了一个钟头\n第二行"}
    clock.now += timedelta(hours=9)  # the session is over
    answer = alice.post("/bureau/points/new?x=1", data=stale)
    assert answer.status_code == 409
    assert "在新窗口登录" in answer.text
    form = {"login": "alice", "password": PASSWORD}
    post(alice, FORM, form, page=FORM)  # in another window of the same browser
    again = alice.post("/bureau/points/new?x=1", data=stale)
    assert again.status_code == 409
    assert 'action="/bureau/points/new?x=1"' in again.text
    assert "示例&lt;b&gt;站&lt;/b&gt;" in again.text
    assert "写了一个钟头\n第二行</textarea>" in again.text
    fresh = re.search(r'name="csrf_token" value="([^"]+)"', again.text.partition("<main")[2])
    assert fresh is not None
    assert alice.post("/bureau/points/new", data={**stale, "csrf_token": fresh[1]}).status_code == 200


def test_no_password_is_shown_again(alice: FlaskClient) -> None:
    form = {"csrf_token": "x", "old": PASSWORD, "password": "another horse battery"}
    assert alice.post("/bureau/account/password", data=form).status_code == 302
