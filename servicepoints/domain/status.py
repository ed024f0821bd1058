"""What a point is at one moment: open, closed or unknown, until when, and why."""

from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from operator import itemgetter

from servicepoints.domain.calendar import Calendar
from servicepoints.domain.doors import SeenDoor
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.point_hours import PointHours, point_hours
from servicepoints.domain.points import Point
from servicepoints.domain.rules import Span
from servicepoints.domain.timeline import HORIZON_DAYS, Timeline, is_open

_LOOK_AHEAD = 7 * 1440


class State(StrEnum):
    """Open, closed, or unknown: the third is never folded into the others."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Status:
    """The state at one moment.

    `until`: when OPEN, the end of what is certainly open; None if that is not within seven days. `reason`
    is then "" if a span ends there, else, where it is open round the clock up to the midnight of an
    uncertain day, why nobody knows what follows ("holiday", "unannounced", "make_up"…). `opens_at`: when
    CLOSED, the next certain opening within seven days, or None. `reason` is then "break" (between two spans
    of one day), "suspended", "not_yet", "ended" or "withdrawn", or, where an uncertain stretch comes before
    the next certain opening, that stretch's reason; else "". When
    UNKNOWN, `reason` is "no_hours", "review", "holiday", "unannounced" or "make_up"; or, whatever its hours
    say, "door" (somebody found it shut, at `reported`) or "disputed" (couriers do not agree). `holiday` names
    the holiday that a reason speaks of (国庆). `certain` is whether `state` is not UNKNOWN.

    `space` names the space (or spaces) of a point whose hours it speaks of, "" where they are the point's
    own; `own` is then what the point is by its own hours, None where it says nothing of them."""

    state: State
    until: datetime | None = None
    opens_at: datetime | None = None
    certain: bool = True
    reason: str = ""
    holiday: str = ""
    space: str = ""
    own: "Status | None" = None
    reported: datetime | None = None


def at_door(status: Status, seen: SeenDoor) -> Status:
    """The status beside what couriers found at the door: what should be open is not counted open while one
    says that it is shut, or while they disagree. What is closed anyway stays so."""
    if status.state is State.CLOSED or not seen.doubtful:
        return status
    reason = "disputed" if seen.disputed else "door"
    return Status(State.UNKNOWN, certain=False, reason=reason, reported=seen.shut_at)


def point_status(
    point: Point, at: datetime, calendar: Calendar, needs: frozenset[str] = frozenset()
) -> Status:
    """The status of a point at a moment (aware), for someone with those needs: the whole law."""
    today = at.astimezone(TIMEZONE).date()
    return status_in(point_hours(point, today, HORIZON_DAYS, calendar, needs), at)


def status_in(hours: PointHours, at: datetime) -> Status:
    """The status of a point at a moment, and whose hours it is that of: its own if they will do, else those
    of the first space that has all that is needed, else those of several together."""
    if hours.whole is hours.own:
        return status_of(hours.whole, at)
    now = hours.whole.minute(at)
    chosen = next((part for part in hours.alone if is_open(part.timeline, now, 1)), None)
    if chosen is not None:
        return _of_space(status_of(chosen.timeline, at), chosen.name, hours, at)
    whole = status_of(hours.whole, at)
    if whole.state is not State.OPEN:
        for part in hours.alone:
            said = status_of(part.timeline, at)
            if (said.state, said.opens_at) == (whole.state, whole.opens_at):
                return _of_space(said, part.name, hours, at)
    return _of_space(whole, hours.names_at(now), hours, at)


def _of_space(status: Status, space: str, hours: PointHours, at: datetime) -> Status:
    if not space:
        return status
    own = None if hours.own is None else status_of(hours.own, at)
    return replace(status, space=space, own=own)


def status_of(timeline: Timeline, at: datetime) -> Status:
    """The status at a moment on a timeline that has seven days and more left from there."""
    now = timeline.minute(at)
    i = bisect_right(timeline.open, now, key=itemgetter(0))
    if i and now < timeline.open[i - 1][1]:
        return _opened(timeline, now, timeline.open[i - 1])
    for start, end, reason, holiday in timeline.uncertain:
        if start <= now < end:
            return Status(State.UNKNOWN, certain=False, reason=reason, holiday=holiday)
    return _closed(timeline, now, i)


def _opened(timeline: Timeline, now: int, span: Span) -> Status:
    start, end = span
    if end >= timeline.end or end - now >= _LOOK_AHEAD:
        return Status(State.OPEN)
    reason = holiday = ""
    if end % 1440 == 0 and start <= max(0, end - 1440):  # only what never closes goes on past that midnight
        reason, holiday = next(((r, h) for a, _, r, h in timeline.uncertain if a == end), ("", ""))
    return Status(State.OPEN, until=timeline.moment(end), reason=reason, holiday=holiday)


def _closed(timeline: Timeline, now: int, i: int) -> Status:
    """Closed now; `i` is the place of the next open span."""
    coming = timeline.open[i][0] if i < len(timeline.open) else None
    if coming is not None and coming - now > _LOOK_AHEAD:
        coming = None
    opens_at = None if coming is None else timeline.moment(coming)
    for start, end, why in timeline.shut:
        if start <= now < end:
            return Status(State.CLOSED, opens_at=opens_at, reason=why)
    horizon = now + _LOOK_AHEAD if coming is None else coming
    for start, _, why, holiday in timeline.uncertain:
        if now < start < horizon:
            return Status(State.CLOSED, opens_at=opens_at, reason=why, holiday=holiday)
    midnight = now - now % 1440
    # what opened before today, or at its first minute, was a night shift: its end is no lunch break
    opened_today = i > 0 and midnight < timeline.open[i - 1][0]
    on_break = opened_today and coming is not None and coming < midnight + 1440
    return Status(State.CLOSED, opens_at=opens_at, reason="break" if on_break else "")
