"""What is passed on: a short stable address, a title, a picture; never a position, a token or a form."""

import re
import struct
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from servicepoints.domain.points import Kind
from servicepoints.web.static_files import FOLDER

SITE = "https://example.gov.cn"
HERE = {"lat": "31.22420", "lon": "121.42940", "accuracy": "60"}
SHARED = {
    "/": "/",
    "/?lat=31.22420&lon=121.42940": "/",
    "/near": "/near",
    "/near?need=hot_water&at=night&lat=31.22420": "/near",
    "/search": "/search",
    "/search?q=镇宁路&need=toilet": "/search?q=%E9%95%87%E5%AE%81%E8%B7%AF",
    "/d/changning": "/d/changning",
    "/d/unknown": "/d/unknown",
    "/d/changning/jiangsulu?need=hot_water&more=usable-40": "/d/changning/jiangsulu",
    "/map": "/map",
    "/map?p=AAAA01&lat=31.22420": "/map?p=AAAA01",
    "/p/AAAA01?need=toilet&from=121.42940": "/p/AAAA01",
    "/p/AAAA02": "/p/AAAA02",
    "/p/AAAA01/card": "/p/AAAA01",
    "/p/AAAA05/group": "/p/AAAA01/group",
    "/suggest": "/suggest",
    "/api/": "/api/",
    "/quality": "/quality",
    "/privacy": "/privacy",
    "/open-data/": "/open-data/",
}
"""Each page that is passed on, as it may have been opened, and the address that goes with it."""


def heads(html: str) -> dict[str, str]:
    """The tags of the head by their name."""
    head = html.partition("</head>")[0]
    found = dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', head))
    found |= dict(re.findall(r'<link rel="(canonical)" href="([^"]*)">', head))
    title = re.search("<title>(.*?)</title>", head, re.S)
    assert title is not None
    return {name: unescape(value) for name, value in found.items()} | {"title": unescape(title[1])}


@pytest.mark.parametrize("opened", SHARED)
def test_every_page_that_is_passed_on_says_what_it_is(courier: FlaskClient, opened: str) -> None:
    said = heads(courier.get(opened).text)
    address = SITE + SHARED[opened]
    assert (said["canonical"], said["og:url"]) == (address, address)
    assert address.isascii()
    assert said["title"] == said["og:title"] != ""
    assert said["description"] == said["og:description"]
    assert len(said["description"]) > 8
    assert "robots" not in said
    picture = courier.get(said["og:image"].removeprefix(SITE))
    assert picture.mimetype == "image/png"
    assert struct.unpack(">II", picture.data[16:24]) == (300, 300)


@pytest.mark.parametrize("opened", SHARED)
def test_nothing_that_is_passed_on_holds_the_place_of_who_passes_it_on(
    courier: FlaskClient, opened: str
) -> None:
    html = courier.get(opened).text
    tags = " ".join(f"{k} {v}" for k, v in heads(html).items())
    text = re.search(r'id="share-text">(.*?)</pre>', html, re.S)
    for secret in ("31.2242", "121.4294"):
        assert secret not in tags + (text[1] if text else "")


def test_titles_tell_pages_apart(courier: FlaskClient) -> None:
    pages = {address: heads(courier.get(address).text)["title"] for address in {*SHARED.values()}}
    del pages["/map?p=AAAA01"]  # the same map, standing elsewhere
    assert len({*pages.values()}) == len(pages)


def test_the_list_round_a_position_passes_nothing_on(courier: FlaskClient) -> None:
    html = courier.post("/near", data=HERE).text
    assert "og:" not in html
    assert "canonical" not in html
    assert "31.2242" not in html


@pytest.mark.parametrize(
    "opened", ["/p/ZZZZZZ", "/p/AAAA09", "/nowhere", "/s/ZZZZZZ", "/bureau/sign-in", "/bureau/"]
)
def test_what_is_for_nobody_to_keep_has_no_tags(courier: FlaskClient, opened: str) -> None:
    html = courier.get(opened, follow_redirects=True).text
    said = heads(html)
    assert said["robots"] == "noindex"
    assert not [name for name in said if name.startswith("og:") or name == "canonical"]


def test_without_a_public_address_the_one_that_was_asked_counts(open_city: Callable[..., Flask]) -> None:
    said = heads(open_city().test_client().get("/p/AAAA01", headers={"Host": "inside.example:8000"}).text)
    assert said["canonical"] == "http://inside.example:8000/p/AAAA01"
    assert said["og:image"].startswith("http://inside.example:8000/static/")


def test_a_point_is_pictured_by_its_kind(courier: FlaskClient) -> None:
    pictures = {
        code: heads(courier.get(f"/p/{code}").text)["og:image"] for code in ("AAAA01", "AAAA05", "AAAA13")
    }
    assert [p.rpartition("/")[2] for p in pictures.values()] == [
        "party_mass_centre.png",
        "outlet.png",
        "site.png",
    ]


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.UNKNOWN])
def test_every_kind_has_a_small_picture(kind: Kind) -> None:
    assert (FOLDER / "share" / f"{kind}.png").stat().st_size < 10_000


def test_lists_and_groups_have_a_text_that_ends_with_their_link(courier: FlaskClient) -> None:
    for opened in ("/d/changning", "/d/changning/jiangsulu", "/p/AAAA05/group"):
        text = re.search(r'id="share-text">(.*?)</pre>', courier.get(opened).text, re.S)
        assert text is not None, opened
        assert text[1].splitlines()[-1] == SITE + SHARED.get(opened, opened)
