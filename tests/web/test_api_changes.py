"""A machine that keeps a copy by following `next` has what is published, whatever changed meanwhile."""

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from servicepoints.app import create_app
from servicepoints.config import Settings, load
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Kind, Listing, Point
from servicepoints.register import Actor, Register, points
from servicepoints.services.opening import open_instance
from servicepoints.services.publishing import publish

EDITOR = Actor("editor", "示例编辑")
AT = datetime(2026, 9, 16, 14, 0, tzinfo=TIMEZONE)
"""No pop-up of the demonstration is over."""
MOST_PAGES = 200
START = "/api/v1/changes?limit=50"


@pytest.fixture
def settings(demo_home: Path, tmp_path: Path) -> Settings:
    shutil.copytree(demo_home, tmp_path / "instance")
    return load({"SERVICEPOINTS_HOME": str(tmp_path / "instance")})


@pytest.fixture
def register(settings: Settings) -> Iterator[Register]:
    opened = open_instance(settings)
    yield opened
    opened.close()


@pytest.fixture
def api(settings: Settings) -> FlaskClient:
    return fresh(settings)


def fresh(settings: Settings) -> FlaskClient:
    """A reader after the workers have followed the catalogue."""
    return create_app(settings, clock=lambda: AT).test_client()


class Mirror:
    """A copy of the listing at another system: it knows of nothing but `next`."""

    def __init__(self, api: FlaskClient, start: str = START) -> None:
        self.api, self.next = api, start
        self.points: dict[str, dict[str, Any]] = {}
        self.pages: list[list[str]] = []

    def page(self) -> bool:
        """Asks for one page; whether there is more."""
        answer = self.api.get(self.next)
        assert answer.status_code == 200, answer.text
        said: dict[str, Any] = answer.json or {}
        self.pages.append([change["code"] for change in said["changes"]])
        for change in said["changes"]:
            if change["gone"]:
                self.points.pop(change["code"], None)
            else:
                self.points[change["code"]] = change["point"]
        self.next = said["next"]
        return bool(said["more"])

    def sync(self) -> "Mirror":
        for _ in range(MOST_PAGES):
            if not self.page():
                return self
        pytest.fail(f"after {MOST_PAGES} pages there is still more")


def listed(api: FlaskClient) -> dict[str, dict[str, Any]]:
    """All points as the list gives them."""
    found, url = {}, "/api/v1/points?limit=100"
    while url:
        page: dict[str, Any] = api.get(url).json or {}
        found |= {p["code"]: p for p in page["points"]}
        url = page["next"]
    return found


def told(points: dict[str, dict[str, Any]]) -> dict[str, tuple[str, int]]:
    return {code: (p["name"], p["revision"]) for code, p in points.items()}


def change(register: Register, settings: Settings, code: str, **fields: Any) -> None:
    with register.write(EDITOR) as writer:
        standing = points.get(writer, code)
        assert standing is not None
        points.update(writer, code, replace(standing, **fields), "示例")
    publish(register, settings.catalogue_path)


def test_from_nothing_to_everything_and_then_only_what_changed(
    api: FlaskClient, register: Register, settings: Settings
) -> None:
    mirror = Mirror(api).sync()
    assert len(mirror.pages) > 1
    assert told(mirror.points) == told(listed(api))
    mirror.sync()
    assert mirror.pages[-1] == []
    first, second, third = sorted(mirror.points)[:3]
    change(register, settings, second, note="示例二")
    change(register, settings, first, note="示例一")
    change(register, settings, third, listing=Listing.WITHDRAWN)
    change(register, settings, second, note="示例三")
    mirror.api = fresh(settings)
    mirror.sync()
    assert mirror.pages[-1] == [first, third, second], "each once, in the order of their last change"
    assert third not in mirror.points
    assert told(mirror.points) == told(listed(mirror.api))


def test_what_is_withdrawn_leaves_its_name_and_what_is_held_back_nothing(
    api: FlaskClient, register: Register, settings: Settings
) -> None:
    mirror = Mirror(api).sync()
    shut, held = sorted(mirror.points)[:2]
    change(register, settings, shut, listing=Listing.WITHDRAWN)
    change(register, settings, held, listing=Listing.HELD)
    found: dict[str, Any] = fresh(settings).get(mirror.next).json or {}
    of = {one["code"]: one for one in found["changes"]}
    assert (of[shut]["gone"], of[shut]["point"]["phones"]) == (True, [])
    assert of[shut]["point"]["name"] == mirror.points[shut]["name"]
    assert of[held] == {"code": held, "gone": True, "point": None}


@pytest.mark.parametrize("limit", [1, 3, 7, 500])
def test_one_change_of_many_points_is_told_in_pages(
    api: FlaskClient, register: Register, settings: Settings, limit: int
) -> None:
    mirror = Mirror(api, f"/api/v1/changes?limit={limit}").sync()
    codes = sorted(mirror.points)[:5]
    change(register, settings, codes[0], note="示例早")
    with register.write(EDITOR) as writer:
        standing = points.get_many(writer, codes)
        points.update_many(writer, {c: replace(p, note="示例晚") for c, p in standing.items()}, "示例")
    publish(register, settings.catalogue_path)
    mirror.api, mirror.pages = fresh(settings), []
    mirror.sync()
    assert [code for page in mirror.pages for code in page] == codes
    assert all(len(page) <= limit for page in mirror.pages)
    assert told(mirror.points) == told(listed(mirror.api))


