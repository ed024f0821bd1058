"""A session's page at /s/<code>, where one books, and a booking's at /b/<token>, where one comes back.

A session is shown from the catalogue, so its page stands while the register is away. The address of a booking
is its key: nobody who lacks it can send its forms; it is kept by nobody, found by no search engine, masked in
every log. Imports services and domain; never SQL.
"""

from flask import Flask

from servicepoints.web.booking import booking_views, session_views
from servicepoints.web.booking.blueprint import blueprint

VIEWS = (session_views, booking_views)
"""Imported for their routes."""


def install(app: Flask) -> None:
    """Serve the pages of sessions and bookings."""
    app.register_blueprint(blueprint)
