"""The page of open data, and its files as programs fetch them."""

import gzip
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from servicepoints.app import create_app
from servicepoints.services.open_data.index import Index
from servicepoints.services.open_data.terms import UNDECIDED
from tests.services.open_city import OpenCity

CODINGS = {"": lambda b: b, "gzip": gzip.decompress, "br": brotli.decompress}


@pytest.fixture
def city(tmp_path: Path) -> Iterator[OpenCity]:
    made = OpenCity(tmp_path)
    made.session()
    yield made
    made.register.close()


@pytest.fixture
def index(city: OpenCity) -> Index:
    return city.write()


class Whole(FlaskClient):
    """A reader that reads every answer to its end, which closes the file."""

    def open(self, *args: Any, **how: Any) -> TestResponse:
        return super().open(*args, buffered=True, **how)


def reader_of(city: OpenCity) -> FlaskClient:
    app = create_app(city.settings, clock=lambda: city.now)
    app.test_client_class = Whole
    return app.test_client()


@pytest.fixture
def client(city: OpenCity, index: Index) -> FlaskClient:
    return reader_of(city)


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("", ""), ("gzip", "gzip"), ("gzip, deflate, br", "br"), ("br;q=0.1, gzip", "gzip"), ("br;q=0", "")],
)
def test_a_file_comes_in_the_coding_that_its_reader_takes_best(
    client: FlaskClient, city: OpenCity, index: Index, accepted: str, coding: str
) -> None:
    answer = client.get("/open-data/points.csv", headers={"Accept-Encoding": accepted})
    assert answer.status_code == 200
    assert answer.headers.get("Content-Encoding", "") == coding
    assert CODINGS[coding](answer.data) == city.read(index, "points.csv")
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=points-2")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_each_coding_has_a_strong_tag_of_its_own_that_holds_while_the_file_does(
    client: FlaskClient, city: OpenCity
) -> None:
    tags = {}
    for coding in CODINGS:
        answer = client.get("/open-data/points.geojson", headers={"Accept-Encoding": coding})
        tags[coding] = answer.headers["ETag"]
        assert tags[coding].startswith('"'), "strong"
    assert len(set(tags.values())) == 3
    for _ in range(2):  # the second time from what this process may have kept
        known = {"Accept-Encoding": "gzip", "If-None-Match": tags["gzip"]}
        answer = client.get("/open-data/points.geojson", headers=known)
        assert (answer.status_code, answer.data) == (304, b"")
    city.change("示例己驿站", note="别的")
    city.write()
    assert client.get("/open-data/points.geojson", headers=known).status_code == 200


def test_a_download_goes_on_where_it_broke_off(client: FlaskClient, city: OpenCity, index: Index) -> None:
    whole = city.read(index, "servicepoints.db")
    first = client.get("/open-data/servicepoints.db", headers={"Range": "bytes=0-99"})
    assert (first.status_code, first.data) == (206, whole[:100])
    again = {"Range": "bytes=100-", "If-Range": first.headers["ETag"]}
    assert client.get("/open-data/servicepoints.db", headers=again).data == whole[100:]
    changed = {"Range": "bytes=100-", "If-Range": '"another"'}
    assert client.get("/open-data/servicepoints.db", headers=changed).data == whole
    beyond = client.get("/open-data/servicepoints.db", headers={"Range": f"bytes={len(whole)}-"})
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{len(whole)}")


def test_a_head_says_how_large_it_is(client: FlaskClient, index: Index) -> None:
    answer = client.head("/open-data/points.xlsx")
    assert (answer.data, int(answer.headers["Content-Length"])) == (b"", index.files["points.xlsx"].sizes[""])


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("calendars/changning.ics", "text/calendar; charset=utf-8"),
        ("changes.atom", "application/atom+xml; charset=utf-8"),
    ],
)
def test_what_one_subscribes_to_is_no_attachment(client: FlaskClient, name: str, kind: str) -> None:
    answer = client.get(f"/open-data/{name}")
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize(
    "path", ["nothing.csv", "index.json", "../register.db", "..%2fregister.db", "calendars/", "points.csv.gz"]
)
def test_nothing_but_the_files_is_there(client: FlaskClient, path: str) -> None:
    assert client.get(f"/open-data/{path}").status_code == 404


