"""The frame of the application: static files, compression, health, failures."""

import gzip

import brotli
from flask import Flask, Response, url_for
from flask.testing import FlaskClient

from servicepoints.web.compression import SMALLEST


def test_a_static_file_under_its_present_version_is_kept_for_ever(bare_app: Flask) -> None:
    with bare_app.test_request_context():
        address, foreign = url_for("static", filename="site.css"), url_for("leaflet", filename="leaflet.js")
    client = bare_app.test_client()
    for url in (address, foreign):
        answer = client.get(url, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert gzip.decompress(answer.data) == client.get(url).data
        again = {"Accept-Encoding": "gzip", "If-None-Match": answer.headers["ETag"]}
        assert client.get(url, headers=again).status_code == 304


def test_an_old_version_gives_todays_file_but_is_not_kept(bare: FlaskClient) -> None:
    answer = bare.get("/static/0123456789/site.css")
    assert answer.status_code == 200
    assert "immutable" not in answer.headers["Cache-Control"]


def test_nothing_outside_the_static_folder_is_served(bare: FlaskClient) -> None:
    for path in ("../security.py", "..%2fsecurity.py", "%2e%2e/security.py", "etc/passwd"):
        assert bare.get(f"/static/x/{path}").status_code == 404
    assert bare.get("/static/leaflet/1.9.3/leaflet-src.js").status_code == 404


def test_an_answer_is_compressed_only_when_it_is_worth_it_and_wanted(bare_app: Flask) -> None:
    long = "歇脚点" * SMALLEST
    bare_app.add_url_rule("/long", view_func=lambda: long)
    bare_app.add_url_rule("/short", endpoint="short", view_func=lambda: "短")
    bare_app.add_url_rule(
        "/picture", endpoint="picture", view_func=lambda: Response(long, mimetype="image/png")
    )
    client = bare_app.test_client()
    wants = {"Accept-Encoding": "br;q=0.5, gzip"}
    packed = client.get("/long", headers=wants)
    assert gzip.decompress(packed.data).decode() == long
    assert packed.headers["Content-Length"] == str(len(packed.data))
    for browser in ("gzip, deflate, br, zstd", "gzip;q=0.8,br"):
        packed = client.get("/long", headers={"Accept-Encoding": browser})
        assert packed.headers["Content-Encoding"] == "br"
        assert brotli.decompress(packed.data).decode() == long
    assert client.get("/long").text == long
    assert client.get("/long", headers={"Accept-Encoding": "gzip;q=0"}).text == long
    assert "Accept-Encoding" in client.get("/long").headers["Vary"]
    assert "Content-Encoding" not in client.get("/short", headers=wants).headers
    assert "Content-Encoding" not in client.get("/picture", headers=wants).headers


def test_before_anything_is_published_the_process_is_alive_but_not_ready(bare: FlaskClient) -> None:
    assert bare.get("/healthz").status_code == 200
    answer = bare.get("/readyz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["ready"] is False


def test_a_missing_page_is_a_page_and_a_missing_answer_is_json(bare: FlaskClient) -> None:
    page, data = bare.get("/nowhere"), bare.get("/api/v1/nowhere")
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert (data.status_code, data.mimetype) == (404, "application/json")
    assert data.json == {"error": {"code": 404, "message": "没有这个页面", "fields": {}}}


def test_a_wrong_method_says_which_are_right(bare: FlaskClient) -> None:
    answer = bare.post("/healthz")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
