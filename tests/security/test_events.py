"""What the log tells of who comes in, or tries to: enough to follow an attack, and nothing of a secret."""

import json
import logging
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from servicepoints import logs
from servicepoints.register import Register, points
from servicepoints.services.accounts import signing
from tests.web.bureau.conftest import PASSWORD, post, token_of
from tests.web.bureau.machines import machine

FORM = "/bureau/sign-in"
README = Path(__file__).parents[2] / "README.md"


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    """The fields of each line, as they come."""
    logs.LOGGER.propagate = True
    caplog.set_level(logging.INFO, logger="servicepoints")
    told: list[dict[str, object]] = []
    handler = logging.Handler()
    handler.emit = lambda record: told.append(record.fields)  # type: ignore[attr-defined, method-assign]
    logs.LOGGER.addHandler(handler)
    return told


def attempt(client: FlaskClient, login: str, password: str) -> None:
    post(client, FORM, {"login": login, "password": password}, page=FORM)


def test_signing_in_and_out_is_told_with_the_account(
    nobody: FlaskClient, lines: list[dict[str, object]]
) -> None:
    attempt(nobody, "alice", "wrong horse battery")
    attempt(nobody, "wrong horse battery", "alice")  # in the wrong field: what is no account is not written
    attempt(nobody, " Alice", PASSWORD)
    post(nobody, "/bureau/sign-out", {})
    for _ in range(signing.MOST_BY_NAME + 1):
        attempt(nobody, "charlie", "wrong horse battery")
    told = [(line["path"], line["status"], line.get("who", "")) for line in lines if line["method"] == "POST"]
    assert told[:4] == [
        (FORM, 422, "alice"), (FORM, 422, ""), (FORM, 303, "alice"), ("/bureau/sign-out", 303, "alice"),
    ]  # fmt: skip
    assert told[4:] == [(FORM, 422, "charlie")] * signing.MOST_BY_NAME + [(FORM, 429, "")]
    assert not any("horse" in str(line) for line in lines)


def test_what_one_has_no_right_to_is_told(
    app: Flask, charlie: FlaskClient, register: Register, lines: list[dict[str, object]]
) -> None:
    with register.read() as reader:
        code = points.matching(reader, "shili")[0].code
    lines.clear()
    charlie.get(f"/bureau/points/{code}")
    charlie.get("/bureau/city")
    charlie.post("/bureau/people", data={"csrf_token": "x"})
    system = machine(app, register, bureau="linju", scopes=("checks",))
    system.send("PUT", f"points/{code}", {"note": "示例"}, "*")
    system.send("POST", f"points/{code}/checks", None, "*")
    told = [(line["status"], line.get("who", "")) for line in lines]
    assert told[:3] == [(403, "charlie"), (403, "charlie"), (302, "charlie")]
    assert [status for status, _ in told[3:]] == [403, 404]
    assert {who for _, who in told[3:]} == {"token-1"}
    assert not any(system.token in str(line) for line in lines)


def test_couriers_are_named_by_nothing(nobody: FlaskClient, lines: list[dict[str, object]]) -> None:
    for path in ("/", "/near", "/api/v1/points", "/suggest"):
        nobody.get(path)
    assert all("who" not in line and "client" not in line for line in lines)


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_line_says_the_zone_of_its_time(form: str, capfd: pytest.CaptureFixture[str]) -> None:
    logs.configure("info", form)
    logs.LOGGER.info("示例")
    line = capfd.readouterr().err.strip()
    said = json.loads(line)["at"] if form == "json" else line.split(" ")[0]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}", said)


def test_readme_says_where_each_line_goes_who_reads_it_and_how_long_it_stays() -> None:
    text = README.read_text(encoding="utf-8")
    table = text.partition("| 日志 | 记什么 |")[2].partition("\n\n")[0]
    named = set(re.findall(r"/var/log/[\w./-]+", text)) | {"journalctl -u servicepoints"}
    assert len(named) == 4
    assert [place for place in named if f"| `{place}` |" not in table] == []
    assert all(cell.strip() for row in table.splitlines()[2:] for cell in row.strip(" |").split("|"))


def test_lines_go_to_one_place(capfd: pytest.CaptureFixture[str]) -> None:
    logs.configure("info")
    logs.configure("info")
    logs.LOGGER.info("示例")
    said = capfd.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert not logs.LOGGER.propagate


@pytest.mark.parametrize("sign", ["\n", "\r", "\u2028", "\x1b[2J", "\0", "\x85", "\u202e", " level=ERROR "])
def test_nobody_writes_a_line(
    sign: str, nobody: FlaskClient, alice: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither by an address nor by a name for signing in nor by a header."""
    logs.LOGGER.propagate = True
    with caplog.at_level(logging.INFO, logger="servicepoints"):
        nobody.get("/p/x", environ_overrides={"PATH_INFO": f"/p/x{sign}y".encode().decode("latin-1")})
        nobody.get("/healthz", environ_overrides={"HTTP_X_REQUEST_ID": f"12345678{sign}"})
        form = {"csrf_token": token_of(nobody, FORM), "login": f"alice{sign}", "password": PASSWORD}
        nobody.post(FORM, data=form)
    for record in caplog.records:
        line = record.getMessage()
        assert sign not in line
        assert line.isprintable()
