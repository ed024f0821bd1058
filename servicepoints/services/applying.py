"""Bringing the catalogue up again and again, and once a day noting how the listing stands, from a process
that may have started while the register was away.
"""

from datetime import date, datetime

from servicepoints.config import Settings
from servicepoints.domain.hours import TIMEZONE
from servicepoints.register.conditions import AsOf
from servicepoints.register.engine import Register
from servicepoints.services.measuring import measure
from servicepoints.services.opening import open_instance
from servicepoints.services.publishing import publish_news


class Applying:
    """Called by a `Follower` each round; opens the register when it first answers, be that long
    after the start.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._register: Register | None = None
        self._measured: date | None = None

    def __call__(self) -> None:
        """One round. RegisterAway while the register does not answer."""
        if self._register is None:
            self._register = open_instance(self._settings)
        publish_news(self._register, self._settings.catalogue_path)
        at = AsOf(datetime.now(TIMEZONE), self._settings.stale_days)
        if at.today != self._measured:
            measure(self._register, at)
            self._measured = at.today
