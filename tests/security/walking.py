"""Every address that can be asked for, over one desk for all tests of a file, which only look."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from servicepoints.app import create_app
from servicepoints.config import Settings, load
from servicepoints.register import Register
from servicepoints.services.opening import open_instance
from tests.web.bureau.conftest import Clock, signed
from tests.web.bureau.test_rights import RIGHTS, Own, address, staged

__all__ = ["alice", "app", "clock", "dora", "nobody", "own", "register", "settings", "walked"]

FILES = {"static", "leaflet"}


class Seen(NamedTuple):
    """What an address answered to the city's account, and to somebody who is not signed in."""

    endpoint: str
    path: str
    dora: TestResponse
    nobody: TestResponse


@pytest.fixture(scope="module")
def settings(peopled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    home = tmp_path_factory.mktemp("walked") / "instance"
    shutil.copytree(peopled_home, home)
    return load({"SERVICEPOINTS_HOME": str(home), "SERVICEPOINTS_BASEMAP": "none"})


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def app(settings: Settings, clock: Clock) -> Flask:
    return create_app(settings, clock=clock)


@pytest.fixture(scope="module")
def register(settings: Settings, clock: Clock) -> Iterator[Register]:
    opened = open_instance(settings, clock)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def nobody(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="module")
def alice(app: Flask) -> FlaskClient:
    return signed(app, "alice")


@pytest.fixture(scope="module")
def dora(app: Flask) -> FlaskClient:
    return signed(app, "dora")


@pytest.fixture(scope="module")
def own(register: Register) -> Own:
    return staged(register)


@pytest.fixture(scope="module")
def walked(app: Flask, dora: FlaskClient, nobody: FlaskClient, own: Own) -> list[Seen]:
    """What every address answers."""
    asked = {"headers": {"Accept-Encoding": "identity"}}
    return [
        Seen(endpoint, path, dora.get(path, **asked), nobody.get(path, **asked))
        for endpoint, path in addresses(app, own)
    ]


def addresses(app: Flask, own: Own) -> Iterator[tuple[str, str]]:
    """(endpoint, address) of each route that is read."""
    values = {
        "typed": own["OWN"], "code": own["OWN"], "name": "huangpu", "sub_name": "waitan", "token": "x",
        "number": 1,
    }  # fmt: skip
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in FILES:
            continue
        if rule.endpoint in RIGHTS:
            yield rule.endpoint, address(app, rule, own)
            continue
        known = {name: values.get(name, "x") for name in rule.arguments}
        if rule.endpoint.startswith("booking.") and "typed" in known:
            known["typed"] = own["SESSION"]
        with app.test_request_context():
            yield rule.endpoint, app.url_map.bind("localhost").build(rule.endpoint, known, method="GET")
