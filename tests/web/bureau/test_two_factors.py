"""The second factor: setting it up, signing in with it, losing the phone, and all that keeps others out."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from servicepoints import logs
from servicepoints.app import create_app
from servicepoints.config import Settings
from servicepoints.register import Register, accounts, schema
from servicepoints.register.secrecy import new_key
from servicepoints.services.accounts import people, signing
from tests.web.bureau.conftest import PASSWORD, Clock, SignIn, post, signed, token_of

FORM, CODE, ACCOUNT = "/bureau/sign-in", "/bureau/sign-in/code", "/bureau/account"
SET_UP = f"{ACCOUNT}/two-factors"
HALF_MINUTE = timedelta(seconds=30)
Phone = Callable[..., str]


def offered(client: FlaskClient) -> tuple[str, str]:
    """What the page of the set-up offers: the key as an authenticator takes it, and sealed."""
    page = client.get(SET_UP).text
    sealed, typed = re.search(r'name="key" value="([^"]+)"', page), re.search(r'"text">([A-Z2-7 ]+)<', page)
    assert sealed is not None
    assert typed is not None
    return typed[1].replace(" ", ""), sealed[1]


def set_up(client: FlaskClient, clock: Clock, **more: str) -> tuple[str, TestResponse]:
    """The key that was set up, and the page that shows the recovery codes."""
    key, sealed = offered(client)
    form = {"key": sealed, "old": PASSWORD, "code": pyotp.TOTP(key).at(clock.now), **more}
    if form["code"] == "wrong":
        form["code"] = wrong(key, clock)
    return key, post(client, SET_UP, form, page=SET_UP)


def wrong(key: str, clock: Clock) -> str:
    """Six figures that are no code of now."""
    right = [pyotp.TOTP(key).at(clock.now, counter_offset=n) for n in range(-2, 3)]
    return next(code for code in map("{:06}".format, range(9)) if code not in right)


def codes_of(page: TestResponse) -> list[str]:
    return re.findall(r"<li>(\d{4} \d{4} \d{4})</li>", page.text)


@pytest.fixture
def key(alice: FlaskClient, clock: Clock) -> str:
    """The key of alice's authenticator; the code with which it was set up has passed."""
    made, page = set_up(alice, clock)
    assert page.status_code == 200, page.text
    clock.now += 2 * HALF_MINUTE
    return made


@pytest.fixture
def code(key: str, clock: Clock) -> Phone:
    """What alice's phone shows, so many half minutes from now."""
    return lambda steps=0: pyotp.TOTP(key).at(clock.now + steps * HALF_MINUTE)


def first_step(client: FlaskClient, login: str = "alice", **more: str) -> TestResponse:
    return post(client, FORM, {"login": login, "password": PASSWORD, **more}, page=FORM)


def second_step(client: FlaskClient, code: str, **more: str) -> TestResponse:
    return post(client, CODE, {"code": code, **more}, page=CODE)


def copies(app: Flask, cookie: str) -> bool:
    """Whether somebody with a copy of that cookie is inside."""
    browser = app.test_client()
    browser.set_cookie("session", cookie)
    return inside(browser)


def inside(client: FlaskClient) -> bool:
    return client.get("/bureau/").status_code == 200


def test_it_stands_only_after_a_right_code_and_the_password(
    alice: FlaskClient, clock: Clock, register: Register
) -> None:
    for wrong in ({"code": "wrong"}, {"old": "wrong horse battery"}, {"key": "x"}, {"key": ""}):
        key, page = set_up(alice, clock, **wrong)
        assert page.status_code == 422, wrong
        assert (key in page.text.replace(" ", "")) == ("key" not in wrong), "one need not scan again"
        assert "登录时除了密码，再要" in alice.get(ACCOUNT).text
    key, page = set_up(alice, clock)
    assert page.status_code == 200
    codes = codes_of(page)
    assert len(set(codes)) == 10
    assert "备用码还剩10个" in alice.get(ACCOUNT).text
    with register.read() as reader:
        kept = reader.connection.execute(select(schema.recovery_code.c.hashed)).scalars().all()
        (row,) = reader.connection.execute(select(schema.second_factor)).all()
    assert all(one.startswith("$argon2id$") for one in kept)
    assert key not in str(row)