def test_a_damaged_file_is_not_sent_and_the_page_stands(client: FlaskClient, index: Index) -> None:
    path = index.path(index.files["points.csv"], "gzip")
    path.write_bytes(path.read_bytes()[:-1])
    answer = client.get("/open-data/points.csv", headers={"Accept-Encoding": "gzip"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    for left in index.folder.iterdir():
        left.unlink()
    assert client.get("/open-data/points.csv").status_code == 503
    page = client.get("/open-data/")
    assert page.status_code == 200
    assert "文件正在准备" in page.text


def test_the_page_says_of_which_day_under_which_terms_and_how_to_cite(
    client: FlaskClient, city: OpenCity, index: Index
) -> None:
    page = client.get("/open-data/").text
    assert UNDECIDED in page
    assert f"第{index.facts['revision']}次改动" in page
    assert "4个点" in page
    for name in index.files:
        if not name.startswith("calendars/") or name.endswith("changning.ics"):
            assert f'href="/open-data/{name}"' in page
    assert "长宁区 <small>1</small>" in page
    assert "还没允许任何网站嵌入" in page
    assert client.get("/open-data").headers["Location"] == "/open-data/"


def test_a_licence_stands_on_the_page_and_in_the_files(tmp_path: Path) -> None:
    city = OpenCity(
        tmp_path,
        SERVICEPOINTS_OPEN_LICENCE="CC BY 4.0",
        SERVICEPOINTS_OPEN_LICENCE_URL="https://creativecommons.org/licenses/by/4.0/deed.zh-hans",
        SERVICEPOINTS_HOST_NAME="示例邮政管理局",
    )
    index = city.write()
    page = reader_of(city).get("/open-data/").text
    assert '<a href="https://creativecommons.org/licenses/by/4.0/deed.zh-hans" rel="license' in page
    assert UNDECIDED not in page
    assert "示例邮政管理局：《小哥歇脚地图开放数据》" in page
    for name in ("points.geojson", "changes.atom", "servicepoints.metadata.json"):
        assert b"CC BY 4.0" in city.read(index, name), name
    city.register.close()


def test_pages_lead_to_the_feed_and_to_the_calendars_that_there_are(
    client: FlaskClient, city: OpenCity
) -> None:
    assert 'type="application/atom+xml" href="/open-data/changes.atom"' in client.get("/").text
    code = city.codes["=示例甲驿站"]
    for page, calendar in (("/d/changning", "changning"), (f"/p/{code}", code)):
        (href,) = re.findall(r'rel="alternate" type="text/calendar" href="([^"]+)"', client.get(page).text)
        assert href == f"/open-data/calendars/{calendar}.ics"
        assert b"BEGIN:VEVENT" in client.get(href).data
    for page in ("/d/huangpu", "/d/changning/jiangsulu", f"/p/{city.codes['@示例乙网点']}"):
        assert "text/calendar" not in client.get(page).text


def test_search_engines_are_kept_from_the_desk_and_from_tokens(client: FlaskClient, tmp_path: Path) -> None:
    said = client.get("/robots.txt").text
    assert "Disallow: /bureau\nDisallow: /b/\nDisallow: /k/\n" in said
    assert "Sitemap" not in said
    assert client.get("/sitemap.xml").status_code == 404
    city = OpenCity(tmp_path / "other", SERVICEPOINTS_PUBLIC_URL="https://example.gov.cn")
    city.write()
    other = reader_of(city)
    assert "Sitemap: https://example.gov.cn/sitemap.xml" in other.get("/robots.txt").text
    answer = other.get("/sitemap.xml")
    assert answer.headers["Content-Type"].startswith("application/xml")
    assert b"<loc>https://example.gov.cn/</loc>" in answer.data
    city.register.close()


def test_a_reader_who_opens_just_as_the_files_are_replaced_gets_the_new_ones(
    client: FlaskClient, city: OpenCity, index: Index
) -> None:
    client.get("/open-data/points.csv")  # this process has looked at the index
    city.clock.pass_(minutes=20)
    city.change("示例己驿站", note="别的")
    fresh = city.write()
    assert client.get("/open-data/points.csv").data == city.read(fresh, "points.csv")
    assert timedelta(0) < city.now - index.made_at