def test_a_number_alone_is_enough_while_there_is_more(
    api: FlaskClient, register: Register, settings: Settings
) -> None:
    start: dict[str, Any] = api.get("/api/v1/points?limit=1").json or {}
    codes = sorted(listed(api))[:4]
    for code in codes:
        change(register, settings, code, note="示例")
    reader, since, seen, more = fresh(settings), start["revision"], [], True
    while more:
        page: dict[str, Any] = reader.get(f"/api/v1/changes?since={since}&limit=1").json or {}
        seen += [one["code"] for one in page["changes"]]
        assert page["revision"] > since
        since, more = page["revision"], page["more"]
    assert seen == codes


def test_what_changes_while_all_is_told_comes_afterwards(
    api: FlaskClient, register: Register, settings: Settings
) -> None:
    mirror = Mirror(api, "/api/v1/changes?limit=20")
    assert mirror.page()
    told_already, untold = min(mirror.points), max(listed(api))
    change(register, settings, told_already, listing=Listing.WITHDRAWN)
    change(register, settings, untold, note="示例")
    with register.write(EDITOR) as writer:
        new = points.insert(writer, Point(name="示例新站", kind=Kind.CARE_STATION), "示例")
    publish(register, settings.catalogue_path)
    mirror.api = fresh(settings)
    mirror.sync().sync()
    assert told_already not in mirror.points
    assert new in mirror.points
    assert told(mirror.points) == told(listed(mirror.api))


def refused(api: FlaskClient, url: str) -> str:
    answer = api.get(url)
    assert answer.status_code == 409, answer.text
    said = str((answer.json or {})["error"]["message"])
    assert "/api/v1/changes" in said
    return said


def test_who_is_too_far_behind_or_ahead_is_told_to_begin_anew(
    api: FlaskClient, register: Register, settings: Settings
) -> None:
    assert "不知道了" in refused(api, "/api/v1/changes?since=0")
    assert "不知道了" in refused(api, f"/api/v1/changes?since={2**53}")
    assert "换过了" in refused(api, "/api/v1/changes?since=1&catalogue=000000000000")


@pytest.mark.sqlite
def test_a_backup_put_in_the_registers_place_is_told_whatever_its_numbers(
    api: FlaskClient, register: Register, settings: Settings, tmp_path: Path
) -> None:
    file = settings.home / "register.db"
    codes = sorted(listed(api))[:6]
    with sqlite3.connect(file) as standing:
        standing.execute("VACUUM INTO ?", [str(tmp_path / "backup.db")])
    standing.close()
    for code in codes[:2]:
        change(register, settings, code, note="示例后来丢了的")
    mirror = Mirror(fresh(settings)).sync()
    register.close()
    for journal in settings.home.glob("register.db-*"):
        journal.unlink()
    (tmp_path / "backup.db").replace(file)
    restored = open_instance(settings)
    for code in codes[2:]:  # more changes than were lost: the old numbers mean others now
        with restored.write(EDITOR) as writer:
            point = points.get(writer, code)
            assert point is not None
            points.update(writer, code, replace(point, note="示例恢复以后"), "示例")
    publish(restored, settings.catalogue_path)
    restored.close()
    assert "换过了" in refused(fresh(settings), mirror.next)
    assert told(Mirror(fresh(settings)).sync().points) == told(listed(fresh(settings)))


def test_asked_again_it_is_sent_only_if_something_changed(api: FlaskClient) -> None:
    following = Mirror(api).sync().next
    first = api.get(following)
    again = api.get(following, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_lists_are_paged_by_their_next(api: FlaskClient, settings: Settings) -> None:
    whole: dict[str, Any] = api.get("/api/v1/search?q=示例&limit=100").json or {}
    found, url = [], "/api/v1/search?q=示例&limit=7"
    while url:
        page: dict[str, Any] = api.get(url).json or {}
        found += [p["code"] for p in page["points"]]
        url = page["next"]
    assert found[:100] == [p["code"] for p in whole["points"]]
    today = create_app(settings).test_client()
    sessions: dict[str, Any] = today.get("/api/v1/sessions?limit=1").json or {}
    assert sessions["next"] == "/api/v1/sessions?limit=1&offset=1"
    second: dict[str, Any] = today.get(sessions["next"]).json or {}
    assert second["sessions"] != sessions["sessions"]


@pytest.mark.parametrize("path", ["/api/v1/points", "/api/v1/near", "/api/v1/nowhere", "/api/openapi.json"])
def test_any_site_may_read_and_none_may_write(api: FlaskClient, path: str) -> None:
    assert api.get(path).headers["Access-Control-Allow-Origin"] == "*"
    asked = api.options(path, headers={"Origin": "https://example.org"})
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert "Access-Control-Allow-Origin" not in api.post(path).headers
