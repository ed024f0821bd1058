"""Every page of the map of addresses that can be asked for, with what must hold for each."""

from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from servicepoints.app import create_app
from servicepoints.config import Settings
from servicepoints.register import Register
from servicepoints.register.schema import metadata
from tests.security.walking import (
    Seen,
    addresses,
    alice,
    app,
    clock,
    dora,
    nobody,
    own,
    register,
    settings,
    walked,
)
from tests.web.bureau.conftest import Clock
from tests.web.bureau.test_rights import Own

__all__ = ["alice", "app", "clock", "dora", "nobody", "own", "register", "settings", "walked"]

VISITS = {"session", "throttle", "keeper_use", "measure", "measure_age", "pulse"}
"""Tables in which looking leaves a mark: who was here, and what the day's figures are."""
PRIVATE = ("bureau.", "booking.", "keeper.", "door.report", "suggest.became")
OTHERS = ("TRACE", "PUT", "DELETE", "PATCH", "PROPFIND", "QUERY")


class Inline(HTMLParser):
    """What of a page would run or style without being a file of ours."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        told = [name for name in names if name.startswith("on") or name in ("style", "srcdoc")]
        told += [
            value or "" for name, value in attrs
            if name in ("href", "src", "action", "formaction") and "script:" in (value or "").lower()
        ]  # fmt: skip
        data = (names.get("type") or "").endswith("json")
        if tag == "style" or (tag == "script" and not ("src" in names or "nonce" in names or data)):
            told.append(tag)
        self.found += [f"<{tag}> {one}" for one in told]


def test_every_answer_says_what_it_is_and_lets_nothing_in(walked: list[Seen]) -> None:
    assert len(walked) > 80
    for _, path, answer, _ in walked:
        headers = answer.headers
        assert answer.status_code not in (400, 403, 500), path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Referrer-Policy"] in ("no-referrer", "same-origin"), path
        assert headers["Content-Type"] or not answer.data, path
        if answer.mimetype.startswith("text/"):
            assert answer.content_type.endswith("charset=utf-8"), path
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'"), path
        if answer.mimetype == "image/svg+xml":  # a picture: nothing runs in it, and nothing is fetched for it
            assert policy == "default-src 'none'; style-src 'unsafe-inline'"
            continue
        assert "base-uri 'none'" in policy, path
        assert "frame-ancestors 'none'" in policy, path
        assert "unsafe" not in policy, path
        assert "*" not in policy, path


def test_no_page_has_anything_inline(walked: list[Seen]) -> None:
    pages = [(path, answer) for _, path, answer, _ in walked if answer.mimetype == "text/html"]
    assert len(pages) > 60
    for path, answer in pages:
        assert Inline(answer.text).found == styled(answer), path


def styled(answer: TestResponse) -> list[str]:
    """Paper alone brings its style along, by its hash."""
    return ["<style> style"] if "style-src 'sha256-" in answer.headers["Content-Security-Policy"] else []


def test_what_is_not_for_everybody_is_kept_by_nobody(walked: list[Seen]) -> None:
    for endpoint, path, *answers in walked:
        for answer in answers:
            kept = answer.headers.get("Cache-Control", "")
            if endpoint.startswith(PRIVATE) or "Set-Cookie" in answer.headers:
                assert "no-store" in kept, path
            if "public" in kept:
                assert "Cookie" not in answer.headers.get("Vary", ""), path


def test_what_other_sites_may_read_is_public(walked: list[Seen]) -> None:
    open_ = [seen for seen in walked if "Access-Control-Allow-Origin" in seen.dora.headers]
    assert len(open_) > 5
    for _, path, answer, others in open_:
        assert answer.headers["Access-Control-Allow-Origin"] == "*", path
        assert "Access-Control-Allow-Credentials" not in answer.headers, path
        assert "Set-Cookie" not in answer.headers, path
        assert others.data == answer.data, path


def test_one_can_sign_out_on_every_page_of_the_desk(walked: list[Seen]) -> None:
    pages = [
        (path, answer) for endpoint, path, answer, _ in walked
        if endpoint.startswith("bureau.") and answer.status_code == 200 and answer.mimetype == "text/html"
    ]  # fmt: skip
    assert len(pages) > 30
    for path, answer in pages:
        assert 'action="/bureau/sign-out"' in answer.text, path


POISON = {
    "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher", "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-Port": "1", "X-Host": "evil.example", "Forwarded": "host=evil.example",
    "X-Original-URL": "/bureau/", "X-Rewrite-URL": "/bureau/", "X-HTTP-Method-Override": "POST",
    "User-Agent": "evil.example", "Accept-Language": "en", "Cookie": "session=evil; door=evil",
    "Referer": "https://evil.example/", "Origin": "https://evil.example", "Accept": "image/webp",
    "Range": "bytes=5-9", "Sec-Fetch-Site": "cross-site", "Save-Data": "on",
}  # fmt: skip


def test_no_header_but_those_it_names_changes_a_page_for_all(
    settings: Settings, clock: Clock, app: Flask, nobody: FlaskClient, own: Own
) -> None:
    """Whoever asks first cannot put something of his own into the page that is kept for all after him."""
    attacked = create_app(settings, clock=clock).test_client()
    seen = 0
    for _, path in addresses(app, own):
        zipped = {"Accept-Encoding": "gzip"}
        plain = nobody.get(path, headers=zipped)
        if "public" not in plain.headers.get("Cache-Control", ""):
            continue
        seen += 1
        if "Content-Encoding" in plain.headers:
            assert "Accept-Encoding" in plain.headers["Vary"], path
        first = attacked.get(path, headers=POISON | zipped)
        after = attacked.get(path, headers=zipped)
        if first.status_code != 206:  # a part of a file that lies there
            assert first.data == plain.data, path
        assert after.data == plain.data, path
        assert "evil" not in str(after.headers), path
    assert seen > 20


def test_looking_at_every_page_changes_nothing(
    app: Flask, dora: FlaskClient, alice: FlaskClient, register: Register, own: Own
) -> None:
    def everything() -> dict[str, list[str]]:
        with register.read() as reader:
            return {
                table.name: sorted(repr(tuple(row)) for row in reader.connection.execute(select(table)))
                for table in metadata.sorted_tables
                if table.name not in VISITS
            }

    dora.get("/bureau/")  # the first of a day has its figures measured
    before = everything()
    for _, path in addresses(app, own):
        for client in (dora, alice):
            client.get(path)
    after = everything()
    assert [name for name in before if before[name] != after[name]] == []


def test_no_method_is_answered_that_a_route_does_not_name(app: Flask, dora: FlaskClient, own: Own) -> None:
    adapter = app.url_map.bind("localhost")
    for _, path in addresses(app, own):
        allowed = adapter.allowed_methods(path.partition("?")[0])
        for method in set(OTHERS) - set(allowed):
            answer = dora.open(path, method=method)
            assert answer.status_code == 405, (method, path)


EVIL = "\"'><script>alert(1)</script><b style=x onload=y>"


def test_no_page_runs_or_styles_what_was_typed(app: Flask, dora: FlaskClient, own: Own) -> None:
    names = ("q", "p", "at", "need", "next", "bureau", "district", "page", "matter", "from", "month", "login")
    for _, path in addresses(app, own):
        answer = dora.get(path, query_string=dict.fromkeys(names, EVIL))
        assert answer.status_code != 500, path
        if answer.mimetype == "text/html":
            assert "<script>alert" not in answer.text, path
            assert Inline(answer.text).found == styled(answer), path


@pytest.mark.parametrize("path", ["/api/v1/near?lat=31.2242&lon=121.4294", "/d/huangpu?need=toilet"])
def test_what_is_said_twice_is_taken_one_way(nobody: FlaskClient, path: str) -> None:
    """The first counts, through whichever door: no check sees another than is used."""
    name, _ = path.rpartition("?")[2].split("&")[0].split("=")
    twice = nobody.get(f"{path}&{name}=0")
    assert twice.status_code in (200, 422)
    if twice.status_code == 200:
        assert twice.data == nobody.get(path).data
    assert nobody.post("/bureau/sign-in?login=alice&password=x", data={}).status_code != 303
