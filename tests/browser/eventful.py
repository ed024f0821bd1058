"""A demonstration in which what seldom happens has happened, done by the services that do it: a point is shut
for a while, one is withdrawn, a keeper's link has ended, a roster waits and another was taken,
a session is full and one called off.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from servicepoints import reference
from servicepoints.config import Settings, load
from servicepoints.domain.calendar import DayType
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.hours_text import read_hours
from servicepoints.domain.points import Demonstration, Listing, Point, ScheduleStatus
from servicepoints.domain.roles import Account, Role
from servicepoints.domain.suggestions import Suggestion, Who
from servicepoints.register import Actor, Register, points
from servicepoints.register.conditions import AsOf
from servicepoints.services import holidays
from servicepoints.services.accounts import people
from servicepoints.services.accounts.people import NewAccount
from servicepoints.services.bulk import Answer, Picked, answer_many
from servicepoints.services.importing.taking import take
from servicepoints.services.importing.uploading import upload_roster
from servicepoints.services.importing.weighing import Tables
from servicepoints.services.keeping.changing import Keeping
from servicepoints.services.keeping.links import Signing, keeper_links, make_link, revoke_link
from servicepoints.services.opening import open_instance
from servicepoints.services.publishing import publish
from servicepoints.services.suggesting.deciding import decline
from servicepoints.services.suggesting.giving import Slips, give, look
from tests.browser.eventful_booking import Booking
from tests.browser.eventful_demand import let_days_pass, let_search
from tests.browser.eventful_doors import Doors
from tests.browser.eventful_groups import make_groups

BUREAU = "shili"
PASSWORD = "correct horse battery"
ROSTER = Path(__file__).parents[1] / "data" / "roster_sample.xlsx"
SECOND = (
    "名称,地址,类型,开放时间\n示例试办驿站,示例试办路1号,爱心接力站,随便开开\n,示例没名字路1号,爱心接力站,\n"
)


@dataclass(frozen=True)
class Happened:
    """What happened there: codes of points, tokens and numbers, by the names that addresses give them.
    `alice` keeps the listing of its bureau, `dora` acts for the city."""

    names: Mapping[str, str]
    password: str = PASSWORD


def make_eventful(home: Path) -> Happened:
    """Lets all that happen in a demonstration, and publishes it."""
    settings = load({"SERVICEPOINTS_HOME": str(home)})
    register = open_instance(settings)
    try:
        made = _Making(register, settings).all()
        publish(register, settings.catalogue_path)
    finally:
        register.close()
    return Happened(made)


class _Making:
    def __init__(self, register: Register, settings: Settings) -> None:
        self._register = register
        self._settings = settings
        self._signing = Signing(settings.secret_key)
        self._now = datetime.now(TIMEZONE)
        self._tables = Tables(reference.vocabulary(), reference.gazetteer(), self._now.date())

    def all(self) -> dict[str, str]:
        alice = self._account("alice", "示例爱丽丝", BUREAU)
        dora = self._account("dora", "示例朵拉", "")
        holidays.set_days(self._register, dora, {date(2027, 1, 3): (DayType.MAKE_UP, "")})
        with self._register.read() as reader:
            mine = sorted(points.matching(reader, BUREAU), key=lambda point: point.name)
        fine = [p for p in mine if p.schedule.status is ScheduleStatus.READ and p.position and not p.spaces]
        shut, gone, kept, some, closed = fine[:5]
        self._shut(alice, shut)
        self._withdraw(alice, gone)
        let_search(self._register, BUREAU, self._now)
        let_days_pass(self._register, self._now)
        return {
            "some": some.code,
            "shut": shut.code,
            "gone": gone.code,
            "planned": _first(mine, lambda p: p.demonstration is Demonstration.PLANNED),
            "rooms": _first(mine, lambda p: bool(p.spaces and p.link_group)),
            "unread": _first(mine, lambda p: p.schedule.status is ScheduleStatus.REVIEW),
            "unplaced": _first(mine, lambda p: p.position is None),
            "kept": kept.code,
            "never": "x" * 43,
            "keeper_shut": self._shut_by_keeper(alice, closed),
            **self._keepers(alice, kept),
            **self._imports(alice),
            **Doors(self._register, self._settings, alice).all(self._never_closed(mine, fine[:5])),
            **make_groups(self._register, BUREAU),
            **self._suggestions(alice),
            **Booking(self._register, self._settings, alice).all(kept.code),
            "welcome": people.add_account(
                self._register, NewAccount(login="bob", name="示例鲍勃", role=Role.EDITOR, bureau=BUREAU)
            )[1],
        }

    def _never_closed(self, mine: Sequence[Point], others: Sequence[Point]) -> list[Point]:
        """Three points, none of the others, that are made to be open whenever a test runs."""
        listed = [p for p in mine if p.position and not p.spaces and p.listing is Listing.LISTED]
        chosen = [p for p in listed if p not in others][:3]
        with self._register.write(Actor("setup", "示例")) as writer:
            always = read_hours("24小时")
            points.update_many(writer, {p.code: replace(p, schedule=always) for p in chosen}, "示例：不关门")
        return chosen

    def _account(self, login: str, name: str, bureau: str) -> Account:
        role = Role.EDITOR if bureau else Role.CITY
        _, token = people.add_account(
            self._register, NewAccount(login=login, name=name, role=role, bureau=bureau)
        )
        return people.set_password(self._register, token, PASSWORD, self._now)

    def _do(self, account: Account, point: Point, answer: Answer) -> None:
        picked = Picked({point.code: point.revision})
        answer_many(self._register, account, picked, answer, AsOf(self._now, 180))

    def _shut(self, alice: Account, point: Point) -> None:
        until = (self._now + timedelta(days=1)).replace(hour=16, minute=0, second=0, microsecond=0)
        self._do(alice, point, Answer(action="suspend", until=until, reason="示例：停水检修"))

    def _withdraw(self, alice: Account, point: Point) -> None:
        self._do(alice, point, Answer(action="withdraw", reason="示例：搬走了"))

    def _keepers(self, alice: Account, point: Point) -> dict[str, str]:
        """A link that works, through which something was said; one that was ended; one whose time is over."""
        for lasts in (timedelta(0), timedelta(days=30), timedelta(days=90)):
            make_link(self._register, alice, point.code, lasts)
        _, links, _ = keeper_links(self._register, alice, point.code, self._signing, self._now)
        over, ended, works = sorted(links, key=lambda shown: shown.link.expires_at)
        revoke_link(self._register, alice, point.code, ended.link.id)
        Keeping(self._register, works.token, self._signing, reference.vocabulary()).change_hours(
            "周一至周五9:00-17:00，法定节假日不开"
        )
        return {"keeper": works.token, "keeper_ended": ended.token, "keeper_over": over.token}

    def _shut_by_keeper(self, alice: Account, point: Point) -> str:
        make_link(self._register, alice, point.code, timedelta(days=30))
        _, (shown,), _ = keeper_links(self._register, alice, point.code, self._signing, self._now)
        visit = Keeping(self._register, shown.token, self._signing, reference.vocabulary())
        visit.shut(datetime.now(TIMEZONE) + timedelta(hours=2), "示例：开会")
        return shown.token

    def _imports(self, alice: Account) -> dict[str, str]:
        taken = upload_roster(
            self._register, alice, BUREAU, "示例台账.xlsx", ROSTER.read_bytes(), self._tables
        )
        batch = take(self._register, alice, taken, self._tables)
        waiting = upload_roster(self._register, alice, BUREAU, "示例.csv", SECOND.encode(), self._tables)
        return {"taken": taken, "batch": str(batch), "waiting": waiting}

    def _suggestions(self, alice: Account) -> dict[str, str]:
        """Places that people propose: two that wait, one that was not taken."""
        slips = Slips(self._settings.secret_key)
        place = Suggestion(
            name="示例弄堂口热水角",
            address="长宁区示例路9号",
            latitude=31.2243,
            longitude=121.4295,
            precision_m=30.0,
            amenities=("hot_water", "toilet"),
            hours="每天8:00-20:00",
            note="示例：从后门进，跟门卫说一声",
            who=Who.COURIER,
            bureau=BUREAU,
        )
        tokens = [
            give(self._register, self._settings, replace(place, name=name), slips.form(), "192.0.2.1")
            for name in (place.name, "示例乱填的", "示例随手写的")
        ]
        numbers = [look(self._register, token).suggestion.id for token in tokens]
        decline(self._register, alice, numbers[1:2], "示例：去看过，没有这个地方")
        return {"proposed": tokens[0], "not_taken": tokens[1], "suggestion": str(numbers[0])}


def _first(found: Sequence[Point], wanted: Callable[[Point], bool]) -> str:
    return next(point.code for point in found if wanted(point))
