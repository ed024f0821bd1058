"""The desk: what needs doing, the most harmful to couriers first; how each sub-district stands; what was
changed.

A new thing to do is one row of TASKS; who brings a new source of counts adds it to `Looking`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.roles import Account
from servicepoints.domain.trust import ago, date_ago
from servicepoints.register import (
    Register,
    agenda,
    bureaus,
    changes,
    listing,
    measures,
    outbox,
    reviews,
    robots,
    sightings,
    suggestions,
)
from servicepoints.register.conditions import AsOf
from servicepoints.register.listing import Tally
from servicepoints.register.measures import Measure
from servicepoints.register.sightings import Waiting
from servicepoints.register.transaction import Reader
from servicepoints.services.history import Recent, recent
from servicepoints.services.listing import HOLIDAY, scope
from servicepoints.services.listing.choosing import Holidays, holidays
from servicepoints.services.listing.names import UNOWNED, holiday_words
from servicepoints.services.reporting.settling import GROUP_WORDS, Group
from servicepoints.services.reporting.standing import LATE, oldest, tally
from servicepoints.services.reviewing import KIND_WORDS

SHOWN_DAYS = 90
"""How far back the small lines go."""


@dataclass(frozen=True)
class Looking:
    """What the tasks count in, each source read once and only if a task asks."""

    reader: Reader
    bureau: str | None
    at: AsOf

    @cached_property
    def points(self) -> Mapping[str, Tally]:
        """How many points have which matter."""
        names = [task.name for task in TASKS if task.look is of_points]
        return listing.tallies(self.reader, self.bureau, names, self.at)

    @cached_property
    def reviews(self) -> Mapping[str, tuple[int, datetime]]:
        """What waits in review, by kind."""
        return reviews.waiting(self.reader, self.bureau)

    @cached_property
    def reports(self) -> Sequence[Waiting]:
        """What couriers said at doors that waits for an answer, oldest first."""
        return sightings.waiting_of(self.reader, self.bureau)

    @cached_property
    def untold(self) -> Tally:
        """The people whose booking changed without them."""
        return agenda.untold_tally(self.reader, self.bureau, self.at.now)

    @cached_property
    def shut(self) -> int:
        """The sessions that begin while their point is shut."""
        return agenda.count_shut(self.reader, self.bureau, self.at.now)

    @cached_property
    def suggestions(self) -> Tally:
        """The places that people propose."""
        return suggestions.tally(self.reader, self.bureau)

    @cached_property
    def holidays(self) -> Holidays:
        """The coming holidays, and who is silent on them."""
        return holidays(self.reader, self.bureau, self.at.today)


@dataclass(frozen=True, slots=True)
class Task:
    """A thing to do: `words` as the desk says it ({holiday}, {days}), `verb` what is done about it, `path`
    where; `look` counts it."""

    name: str
    words: str
    verb: str
    path: str
    look: Callable[[Looking, str], Tally]


@dataclass(frozen=True, slots=True)
class ToDo:
    """One line of 要办的; `age` says how long the oldest of them waits."""

    words: str
    verb: str
    path: str
    count: int
    age: str


@dataclass(frozen=True, slots=True)
class Place:
    """A sub-district as it stands now, the share (0…1) of its points that were checked lately, on the days on
    which it was measured, and how long ago its oldest unanswered report came (2小时前, "" for none)."""

    now: Measure
    trend: Sequence[tuple[date, float]]
    oldest: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """All that the first page shows. `bureaus` (by slug) is what the city can choose from; `trends` are those
    of the whole, by field of Measure."""

    todo: tuple[ToDo, ...]
    whole: Measure
    trends: Mapping[str, Sequence[tuple[date, float]]]
    places: tuple[Place, ...]
    recent: tuple[Recent, ...]
    bureaus: Mapping[str, str]


def of_points(looking: Looking, name: str) -> Tally:
    """Points that have a matter."""
    return looking.points[name]


def of_reviews(looking: Looking, name: str) -> Tally:
    """Items of that kind in the queue of reviews."""
    count, oldest = looking.reviews.get(name.removeprefix("review_"), (0, None))
    return Tally(count, oldest.astimezone(TIMEZONE) if oldest else None)


def of_holidays(looking: Looking, _: str) -> Tally:
    """Points that say nothing of a coming holiday."""
    return Tally(len(looking.holidays.silent))


def of_reports(looking: Looking, name: str) -> Tally:
    """Points of which couriers said such things at the door that wait for an answer; or too long."""
    return tally(looking.reports, name.removeprefix("report_"), looking.at.now)


def of_suggestions(looking: Looking, _: str) -> Tally:
    """Places that people propose."""
    return looking.suggestions


def of_calls(looking: Looking, _: str) -> Tally:
    """People to phone: who got a place, or whose session was moved or cancelled."""
    return looking.untold


def of_shut(looking: Looking, _: str) -> Tally:
    """Sessions that stand, though their point is shut then."""
    return Tally(looking.shut)


def of_unsure(looking: Looking, _: str) -> Tally:
    """Messages to groups of which nobody knows whether they arrived."""
    return outbox.unsure(looking.reader, looking.bureau)


def of_dead_robots(looking: Looking, _: str) -> Tally:
    """Robots of groups to which nothing can be sent."""
    return Tally(sum(bool(one.fault) for one in robots.of_bureau(looking.reader, looking.bureau)))


def _listed(matter: str) -> str:
    return f"/bureau/points?matter={matter}"


def _review(kind: str, verb: str) -> Task:
    return Task(f"review_{kind}", KIND_WORDS[kind], verb, f"/bureau/review/{kind}", of_reviews)


def _report(group: Group) -> Task:
    return Task(f"report_{group}", GROUP_WORDS[group], "去回", f"/bureau/reports?only={group}", of_reports)


TASKS: tuple[Task, ...] = (
    Task(f"report_{LATE}", "反馈过了时限还没回", "去回", f"/bureau/reports?only={LATE}", of_reports),
    _report(Group.SHUT),
    _report(Group.REFUSED),
    _report(Group.GONE),
    Task("disputed", "说法不一", "去看", _listed("disputed"), of_points),
    Task("calls", "要打电话通知的", "去打", "/bureau/sessions?phone=1", of_calls),
    Task("shut", "点位关着，场次没取消", "去看", "/bureau/sessions?shut=1", of_shut),
    Task("dead_robots", "群机器人失效了，通知发不进群", "去修", "/bureau/robots", of_dead_robots),
    Task("unsure", "群通知没把握发到没有", "去看", "/bureau/robots", of_unsure),
    Task(HOLIDAY, "{holiday}怎么开没说", "批量填", "/bureau/holidays", of_holidays),
    _review("hours", "批量确认"),
    _review("keeper", "去看"),
    Task("position", "位置待标", "去标", "/bureau/place", of_points),
    _review("position", "去看"),
    Task("suggestions", "推荐的点", "去看", "/bureau/suggestions", of_suggestions),
    Task("overdue", "临时关门到期了，还没恢复", "批量恢复", _listed("overdue"), of_points),
    Task("ending", "临时点位快到期或已到期", "去看", _listed("ending"), of_points),
    _report(Group.OTHER),
    _review("row", "去看"),
    _review("value", "去看"),
    _review("note", "去看"),
    Task("held", "没上线，等处理", "去看", _listed("held"), of_points),
    Task(UNOWNED, "还不归哪个局", "批量交给局", _listed(UNOWNED), of_points),
    Task("stale", "{days}天没核实", "批量核实", _listed("stale"), of_points),
)
"""In the order of harm to couriers: who would come in vain first, then a wrong or missing hour, an old check
last."""


def desk(register: Register, account: Account, bureau: str | None, at: AsOf) -> Desk:
    """The desk of a bureau (None: an editor's own, for the city all). NotAllowed for another's."""
    bureau = scope(account, bureau)
    with register.read() as reader:
        looking = Looking(reader, bureau, at)
        now = measures.count(reader, bureau, at)
        noted = measures.noted(reader, bureau, at.before(SHOWN_DAYS))
        everyone = bureaus.all_bureaus(reader) if account.is_city else ()
        return Desk(
            todo=tuple(_todo(looking)),
            whole=_sum(now),
            trends=_trends(noted),
            places=_places(now, noted, oldest(looking.reports, at.now)),
            recent=tuple(recent(account, change) for change in changes.recent(reader, bureau)),
            bureaus={one.slug: one.name for one in everyone},
        )


def _todo(looking: Looking) -> Iterable[ToDo]:
    for task in TASKS:
        tally = task.look(looking, task.name)
        if tally.count:
            breaks = looking.holidays.breaks if "{holiday}" in task.words else ()
            words = task.words.format(holiday=holiday_words(breaks), days=looking.at.stale_days)
            age = f"{_day(breaks[0].days[0])}放假" if breaks else _age(tally.since, looking.at)
            yield ToDo(words, task.verb, task.path, tally.count, age)


def _age(since: datetime | None, at: AsOf) -> str:
    """最早2小时前; for what is still to come, its date."""
    if since is None:
        return ""
    now = at.now.astimezone(TIMEZONE)
    if since > now:
        return f"最早{_day(since)}"
    midnight = since.hour == since.minute == since.second == 0  # a date, not a moment
    return f"最早{date_ago(since.date(), now.date()) if midnight else ago(since, now)}"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _sum(found: Iterable[Measure]) -> Measure:
    listed = list(found)
    total = [sum(getattr(m, name) for m in listed) for name in _SUMMED]
    return Measure("", "", *total)


_SUMMED = ("points", "checked", "hours_unknown", "amenities_unknown", "unlocated")


def _trends(noted: Mapping[date, Sequence[Measure]]) -> dict[str, list[tuple[date, float]]]:
    """The shares of the whole, day by day, for each thing that is measured."""
    days = {day: _sum(found) for day, found in noted.items()}
    return {
        name: [(day, getattr(m, name) / m.points) for day, m in days.items() if m.points]
        for name in _SUMMED[1:]
    }


def _places(
    now: Iterable[Measure], noted: Mapping[date, Sequence[Measure]], oldest: Mapping[tuple[str, str], str]
) -> tuple[Place, ...]:
    trends: dict[tuple[str, str], list[tuple[date, float]]] = {}
    for day, found in noted.items():
        for m in found:
            trends.setdefault((m.district, m.sub_district), []).append((day, m.checked / m.points))
    places = ((m, (m.district, m.sub_district)) for m in now)
    return tuple(Place(m, trends.get(at, ()), oldest.get(at, "")) for m, at in places)
