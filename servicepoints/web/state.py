"""What the views of one process share: the settings, the published points in memory, the register, the clock.

`state()` in a view gives it. The finding is replaced as a whole when the catalogue changes: a view takes it
once at its beginning and so answers from one revision.
"""

import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import cast

from flask import current_app

from servicepoints.catalogue.overlay import Overlay
from servicepoints.config import Settings
from servicepoints.domain.hours import TIMEZONE
from servicepoints.errors import InstanceError
from servicepoints.services.demand.counting import Counting
from servicepoints.services.finding import Finding
from servicepoints.services.open_data.index import Watched, folder_of
from servicepoints.services.opening import Register, open_instance
from servicepoints.services.riding import riding_of
from servicepoints.services.signing_pages import Signer

EXTENSION = "servicepoints"
BEHIND_S = 60
"""So long nothing new is told before a page says so: a register that is started again is back by then."""


def now() -> datetime:
    """The present moment in Shanghai."""
    return datetime.now(TIMEZONE)


class State:
    """`settings`, `finding`, `places`, `open_data`, `demand`, `register`, `signer`, `demo` and `clock()`."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime] = now) -> None:
        self.settings = settings
        self.clock = clock
        self.places = Overlay(settings.places_path)
        self.open_data = Watched(folder_of(settings))
        self.demand = Counting()
        self._finding: Finding | None = None
        self._register: Register | None = None
        self._opening = threading.Lock()
        self.signer = Signer(settings, lambda: self.register)

    @property
    def finding(self) -> Finding:
        """The published points. InstanceError while nothing has been published."""
        if self._finding is None:
            with self._opening:  # the first requests come together; one of them reads the catalogue
                if self._finding is None:
                    self._finding = Finding.open(self.settings.catalogue_path, riding_of(self.settings))
        return self._finding

    @property
    def register(self) -> Register:
        """The register, opened when it is first asked for: couriers' pages never do. RegisterAway,
        InstanceError."""
        if self._register is None:
            with self._opening:
                if self._register is None:
                    self._register = open_instance(self.settings, self.clock)
        return self._register

    def behind(self) -> datetime | None:
        """When this node last had all that the register has, if that is a while ago; None while it follows,
        and in a process that does not. No page may fail for asking."""
        if not self.is_behind:
            return None
        try:
            return self.as_of()
        except InstanceError:
            return datetime.fromtimestamp(self.places.touched or 0, TIMEZONE)

    @property
    def is_behind(self) -> bool:
        """Whether it is a while ago."""
        touched = self.places.touched
        return touched is not None and abs(time.time() - touched) >= BEHIND_S

    def as_of(self) -> datetime:
        """When what is published was last found to be all that the register has: who brings the catalogue up
        tells places after it, twice a second. InstanceError while nothing has been published."""
        published = self.finding.published().as_of
        return max(published, datetime.fromtimestamp(self.places.touched or 0, TIMEZONE))

    @property
    def demo(self) -> bool:
        """Whether what is published is the demonstration; no page may fail for asking."""
        try:
            return self.finding.demo
        except InstanceError:
            return False

    def moment(self) -> tuple[int | None, datetime, int | None, bool]:
        """What every answer depends on that knows no visitor: the revision it is from, the minute, how many
        places are left, and whether it must say how old it is."""
        finding = self._finding
        minute = self.clock().replace(second=0, microsecond=0)
        return None if finding is None else finding.revision, minute, self.places.generation, self.is_behind

    def replace_finding(self, finding: Finding) -> None:
        """Answer from these points from now on (one assignment: no reader sees half of it)."""
        self._finding = finding


def state() -> State:
    """The state of the application that answers this request."""
    return cast(State, current_app.extensions[EXTENSION])
