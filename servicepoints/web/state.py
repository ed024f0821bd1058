"""What the views of one process share: the settings, the published points in memory, and the clock.

`state()` in a view gives it. The finding is replaced as a whole when the catalogue changes: a view takes
it once at its beginning and so answers from one revision.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from flask import current_app

from servicepoints.config import Settings
from servicepoints.domain.hours import TIMEZONE
from servicepoints.errors import InstanceError

EXTENSION = "servicepoints"


def now() -> datetime:
    """The present moment in Shanghai."""
    return datetime.now(TIMEZONE)


class State:
    """`settings`, `finding` and `clock()` of this process."""

    def __init__(self, settings: Settings, finding: Any = None, clock: Callable[[], datetime] = now) -> None:
        self.settings = settings
        self.clock = clock
        self._finding = finding

    @property
    def finding(self) -> Any:
        """The published points. InstanceError while nothing has been published."""
        if self._finding is None:
            raise InstanceError(f"{self.settings.catalogue_path} 还没有：请先运行 servicepoints publish")
        return self._finding

    @property
    def demo(self) -> bool:
        """Whether what is published is the demonstration."""
        return self._finding is not None and self._finding.demo

    def replace_finding(self, finding: Any) -> None:
        """Answer from these points from now on (one assignment: no reader sees half of it)."""
        self._finding = finding


def state() -> State:
    """The state of the application that answers this request."""
    return cast(State, current_app.extensions[EXTENSION])