def test_keys_and_codes_are_drawn_anew_each_time(alice: FlaskClient, clock: Clock) -> None:
    keys, codes = set(), []
    for _ in range(3):
        key, page = set_up(alice, clock)
        keys.add(key)
        codes += codes_of(page)
    assert len(keys) == 3
    assert {len(key) * 5 for key in keys} == {160}
    assert len(set(codes)) == 30
    assert {len(code.replace(" ", "")) for code in codes} == {12}


def test_what_was_offered_to_one_is_nobody_elses_and_grows_old(
    alice: FlaskClient, charlie: FlaskClient, clock: Clock
) -> None:
    key, sealed = offered(alice)
    form = {"key": sealed, "old": PASSWORD, "code": pyotp.TOTP(key).at(clock.now)}
    assert post(charlie, SET_UP, form, page=SET_UP).status_code == 422
    clock.now += timedelta(minutes=30)
    first_step(alice)  # who set up what lay so long signed in anew
    form["code"] = pyotp.TOTP(key).at(clock.now)
    assert "放得太久" in post(alice, SET_UP, form, page=SET_UP).text


def test_whoever_has_the_password_alone_does_not_get_in(
    nobody: FlaskClient, key: str, code: Phone, register: Register, clock: Clock
) -> None:
    answer = first_step(nobody)
    assert answer.headers["Location"] == CODE
    assert not inside(nobody)
    for path in (ACCOUNT, SET_UP, "/bureau/points", "/bureau/people"):
        assert nobody.get(path).headers["Location"].startswith(FORM), path
    with register.read() as reader:
        alice = accounts.named(reader, "alice")
        assert alice is not None
        assert len(accounts.sessions(reader, alice.account.id, register.now())) == 1
    assert second_step(nobody, wrong(key, clock)).status_code == 422
    assert not inside(nobody)
    assert second_step(nobody, code()).headers["Location"] == "/bureau/"
    assert inside(nobody)


def test_who_asked_for_a_page_comes_to_that_page_after_both_steps(nobody: FlaskClient, code: Phone) -> None:
    asked = "/bureau/account?x=1"
    answer = first_step(nobody, next=asked)
    assert answer.headers["Location"] == f"{CODE}?next=/bureau/account?x%3D1"
    assert f'name="next" value="{asked}"' in nobody.get(answer.headers["Location"]).text
    assert second_step(nobody, code(), next=asked).headers["Location"] == asked
    first_step(nobody)
    elsewhere = second_step(nobody, code(1), next="//evil.example/bureau/")
    assert elsewhere.headers["Location"] == "/bureau/"


def test_a_code_is_good_once(app: Flask, code: Phone) -> None:
    now, before = code(), code(-1)
    for given, got_in in ((now, True), (now, False), (before, False), (code(1), True)):
        browser = app.test_client()
        first_step(browser)
        second_step(browser, given)
        assert inside(browser) is got_in


def test_the_code_that_set_it_up_signs_nobody_in(
    alice: FlaskClient, nobody: FlaskClient, clock: Clock
) -> None:
    key, _ = set_up(alice, clock)
    first_step(nobody)
    assert second_step(nobody, pyotp.TOTP(key).at(clock.now)).status_code == 422


def test_a_phones_clock_may_be_off_by_half_a_minute(app: Flask, code: Phone, clock: Clock) -> None:
    got_in = []
    for steps in range(-2, 3):
        clock.now += timedelta(minutes=20)  # what was counted is over
        browser = app.test_client()
        first_step(browser)
        second_step(browser, code(steps))
        got_in.append(inside(browser))
    assert got_in == [False, True, True, True, False]


def test_a_clock_that_went_ahead_keeps_nobody_out(app: Flask, code: Phone, clock: Clock) -> None:
    clock.now += timedelta(days=2)
    ahead, first = code(), app.test_client()
    first_step(first)
    second_step(first, ahead)
    assert inside(first)
    clock.now -= timedelta(days=2)  # it is set right
    for given, got_in in ((code(), True), (code(), False), (code(-1), False), (code(1), True)):
        browser = app.test_client()
        first_step(browser)
        second_step(browser, given)
        assert inside(browser) is got_in


def test_a_code_is_read_however_it_is_written(app: Flask, code: Phone, clock: Clock) -> None:
    for typed in ("{0} {1}", " {0}-{1} ", "{full}"):
        right = code()
        full = "".join(chr(ord(c) + 0xFEE0) for c in right)
        browser = app.test_client()
        first_step(browser)
        second_step(browser, typed.format(right[:3], right[3:], full=full))
        assert inside(browser), typed
        clock.now += HALF_MINUTE


