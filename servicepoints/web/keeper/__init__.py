"""The keeper's page at /k/<token>: one point, kept right from a phone at the door.

The address is the key: nobody who lacks it can send these forms, so they carry no other token, and the page
sets no cookie. It is kept by nobody, found by no search engine, masked in every log. Imports services and
domain; never SQL.
"""

from flask import Flask

from servicepoints.web.keeper import views
from servicepoints.web.keeper.blueprint import blueprint

VIEWS = (views,)
"""Imported for their routes."""


def install(app: Flask) -> None:
    """Serve the keepers' pages."""
    app.register_blueprint(blueprint)
