"""Bringing the catalogue up again and again, from a process that may have started while the
register was away.
"""

from servicepoints.config import Settings
from servicepoints.register.engine import Register
from servicepoints.services.opening import open_instance
from servicepoints.services.publishing import publish_news


class Applying:
    """Called by a `Follower` each round; opens the register when it first answers, be that long
    after the start.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._register: Register | None = None

    def __call__(self) -> None:
        """One round. RegisterAway while the register does not answer."""
        if self._register is None:
            self._register = open_instance(self._settings)
        publish_news(self._register, self._settings.catalogue_path)
