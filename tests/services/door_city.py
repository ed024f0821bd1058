"""A register with one place at which couriers come and go, and a clock that the test moves."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from servicepoints.domain.calendar import Calendar
from servicepoints.domain.doors import Door
from servicepoints.domain.points import Kind, Point, Position, Schedule, ScheduleStatus
from servicepoints.domain.roles import Account, Role
from servicepoints.domain.sightings import Rider, Saw
from servicepoints.register import Actor, Register, bureaus, doors, instance, open_register, sightings
from servicepoints.register import points as stored
from servicepoints.register.bureaus import Bureau
from servicepoints.register.migrating import migrate
from servicepoints.register.secrecy import new_key
from servicepoints.register.sightings import Sighting
from servicepoints.services.reporting.rules import Marks, Rules
from servicepoints.services.reporting.telling import Told, tell

MONDAY = datetime(2026, 9, 14, 2, 0, tzinfo=UTC)
"""10:00 in Shanghai, a working day."""
RULES = Rules(
    lasts=timedelta(hours=3), answer_within=timedelta(hours=24), by_phone=1000, by_network=100_000,
    by_point=100_000, kept_days=90,
)  # fmt: skip
ALICE = Account(1, "alice", "示例爱丽丝", Role.EDITOR, "shili")
CHARLIE = Account(2, "charlie", "示例查理", Role.EDITOR, "other")
CITY = Account(3, "city", "示例市局", Role.CITY)
MARKS = Marks("x" * 40)
DOOR = Position(latitude=31.2242, longitude=121.4294, precision_m=10.0, basis="pin")


@dataclass
class Place:
    """A register, its clock, and the code of its one place, open from 8:00 to 22:00."""

    register: Register
    code: str
    now: datetime = MONDAY
    rules: Rules = RULES
    _phones: "count[int]" = field(default_factory=count)

    def pass_(self, **lasting: float) -> None:
        self.now += timedelta(**lasting)

    def say(self, saw: Saw, phone: str = "", address: str = "", **more: object) -> str:
        """Somebody says something: a stranger on a network of their own unless one is named."""
        stranger = next(self._phones)
        told = Told(
            code=self.code,
            saw=saw,
            device=phone or f"phone {stranger}",
            address=address or f"10.{stranger >> 16 & 255}.{stranger >> 8 & 255}.{stranger & 255}",
            **more,  # type: ignore[arg-type]
        )
        return tell(self.register, told, self.rules, MARKS, Calendar())

    def refuse(self, rider: Rider) -> str:
        return self.say(Saw.REFUSED, rider=rider)

    def door(self) -> Door:
        with self.register.read() as reader:
            return doors.get(reader, self.code)

    def doubtful(self) -> bool:
        return self.door().seen(self.now).doubtful

    def waiting(self) -> list[Sighting]:
        with self.register.read() as reader:
            return sightings.waiting(reader, [self.code])

    def point(self) -> Point:
        with self.register.read() as reader:
            found = stored.get(reader, self.code)
        assert found is not None
        return found


def place(url: str, **fields: object) -> Place:
    """A place that nobody has been at."""
    made = Place(open_register(url, new_key()), "")
    made.register.close()
    made.register = open_register(url, new_key(), clock=lambda: made.now)
    migrate(made.register)
    known: dict[str, object] = {
        "kind": Kind.OUTLET,
        "bureau": "shili",
        "district": "黄浦区",
        "sub_district": "外滩街道",
        "position": DOOR,
        "schedule": Schedule(
            text="8:00-22:00", opening_hours="Mo-Su 08:00-22:00", status=ScheduleStatus.READ
        ),
        "amenities": {"hot_water": True},
    }
    with made.register.write(Actor("setup", "示例")) as writer:
        instance.create(writer, "demo")
        bureaus.put(writer, Bureau("shili", "示例邮政管理局"))
        made.code = stored.insert(writer, Point(name="示例网点", **(known | fields)), "示例")  # type: ignore[arg-type]
    return made
