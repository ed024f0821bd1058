"""The public page of figures: plain, without a name of anybody, and there while the register is down."""

import gzip
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from servicepoints.app import create_app
from servicepoints.config import Settings, load
from servicepoints.domain.hours import TIMEZONE
from servicepoints.register.conditions import AsOf
from servicepoints.services.measuring import measure
from servicepoints.services.opening import open_instance
from servicepoints.services.publishing import publish
from tests.standing import take_away

NOW = datetime(2026, 9, 14, 10, 0, tzinfo=TIMEZONE)


@pytest.fixture
def settings(demo_home: Path, tmp_path: Path) -> Settings:
    home = Path(shutil.copytree(demo_home, tmp_path / "instance"))
    return load({"SERVICEPOINTS_HOME": str(home)})


@pytest.fixture
def app(settings: Settings) -> Flask:
    return create_app(settings, clock=lambda: NOW)


@pytest.fixture
def reader(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def measured(settings: Settings) -> None:
    """Two weeks of it, published; and then the register is gone."""
    register = open_instance(settings)
    for days in range(14, -1, -1):
        measure(register, AsOf(NOW - timedelta(days=days), 180))
    publish(register, settings.catalogue_path)
    register.close()
    take_away(settings.home)


def test_before_anything_is_measured_the_page_says_so(reader: FlaskClient) -> None:
    page = reader.get("/quality")
    assert page.status_code == 200
    assert "还没有量过" in page.text


@pytest.mark.usefixtures("measured")
def test_it_stands_while_the_register_is_gone(reader: FlaskClient) -> None:
    page = reader.get("/quality")
    assert page.status_code == 200
    assert "2026年9月14日量的" in page.text
    assert "示例邮政管理局" in page.text
    assert page.text.count("90天内核实过的") >= 2
    assert '<svg class="trend"' in page.text
    assert "数还太少" in page.text, "nobody searched yet"
    assert "点位" not in page.text, "that is how the desk calls them"
    assert "个歇脚点，还没上线的、到期的也算" in page.text, "more than the home page counts"


@pytest.mark.usefixtures("measured")
def test_it_names_nobody_and_no_point(reader: FlaskClient, app: Flask) -> None:
    page = reader.get("/quality").text
    near = reader.get("/api/v1/points?limit=100").json
    assert near
    assert not [point["name"] for point in near["points"] if point["name"] in page]


@pytest.mark.usefixtures("measured")
def test_it_is_kept_for_everybody_and_small(reader: FlaskClient) -> None:
    page = reader.get("/quality")
    assert page.headers["Cache-Control"].startswith("public")
    styles = [reader.get(path).data for path in _styles(page.text)]
    assert len(gzip.compress(page.data)) + sum(len(gzip.compress(style)) for style in styles) < 14_000


def test_home_leads_there(reader: FlaskClient) -> None:
    assert 'href="/quality"' in reader.get("/").text


def _styles(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('<link rel="stylesheet" href="')[1:]]
