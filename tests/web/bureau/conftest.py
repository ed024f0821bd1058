"""The desk over a demonstration of its own, and the people who sit at it: Alice keeps the listing of its one
bureau, Charlie that of another, Dora acts for the city."""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from servicepoints.app import create_app
from servicepoints.config import Settings, load
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.roles import Role
from servicepoints.register import Actor, Register, bureaus
from servicepoints.register.bureaus import Bureau
from servicepoints.register.schema.doors import door, door_day, sighting
from servicepoints.register.schema.people import throttle
from servicepoints.services.accounts import people
from servicepoints.services.accounts.people import NewAccount
from servicepoints.services.opening import open_instance

NOW = datetime(2026, 9, 14, 10, 0, tzinfo=TIMEZONE)
PASSWORD = "correct horse battery"
SignIn = Callable[[str], FlaskClient]


class Clock:
    """What time it is for the application; a test may turn it on."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="session")
def peopled_home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration with accounts: alice (示例邮政管理局), charlie (another bureau) and dora (the city)."""
    home = tmp_path_factory.mktemp("desk") / "instance"
    shutil.copytree(demo_home, home)
    register = open_instance(load({"SERVICEPOINTS_HOME": str(home)}))
    with register.write(Actor("setup", "测试")) as writer:
        bureaus.put(writer, Bureau("linju", "示例邻局"))
        for silent in (
            sighting,
            door,
            door_day,
            throttle,
        ):  # what the demonstration says was said when it was made
            writer.connection.execute(delete(silent))
    wanted = (("alice", "示例爱丽丝", "shili"), ("charlie", "示例查理", "linju"), ("dora", "示例朵拉", ""))
    for login, name, bureau in wanted:
        role = Role.EDITOR if bureau else Role.CITY
        _, token = people.add_account(register, NewAccount(login=login, name=name, role=role, bureau=bureau))
        people.set_password(register, token, PASSWORD, datetime.now(TIMEZONE))
    register.close()
    return home


@pytest.fixture
def settings(peopled_home: Path, tmp_path: Path) -> Settings:
    """The settings of an instance that this test may change."""
    home = tmp_path / "instance"
    shutil.copytree(peopled_home, home)
    return load({"SERVICEPOINTS_HOME": str(home), "SERVICEPOINTS_BASEMAP": "none"})


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(settings: Settings, clock: Clock) -> Flask:
    return create_app(settings, clock=clock)


@pytest.fixture
def register(settings: Settings, clock: Clock) -> Iterator[Register]:
    """The register of that instance, for looking behind the pages."""
    opened = open_instance(settings, clock)
    yield opened
    opened.close()


@pytest.fixture
def nobody(app: Flask) -> FlaskClient:
    """Someone who is not signed in."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> SignIn:
    """`sign_in("alice")`: a browser in which that person is signed in."""
    return lambda login: signed(app, login)


def signed(app: Flask, login: str) -> FlaskClient:
    """A browser in which that person is signed in."""
    client = app.test_client()
    answer = post(client, "/bureau/sign-in", {"login": login, "password": PASSWORD}, page="/bureau/sign-in")
    assert answer.status_code == 303, answer.text
    return client


@pytest.fixture
def alice(sign_in: SignIn) -> FlaskClient:
    return sign_in("alice")


@pytest.fixture
def charlie(sign_in: SignIn) -> FlaskClient:
    return sign_in("charlie")


@pytest.fixture
def dora(sign_in: SignIn) -> FlaskClient:
    return sign_in("dora")


def token_of(client: FlaskClient, page: str = "/bureau/account", **more: object) -> str:
    """The token of the forms on a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page, **more).text)
    assert found, f"{page} has no form"
    return found[1]


def post(
    client: FlaskClient, path: str, data: dict[str, object], page: str = "/bureau/account", **more: object
):
    """Send a form as a browser does, with the token of `page`."""
    there = {name: more[name] for name in ("base_url",) if name in more}
    return client.post(path, data={"csrf_token": token_of(client, page, **there), **data}, **more)
