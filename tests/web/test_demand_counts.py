"""Searches of couriers' pages and of the API are counted, and of where they were only the cell is left."""

import logging
import shutil
import struct
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from servicepoints.app import create_app
from servicepoints.config import Settings, load
from servicepoints.domain.cells import cell_of
from servicepoints.domain.demand import ANY, Count, Slot
from servicepoints.domain.hours import TIMEZONE
from servicepoints.services.demand.flushing import Flusher
from servicepoints.services.publishing import publish
from servicepoints.web.api.questions import NEAR as QUESTION
from servicepoints.web.state import EXTENSION, State
from tests.standing import rows_said

NOW = datetime(2026, 9, 14, 10, 0, 31, tzinfo=TIMEZONE)
LATITUDE, LONGITUDE = "31.2290817", "121.4737253"
"""Numbers that stand nowhere else."""
PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 13) MicroMessenger/8.0"}
CELL = cell_of(float(LATITUDE), float(LONGITUDE))


@pytest.fixture
def settings(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(QUESTION, "_known", {})
    home = tmp_path / "instance"
    shutil.copytree(demo_home, home)
    return load({"SERVICEPOINTS_HOME": str(home)})


@pytest.fixture
def app(settings: Settings) -> Flask:
    return create_app(settings, clock=lambda: NOW)


@pytest.fixture
def courier(app: Flask) -> FlaskClient:
    return app.test_client()


def counted(app: Flask) -> dict[Slot, Count]:
    state: State = app.extensions[EXTENSION]
    return dict(state.demand.take())


def slot(need: str = ANY, hour: int = 10) -> Slot:
    return Slot(CELL, "2026-09", hour, need)


def post(courier: FlaskClient, query: str = "", **more: str) -> None:
    form = {"lat": LATITUDE, "lon": LONGITUDE, **more}
    assert courier.post(f"/near{query}", data=form, headers=PHONE).status_code == 200


def test_a_page_round_a_position_counts(app: Flask, courier: FlaskClient) -> None:
    post(courier, "?need=hot_water")
    found = counted(app)
    assert set(found) == {slot(), slot("hot_water")}
    assert all(count.asked == 1 for count in found.values())


def test_a_page_that_lists_open_and_closed_alike_counts_the_same(app: Flask, courier: FlaskClient) -> None:
    post(courier)
    usual = counted(app)
    app.extensions[EXTENSION].demand._lately.clear()
    post(courier, "?open=any")
    assert counted(app) == usual != {}


@pytest.mark.parametrize(
    ("at", "hour"),
    [("night", 23), ("morning", 24 + 7), ("2026-09-15T09:30", 24 + 9), ("2026-09-16T09:30", None)],
)
def test_a_search_for_another_moment_counts_then_if_it_is_within_a_day(
    app: Flask, courier: FlaskClient, at: str, hour: int | None
) -> None:
    post(courier, f"?at={at}")
    assert set(counted(app)) == (set() if hour is None else {slot(hour=hour)})


def test_what_is_known_to_a_kilometre_only_is_not_counted(app: Flask, courier: FlaskClient) -> None:
    post(courier, accuracy="900")
    assert counted(app) == {}


def test_pages_without_a_position_count_nothing(app: Flask, courier: FlaskClient) -> None:
    for path in ("/", "/near", "/search?q=示例", "/d/huangpu", "/api/v1/points"):
        assert courier.get(path, headers=PHONE).status_code == 200
    assert counted(app) == {}


def test_the_api_counts_alike_with_and_without_its_short_cut(app: Flask, courier: FlaskClient) -> None:
    address = f"/api/v1/near?lat={LATITUDE}&lon={LONGITUDE}&need=hot_water"
    courier.get(address, headers=PHONE)
    by_flask = counted(app)
    app.extensions[EXTENSION].demand._lately.clear()
    courier.get(address, headers=PHONE)
    assert counted(app) == by_flask
    assert set(by_flask) == {slot(), slot("hot_water")}


def test_the_api_says_as_the_page_whether_something_was_near(app: Flask, courier: FlaskClient) -> None:
    post(courier)
    page = counted(app)
    app.extensions[EXTENSION].demand._lately.clear()
    courier.get(f"/api/v1/near?lat={LATITUDE}&lon={LONGITUDE}", headers=PHONE)
    assert counted(app) == page


@pytest.mark.parametrize(
    "more",
    [
        "&open=now",
        "&free=true",
        "&audience=couriers",
        "&district=huangpu",
        "&at=2026-09-14T12:00",
        "&open=any&limit=1",
    ],
)
def test_a_question_that_no_courier_asks_is_not_counted(app: Flask, courier: FlaskClient, more: str) -> None:
    for _ in range(2):  # by Flask, then by the short-cut
        answer = courier.get(f"/api/v1/near?lat={LATITUDE}&lon={LONGITUDE}{more}", headers=PHONE)
        assert answer.status_code == 200
    assert counted(app) == {}


def test_robots_and_the_nameless_are_not_counted(app: Flask, courier: FlaskClient) -> None:
    for agent in ("", "Googlebot/2.1", "curl/8.4.0"):
        for _ in range(2):
            address = f"/api/v1/near?lat={LATITUDE}&lon={LONGITUDE}"
            assert courier.get(address, headers={"User-Agent": agent}).status_code == 200
    assert counted(app) == {}


def test_where_someone_was_is_nowhere_but_as_a_cell(
    app: Flask, courier: FlaskClient, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    post(courier, "?need=hot_water", accuracy="12")
    courier.get(f"/api/v1/near?lat={LATITUDE}&lon={LONGITUDE}&need=toilet", headers=PHONE)
    courier.get(f"/api/v1/near?lat={LATITUDE}&lon={LONGITUDE}&need=toilet", headers=PHONE)
    state: State = app.extensions[EXTENSION]
    assert Flusher(state.demand, lambda: state.register).flush() > 0
    publish(state.register, settings.catalogue_path)
    found = rows_said(state.register).encode()
    state.register.close()
    if not settings.register_url:
        found += b"".join(path.read_bytes() for path in settings.home.glob("register.db*"))
    others = (p for p in settings.home.rglob("*") if p.is_file() and not p.name.startswith("register.db"))
    found += b"".join(path.read_bytes() for path in others)
    for secret in (LATITUDE, LONGITUDE, LATITUDE[:7], LONGITUDE[:8], PHONE["User-Agent"], "127.0.0.1"):
        assert secret.encode() not in found
        assert secret not in caplog.text
    for number in (float(LATITUDE), float(LONGITUDE)):
        assert not any(struct.pack(f"{order}d", number) in found for order in "<>")
