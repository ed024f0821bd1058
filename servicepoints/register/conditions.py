"""What may be the matter with a point, by name, as conditions in SQL: the desk counts by them, the list
filters by them, its rows are marked by them, so that the three cannot disagree.

Withdrawn points are past all of it. What only the evaluator of hours can tell is not here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, or_, select

from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import COARSE_M, Audience, Listing, ScheduleStatus
from servicepoints.register import schema as s

ENDING_DAYS = 14
"""A point whose life ends within so many days is named in time."""
RECENT_DAYS = 90
"""A check counts as recent for so many days."""

_p = s.point.c


@dataclass(frozen=True, slots=True)
class AsOf:
    """The moment (aware) that conditions are asked of, and after how many days a check is old."""

    now: datetime
    stale_days: int

    @property
    def today(self) -> date:
        """The date in Shanghai."""
        return self.now.astimezone(TIMEZONE).date()

    def before(self, days: int) -> date:
        """The date so many days ago."""
        return self.today - timedelta(days=days)

    def start_of(self, day: date) -> datetime:
        """Midnight at which that date begins."""
        return datetime(day.year, day.month, day.day, tzinfo=TIMEZONE)


Condition = Callable[[AsOf], ColumnElement[bool]]

NOT_WITHDRAWN: ColumnElement[bool] = _p.listing != Listing.WITHDRAWN.value
CREATED: ColumnElement[datetime] = (
    select(s.revision.c.at)
    .where(s.revision.c.code == _p.code, s.revision.c.revision == 1)
    .correlate(s.point)
    .scalar_subquery()
)
"""When the point came into the register."""


def _space_is(*statuses: ScheduleStatus) -> ColumnElement[bool]:
    wanted = s.space.c.hours_status.in_([status.value for status in statuses])
    return exists().where(s.space.c.code == _p.code, wanted)


def _vague(_: AsOf) -> ColumnElement[bool]:
    """Nowhere, or too coarse to ride to, or with candidates to choose from; and no person has placed it."""
    waiting = exists().where(s.position_candidate.c.code == _p.code)
    return and_(_p.confirmed_by == "", or_(_p.latitude.is_(None), _p.precision_m > COARSE_M, waiting))


def _hours_review(_: AsOf) -> ColumnElement[bool]:
    return or_(_p.hours_status == ScheduleStatus.REVIEW.value, _space_is(ScheduleStatus.REVIEW))


def _hours_none(_: AsOf) -> ColumnElement[bool]:
    """Neither the point nor a space of it says anything of hours."""
    silent = _p.hours_status == ScheduleStatus.NONE.value
    return and_(silent, ~_space_is(ScheduleStatus.READ, ScheduleStatus.REVIEW))


def _stale(at: AsOf) -> ColumnElement[bool]:
    """Checked too long ago, or never since it came in that long ago."""
    oldest = at.before(at.stale_days)
    return or_(_p.checked_on < oldest, and_(_p.checked_on.is_(None), at.start_of(oldest) > CREATED))


def _overdue(at: AsOf) -> ColumnElement[bool]:
    return and_(_p.listing == Listing.SUSPENDED.value, _p.suspended_until <= at.now)


def _ending(at: AsOf) -> ColumnElement[bool]:
    return _p.valid_to <= at.today + timedelta(days=ENDING_DAYS)


def _reported(_: AsOf) -> ColumnElement[bool]:
    """Somebody was asked to answer what a courier said, and has not."""
    c = s.sighting.c
    return exists().where(c.code == _p.code, c.due_at.is_not(None), c.answered_at.is_(None))


def _disputed(at: AsOf) -> ColumnElement[bool]:
    """Couriers do not agree on it."""
    d = s.door.c
    shut = and_(d.disputed, d.shut_until > at.now)
    return exists().where(d.code == _p.code, or_(shut, d.doubted_until > at.now))


CONDITIONS: Mapping[str, Condition] = {
    "position": _vague,
    "hours_review": _hours_review,
    "hours_none": _hours_none,
    "hours": lambda at: or_(_hours_review(at), _hours_none(at)),
    "stale": _stale,
    "unchecked": lambda _: _p.checked_on.is_(None),
    "recent": lambda at: _p.checked_on >= at.before(RECENT_DAYS),
    "overdue": _overdue,
    "ending": _ending,
    "amenities": lambda _: ~exists().where(s.amenity.c.code == _p.code),
    "audience": lambda _: _p.audience == Audience.UNKNOWN.value,
    "reported": _reported,
    "disputed": _disputed,
    "held": lambda _: _p.listing == Listing.HELD.value,
    "unowned": lambda _: _p.bureau == "",
}
"""By name; see `services.listing.names` for their words."""

_SINCE: Mapping[str, tuple[ColumnElement[Any], ...]] = {
    "stale": (_p.checked_on, case((_p.checked_on.is_(None), CREATED))),
    "overdue": (_p.suspended_until,),
    "ending": (_p.valid_to,),
    "disputed": (),
}


def condition(name: str, at: AsOf) -> ColumnElement[bool]:
    """That condition on a point that was not withdrawn."""
    return and_(NOT_WITHDRAWN, CONDITIONS[name](at))


def since(name: str) -> tuple[ColumnElement[Any], ...]:
    """From when on the matter stands, as dates and as moments; where nobody noted it, since the point came
    in."""
    return _SINCE.get(name, (CREATED,))
