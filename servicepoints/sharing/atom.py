"""An Atom feed (RFC 4287), and a sitemap (sitemaps.org): XML that programs fetch again and again."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold, however it is written."""

MOST_ADDRESSES = 50_000
"""Of one sitemap, as its protocol has it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `id` never changes; `link` is the page that it is about, "" for none; `term` and `label`
    name its category."""

    id: str
    at: datetime
    title: str
    content: str
    link: str
    term: str
    label: str


@dataclass(frozen=True, slots=True)
class Feed:
    """The feed itself. `address` is where it is, `site` what it is about; both may be relative."""

    id: str
    title: str
    author: str
    rights: str
    address: str
    site: str
    updated: datetime


def atom_feed(feed: Feed, entries: Sequence[Entry]) -> bytes:
    """The document; the entries come as they are given, the latest first."""
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "zh-CN"})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", _moment(feed.updated))
    _add(ET.SubElement(root, "author"), "name", feed.author)
    if feed.rights:
        _add(root, "rights", feed.rights)
    ET.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": feed.address})
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.site})
    for entry in entries:
        _add_entry(root, entry)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'.encode()


def sitemap(addresses: Iterable[tuple[str, datetime | None]]) -> Iterator[bytes]:
    """The document, piece by piece: absolute addresses, with the moment of their last change where known."""
    yield f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="{_SITEMAP}">\n'.encode()
    for number, (address, changed) in enumerate(addresses):
        if number == MOST_ADDRESSES:
            break
        said = f"<lastmod>{_moment(changed)}</lastmod>" if changed else ""
        yield f"<url><loc>{escape(address)}</loc>{said}</url>\n".encode()
    yield b"</urlset>\n"


def _add_entry(root: ET.Element, entry: Entry) -> None:
    node = ET.SubElement(root, "entry")
    _add(node, "id", entry.id)
    _add(node, "title", entry.title)
    _add(node, "updated", _moment(entry.at))
    _add(node, "published", _moment(entry.at))
    ET.SubElement(node, "category", {"term": entry.term, "label": entry.label})
    if entry.link:
        ET.SubElement(node, "link", {"rel": "alternate", "type": "text/html", "href": entry.link})
    _add(node, "content", entry.content).set("type", "text")


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    node = ET.SubElement(parent, name)
    node.text = _NO_XML.sub("", text)
    return node


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
