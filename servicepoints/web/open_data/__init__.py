"""Open data: the page that offers it, its files as they were written, and what search engines ask for.

A file is sent, never made: `services.open_data.filing` wrote it when its content was published. Imports
services and domain; never SQL.
"""

from flask import Flask

from servicepoints.web.open_data import file_views, page_views
from servicepoints.web.open_data.blueprint import blueprint

VIEWS = (page_views, file_views)
"""Imported for their routes."""


def install(app: Flask) -> None:
    """Serve the page and the files."""
    app.register_blueprint(blueprint)
