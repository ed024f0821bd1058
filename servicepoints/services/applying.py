"""Bringing the catalogue up again and again, from a process that may have started while the register was
away, and under which a backup may be put in its place.
"""

from servicepoints.config import Settings
from servicepoints.register.engine import Register
from servicepoints.register.version import check_version
from servicepoints.services.opening import open_instance
from servicepoints.services.publishing import publish, publish_news


class Applying:
    """Called by a `Follower` each round; opens the register when it first answers, be that long
    after the start.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._register: Register | None = None
        self._identity = ""

    def __call__(self) -> None:
        """One round. RegisterAway while the register does not answer."""
        if self._register is None:
            self._register = open_instance(self._settings)
        identity = self._register.identity()
        if self._identity in ("", identity):
            publish_news(self._register, self._settings.catalogue_path)
        else:  # its changes are counted on from another past: those that the catalogue has mean nothing
            check_version(self._register)
            publish(self._register, self._settings.catalogue_path, rebuild=True)
        self._identity = identity
