"""Counting searches in a worker's memory: by cell, hour and need, and the position is gone.

Which searches count, and why: without an identity nobody can be told from anybody, so the numbers are kept
honest by leaving out rather than by following.

- The same cell and needs count once in `PAUSE_MINUTES` a worker: a refreshed page or a script in a loop is no
  second courier. Where many ask for the same thing at once, the numbers are too low rather than too high.
- What calls itself a robot, or nothing, does not count, nor does a list of more needs than a person picks.
- A page for another moment counts at that moment if it is within a day ahead: who looks at seven for eleven
  at night misses something at eleven. A question of the API for another moment does not: planners ask many.
- One network counts so often a day, and no more (`sources`): invented positions fill no map.
- Places outside Shanghai, and phones that know theirs to half a kilometre only, do not count.
"""

import re
import threading
from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import lru_cache

from servicepoints.domain.cells import Cell, cell_of
from servicepoints.domain.coordinates import in_shanghai
from servicepoints.domain.demand import ANY, Count, Counts, Slot, hour_of_week, month_of
from servicepoints.domain.hours import TIMEZONE
from servicepoints.services.demand.sources import Sources

PAUSE_MINUTES = 3
MOST_NEEDS = 6
MOST_SLOTS = 5_000
"""Slots kept between two flushes: what a worker of a whole city fills in a minute, and no more memory than
that for whoever makes positions up."""
COARSEST_M = 500.0

_AHEAD = timedelta(days=1)
_ROBOT = re.compile(
    r"bot\b|bot/|spider|crawl|slurp|scrapy|curl|wget|python|java/|go-http|libwww|headless|monitor", re.I
)
_Asked = tuple[Cell, int, frozenset[str]]


@lru_cache(maxsize=1024)
def _is_a_person(agent: str) -> bool:
    return bool(agent) and _ROBOT.search(agent) is None


@lru_cache(maxsize=64)
def _when(at: datetime) -> tuple[int, str]:
    """The hour of the week and the month; searches of one minute share a moment."""
    return hour_of_week(at), month_of(at)


@lru_cache(maxsize=64)
def _day(now: datetime) -> date:
    return now.astimezone(TIMEZONE).date()


class Counting:
    """The counts of one worker since they were last taken. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[Slot, Count] = {}
        self._lately: dict[_Asked, datetime] = {}
        self._cleared: datetime | None = None
        self._sources = Sources()

    def note(
        self,
        latitude: float,
        longitude: float,
        needs: Collection[str],
        at: datetime,
        now: datetime,
        agent: str,
        address: str,
        *,
        found: bool | None,
        deviation_m: float = 0,
    ) -> None:
        """Counts one search round a place (WGS-84 degrees, known to within `deviation_m`) for the moment
        `at`, asked `now` (both aware) by what calls itself `agent`, from a network address. `found` is
        `outcome.served`; None counts nothing."""
        if found is None or deviation_m > COARSEST_M or len(needs) > MOST_NEEDS:
            return
        if not (in_shanghai(latitude, longitude) and _is_a_person(agent)):
            return
        if at is not now and not timedelta(0) <= at - now <= _AHEAD:
            return
        cell, (hour, month) = cell_of(latitude, longitude), _when(at)
        with self._lock:
            asked = (cell, hour, frozenset(needs))
            if self._again(asked, now) or not self._sources.admit(address, cell, _day(now)):
                return
            self._lately[asked] = now
            for need in (ANY, *needs):
                self._add(Slot(cell, month, hour, need), found)

    def take(self) -> Counts:
        """What was counted since the last time; from now on it counts anew."""
        with self._lock:
            taken, self._counts = self._counts, {}
            return taken

    def _again(self, asked: _Asked, now: datetime) -> bool:
        """Whether the same was counted a moment ago, or so much was that nobody could tell."""
        pause = timedelta(minutes=PAUSE_MINUTES)
        if self._cleared is None or now - self._cleared >= pause:
            self._lately = {key: since for key, since in self._lately.items() if now - since < pause}
            self._cleared = now
        since = self._lately.get(asked)
        if since is None and len(self._lately) >= MOST_SLOTS:
            return True
        return since is not None and now - since < pause

    def _add(self, slot: Slot, found: bool) -> None:
        asked, served = self._counts.get(slot, (0, 0))
        if asked or len(self._counts) < MOST_SLOTS:
            self._counts[slot] = Count(asked + 1, served + found)
