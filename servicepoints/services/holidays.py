"""Holidays: what must be decided before the next one, deciding it for many points, and the table of days.

The table beats the official arrangement that the code knows, day by day; only the city edits it.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from servicepoints.domain.breaks import Break, coming_breaks
from servicepoints.domain.calendar import Calendar, DayType
from servicepoints.domain.holiday_hours import Decision, decided, undecided
from servicepoints.domain.hours import OpeningHours
from servicepoints.domain.hours_text import read_hours
from servicepoints.domain.points import Point, Schedule, ScheduleStatus
from servicepoints.domain.roles import Account, require_city, require_owner
from servicepoints.domain.rules import Span
from servicepoints.errors import InvalidValue, NotFound
from servicepoints.register import Register, calendar, listing, points
from servicepoints.register.listing import Spoken
from servicepoints.services.accounts.signing import actor_of
from servicepoints.services.listing import scope

LOOK_AHEAD_DAYS = 60
MOST_DAYS = 400
_FIELD = "放假安排"
_LIKE = '例如 [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}]'


class Unit(NamedTuple):
    """A point's schedule (place 0) or that of one of its spaces (1…)."""

    code: str
    place: int


@dataclass(frozen=True, slots=True)
class Undecided:
    """A schedule that says nothing of a break: whose it is, and its words."""

    unit: Unit
    name: str
    sub_district: str
    hours: str


@dataclass(frozen=True, slots=True)
class BreakTask:
    """A coming break and the schedules that leave it open."""

    coming: Break
    waiting: tuple[Undecided, ...]


def holiday_tasks(
    register: Register, account: Account, today: date, bureau: str | None = None
) -> list[BreakTask]:
    """The breaks of the coming two months with what is to be decided of them, for the account's own points
    (for the city of that bureau, "" for what is nobody's). NotAllowed for another's, RegisterAway."""
    mine = scope(account, bureau)
    with register.read() as reader:
        days = Calendar(calendar.overrides(reader))
        found = listing.schedules(reader, mine)
    found.sort(key=lambda one: (one.district, one.sub_district, one.name, one.code, one.place))
    return [
        BreakTask(coming, tuple(_waiting(found, coming, days)))
        for coming in coming_breaks(days, today, LOOK_AHEAD_DAYS)
    ]


def decide_holiday(
    register: Register,
    account: Account,
    units: Collection[Unit],
    days: Sequence[date],
    decision: Decision,
    hours: str = "",
) -> int:
    """Writes the decision for these days into these schedules, in one transaction; how many were changed.

    `hours` are the times of Decision.HOURS (9:00-17:00). A day that is decided already stays as it is.
    InvalidValue for times that cannot be read, NotFound, NotAllowed.
    """
    spans = _daily(hours) if decision is Decision.HOURS else ()
    wanted: dict[str, set[int]] = defaultdict(set)
    for unit in units:
        wanted[unit.code].add(unit.place)
    with register.write(actor_of(account)) as writer:
        known = Calendar(calendar.overrides(writer))
        standing = points.get_many(writer, wanted)
        changes: dict[str, Point] = {}
        for code, places in wanted.items():
            if code not in standing:
                raise NotFound(f"没有编号为 {code} 的点位")
            require_owner(account, standing[code])
            changes[code] = _with_decision(standing[code], places, days, decision, spans, known)
        done = points.update_many(writer, changes, f"定{_dates(days)}怎么开")
    return sum(bool(what) for what in done.values())


def calendar_table(register: Register) -> calendar.Overrides:
    """The days whose type people have set. RegisterAway."""
    with register.read() as reader:
        return calendar.overrides(reader)


def set_days(register: Register, account: Account, days: Mapping[date, tuple[DayType, str]]) -> int:
    """Sets these days in the table; how many. NotAllowed for who is not the city."""
    require_city(account)
    with register.write(actor_of(account)) as writer:
        calendar.put(writer, days)
    return len(days)


