"""The spaces (功能空间) of a point as its page shows them: what each has, and its own hours if it keeps
any."""

from dataclasses import dataclass
from datetime import datetime

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.hours_words import DayWords, week
from servicepoints.domain.points import Point
from servicepoints.domain.status import status_of
from servicepoints.domain.status_words import status_words
from servicepoints.domain.timeline import HORIZON_DAYS, unit_timeline, within_its_life
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
    point: Point, at: datetime, calendar: Calendar, vocabulary: Vocabulary
) -> tuple[SpaceView, ...]:
    """The spaces of a point at a moment (aware)."""
    views = []
    for space in point.spaces:
        has = "、".join(labels((key for key, there in space.amenities.items() if there), vocabulary))
        if space.schedule is None:
            views.append(SpaceView(space.name, has, "", "", (), ""))
            continue
        timeline = unit_timeline(point, space, at.date(), HORIZON_DAYS, calendar)
        timeline = within_its_life(point, timeline)
        status = status_of(timeline, at)
        days = week(space.schedule, at.date(), calendar, timeline.shut)
        said = status_words(status, at)
        views.append(SpaceView(space.name, has, state_style(status, None), said, days, space.schedule.text))
    return tuple(views)