def test_what_is_no_code_is_refused(nobody: FlaskClient, key: str, clock: Clock) -> None:
    for typed in ("", "x", "１" * 70, "²²²²²²", "12345", "1234567", "1" * 12, "a" * 12, "٣" * 6, "\0"):
        clock.now += timedelta(minutes=20)
        first_step(nobody)
        assert second_step(nobody, typed).status_code in (400, 422), typed
        assert not inside(nobody)


def test_wrong_codes_lock_as_wrong_passwords_do_and_the_password_forgets_none(
    app: Flask, key: str, code: Phone, clock: Clock
) -> None:
    tried = 0
    while tried < signing.MOST_BY_NAME:  # each step is one attempt
        browser = app.test_client()
        assert first_step(browser).status_code == 303
        assert second_step(browser, wrong(key, clock)).status_code == 422
        tried += 2
    assert second_step(browser, code()).status_code == 429
    assert not inside(browser)
    answer = first_step(app.test_client())
    assert answer.status_code == 429
    assert re.search(r"请过\d+分钟再试", answer.text)


def guessed(app: Flask, key: str, clock: Clock, times: int) -> None:
    """Somebody has the password and guesses the code, as often as passwords may be tried."""
    for _ in range(times):
        browser = app.test_client()
        assert first_step(browser).status_code == 303
        assert second_step(browser, wrong(key, clock)).status_code == 422
        clock.now += timedelta(minutes=5)


def test_in_a_day_only_so_many_codes_may_be_tried(
    app: Flask, nobody: FlaskClient, key: str, code: Phone, clock: Clock, register: Register
) -> None:
    guessed(app, key, clock, signing.MOST_CODES)
    for hours, wait in ((0, "23小时"), (22, "20分钟")):
        clock.now += timedelta(hours=hours)
        first_step(nobody)
        answer = second_step(nobody, code())
        assert answer.status_code == 429
        assert f"请过{wait}再试" in answer.text
    link, new = f"/bureau/welcome/{people.new_link(register, 'alice')}", "another horse battery"
    post(nobody, link, {"password": new, "again": new}, page=link)
    post(nobody, FORM, {"login": "alice", "password": new}, page=FORM)
    second_step(nobody, code())
    assert inside(nobody), "a new password is not the one that was found"


@pytest.mark.parametrize(("times", "told"), [(2, False), (3, True)])
def test_whose_password_others_have_hears_of_it(
    app: Flask, nobody: FlaskClient, key: str, code: Phone, clock: Clock, times: int, told: bool
) -> None:
    guessed(app, key, clock, times)
    first_step(nobody)
    second_step(nobody, code())
    assert (f"有{times}次密码对、验证码不对" in nobody.get("/bureau/").text) is told


def test_who_signed_in_with_both_begins_anew(app: Flask, code: Phone, clock: Clock) -> None:
    for _ in range(signing.MOST_BY_NAME):
        browser = app.test_client()
        first_step(browser)
        second_step(browser, code())
        assert inside(browser)
        clock.now += HALF_MINUTE


def test_another_browser_does_not_finish_what_one_began(app: Flask, nobody: FlaskClient, code: Phone) -> None:
    first_step(nobody)
    other = app.test_client()
    form = {"csrf_token": token_of(other, FORM), "code": code()}
    assert other.post(CODE, data=form).headers["Location"] == FORM
    assert not inside(other)
    assert other.get(CODE).headers["Location"] == FORM


def test_the_second_step_comes_within_five_minutes(nobody: FlaskClient, code: Phone, clock: Clock) -> None:
    first_step(nobody, next="/bureau/points")
    form = {"csrf_token": token_of(nobody, CODE), "next": "/bureau/points"}
    clock.now += timedelta(minutes=5)
    answer = nobody.post(CODE, data={**form, "code": code()})
    assert answer.headers["Location"] == f"{FORM}?next={quote('/bureau/points')}"
    assert "请重新登录" in nobody.get(FORM).text
    assert not inside(nobody)


