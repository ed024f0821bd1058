"""Names of ourselves that a stranger gives us: they reach no link of ours where the site's own are set."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from servicepoints.app import create_app
from servicepoints.config import Settings, load
from servicepoints.register import Register, points
from servicepoints.services.doctor.choices import public
from servicepoints.services.doctor.diagnosis import Level

EVIL = {"Host": "evil.example"}
NAMED = {"hosts": frozenset({"example.gov.cn", "intern.example:8443"})}


def named(settings: Settings, **changed: object) -> Flask:
    values = {name: getattr(settings, name) for name in settings.__dataclass_fields__}
    return create_app(Settings(**{**values, **changed}))


@pytest.fixture
def code(register: Register) -> str:
    with register.read() as reader:
        return points.matching(reader, "shili")[0].code


@pytest.mark.parametrize("host", ["evil.example", "example.gov.cn.evil.example", "example.gov.cn:8080", "x"])
def test_an_unknown_name_is_answered_nowhere(settings: Settings, host: str, code: str) -> None:
    client = named(settings, **NAMED).test_client()
    gzip = {"Host": host, "Accept-Encoding": "gzip"}
    for path in ("/", f"/p/{code}", "/api/v1/near?lat=31.22&lon=121.43", "/healthz", "/bureau/sign-in"):
        for _ in range(2):  # what is kept is no way round
            assert client.get(path, headers=gzip).status_code == 400, path


@pytest.mark.parametrize(
    "host", ["example.gov.cn", "EXAMPLE.gov.cn:443", "intern.example:8443", "127.0.0.1:8000", "localhost"]
)
def test_the_sites_names_and_this_machine_are_answered(settings: Settings, host: str) -> None:
    assert named(settings, **NAMED).test_client().get("/", headers={"Host": host}).status_code == 200


def test_a_forwarded_name_is_held_to_the_same(settings: Settings) -> None:
    client = named(settings, **NAMED, trusted_proxies=1).test_client()
    assert client.get("/", headers={"X-Forwarded-Host": "evil.example"}).status_code == 400
    assert client.get("/", headers={"X-Forwarded-Host": "example.gov.cn"}).status_code == 200


def test_no_page_names_a_stranger_where_the_public_address_is_set(settings: Settings, code: str) -> None:
    client = named(settings, public_url="https://example.gov.cn").test_client()
    for path in ("/", f"/p/{code}", f"/p/{code}/card", f"/p/{code}/poster", "/sitemap.xml", "/robots.txt"):
        answer = client.get(path, headers=EVIL | {"X-Forwarded-Host": "evil.example"})
        assert "evil.example" not in answer.text + str(answer.headers), path


def test_what_was_kept_for_one_name_is_given_to_no_other(settings: Settings, code: str) -> None:
    client: FlaskClient = named(settings).test_client()
    for host in ("evil.example", "localhost"):
        page = client.get(f"/p/{code}", headers={"Host": host})
        assert ("evil.example" in page.text) is (host == "evil.example")


@pytest.mark.parametrize(
    ("set_", "level", "words"),
    [
        ({}, Level.WARN, "跟着假域名走"),
        ({"SERVICEPOINTS_PUBLIC_URL": "https://example.gov.cn"}, None, ""),
        ({"SERVICEPOINTS_HOSTS": "example.gov.cn"}, None, ""),
        (
            {"SERVICEPOINTS_PUBLIC_URL": "https://example.gov.cn", "SERVICEPOINTS_HOSTS": "example.cn"},
            Level.FAIL,
            "访客打不开",
        ),
    ],
)
def test_doctor_says_what_a_stranger_could_do_with_a_name(
    set_: dict[str, str], level: Level | None, words: str
) -> None:
    found = [one for one in public(load(set_)) if one.subject == "SERVICEPOINTS_HOSTS"]
    assert [one.level for one in found] == ([] if level is None else [level])
    assert all(words in one.words for one in found)
