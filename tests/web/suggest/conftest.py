"""The demonstration with its desk, and a courier who knows a place."""

import re
import shutil
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from servicepoints.config import Settings, load
from tests.web.bureau.conftest import alice, app, charlie, clock, dora, peopled_home, register, sign_in

__all__ = ["alice", "app", "charlie", "clock", "dora", "peopled_home", "register", "sign_in"]

NEW = {
    "name": "示例弄堂口热水角",
    "address": "长宁区示例没有的路9号",
    "hours": "每天8:00-20:00",
    "who": "courier",
}
FAR = {"lat": "31.6000", "lon": "121.5000", "accuracy": "20"}
"""Where the demonstration has no point."""


@pytest.fixture
def settings(peopled_home: Path, tmp_path: Path) -> Settings:
    home = Path(shutil.copytree(peopled_home, tmp_path / "instance"))
    return load(
        {
            "SERVICEPOINTS_HOME": str(home),
            "SERVICEPOINTS_BASEMAP": "none",
            "SERVICEPOINTS_SUGGESTIONS_BY_ADDRESS": "4",
        }
    )


@pytest.fixture
def courier(app: Flask) -> FlaskClient:
    return app.test_client()


def key_of(client: FlaskClient) -> str:
    """The key of a fresh form."""
    found = re.search(r'name="key" value="([^"]+)"', client.get("/suggest").text)
    assert found
    return found[1]


def suggest(client: FlaskClient, *, do: str = "", key: str = "", **form: object) -> TestResponse:
    """Send the form as a browser does."""
    return client.post("/suggest", data={"key": key or key_of(client), "do": do, **form})


def given(client: FlaskClient, **form: object) -> str:
    """Propose a place that is sent; the path of its page."""
    answer = suggest(client, do="send", **{**NEW, **form})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])
