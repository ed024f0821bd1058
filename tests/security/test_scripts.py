"""Our scripts: they run no text, put no text into a page as HTML, and keep nothing private in the browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import servicepoints
from servicepoints.paths import TEMPLATES

STATIC = Path(servicepoints.__file__).parent / "web" / "static"


def lines(pattern: str) -> Iterator[tuple[str, str]]:
    """(file, the part of it) of every script, where the pattern fits."""
    for path in sorted(STATIC.rglob("*.js")):
        for found in re.finditer(pattern, path.read_text(encoding="utf-8")):
            yield path.name, found[0]


def test_no_script_runs_text() -> None:
    runs = (
        r"\beval\(|new Function|\bFunction\(|document\.write|\bset(?:Timeout|Interval)\(\s*[\"'`]|javascript:"
    )
    assert list(lines(runs)) == []


def test_html_is_put_into_a_page_only_as_our_server_made_it() -> None:
    """`html` is the text of an answer to an address of ours, which its template escaped; the policy lets
    scripts ask nobody else."""
    puts = r"\w+\.(?:innerHTML|outerHTML|srcdoc) \+?= [^;]+|insertAdjacentHTML[^;]+|parseFromString\([^)]+"
    found = list(lines(puts))
    assert {re.split(r" = |\(", part)[1].partition(",")[0] for _, part in found} == {"html"}
    assert list(lines(r"createContextualFragment|setHTMLUnsafe")) == []
    for name in {name for name, _ in found}:
        text = (STATIC / name).read_text(encoding="utf-8")
        asked = re.findall(r"fetch\(([^,)]+)", text)
        assert asked, name
        assert all(not re.search(r"https?:|//", one) for one in asked), name
        assert ".text()" in text, name


def test_no_script_listens_to_other_windows() -> None:
    assert list(lines(r"postMessage|[\"']message[\"']|onmessage|window\.opener|document\.domain")) == []


KEPT = {
    "bookings": "the links of this phone's bookings, till a day after each: 我的预约",
    "reports": "the links of what this phone said at doors, for a while",
    "mine": "the sub-district that was chosen",
    "last": "the one that was seen last",
    "kept-mine": "which list of it is there without a network",
    "kept-last": "the same",
    "kept-": "the same",
    "news-height": "of its news, so that the page does not move",
    "from": "the list from which the map was opened, till the tab is closed",
    "folds": "what was unfolded there, till the tab is closed",
    "place": "where the courier is, till the tab is closed: asked once, and never sent but in a body",
    "kept": "the same, of the list that is there without a network",
    "list": "the list round that place, till the tab is closed",
}
"""All that scripts keep in a browser, by its key, and what it is."""


def test_what_scripts_keep_is_named() -> None:
    keys = set()
    for name, part in lines(r"\b(?:phone|tab|local|session)\.set\(\s*[^,]+|Storage\.setItem\([^,]+"):
        said = part.partition("(")[2].strip()
        text = (STATIC / name).read_text(encoding="utf-8")
        constant = re.search(rf'(?:const|var|let) {re.escape(said)} = "([^"]+)"', text)
        keys.add(constant[1] if constant else said.partition(" + ")[0].strip("\"'"))
    assert keys <= set(KEPT)
    assert len(keys) > 8
    assert list(lines(r"indexedDB|document\.cookie|[^.\w]localStorage\.|[^.\w]sessionStorage\.")) == []


def test_the_desk_keeps_nothing_in_the_browser() -> None:
    keeps = {name for name, _ in lines(r"(?:local|session)Storage|remember|caches\.open")}
    for template in (TEMPLATES / "bureau").rglob("*.html"):
        loaded = set(re.findall(r"static_url\('([\w-]+\.js)'\)", template.read_text(encoding="utf-8")))
        assert not loaded & keeps, template.name


def test_what_comes_from_outside_names_no_property() -> None:
    """No object is filled by names that somebody else chose, which could be those of its prototype."""
    assert (
        list(lines(r"__proto__|\bfor \((?:const|let|var) \w+ in |Object\.assign\((?!document\.)[^)]*parse"))
        == []
    )
