"""`near` answers the same whether Flask is asked or not, and Flask is asked whenever something is odd."""

from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from servicepoints import logs
from servicepoints.app import create_app
from servicepoints.config import load
from servicepoints.domain.hours import TIMEZONE
from servicepoints.web.api.questions import NEAR as QUESTION

AT = datetime(2026, 11, 24, 12, 30, 31, tzinfo=TIMEZONE)
NEAR = "/api/v1/near?lat=31.2242&lon=121.4294"
ELSEWHERE = "/api/v1/near?lat=31.1&lon=121.6"


class Asked:
    """The application over the demonstration, and how many requests got as far as Flask."""

    def __init__(self, home: Path) -> None:
        settings = load({"SERVICEPOINTS_HOME": str(home), "SERVICEPOINTS_TRUSTED_PROXIES": "1"})
        self.app: Flask = create_app(settings, clock=lambda: AT)
        self.by_flask = 0
        self.app.before_request(self._count)
        self.client = self.app.test_client()

    def _count(self) -> None:
        self.by_flask += 1

    def get(self, url: str, **headers: str) -> tuple[TestResponse, bool]:
        """The answer, and whether Flask gave it."""
        before = self.by_flask
        answer = self.client.get(url, headers={k.replace("_", "-"): v for k, v in headers.items()})
        return answer, self.by_flask > before


@pytest.fixture
def asked(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> Asked:
    monkeypatch.setattr(QUESTION, "_known", {})  # what other tests asked is forgotten
    return Asked(demo_home)


def told(answer: TestResponse) -> tuple[int, bytes, dict[str, str]]:
    headers = {k: v for k, v in answer.headers if k != "X-Request-Id"}
    return answer.status_code, answer.data, headers


@pytest.mark.parametrize("filters", ["", "&need=hot_water,toilet&limit=3", "&open=any&datum=gcj02&free=true"])
@pytest.mark.parametrize("headers", [{}, {"Accept_Encoding": "gzip"}, {"X_Forwarded_Proto": "https"}])
def test_both_ways_give_the_same_answer(asked: Asked, filters: str, headers: dict[str, str]) -> None:
    first, by_flask = asked.get(NEAR + filters, **headers)
    second, again = asked.get(NEAR + filters, **headers)
    assert (by_flask, again) == (True, False)
    assert told(first) == told(second)
    assert first.headers["X-Request-Id"] != second.headers["X-Request-Id"]


def test_the_place_of_the_question_counts_not_the_one_before(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked.get(NEAR)
    elsewhere, by_flask = asked.get("/api/v1/near?lat=31.1&lon=121.6")
    assert not by_flask
    assert (
        elsewhere.data
        == Asked(asked.app.extensions["servicepoints"].settings.home)
        .get("/api/v1/near?lat=31.1&lon=121.6")[0]
        .data
    )


@pytest.mark.parametrize(
    ("url", "field"),
    [
        ("/api/v1/near?lat=91&lon=121.4294", "lat"),
        ("/api/v1/near?lat=31.2242&lon=", "lon"),
        ("/api/v1/near?lat=31.2242", "lon"),
        (NEAR + "&limit=0", "limit"),
        (NEAR + "&nowhere=1", "nowhere"),
        (NEAR + "&lat=5", "lat"),
    ],
)
def test_what_is_wrong_is_told_as_ever(asked: Asked, url: str, field: str) -> None:
    asked.get(NEAR)
    answer, by_flask = asked.get(url)
    assert by_flask
    assert answer.status_code == 422
    assert answer.json is not None
    assert list(answer.json["error"]["fields"]) == [field]


def test_other_methods_and_weights_are_left_to_flask(asked: Asked) -> None:
    asked.get(NEAR)
    assert asked.client.post(NEAR).status_code == 405
    assert asked.client.head(NEAR).data == b""
    assert asked.get(NEAR, Accept_Encoding="gzip;q=0")[1]


def test_it_is_logged_without_the_place(asked: Asked, caplog: pytest.LogCaptureFixture) -> None:
    logs.LOGGER.propagate = True
    with caplog.at_level("INFO", logger="servicepoints"):
        for _ in range(2):
            asked.get(NEAR)
    lines = [r.getMessage() for r in caplog.records if r.getMessage().startswith("request ")]
    assert len(lines) == 2
    assert all("path=/api/v1/near status=200" in line for line in lines)
    assert "31.22" not in caplog.text
