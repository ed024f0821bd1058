"""A Host that is none gets a plain refusal, and no failure goes out, or into the log, as a traceback."""

import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient

from servicepoints import logs
from servicepoints.app import create_app
from servicepoints.config import Settings
from servicepoints.web.security import HEADERS


@pytest.mark.parametrize(
    "host",
    ["a..b", "x" * 64 + ".cn", "a" * 2900, "example.cn/x", "a@b", "a b", "/", "", "示例.cn", "a:b", "[x]"],
)
def test_a_host_that_is_none_is_refused_plainly(bare: FlaskClient, host: str) -> None:
    for path in ("/", "/api/v1/near?lat=31&lon=121", "/p/7K2M9Q/qr.png", "/healthz"):
        answer = bare.get(path, environ_overrides={"HTTP_HOST": host})
        assert answer.status_code == 400
        assert "域名不对" in answer.text
        assert HEADERS.items() <= dict(answer.headers).items()


@pytest.mark.parametrize(
    "host",
    ["example.gov.cn", "example.gov.cn:8443", "localhost", "127.0.0.1:8000", "[::1]:8000", "a_b-c.cn", "cn."],
)
def test_any_name_or_address_is_a_host(bare: FlaskClient, host: str) -> None:
    assert bare.get("/healthz", environ_overrides={"HTTP_HOST": host}).status_code == 200


def test_the_host_that_the_proxy_forwards_is_looked_at_as_well(bare_app: Flask) -> None:
    settings: Settings = bare_app.extensions["servicepoints"].settings
    app = create_app(Settings(home=settings.home, trusted_proxies=1))
    assert app.test_client().get("/healthz", headers={"X-Forwarded-Host": "a..b"}).status_code == 400


@pytest.mark.parametrize("where", ["before Flask", "while answering a failure"])
def test_a_failure_that_nothing_foresaw_is_told_without_the_visitors_words(
    bare_app: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("SECRETWORD")

    bare_app.view_functions = dict.fromkeys(bare_app.view_functions, fail)
    if where == "before Flask":
        monkeypatch.setattr(bare_app, "request_context", fail)
    else:
        bare_app.error_handler_spec[None][None][Exception] = fail
    monkeypatch.setattr(logs.LOGGER, "propagate", True)
    bare_app.config["PROPAGATE_EXCEPTIONS"] = False
    with caplog.at_level(logging.INFO):
        answer = bare_app.test_client().get("/k/SECRETTOKEN?x=SECRETQUERY")
    assert answer.status_code == 500
    assert "error=RuntimeError" in caplog.text
    assert "SECRET" not in caplog.text
