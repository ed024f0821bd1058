"""Embeds: short lists that other sites show in a frame of their own pages.

Only the sites of the setting may frame them; to all others the browser refuses, and the page says how to
change that. A list remembers nothing and sets no cookie; what is tapped opens in a window of its own. Imports
services and domain; never SQL.

Border: another site shows our page in its own, and may lay over it what it likes. Believed: nothing of it.
So: only the sites of SERVICEPOINTS_EMBED_PARENTS may; there is nothing to tap that changes anything, no
cookie, and a position goes into no address.
"""

from flask import Flask

from servicepoints.web.embed import views
from servicepoints.web.embed.blueprint import blueprint

VIEWS = (views,)
"""Imported for their routes."""


def install(app: Flask) -> None:
    """Serve the lists."""
    app.register_blueprint(blueprint)
