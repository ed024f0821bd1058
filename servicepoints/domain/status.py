"""What a point or a schedule is at one moment: open, closed or unknown, until when, and why."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from servicepoints.domain.calendar import Calendar
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Point, Schedule
from servicepoints.domain.rules import Span
from servicepoints.domain.timeline import HORIZON_DAYS, Timeline, point_timeline, schedule_timeline

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
    UNKNOWN, `reason` is "no_hours", "review", "holiday", "unannounced" or "make_up". `holiday` names the
    holiday that a reason speaks of (国庆). `certain` is whether `state` is not UNKNOWN."""

    state: State
    until: datetime | None = None
    opens_at: datetime | None = None
    certain: bool = True
    reason: str = ""
    holiday: str = ""


def status_at(schedule: Schedule, at: datetime, calendar: Calendar) -> Status:
    """The status of a schedule at a moment (aware)."""
    today = at.astimezone(TIMEZONE).date()
    return status_of(schedule_timeline(schedule, today, HORIZON_DAYS, calendar), at)


def point_status(
    point: Point, at: datetime, calendar: Calendar, needs: frozenset[str] = frozenset()
) -> Status:
    """The status of a point at a moment (aware), for someone with those needs: the whole law."""
    today = at.astimezone(TIMEZONE).date()
    return status_of(point_timeline(point, today, HORIZON_DAYS, calendar, needs), at)


def status_of(timeline: Timeline, at: datetime) -> Status:
    """The status at a moment on a timeline that has seven days and more left from there."""
    now = timeline.minute(at)
    i = bisect_right(timeline.open, now, key=lambda span: span[0])
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
