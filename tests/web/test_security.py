"""What every answer carries, and what no log line does."""

import logging
from pathlib import Path

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from servicepoints import logs
from servicepoints.app import create_app
from servicepoints.config import load


@pytest.mark.parametrize("path", ["/nowhere", "/api/nowhere", "/healthz"])
def test_every_answer_lets_nothing_foreign_in(bare: FlaskClient, path: str) -> None:
    headers = bare.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "geolocation=(self)" in headers["Permissions-Policy"]


def test_strict_transport_is_asked_for_only_behind_tls(tmp_path: Path) -> None:
    home = {"SERVICEPOINTS_HOME": str(tmp_path)}
    proxied = create_app(load({"SERVICEPOINTS_TRUSTED_PROXIES": "1", **home})).test_client()
    direct = create_app(load(home)).test_client()
    forwarded = {"X-Forwarded-Proto": "https"}
    assert "Strict-Transport-Security" in proxied.get("/healthz", headers=forwarded).headers
    assert "Strict-Transport-Security" not in proxied.get("/healthz").headers
    assert "Strict-Transport-Security" not in direct.get("/healthz", headers=forwarded).headers


def test_a_huge_request_is_refused(bare_app: Flask) -> None:
    @bare_app.post("/takes")
    def takes() -> str:
        raise AssertionError("the body must not get here")

    bare_app.view_functions["takes"] = lambda: str(len(request.get_data()))
    assert bare_app.test_client().post("/takes", data=b"x" * 100_000).status_code == 413


def test_a_log_line_tells_nothing_of_a_visitor(bare: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    logs.LOGGER.propagate = True
    with caplog.at_level(logging.INFO, logger="servicepoints"):
        bare.get("/near?lat=31.2242&lon=121.4294")
        bare.get("/b/SECRETTOKEN/move?x=1")
        bare.get("/k/SECRETTOKEN")
        bare.get("/p/7K2M9Q%0Alevel=INFO")
        bare.get("/", environ_overrides={"PATH_INFO": "//k/SECRETTOKEN"})
        bare.get("/bureau/welcome/SECRETTOKEN")
    lines = [r.getMessage() for r in caplog.records if r.getMessage().startswith("request ")]
    assert len(lines) == 6
    assert not any(
        "31.22" in line or "SECRET" in line or "127.0.0.1" in line or "\n" in line for line in lines
    )
    assert "path=/b/***/move" in lines[1]
    assert "path=/k/*** " in lines[2]


def test_the_network_address_is_logged_only_when_asked_for(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    logs.LOGGER.propagate = True
    settings = load({"SERVICEPOINTS_LOG_CLIENTS": "1", "SERVICEPOINTS_HOME": str(tmp_path)})
    with caplog.at_level(logging.INFO, logger="servicepoints"):
        create_app(settings).test_client().get("/healthz")
    assert "client=127.0.0.1" in caplog.text


def test_an_unforeseen_failure_is_logged_without_its_message(
    bare_app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    def fails() -> str:
        raise ValueError("could not read 31.2242")

    bare_app.add_url_rule("/fails", view_func=fails)
    bare_app.add_url_rule("/api/fails", endpoint="api_fails", view_func=fails)
    logs.LOGGER.propagate = True
    with caplog.at_level(logging.INFO, logger="servicepoints"):
        page = bare_app.test_client().get("/fails")
        data = bare_app.test_client().get("/api/fails")
    assert (page.status_code, data.status_code) == (500, 500)
    assert "出错了" in page.text
    assert data.json == {"error": {"code": 500, "message": "出错了", "fields": {}}}
    assert "error=ValueError" in caplog.text
    assert ":fails" in caplog.text
    assert "31.2242" not in caplog.text + page.text + data.text


def test_a_request_id_of_the_proxy_is_kept_when_it_is_harmless(bare: FlaskClient) -> None:
    assert (
        bare.get("/healthz", headers={"X-Request-Id": "abcdef0123456789"}).headers["X-Request-Id"]
        == "abcdef0123456789"
    )
    assert bare.get("/healthz", headers={"X-Request-Id": "a b=c"}).headers["X-Request-Id"] != "a b=c"


@pytest.mark.parametrize("path", ["/d//evil.example", "/d//changning", "/d/changning//", "/static//site.css"])
def test_a_doubled_slash_is_a_wrong_address_not_a_redirect(bare: FlaskClient, path: str) -> None:
    answer = bare.get(path, headers={"Host": "evil.example"})
    assert answer.status_code == 404
    assert "Location" not in answer.headers


def test_the_desk_without_its_slash_leads_to_no_other_host(bare: FlaskClient) -> None:
    answer = bare.get("/bureau", headers={"Host": "evil.example"})
    assert answer.headers["Location"].startswith("/bureau/sign-in")


def test_readiness_names_no_folder(bare: FlaskClient, tmp_path: Path) -> None:
    answer = bare.get("/readyz")
    assert answer.status_code == 503
    assert str(tmp_path) not in answer.text
    assert "doctor" in answer.json["reason"]
