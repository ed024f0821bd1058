"""An application without an instance: what holds before anything is published."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from servicepoints.app import create_app
from servicepoints.config import load


@pytest.fixture
def bare_app(tmp_path: Path) -> Flask:
    """The application over an empty folder."""
    return create_app(load({"SERVICEPOINTS_HOME": str(tmp_path)}))


@pytest.fixture
def bare(bare_app: Flask) -> FlaskClient:
    """A reader of that application."""
    return bare_app.test_client()