def forget_day(register: Register, account: Account, day: date) -> None:
    """Takes a day out of the table: the official arrangement holds for it again. NotAllowed."""
    require_city(account)
    with register.write(actor_of(account)) as writer:
        calendar.remove(writer, {day: None})


def read_days(text: str) -> dict[date, tuple[DayType, str]]:
    """The days of a table in the JSON form of holiday-cn: a list of {name, date, isOffDay}, or an object with
    it under `days`. InvalidValue names the entry that does not fit."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidValue(_FIELD, text, "不是 JSON", _LIKE) from error
    entries = data.get("days") if isinstance(data, dict) else data
    if not isinstance(entries, list) or not 0 < len(entries) <= MOST_DAYS:
        raise InvalidValue(_FIELD, text, f"应是1到{MOST_DAYS}天的列表", _LIKE)
    return dict(_entry(entry) for entry in entries)


def _entry(entry: Any) -> tuple[date, tuple[DayType, str]]:
    said = json.dumps(entry, ensure_ascii=False).encode(errors="replace").decode()
    if not isinstance(entry, dict) or not isinstance(entry.get("isOffDay"), bool):
        raise InvalidValue(_FIELD, said, "缺 isOffDay（true 放假，false 上班）", _LIKE)
    name = entry.get("name")
    if not isinstance(name, str) or not 0 < len(name) <= 20 or not name.isprintable():
        raise InvalidValue(_FIELD, said, "缺节日名称 name", _LIKE)
    try:
        day = date.fromisoformat(entry["date"])
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidValue(_FIELD, said, "日期 date 应写成 2027-01-01", _LIKE) from error
    if not 2000 <= day.year <= 2100:
        raise InvalidValue(_FIELD, said, "年份不对", _LIKE)
    return day, (DayType.PUBLIC_HOLIDAY if entry["isOffDay"] else DayType.MAKE_UP, name)


def _waiting(found: Iterable[Spoken], coming: Break, known: Calendar) -> Iterator[Undecided]:
    @cache  # thousands of points share some dozens of schedules
    def leaves_open(opening_hours: str) -> bool:
        schedule = Schedule(opening_hours=opening_hours, status=ScheduleStatus.READ)
        return bool(undecided(schedule, coming.days, known))

    for one in found:
        over = one.valid_to is not None and one.valid_to < coming.days[0]
        if not over and one.opening_hours and leaves_open(one.opening_hours):
            name = f"{one.name} · {one.space}" if one.place else one.name
            yield Undecided(Unit(one.code, one.place), name, one.sub_district, one.words)


def _with_decision(
    point: Point,
    places: Collection[int],
    days: Sequence[date],
    decision: Decision,
    spans: tuple[Span, ...],
    known: Calendar,
) -> Point:
    def after(schedule: Schedule) -> Schedule:
        left = undecided(schedule, days, known)
        if not left or schedule.opening_hours is None:
            return schedule
        return replace(schedule, opening_hours=decided(schedule.opening_hours, left, decision, spans))

    spaces = tuple(
        replace(space, schedule=after(space.schedule)) if space.schedule and place in places else space
        for place, space in enumerate(point.spaces, start=1)
    )
    return replace(point, schedule=after(point.schedule) if 0 in places else point.schedule, spaces=spaces)


def _daily(text: str) -> tuple[Span, ...]:
    """The spans of one day as someone typed them."""
    read = read_hours(f"每天{text}")
    rules = OpeningHours.parse(read.opening_hours).rules if read.opening_hours else ()
    plain = len(rules) == 1 and rules[0].spans and not (rules[0].dates or rules[0].nth or rules[0].holidays)
    if not plain or len(rules[0].weekdays) not in (0, 7):
        raise InvalidValue("时间", text, "没读懂", "写成 9:00-17:00，中间休息写 9:00-12:00、13:00-17:00")
    return rules[0].spans


def _dates(days: Sequence[date]) -> str:
    first, last = min(days), max(days)
    return f"{first.month}月{first.day}日" + ("" if first == last else f"到{last.month}月{last.day}日")
