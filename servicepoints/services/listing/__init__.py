"""The listing at the desk: what a filter picks, page by page, and what may be the matter with a point.

`names` has the words, `choosing` finds the points (everything SQL can say, then what only the evaluator of
hours can), `pages` loads one page of them whole. Imports register and domain; writes nothing.
"""

from servicepoints.register.conditions import AsOf
from servicepoints.register.listing import ANY, SORTS, Tally, Wanted
from servicepoints.services.listing.choosing import Chosen, choose, scope
from servicepoints.services.listing.names import HOLIDAY, MATTERS, matter_words
from servicepoints.services.listing.pages import Page, Row, list_points

__all__ = [
    "ANY", "HOLIDAY", "MATTERS", "SORTS", "AsOf", "Chosen", "Page", "Row", "Tally", "Wanted", "choose",
    "list_points", "matter_words", "scope",
]  # fmt: skip
