"""The keeper's page at /k/<token>: one point, kept right from a phone at the door.

The address is the key: nobody who lacks it can send these forms, so they carry no other token, and the page
sets no cookie. It is kept by nobody, found by no search engine, masked in every log. Imports services and
domain; never SQL.

Border: whoever has a link, or came by it, sends what a keeper would. Believed: that he stands at that one
point's door, as long as the link works: signed, in the register, ended by one tap. So: a shut door ends by
itself, hours and amenities wait for the bureau unless it trusts its keepers, what the bureau shut no keeper
opens; each use is told to the bureau, and one link is used 120 times in a quarter of an hour at most.
"""

from flask import Flask

from servicepoints.web.keeper import views
from servicepoints.web.keeper.blueprint import blueprint

VIEWS = (views,)
"""Imported for their routes."""


def install(app: Flask) -> None:
    """Serve the keepers' pages."""
    app.register_blueprint(blueprint)