def test_what_is_half_begun_is_good_once_and_ends_with_the_password(
    app: Flask, nobody: FlaskClient, alice: FlaskClient, code: Phone
) -> None:
    first_step(nobody)
    copied = nobody.get_cookie("session")
    assert copied is not None
    second_step(nobody, code())
    thief = app.test_client()
    thief.set_cookie("session", copied.value)
    assert thief.get(CODE).headers["Location"] == FORM
    first_step(thief)
    new = "another horse battery"
    post(alice, f"{ACCOUNT}/password", {"old": PASSWORD, "password": new, "again": new})
    assert thief.get(CODE).headers["Location"] == FORM


def test_up_to_the_right_password_nobody_sees_who_has_one(nobody: FlaskClient, key: str) -> None:
    said = set()
    for login in ("alice", "charlie", "nobody"):
        answer = post(nobody, FORM, {"login": login, "password": "wrong horse battery"}, page=FORM)
        assert answer.status_code == 422
        said.add(re.sub(r'value="[^"]*"', "", answer.text))
    assert len(said) == 1


def test_a_recovery_code_gets_in_once(app: Flask, alice: FlaskClient, clock: Clock) -> None:
    _, page = set_up(alice, clock)
    codes = codes_of(page)
    for given, got_in in ((codes[3], True), (codes[3], False), (codes[9].replace(" ", ""), True)):
        browser = app.test_client()
        first_step(browser)
        second_step(browser, given)
        assert inside(browser) is got_in
    assert "备用码还剩8个" in alice.get(ACCOUNT).text


def test_without_the_data_key_a_recovery_code_gets_in_and_nothing_else(
    alice: FlaskClient, settings: Settings, clock: Clock
) -> None:
    key, page = set_up(alice, clock)
    clock.now += 2 * HALF_MINUTE
    browser = create_app(replace(settings, data_key=new_key()), clock=clock).test_client()
    first_step(browser)
    answer = second_step(browser, pyotp.TOTP(key).at(clock.now))
    assert (answer.status_code, "写一个备用码" in answer.text) == (503, True)
    assert not inside(browser)
    second_step(browser, codes_of(page)[0])
    assert inside(browser)


def test_a_change_of_it_ends_every_other_session_and_what_was_before(
    sign_in: SignIn, app: Flask, clock: Clock
) -> None:
    here, there = sign_in("charlie"), sign_in("charlie")
    before = here.get_cookie("session")
    assert before is not None
    first, page = set_up(here, clock)
    assert not copies(app, before.value)
    assert inside(here)
    assert not inside(there)
    clock.now += 2 * HALF_MINUTE
    second, _ = set_up(here, clock)
    clock.now += 2 * HALF_MINUTE
    for given in (pyotp.TOTP(first).at(clock.now), codes_of(page)[0]):
        browser = app.test_client()
        first_step(browser, "charlie")
        assert second_step(browser, given).status_code == 422
    first_step(browser, "charlie")
    second_step(browser, pyotp.TOTP(second).at(clock.now))
    assert inside(browser)
    assert post(here, f"{SET_UP}/off", {"old": "wrong horse battery"}).status_code == 422
    copied = here.get_cookie("session")
    assert post(here, f"{SET_UP}/off", {"old": PASSWORD}).status_code == 303
    assert inside(here)
    assert copied is not None
    assert not copies(app, copied.value), "nor does a copy of this one last"
    assert not inside(browser)
    assert first_step(browser, "charlie").headers["Location"] == "/bureau/"


def test_what_was_typed_there_is_shown_by_no_page_again(alice: FlaskClient, nobody: FlaskClient) -> None:
    typed = {"csrf_token": "x", "old": PASSWORD, "code": "000000", "key": "x"}
    for client, path in ((alice, SET_UP), (alice, f"{SET_UP}/off"), (alice, CODE), (nobody, CODE)):
        assert client.post(path, data=typed).status_code == 302


def test_guessing_the_password_at_the_set_up_waits(alice: FlaskClient, clock: Clock) -> None:
    for _ in range(signing.MOST_BY_NAME):
        assert set_up(alice, clock, old="wrong horse battery")[1].status_code == 422
    assert set_up(alice, clock)[1].status_code == 429
    assert post(alice, f"{SET_UP}/off", {"old": PASSWORD}).status_code == 429


def test_the_city_takes_it_away_from_who_lost_the_phone(
    dora: FlaskClient, alice: FlaskClient, nobody: FlaskClient, key: str
) -> None:
    there = "/bureau/people"
    assert "取消 示例爱丽丝 的两步验证" in dora.get(there).text
    assert post(dora, f"{there}/alice/factor", {}, page=there).status_code == 303
    assert not inside(alice)
    assert first_step(nobody).headers["Location"] == "/bureau/"
    post(dora, f"{there}/alice/factor", {}, page=there)
    assert "没有开两步验证" in dora.get(there).text


