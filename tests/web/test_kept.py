"""What is the same for everyone is made once a moment, and nothing else is ever given twice."""

import gzip
import logging

import brotli
import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from servicepoints import logs
from servicepoints.web import compression, kept

GZIP = {"Accept-Encoding": "gzip, deflate"}
PAGE = "示例" * 400


class Place:
    """An application with one page, a moment to turn, and how often the page was made."""

    def __init__(self) -> None:
        self.moment, self.made, self.cache = 1, 0, "public, max-age=30"
        self.turns_meanwhile = False
        self.app = Flask("示例")
        logs.install(self.app, clients=False)
        kept.install(self.app, lambda: self.moment, clients=False)
        compression.install(self.app)
        self.app.add_url_rule("/<path:name>", view_func=self.page)
        self.client: FlaskClient = self.app.test_client()

    def page(self, name: str) -> Response:
        self.made += 1
        self.moment += self.turns_meanwhile
        response = Response(f"{name} {self.made} {PAGE}")
        response.headers["Cache-Control"] = self.cache
        response.add_etag()
        return response


@pytest.fixture
def place() -> Place:
    return Place()


def test_within_a_moment_a_public_page_is_made_once(place: Place) -> None:
    first, second = (place.client.get("/list", headers=GZIP) for _ in range(2))
    assert place.made == 1
    assert first.data == second.data
    assert second.headers["Content-Encoding"] == "gzip"
    assert {k: v for k, v in first.headers if k != "X-Request-Id"} == {
        k: v for k, v in second.headers if k != "X-Request-Id"
    }
    assert first.headers["X-Request-Id"] != second.headers["X-Request-Id"]


def test_of_each_coding_a_page_is_made_once(place: Place) -> None:
    asked = ("gzip", "gzip, br", "gzip", "gzip, br")
    answers = [place.client.get("/list", headers={"Accept-Encoding": names}) for names in asked]
    assert place.made == 2
    assert [a.headers["Content-Encoding"] for a in answers] == ["gzip", "br", "gzip", "br"]
    assert gzip.decompress(answers[2].data).decode().endswith(PAGE)
    assert brotli.decompress(answers[3].data).decode().endswith(PAGE)


def test_in_the_next_moment_it_is_made_anew(place: Place) -> None:
    for _ in range(2):
        place.client.get("/list", headers=GZIP)
        place.moment += 1
    assert place.made == 2


def test_what_was_begun_before_a_change_is_not_kept_after_it(place: Place) -> None:
    place.turns_meanwhile = True
    place.client.get("/list", headers=GZIP)
    place.client.get("/list", headers=GZIP)
    assert place.made == 2


def test_a_page_that_is_not_for_everyone_is_never_kept(place: Place) -> None:
    place.cache = "no-store"
    place.client.get("/list", headers=GZIP)
    place.client.get("/list", headers=GZIP)
    assert place.made == 2


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/list?need=toilet", GZIP),
        ("/other", GZIP),
        ("/list", {**GZIP, "Host": "example.test"}),
        ("/list", {}),
        ("/list", {"Accept-Encoding": "gzip;q=0"}),
        ("/list", {"Accept-Encoding": "gzip, deflate, br"}),
    ],
)
def test_who_asks_for_something_else_gets_something_else(
    place: Place, path: str, headers: dict[str, str]
) -> None:
    place.client.get("/list", headers=GZIP)
    place.client.get(path, headers=headers)
    assert place.made == 2


def test_who_has_it_already_is_told_so(place: Place) -> None:
    tag = place.client.get("/list", headers=GZIP).headers["ETag"]
    answer = place.client.get("/list", headers={**GZIP, "If-None-Match": tag})
    assert (answer.status_code, answer.data, place.made) == (304, b"", 1)
    assert answer.headers["ETag"] == tag
    assert "Content-Length" not in answer.headers
    other = place.client.get("/list", headers={**GZIP, "If-None-Match": '"other"'})
    assert (other.status_code, place.made) == (200, 1)


def test_only_so_much_is_kept(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    size = len(place.client.get("/list", headers=GZIP).data)
    monkeypatch.setattr(kept, "MOST_BYTES", size * 3)
    for _ in range(2):
        for n in range(9):
            place.client.get(f"/{n}", headers=GZIP)
    assert place.made == 1 + 9 + 9 - 2


def test_a_kept_answer_is_logged_like_any_other(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    logs.LOGGER.propagate = True
    with caplog.at_level(logging.INFO, logger="servicepoints"):
        for _ in range(2):
            place.client.get("/b/SECRETTOKEN/示例?lat=31.2242", headers=GZIP)
    lines = [r.getMessage() for r in caplog.records if r.getMessage().startswith("request ")]
    assert place.made == 1
    assert len(lines) == 2
    assert all("method=GET path=/b/***/示例 status=200 ms=" in line for line in lines)
    assert "31.2242" not in caplog.text
