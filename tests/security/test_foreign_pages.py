"""What a page of another site makes a visitor's browser send: old browsers, which say less, included."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from servicepoints.app import create_app
from servicepoints.config import Settings
from servicepoints.register import Register, points
from servicepoints.web.security import OPEN_FORMS, TO_OURSELVES
from tests.web.bureau.conftest import token_of

ELSEWHERE = "https://evil.example"
HIDDEN = {"Origin": "null"}
FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": ""} | HIDDEN,
    {"Origin": ELSEWHERE},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://[::1"},
    {"Referer": f"{ELSEWHERE}/localhost"},
    {"Referer": "http://localhost@evil.example/"},
    HIDDEN,
    # the newer word counts: whoever forges the older one gains nothing
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
]
OURS = [
    {},
    {"Sec-Fetch-Site": "same-origin"} | HIDDEN,
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://localhost"},
    {"Referer": "http://localhost/p/AAAAAA"},
]


@pytest.fixture
def code(register: Register) -> str:
    """A point that is published."""
    with register.read() as reader:
        return points.matching(reader, "shili")[0].code


@pytest.fixture
def unguarded(code: str) -> tuple[str, ...]:
    """The forms that nothing guards but where they come from."""
    return (f"/p/{code}/door", f"/p/{code}/door/pin", "/suggest", "/suggest/pin", "/s/AAAAAA")


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_form_of_another_site_is_refused_whatever_the_browser_says_of_it(
    nobody: FlaskClient, unguarded: tuple[str, ...], headers: dict[str, str]
) -> None:
    for path in unguarded:
        assert nobody.post(path, headers=headers).status_code == 403, path


@pytest.mark.parametrize("headers", OURS, ids=str)
def test_a_form_of_ours_is_taken(
    nobody: FlaskClient, unguarded: tuple[str, ...], headers: dict[str, str]
) -> None:
    for path in unguarded:
        assert nobody.post(path, headers=headers).status_code != 403, path


def test_a_form_of_ours_may_name_the_public_address(settings: Settings, code: str) -> None:
    values = {name: getattr(settings, name) for name in settings.__dataclass_fields__}
    app = create_app(Settings(**{**values, "public_url": "https://example.gov.cn"}))
    answer = app.test_client().post(f"/p/{code}/door", headers={"Origin": "https://example.gov.cn"})
    assert answer.status_code != 403


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_the_desk_takes_no_foreign_form_even_with_its_token(
    alice: FlaskClient, headers: dict[str, str]
) -> None:
    token = token_of(alice)
    answer = alice.post("/bureau/account/sessions", data={"csrf_token": token}, headers=headers)
    hidden = headers.get("Origin") == "null"  # the token is there, so it is ours: the desk's pages hide where
    assert answer.status_code == (303 if hidden else 403)


def test_every_page_with_an_open_form_lets_an_old_browser_say_where_it_comes_from(
    app: Flask, nobody: FlaskClient, code: str
) -> None:
    for path in (f"/p/{code}", f"/p/{code}/door", "/suggest", "/s/AAAAAA"):
        assert nobody.get(path).headers["Referrer-Policy"] == TO_OURSELVES, path
    for path in ("/", "/near", "/b/x", "/k/x", "/r/x", "/suggest/x", "/bureau/sign-in", f"/p/{code}/card"):
        assert nobody.get(path).headers["Referrer-Policy"] == "no-referrer", path
    assert {*app.blueprints, *app.view_functions} >= OPEN_FORMS


def test_every_form_without_a_token_is_of_a_blueprint_that_asks_where_it_comes_from(
    app: Flask, nobody: FlaskClient
) -> None:
    """Enumerated, so that none is forgotten: what changes nothing is named."""
    harmless = {
        "courier.near_here",  # a list round a position
        "offline.near_pack",  # the same, to be kept on the phone
        "courier.ride",  # the way to a point
        "embed.near_here",
    }
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "POST" not in (rule.methods or ()) or rule.endpoint in harmless:
                continue
            if "token" in rule.arguments or rule.rule.startswith("/api/"):
                continue  # a link, or a header: no browser sends it by itself
            numbers = dict.fromkeys(("number", "revision", "batch"), 1)
            values = {name: numbers.get(name, "AAAAAA") for name in rule.arguments}
            path = app.url_map.bind("localhost").build(rule.endpoint, values, method="POST")
            answer = nobody.post(path, headers={"Origin": ELSEWHERE})
            assert answer.status_code == 403, rule.rule
