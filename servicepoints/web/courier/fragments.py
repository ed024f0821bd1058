"""The parts of a page that many pages repeat, rendered once and kept: those of a card, a row of chips.

Their HTML is in `templates/components/`; all that is here is which of it is remembered, and how much.
"""

from collections.abc import Hashable, Sequence
from functools import cached_property, lru_cache

from jinja2 import Environment
from jinja2.environment import TemplateModule
from markupsafe import Markup

from servicepoints.catalogue.memory import Memory
from servicepoints.domain.amenities import Vocabulary
from servicepoints.web.courier.chips import Around, chips
from servicepoints.web.courier.filters import Filters

_LATER = Markup("<!-- later -->")
"""Stands for what is put in later; no name can hold it, since names are escaped."""

_STATES = 1024
_WAYS = 4096
_ROWS = 256
_FORMS = 256


class Fragments:
    """Renders the macros of `components/card.html` and `components/chips.html`; what few words make up is
    remembered."""

    def __init__(self, environment: Environment, vocabulary: Vocabulary) -> None:
        self.environment = environment
        self._vocabulary = vocabulary
        self.now = lru_cache(_STATES)(self._now)
        self.way = lru_cache(_WAYS)(self._way)
        self.chips = lru_cache(_ROWS)(self._chips)
        self.forms: Memory[Hashable, Sequence[str]] = Memory(_FORMS)
        """Of pages: see `near_page`."""

    # the templates are read at the first card, not when the house is put together: the environment of a
    # Flask application is not to be opened before all of it is there

    @cached_property
    def _card(self) -> TemplateModule:
        return self.environment.get_template("components/card.html").module

    @cached_property
    def _row(self) -> TemplateModule:
        return self.environment.get_template("components/chips.html").module

    def card(self, href: str, name: str, badge: str, facts: tuple[str, ...]) -> tuple[str, str, str]:
        """A card without the query of its address and its lines of the moment: what stands before, between
        and after the two."""
        whole = self._made(self._card, "card", href, _LATER, name, badge, _LATER, facts)
        before, between, after = whole.split(str(_LATER))
        return before, between, after

    def has(self, words: str) -> str:
        """The line of a card that says what there is."""
        return self._made(self._card, "has", words)

    def where(self, entering: str, address: str) -> str:
        """The line of a card in a list that knows no position: who may enter, and the address."""
        return self._made(self._card, "where", entering, address)

    def plan(self, words: str, href: str) -> Markup:
        """The line above a list that speaks of another moment than now, with the way back."""
        return Markup(self._made(self._row, "plan", words, href))

    def _now(self, state: str, status: str, arrival: str, caution: str) -> str:
        """The line of a card that says open or closed: the style of the status, its words, and what one
        finds on arrival ("" where that says no more) or who is let in instead."""
        return self._made(self._card, "now", state, status, arrival, caution)

    def _way(self, way: str, entering: str) -> str:
        """The line of a card that says how far it is, and who may enter."""
        return self._made(self._card, "way", way, entering)

    def _chips(self, filters: Filters, around: Around) -> Markup:
        """A row of chips: see `chips.chips`."""
        return Markup(self._made(self._row, "chips", chips(filters, self._vocabulary, around)))

    @staticmethod
    def _made(module: TemplateModule, macro: str, *said: object) -> str:
        """The HTML that a macro makes, everything put in escaped."""
        return str(getattr(module, macro)(*said))
