"""Nothing that is typed leads to another host, out of a folder, or into a header."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from servicepoints.register import Actor, Register, bureaus
from servicepoints.register.bureaus import Bureau
from servicepoints.web.bureau.blueprint import safe_next
from tests.security.walking import addresses, alice, app, clock, dora, nobody, own, register, settings
from tests.web.bureau.conftest import signed
from tests.web.bureau.test_rights import Own

__all__ = ["alice", "app", "clock", "dora", "nobody", "own", "register", "settings"]


@pytest.mark.parametrize(
    "away",
    [
        "https://evil.example", "//evil.example", "/\\evil.example", "/bureau//evil.example",
        "javascript:alert(1)", "/bureau/\\evil.example", "\t//evil.example", "/p/AAAAAA", "",
        "/bureau/\r\nLocation: //evil.example", "http:/bureau/", "/bureau/\0", "/%5cevil.example",
        "\u2028/bureau/", "/bureau", "bureau/", "///bureau/", "/bureau/\u202e",
    ],
)  # fmt: skip
def test_no_next_leads_away(app: Flask, away: str) -> None:
    with app.test_request_context():
        assert safe_next(away) == "/bureau/"


def test_no_redirect_leads_to_another_host(
    app: Flask, dora: FlaskClient, nobody: FlaskClient, own: Own
) -> None:
    seen = 0
    evil = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    for _, path in addresses(app, own):
        for client in (dora, nobody):
            for asked in (
                path,
                f"{path.rstrip('/')}/",
                f"{path}?next=//evil.example",
                path.rstrip("/") or "/",
            ):
                there = client.get(asked, headers=evil).headers.get("Location")
                if there is not None:
                    seen += 1
                    assert there.startswith("/"), asked
                    assert there[1:2] not in ("/", "\\"), asked
    assert seen > 50


OUT = (
    "../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/keys.env", "..\\keys.env", "/etc/passwd",
    "....//keys.env", "register.db", "keys.env%00.css", "%252e%252e%252fkeys.env", ".git/config",
    "..%c0%af..%c0%afkeys.env", "~root", "catalogue.db-wal", "../../../../proc/self/environ",
)  # fmt: skip


@pytest.mark.parametrize("name", OUT)
def test_no_path_leads_out_of_its_folder(nobody: FlaskClient, name: str) -> None:
    for folder in (
        "/",
        "/static/x/",
        "/static/leaflet/1.9.4/",
        "/open-data/",
        "/d/",
        "/embed/d/",
        "/bureau/",
    ):
        answer = nobody.get(folder + name)
        assert answer.status_code in (301, 302, 303, 308, 400, 404, 503), folder
        for told in (b"SERVICEPOINTS_", b"root:", b"SQLite format", b"PATH="):
            assert told not in answer.data, folder


@pytest.mark.parametrize(
    "folder",
    ["/static/", "/static/x/", "/static/leaflet/1.9.4/", "/static/leaflet/", "/open-data/calendars/"],
)
def test_no_folder_is_listed(nobody: FlaskClient, folder: str) -> None:
    assert nobody.get(folder).status_code in (404, 503)


BREAKS = "示例\r\nX-Evil: 1\r\n\r\n<b>"


def test_nothing_typed_makes_a_header(app: Flask, dora: FlaskClient, nobody: FlaskClient, own: Own) -> None:
    """Not in an address, a query or a cookie, whether it is answered, refused or redirected."""
    named = dict.fromkeys(
        ("q", "next", "need", "bureau", "format", "month", "login", "from", "point"), BREAKS
    )
    for _, path in addresses(app, own):
        for client in (dora, nobody):
            for answer in (
                client.get(path, query_string=named),
                client.get(f"{path}%0d%0aX-Evil:%201"),
                client.get(path, headers={"X-Request-Id": "x" * 200}),
            ):
                assert answer.status_code != 500, path
                assert "X-Evil" not in answer.headers, path
                assert all("\n" not in value and "\r" not in value for _, value in answer.headers), path


def test_no_name_of_a_bureau_breaks_the_header_of_its_file(app: Flask, register: Register) -> None:
    with register.write(Actor("setup", "测试")) as writer:
        bureaus.put(writer, Bureau("linju", '示例"局;\r\nX-Evil: 1'))
    answer = signed(app, "charlie").get("/bureau/export?format=csv")
    assert answer.status_code == 200
    assert "X-Evil" not in answer.headers
    said = answer.headers["Content-Disposition"]
    assert said.startswith("attachment; filename*=UTF-8''")
    assert not set(said) & set('"\r\n')
    assert said.count(";") == 1
