"""Proposing a place at /suggest, and what became of it at /suggest/<token>.

The form is compared with what is published before it is sent; the pin travels in bodies of POSTs. The address
of the page that follows is its key, and is masked in every log. Imports services and domain; never SQL.
"""

from flask import Flask

from servicepoints.web.suggest import pin_views, views
from servicepoints.web.suggest.blueprint import blueprint

VIEWS = (views, pin_views)
"""Imported for their routes."""


def install(app: Flask) -> None:
    """Serve the pages of suggestions."""
    app.register_blueprint(blueprint)
