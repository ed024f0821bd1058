"""The list round a position is the same whether Flask is asked or not, and Flask is asked whenever something
is odd."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from servicepoints import logs
from servicepoints.app import create_app
from servicepoints.config import load
from servicepoints.services.demand.counting import Counting
from tests.web.test_api_shortcut import AT

FORM = "application/x-www-form-urlencoded"
PLACE = b"lat=31.2242&lon=121.4294&accuracy=20"
BY_FLASK = {"Accept_Encoding": "gzip;q=1, br;q=0"}


class Asked:
    """The application over the demonstration, and how many requests got as far as Flask."""

    def __init__(self, home: Path, **settings: str) -> None:
        known = {"SERVICEPOINTS_HOME": str(home), "SERVICEPOINTS_TRUSTED_PROXIES": "1", **settings}
        self.app: Flask = create_app(load(known), clock=lambda: AT)
        self.by_flask = 0
        self.app.before_request(self._count)
        self.client = self.app.test_client()

    def _count(self) -> None:
        self.by_flask += 1

    def post(
        self, query: str = "", body: bytes = PLACE, kind: str = FORM, **headers: str
    ) -> tuple[TestResponse, bool]:
        """The answer, and whether Flask gave it."""
        before = self.by_flask
        said = {k.replace("_", "-"): v for k, v in headers.items()}
        answer = self.client.post(f"/near{query}", data=body, content_type=kind, headers=said)
        return answer, self.by_flask > before


@pytest.fixture
def asked(demo_home: Path) -> Asked:
    return Asked(demo_home)


def told(answer: TestResponse) -> tuple[int, bytes, dict[str, str]]:
    headers = {k: v for k, v in answer.headers if k not in ("X-Request-Id", "Date")}
    return answer.status_code, answer.data, headers


@pytest.mark.parametrize(
    "query", ["", "?need=hot_water,toilet", "?at=night&open=any", "?more=usable-80&need=%20x"]
)
@pytest.mark.parametrize(
    "body", [PLACE, b"lat=31.2242&lon=121.4294", PLACE.replace(b"20", b"800"), b"lat=1&lon=2"]
)
def test_both_ways_give_the_same_list(asked: Asked, query: str, body: bytes) -> None:
    ahead, by_flask = asked.post(query, body, Accept_Encoding="gzip", X_Forwarded_Proto="https")
    view, again = asked.post(query, body, X_Forwarded_Proto="https", **BY_FLASK)
    assert (by_flask, again) == (False, True)
    assert told(ahead) == told(view)
    assert "gzip" in ahead.headers.get("Content-Encoding", "gzip")
    assert ahead.headers["X-Request-Id"] != view.headers["X-Request-Id"]


def test_a_browser_s_form_is_taken_and_the_policy_is_that_of_courier_pages(demo_home: Path) -> None:
    inside = {
        "SERVICEPOINTS_WECHAT_APP_ID": "wx0123456789abcdef",
        "SERVICEPOINTS_WECHAT_APP_SECRET": "x" * 32,
    }
    asked = Asked(demo_home, **inside)
    ahead, by_flask = asked.post(kind=f"{FORM};charset=UTF-8")
    view, _ = asked.post(**BY_FLASK | {"Accept_Encoding": "identity;q=1"})
    assert not by_flask
    assert told(ahead) == told(view)
    assert "script-src 'self' https://" in ahead.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("query", "body", "kind", "status"),
    [
        ("", b"lat=91&lon=121.4", FORM, 422),
        ("", b"lat=31.2&lon=", FORM, 422),
        ("", b"", FORM, 422),
        ("", b"lat=31.2&lon=121.4&lat=31.3", FORM, 200),
        ("?need=hot_water&need=toilet", PLACE, FORM, 200),
        ("?need=%ff", PLACE, FORM, 200),
        ("", b"lat=31.2&lon=121.4&x=%ff", FORM, 200),
        ("", PLACE + b"&x=" + b"x" * 300, FORM, 200),
        ("", b'{"lat": 31.2}', "application/json", 422),
    ],
)
def test_what_is_odd_is_left_to_the_view_which_finds_the_body_whole(
    asked: Asked, query: str, body: bytes, kind: str, status: int
) -> None:
    answer, by_flask = asked.post(query, body, kind)
    assert by_flask
    assert answer.status_code == status


def test_a_body_cut_off_is_left_to_flask(asked: Asked) -> None:
    half = PLACE[: PLACE.index(b"294")]
    whole = {"CONTENT_LENGTH": str(len(PLACE))}
    asked.client.post("/near", data=half, content_type=FORM, environ_overrides=whole)
    assert asked.by_flask == 1


def test_other_methods_and_pages_are_left_to_flask(asked: Asked) -> None:
    assert "data-locate" in asked.client.get("/near").text
    assert asked.client.put("/near").status_code == 405
    assert asked.client.post("/near/", data=PLACE, content_type=FORM).status_code == 404


def test_a_search_is_counted_once(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    noted: list[tuple[str, str]] = []

    def note(_counting: Counting, *said: Any, **_: Any) -> None:
        noted.append(said[-2:])

    monkeypatch.setattr(Counting, "note", note)
    asked.post(User_Agent="Mozilla/5.0 (示例)".encode().decode("latin-1"))
    asked.post(User_Agent="Mozilla/5.0", **BY_FLASK)
    assert [(agent[:7], address) for agent, address in noted] == 2 * [("Mozilla", "127.0.0.1")]


def test_it_is_logged_without_the_place(asked: Asked, caplog: pytest.LogCaptureFixture) -> None:
    logs.LOGGER.propagate = True
    with caplog.at_level("INFO", logger="servicepoints"):
        asked.post()
    lines = [r.getMessage() for r in caplog.records if r.getMessage().startswith("request ")]
    assert len(lines) == 1
    assert "path=/near status=200" in lines[0]
    assert "31.22" not in caplog.text
