"""The courier's pages: the list round a position, by district and by search; a point, its card, its link
group.

A view parses, asks the finding, and hands words to a template; the words come from the domain. No page
but the answer to a POST knows a position, so every one of them may be kept by whoever likes for a short
while.
"""

from flask import Flask

from servicepoints.reference import vocabulary
from servicepoints.web.courier import (
    near_views,
    place_views,
    places,
    point_parts,
    point_views,
    poster_views,
    privacy_views,
    quality_views,
    shortcut,
)
from servicepoints.web.courier.asking import CARDS
from servicepoints.web.courier.blueprint import blueprint
from servicepoints.web.courier.cards import Cards
from servicepoints.web.courier.fragments import Fragments

VIEWS = (near_views, place_views, point_views, point_parts, poster_views, privacy_views, quality_views)
"""Imported for their routes."""


def install(app: Flask, *, clients: bool) -> None:
    """Serve the courier's pages, and give every template the districts to go on from. `clients` as for
    `logs.install`."""
    known = vocabulary()
    app.extensions[CARDS] = Cards(known, Fragments(app.jinja_env, known))
    app.register_blueprint(blueprint)
    app.context_processor(places.template_context)
    shortcut.install(app, clients=clients)
