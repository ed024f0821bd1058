"""Thirty days at one door, with couriers who tell the truth (mostly), and one who does not.

Everybody honest is on a phone and a network of their own; the hostile one has one network and as many phones
as there are browsers to empty. The door should be open from 8:00 to 22:00; on some days it is shut from some
hour on.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from servicepoints.domain.door_answers import DoorAnswer
from servicepoints.domain.sightings import Saw
from servicepoints.errors import Conflict
from servicepoints.services.housekeeping import forget_reporters
from servicepoints.services.reporting.answering import Reply, answer_all, matters
from tests.services.door_city import ALICE, MONDAY, Place, place

DAYS = 30
OPENING, CLOSING = 8, 22
HOSTILE = "198.51.100.1"
TAPS = 0.4
"""The share of honest couriers who tap what they found open; of a shut door nearly all tell."""
SLIPS = 0.02
"""The share of them who tap the wrong button."""
STEPS = CLOSING - OPENING
STEP = timedelta(hours=1)


@dataclass
class Told:
    """What came of it: hours in which the door was open, those of them in which others were warned, and of
    each true closure after how many true words others were warned, and after how many the bureau knew."""

    open_steps: int = 0
    warned_steps: int = 0
    warned_after: list[int] = field(default_factory=list)
    asked_after: list[int] = field(default_factory=list)


class Month:
    """Thirty days, hour by hour."""

    def __init__(self, here: Place, chance: Random, visits: float, hostile: Saw | None) -> None:
        self.here, self.chance, self.visits, self.hostile = here, chance, visits, hostile
        self.told = Told()

    def run(self, shut_days: Callable[[int], int | None]) -> Told:
        """`shut_days`: the hour from which the door is shut on a day, None where it is open all day."""
        for day in range(DAYS):
            self.here.now = MONDAY.replace(hour=0) + timedelta(days=day, hours=OPENING - 8)
            self._day(shut_days(day))
            self._evening()
        return self.told

    def _day(self, shut_from: int | None) -> None:
        words, warned, asked = 0, None, None
        for step in range(STEPS):
            shut = shut_from is not None and OPENING + step >= shut_from
            if self.hostile is not None:
                self._try(self.hostile, HOSTILE)
            if self.chance.random() < self.visits / STEPS:
                words += self._visit(shut=shut) and shut
                warned = words if warned is None and shut and words and self.here.doubtful() else warned
                asked = words if asked is None and shut and self._asked() else asked
            self._count(shut=shut)
            self.here.now += STEP
        if words >= 2:
            self.told.warned_after.append(warned or 99)
            self.told.asked_after.append(asked or 99)

    def _visit(self, *, shut: bool) -> bool:
        """An honest courier comes by; whether a true word is left."""
        if self.chance.random() >= (0.9 if shut else TAPS):
            return False
        slips = self.chance.random() < SLIPS
        self._try(Saw.SHUT if shut != slips else Saw.OPEN, "")
        return not slips

    def _try(self, saw: Saw, address: str) -> None:
        with suppress(Conflict):  # the schedule says itself that it is shut
            self.here.say(saw, address=address)

    def _asked(self) -> bool:
        return any(s.voice.saw is Saw.SHUT and not s.held for s in self.here.waiting())

    def _count(self, *, shut: bool) -> None:
        if shut:
            return
        self.told.open_steps += 1
        self.told.warned_steps += self.here.doubtful()

    def _evening(self) -> None:
        """The bureau looks at what it was asked, and finds the door as it should be; the day's marks go."""
        waiting = matters(self.here.register, ALICE, self.here.now)
        keys = [(m.point.code, m.group) for m in waiting]
        if keys:
            answer_all(self.here.register, ALICE, keys, Reply(answer=self.answer))
        self.here.now += timedelta(hours=6)
        forget_reporters(self.here.register, self.here.rules)

    answer = DoorAnswer.OPEN_ALL_ALONG


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Place]:
    memory = Path("/dev/shm")  # a month is some hundred commits, and a disk waits for each
    with TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as folder:
        made = place(f"sqlite:///{folder}/register.db")
        yield made
        made.register.close()


@pytest.mark.parametrize(("saw", "visits"), [(Saw.SHUT, 0), (Saw.SHUT, 6), (Saw.GONE, 3)])
def test_one_hostile_source_cannot_hide_a_place(here: Place, saw: Saw, visits: int) -> None:
    told = Month(here, Random(7), visits, saw).run(lambda _: None)
    assert told.open_steps == DAYS * STEPS
    # three times believed, in two weeks each, before nobody believes it alone
    assert told.warned_steps <= 0.07 * told.open_steps, told


@pytest.mark.parametrize("hostile", [None, Saw.OPEN])
def test_a_true_closure_is_told_and_known_within_two_words(here: Place, hostile: Saw | None) -> None:
    month = Month(here, Random(1), 8, hostile)
    month.answer = DoorAnswer.REOPENED
    chance = Random(2)
    told = month.run(lambda _: chance.choice([None, 9, 13, 17]))
    assert len(told.warned_after) >= 8
    assert max(told.warned_after) <= 2, told
    assert max(told.asked_after) <= 2, told
    assert told.warned_steps <= 0.03 * told.open_steps, told


def test_couriers_who_slip_do_not_hide_a_place(here: Place) -> None:
    told = Month(here, Random(3), 12, None).run(lambda _: None)
    assert told.warned_steps <= 0.03 * told.open_steps, told
