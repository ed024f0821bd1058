"""Feeds and sitemaps: XML that every reader can read, whatever stands in a name."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from servicepoints.sharing.atom import MOST_ADDRESSES, Entry, Feed, atom_feed, sitemap

NOW = datetime(2026, 9, 14, 2, 0, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
FEED = Feed("urn:uuid:1", "示例", "示例局", "", "/feed", "/", NOW)
NASTY = "<script>&\"'\x00\x0b\x1b\ufffe]]>示例\U0001f6b2"


def entry(**said: str) -> Entry:
    known = {
        "id": "urn:uuid:2",
        "title": "示例",
        "content": "示例",
        "link": "/p/A",
        "term": "new",
        "label": "新",
    }
    return Entry(at=NOW, **(known | said))


def test_what_no_xml_may_hold_is_left_out_and_the_rest_is_said_as_it_is() -> None:
    root = ET.fromstring(atom_feed(FEED, [entry(title=NASTY, content=f"{NASTY}\n第二行")]))
    said = root.findtext(f"{ATOM}entry/{ATOM}title")
    assert said == "<script>&\"']]>示例\U0001f6b2"
    assert str(root.findtext(f"{ATOM}entry/{ATOM}content")).endswith("\n第二行")


def test_an_entry_without_a_page_has_no_link() -> None:
    root = ET.fromstring(atom_feed(FEED, [entry(link="")]))
    assert root.find(f"{ATOM}entry/{ATOM}link") is None
    assert root.find(f"{ATOM}rights") is None


def test_a_sitemap_ends_where_its_protocol_does_and_is_xml() -> None:
    many = ((f"https://example.gov.cn/p/{n}?a&b", NOW if n % 2 else None) for n in range(MOST_ADDRESSES + 5))
    root = ET.fromstring(b"".join(sitemap(many)))
    assert len(root) == MOST_ADDRESSES
    assert root[1][0].text == "https://example.gov.cn/p/1?a&b"
    assert (len(root[0]), root[1][1].text) == (1, "2026-09-14T02:00:00+00:00")
