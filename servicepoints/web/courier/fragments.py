"""The parts of a page that many pages repeat, rendered once and kept: those of a card, a row of chips.

Their HTML is in `templates/components/`; all that is here is which of it is remembered, and how much.
"""

from collections.abc import Mapping
from functools import cached_property, lru_cache

from jinja2 import Environment
from jinja2.environment import TemplateModule
from markupsafe import Markup

from servicepoints.domain.amenities import Vocabulary
from servicepoints.web.courier.filters import Filters, chips

_STATES = 1024
_WAYS = 4096
_ROWS = 256


class Fragments:
    """Renders the macros of `components/card.html` and `components/chips.html`; what few words make up is
    remembered."""

    def __init__(self, environment: Environment, vocabulary: Vocabulary) -> None:
        self._environment = environment
        self._vocabulary = vocabulary
        self.now = lru_cache(_STATES)(self._now)
        self.way = lru_cache(_WAYS)(self._way)
        self.chips = lru_cache(_ROWS)(self._chips)

    # the templates are read at the first card, not when the house is put together: the environment of a
    # Flask application is not to be opened before all of it is there

    @cached_property
    def _card(self) -> TemplateModule:
        return self._environment.get_template("components/card.html").module

    @cached_property
    def _row(self) -> TemplateModule:
        return self._environment.get_template("components/chips.html").module

    def title(self, href: str, name: str, badge: str) -> Markup:
        """The heading of a card, which leads to its point."""
        return self._made(self._card, "title", href, name, badge)

    def foot(self, has: str, facts: tuple[str, ...]) -> Markup:
        """The last two lines of a card: what it has, and what sort of place, how fresh, how booked."""
        return self._made(self._card, "foot", has, facts)

    def _now(self, state: str, status: str, arrival: str) -> Markup:
        """The line of a card that depends on the moment."""
        return self._made(self._card, "now", state, status, arrival)

    def _way(self, way: str) -> Markup:
        """How far it is, as a card has it."""
        return self._made(self._card, "way", way)

    def _chips(
        self,
        filters: Filters,
        path: str,
        seasonal: tuple[tuple[str, str], ...],
        toggle: str,
        others: tuple[tuple[str, str], ...],
    ) -> Markup:
        """A row of chips: see `filters.chips`."""
        words: Mapping[str, str] = dict(seasonal)
        row = chips(filters, path, self._vocabulary, words, toggle, **dict(others))
        return self._made(self._row, "chips", row)

    @staticmethod
    def _made(module: TemplateModule, macro: str, *said: object) -> Markup:
        return Markup(getattr(module, macro)(*said))  # a macro's answer is escaped already
