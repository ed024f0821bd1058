"""What a courier says at a door: /p/<code>/door, where it is said, and /r/<token>, where the answer stands.

The form stands on cached pages too, so it knows nobody; a phone gets a number of its own with its first word,
for a day. A position comes in the body, is weighed, and goes no further; a pin that one
puts on a map says where the door is, and is kept. Imports services and domain; never
SQL.
"""

from flask import Flask

from servicepoints.web.door import pin_views, report_views, telling_views
from servicepoints.web.door.blueprint import blueprint

VIEWS = (telling_views, pin_views, report_views)
"""Imported for their routes."""


def install(app: Flask) -> None:
    """Serve the pages of doors and of reports."""
    app.register_blueprint(blueprint)
