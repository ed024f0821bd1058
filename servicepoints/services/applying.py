"""Bringing the catalogue up again and again, telling how many places are left, and once a day noting how the
listing stands, from a process that may have started while the register was away, and under which a backup may
be put in its place.
"""

from datetime import date, datetime

from servicepoints.catalogue import overlay
from servicepoints.config import Settings
from servicepoints.domain.bookings import Taken
from servicepoints.domain.hours import TIMEZONE
from servicepoints.register import offerings
from servicepoints.register.conditions import AsOf
from servicepoints.register.engine import Register
from servicepoints.register.version import check_version
from servicepoints.services.measuring import measure
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
        self._measured: date | None = None
        self._places: dict[str, Taken] | None = None

    def __call__(self) -> None:
        """One round. RegisterAway while the register does not answer."""
        if self._register is None:
            self._register = open_instance(self._settings)
        self._publish(self._register)
        self._tell_places(self._register)
        at = AsOf(datetime.now(TIMEZONE), self._settings.stale_days)
        if at.today != self._measured:
            measure(self._register, at)
            self._measured = at.today

    def _tell_places(self, register: Register) -> None:
        with register.read() as reader:
            places = offerings.taken_now(reader, register.now())
        overlay.write(self._settings.places_path, places, self._places)
        self._places = places

    def _publish(self, register: Register) -> None:
        identity = register.identity()
        if self._identity in ("", identity):
            publish_news(register, self._settings.catalogue_path)
        else:  # its changes are counted on from another past: those that the catalogue has mean nothing
            check_version(register)
            publish(register, self._settings.catalogue_path, rebuild=True)
            self._measured = None
        self._identity = identity
