"""The list round a position as HTML: a city's couriers see few forms of the page, and no two the same cards.

Its template is rendered once for each form; cards, counts and the words of a position are put in between.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from jinja2 import Environment
from markupsafe import Markup, escape

from servicepoints.domain.wording import FEW_POINTS
from servicepoints.web.courier.fragments import Fragments
from servicepoints.web.courier.lists import ListPage

_MARK, _NOTHING = Markup("<!-- {} -->"), Markup()
_SLOT = re.compile("<!-- ([a-z.]+) -->")
"""Stands for what is put in; no name can hold it, since names are escaped."""

_WORDS, _HEADING, _CARDS = "words", "heading", "cards"


class Around(NamedTuple):
    """What stands round the list: the row of chips, the address of the list, how sure the position is in
    words, and whether it is coarse."""

    row: Markup
    here: str
    words: str
    coarse: bool


def draw(page: ListPage, around: Around, fragments: Fragments) -> str:
    """The list as a part of the page."""
    groups = tuple([(g.style, g.title, g.more, g.open, bool(g.cards)) for g in page.groups])
    of_page = page.lines, bool(page.heading), groups, bool(page.cards), page.more
    form = *of_page, around.row, around.here, bool(around.words), around.coarse
    pieces = fragments.forms.get(form, lambda: _pieces(page, around, fragments.environment))
    said = _said(page, around)
    return "".join([said[piece] if i % 2 else piece for i, piece in enumerate(pieces)])


def render(page: ListPage, around: Around, environment: Environment) -> str:
    """The same, by the template."""
    return environment.get_template("courier/_near.html").render(
        page=page, ways=_leads_nowhere(page), row=around.row, fix=around, here=around.here
    )


def _pieces(page: ListPage, around: Around, environment: Environment) -> list[str]:
    """What the page's form says between marks in the place of what differs, and the names of these."""
    groups = tuple(
        replace(g, count=_mark(f"{g.style}.count", g.count), cards=_mark(g.style, g.cards))
        for g in page.groups
    )
    heading, cards = _mark(_HEADING, page.heading), _mark(_CARDS, page.cards)
    form = replace(page, heading=heading, groups=groups, cards=cards)
    return _SLOT.split(render(form, around._replace(words=_mark(_WORDS, around.words)), environment))


def _said(page: ListPage, around: Around) -> Mapping[str, str]:
    """What comes in their place."""
    said: dict[str, str] = {
        _WORDS: escape(around.words), _HEADING: escape(page.heading), _CARDS: page.cards,
    }  # fmt: skip
    for group in page.groups:
        said[f"{group.style}.count"], said[group.style] = escape(group.count), group.cards
    return said


def _mark(name: str, said: str) -> Markup:
    """A mark for what is said, nothing for nothing: the template asks whether there is something."""
    return _MARK.format(name) if said else _NOTHING


def _leads_nowhere(page: ListPage) -> bool:
    """Whether other ways to find something should stand below: there is nothing to ride to, or little at
    all."""
    if FEW_POINTS in page.lines:
        return True
    return not (page.groups[0].cards if page.groups else page.cards)
