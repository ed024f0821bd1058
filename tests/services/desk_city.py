"""A few dozen points of 示例 data in every state that the desk counts, and what is the matter with each, told
by plain loops that share no code with the register's SQL."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from servicepoints.domain.calendar import Calendar, DayType
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import (
    Audience,
    Kind,
    Listing,
    Point,
    Position,
    Schedule,
    ScheduleStatus,
    Space,
)
from servicepoints.domain.status import State, point_status

NOW = datetime(2026, 9, 20, 10, 0, tzinfo=TIMEZONE)
TODAY = NOW.date()
STALE = 180

_SILENT = Schedule(text="每天8:30-17:00", opening_hours="Mo-Su 08:30-17:00", status=ScheduleStatus.READ)
_TOLD = Schedule(text="每天", opening_hours="Mo-Su,PH 08:30-17:00", status=ScheduleStatus.READ)
_REVIEW = Schedule(text="下午11:30", status=ScheduleStatus.REVIEW)
_NAP = Space(name="夜间角", amenities={"nap": True})


def position(metres: float, by: str = "") -> Position:
    """Somewhere in the city, known to so many metres."""
    return Position(latitude=31.22, longitude=121.43, precision_m=metres, basis="pin", confirmed_by=by)


def points(bureau: str) -> list[Point]:
    """Every value of every field that matters, each with the others at rest."""
    base = Point(
        name="示例驿站",
        kind=Kind.CARE_STATION,
        bureau=bureau,
        district="黄浦区",
        sub_district="外滩街道",
        address="示例路1号",
        position=position(10),
        audience=Audience.EVERYONE,
        schedule=_TOLD,
        amenities={"hot_water": True},
        checked_on=TODAY,
    )
    day = timedelta(days=1)
    states: list[dict[str, object]] = [
        {},
        *({"position": p} for p in (None, position(150), position(151), position(900, "示例编辑"))),
        *({"schedule": s} for s in (_SILENT, _REVIEW, Schedule())),
        {"schedule": Schedule(), "spaces": (replace(_NAP, schedule=_SILENT),)},
        {"schedule": Schedule(), "spaces": (replace(_NAP, schedule=_REVIEW),)},
        {"spaces": (replace(_NAP, schedule=_REVIEW),)},
        *({"checked_on": TODAY - n * day} for n in (89, 90, 91, 180, 181)),
        {"checked_on": None},
        *(
            {"listing": Listing.SUSPENDED, "suspended_until": u, "schedule": _SILENT}
            for u in (None, NOW - day, NOW, NOW + day, NOW + 40 * day)
        ),
        *({"valid_to": TODAY + n * day, "schedule": _SILENT} for n in (-1, 0, 14, 15)),
        {"valid_from": TODAY + 60 * day, "schedule": _SILENT},
        {"amenities": {}},
        {"amenities": {}, "spaces": (_NAP,)},
        {"amenities": {"hot_water": False}},
        {"audience": Audience.UNKNOWN},
        {"listing": Listing.HELD, "position": None, "schedule": _SILENT},
        {"listing": Listing.WITHDRAWN, "position": None, "schedule": Schedule(), "amenities": {}},
        {"district": "", "sub_district": "", "position": None},
        {"bureau": ""},
    ]
    return [
        replace(base, name=f"示例{n}号驿站", address=f"示例路{n}号", **state)  # type: ignore[arg-type]
        for n, state in enumerate(states)
    ]


def matters(point: Point, created: date, waiting: Iterable[str]) -> set[str]:
    """What is the matter with a point that came in on that day; `waiting`: codes with candidates."""
    if point.listing is Listing.WITHDRAWN:
        return set()
    at, own = point.position, point.schedule.status
    spaces = [s.schedule.status for s in point.spaces if s.schedule]
    age = None if point.checked_on is None else (TODAY - point.checked_on).days
    review = ScheduleStatus.REVIEW in (own, *spaces)
    none = own is ScheduleStatus.NONE and not any(s is not ScheduleStatus.NONE for s in spaces)
    said: Mapping[str, bool] = {
        "position": at is None or (not at.confirmed_by and (at.precision_m > 150 or point.code in waiting)),
        "hours_review": review,
        "hours_none": none,
        "hours": review or none,
        "stale": (TODAY - created).days > STALE if age is None else age > STALE,
        "unchecked": age is None,
        "recent": age is not None and age <= 90,
        "overdue": point.listing is Listing.SUSPENDED
        and point.suspended_until is not None
        and point.suspended_until <= NOW,
        "ending": point.valid_to is not None and (point.valid_to - TODAY).days <= 14,
        "amenities": not any((point.amenities, *(s.amenities for s in point.spaces))),
        "audience": point.audience is Audience.UNKNOWN,
        "held": point.listing is Listing.HELD,
        "unowned": point.bureau == "",
        "holiday": _silent(point),
    }
    return {name for name, holds in said.items() if holds}


def _silent(point: Point) -> bool:
    """Whether at some minute of a holiday that begins within a fortnight nobody knows, for want of a word."""
    calendar = Calendar()
    days = [TODAY + timedelta(days=n) for n in range(30)]
    off = [d for d in days if calendar.day(d).type is DayType.PUBLIC_HOLIDAY]
    asked = [d for d in off if all(TODAY + timedelta(days=n) in off for n in range(15, (d - TODAY).days))]
    moments = [datetime(d.year, d.month, d.day, 12, tzinfo=TIMEZONE) for d in asked]
    found = [point_status(point, moment, calendar) for moment in moments]
    return any(s.state is State.UNKNOWN and s.reason in ("holiday", "unannounced") for s in found)
