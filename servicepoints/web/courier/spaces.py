"""The spaces (功能空间) of a point as its page shows them: what each has, and its own hours if it keeps
any."""

from dataclasses import dataclass
from datetime import date, datetime

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.hours_words import DayWords, week
from servicepoints.domain.points import Point, Space
from servicepoints.domain.status import status_of
from servicepoints.domain.status_words import status_words
from servicepoints.domain.timeline import HORIZON_DAYS, Timeline, unit_timeline, within_its_life
from servicepoints.domain.wording import labels
from servicepoints.web.courier.seen import state_style


@dataclass(frozen=True, slots=True)
class SpaceView:
    """A part of a point. `status`, `week` and `text` are empty where the point's own hours hold."""

    name: str
    has: str
    state: str
    status: str
    week: tuple[DayWords, ...]
    text: str


def space_views(
    point: Point, at: datetime, now: datetime, calendar: Calendar, vocabulary: Vocabulary
) -> tuple[SpaceView, ...]:
    """The spaces of a point at a moment, as they are read at `now` (both aware)."""
    views = []
    for space in point.spaces:
        has = "、".join(labels((key for key, there in space.amenities.items() if there), vocabulary))
        if space.schedule is None:
            views.append(SpaceView(space.name, has, "", "", (), ""))
            continue
        status = status_of(_timeline(point, space, at.date(), calendar), at)
        shut = _timeline(point, space, now.date(), calendar).shut
        days = week(space.schedule, now.date(), calendar, shut)
        said = status_words(status, at, now)
        views.append(SpaceView(space.name, has, state_style(status, None), said, days, space.schedule.text))
    return tuple(views)


def _timeline(point: Point, space: Space, first: date, calendar: Calendar) -> Timeline:
    return within_its_life(point, unit_timeline(point, space, first, HORIZON_DAYS, calendar))
