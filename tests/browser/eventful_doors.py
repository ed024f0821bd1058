"""What couriers said at the doors of a demonstration, done by the service that takes it."""

from collections.abc import Sequence
from itertools import count

from servicepoints.config import Settings
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.door_answers import DoorAnswer
from servicepoints.domain.points import Point
from servicepoints.domain.roles import Account
from servicepoints.domain.sightings import Rider, Saw
from servicepoints.register import Register
from servicepoints.services.reporting.answering import Reply, answer_all
from servicepoints.services.reporting.rules import Marks, rules_of
from servicepoints.services.reporting.settling import Group
from servicepoints.services.reporting.telling import Told, tell


class Doors:
    """Couriers, each on a network of their own, and one who answers."""

    def __init__(self, register: Register, settings: Settings, alice: Account) -> None:
        self._register, self._settings, self._alice = register, settings, alice
        self._couriers = count(1)

    def all(self, always: Sequence[Point]) -> dict[str, str]:
        """One place (that never closes) is said to be shut, another to be gone; of others this and that."""
        reported, doubted, answered, *_ = always
        self._say(reported, Saw.SHUT)
        asked = self._say(reported, Saw.SHUT)
        self._say(reported, Saw.LACKS, lacks=("hot_water",))
        self._say(reported, Saw.OTHER, words="示例：门铃坏了")
        for rider in (Rider.FOOD, Rider.FOOD, Rider.PARCEL):
            self._say(reported, Saw.REFUSED, rider=rider)
        for saw in (Saw.GONE, Saw.MOVED):
            self._say(doubted, saw, words="示例：门口贴了封条")
        fine = self._say(answered, Saw.OPEN)
        told = self._say(answered, Saw.GONE)
        reply = Reply(answer=DoorAnswer.NO_MATTER)
        answer_all(self._register, self._alice, [(answered.code, Group.GONE)], reply)
        for n in range(7):
            self._say(answered, Saw.OTHER, address="10.200.0.1", words=f"示例：第{n}条")
        return {
            "reported": reported.code,
            "doubted": doubted.code,
            "report": self._say(answered, Saw.SHUT),
            "report_fine": fine,
            "report_answered": told,
            "report_asked": asked,
        }

    def _say(self, point: Point, saw: Saw, address: str = "", **more: object) -> str:
        n = next(self._couriers)
        told = Told(code=point.code, saw=saw, device=f"phone {n}", address=address or f"10.0.0.{n}", **more)  # type: ignore[arg-type]
        marks = Marks(self._settings.secret_key)
        return tell(self._register, told, rules_of(self._settings), marks, Calendar())
