"""Bringing the catalogue up again and again, telling how many places are left, and once a day noting how the
listing stands, from a process that may have started while the register was away, and under which a backup may
be put in its place.
"""

import logging
import time
from datetime import date, datetime
from pathlib import Path

from servicepoints.catalogue import overlay, suspicion
from servicepoints.catalogue.build import is_sound
from servicepoints.config import Settings
from servicepoints.domain.bookings import Taken
from servicepoints.domain.hours import TIMEZONE
from servicepoints.register import offerings
from servicepoints.register.conditions import AsOf
from servicepoints.register.engine import Register
from servicepoints.register.version import check_version
from servicepoints.services.figures import Figures, path_of
from servicepoints.services.measuring import measure
from servicepoints.services.opening import open_instance
from servicepoints.services.publishing import publish, publish_news

log = logging.getLogger(__name__)

Stamp = tuple[int, int, int]
"""A file's number, size and time of the last writing."""

MEND_EVERY_S = 10.0
LOOK_EVERY_S = 60.0
"""All of the catalogue is read so often, if nothing tells of damage before: a second for 200,000 points."""


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
        self._left: Stamp | None = None
        self._mended = -MEND_EVERY_S
        self._looked = time.monotonic()
        self._hurt = False
        self._figures = Figures(path_of(settings))

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
        self._figures.tell(self._register)

    def _tell_places(self, register: Register) -> None:
        with register.read() as reader:
            places = offerings.taken_now(reader, register.now())
        overlay.write(self._settings.places_path, places, self._places)
        self._places = places

    def _publish(self, register: Register) -> None:
        identity, path = register.identity(), self._settings.catalogue_path
        stood = _stamp(path)
        if self._identity in ("", identity):
            self._mend(register, stood)
            wrote = publish_news(register, path) is not None
        else:  # its changes are counted on from another past: those that the catalogue has mean nothing
            check_version(register)
            publish(register, path, rebuild=True)
            wrote, self._measured = True, None
        self._identity = identity
        self._left = _stamp(path) if wrote else stood  # what another wrote meanwhile is looked at next time

    def _mend(self, register: Register, stood: Stamp | None) -> None:
        """Builds a catalogue anew that somebody found damaged, or that another hand wrote to and that is
        damaged; not again and again, for what does not become whole so will not the next time."""
        path, now = self._settings.catalogue_path, time.monotonic()
        touched = self._left is not None and stood != self._left
        if touched or now - self._looked >= LOOK_EVERY_S:
            self._looked = now
            self._hurt = self._hurt or not is_sound(path)
        hurt = self._hurt or suspicion.suspected(path)
        if not hurt or now - self._mended < MEND_EVERY_S:
            return
        self._mended = now
        log.warning("the catalogue is damaged: building it anew")
        publish(register, path, rebuild=True)
        self._hurt = False
        suspicion.trust(path)


def _stamp(path: Path) -> Stamp | None:
    """What tells whether a file was written to."""
    try:
        at = path.stat()
    except OSError:
        return None
    return at.st_ino, at.st_size, at.st_mtime_ns