def test_one_takes_ones_own_away_by_the_password_alone(dora: FlaskClient, clock: Clock) -> None:
    set_up(dora, clock)
    post(dora, "/bureau/people/Dora/factor", {}, page="/bureau/people")
    assert "自己的两步验证" in dora.get("/bureau/people").text
    assert "备用码还剩10个" in dora.get(ACCOUNT).text


def test_a_new_link_changes_the_password_alone(
    nobody: FlaskClient, alice: FlaskClient, code: Phone, register: Register
) -> None:
    link = f"/bureau/welcome/{people.new_link(register, 'alice')}"
    first_step(nobody)
    assert nobody.get(CODE).status_code == 200, "till the link is used, it stands"
    new = "a third horse battery"
    assert post(nobody, link, {"password": new, "again": new}, page=link).status_code == 303
    answer = post(nobody, FORM, {"login": "alice", "password": new}, page=FORM)
    assert answer.headers["Location"] == CODE
    assert not inside(nobody)
    second_step(nobody, code())
    assert inside(nobody)


def test_without_a_data_key_the_set_up_says_what_is_missing_and_whom_to_tell(
    settings: Settings, clock: Clock
) -> None:
    app = create_app(replace(settings, data_key="", two_factors="city"), clock=clock)
    dora = signed(app, "dora")
    assert dora.get("/bureau/").headers["Location"].startswith(SET_UP)
    form = {"csrf_token": token_of(dora, SET_UP), "key": "x", "old": PASSWORD, "code": "000000"}
    for answer in (dora.get(SET_UP), dora.post(SET_UP, data=form)):
        assert answer.status_code == 503
        assert "没有数据密钥" in answer.text
        assert "告诉管服务器的人" in answer.text


@pytest.mark.parametrize(("rule", "led"), [("city", "dora"), ("everyone", "alice dora")])
def test_who_must_have_one_sets_it_up_before_anything_else(
    settings: Settings, clock: Clock, register: Register, rule: str, led: str
) -> None:
    app = create_app(replace(settings, two_factors=rule), clock=clock)
    for login in ("alice", "dora"):
        client = signed(app, login)
        if login not in led:
            assert inside(client)
            continue
        for path in ("/bureau/", "/bureau/points", ACCOUNT, "/bureau/people"):
            assert client.get(path).headers["Location"].startswith(f"{SET_UP}?next={path}")
        form = {"csrf_token": token_of(client, SET_UP), "login": "eve", "name": "示例"}
        kept = client.post("/bureau/people", data=form)
        assert kept.status_code == 409
        assert "eve</textarea>" in kept.text
        assert "必须开两步验证" in client.get(SET_UP).text
        _, page = set_up(client, clock, next="/bureau/points")
        assert 'href="/bureau/points"' in page.text
        assert inside(client)
        assert "关掉两步验证" not in client.get(ACCOUNT).text
        assert post(client, f"{SET_UP}/off", {"old": PASSWORD}).status_code == 403
    with register.read() as reader:
        assert accounts.named(reader, "eve") is None


def test_the_key_is_in_no_log_no_page_and_no_file(
    app: Flask, alice: FlaskClient, nobody: FlaskClient, dora: FlaskClient, clock: Clock,
    settings: Settings, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    logs.configure("debug")
    key, page = set_up(alice, clock)
    first, *_ = codes_of(page)
    secrets = (key, first, first.replace(" ", ""), PASSWORD)
    first_step(nobody)
    second_step(nobody, wrong(key, clock))
    second_step(nobody, first)
    pages = [alice.get(path).text for path in (ACCOUNT, SET_UP, "/bureau/")] + [
        dora.get(path).text for path in ("/bureau/people", "/bureau/city", "/metrics")
    ]
    written = b"".join(path.read_bytes() for path in settings.home.rglob("*") if path.is_file()).decode(
        "latin-1"
    )
    told = capfd.readouterr()
    assert "/bureau/account/two-factors" in told.err
    assert "who=alice" in told.err
    for secret in secrets:
        assert not any(secret in text.replace(" ", "") or secret in text for text in pages)
        assert secret not in written
        assert secret not in told.err + told.out
