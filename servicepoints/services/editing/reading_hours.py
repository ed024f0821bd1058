"""Hours read while they are typed: what was understood, in words and day by day."""

from dataclasses import dataclass
from datetime import date

from servicepoints.domain.calendar import Calendar
from servicepoints.domain.hours_grid_words import grid_words
from servicepoints.domain.hours_words import DayWords, schedule_words, week
from servicepoints.domain.points import Schedule, ScheduleStatus
from servicepoints.register import Register, calendar
from servicepoints.services.editing.hours import Errors, accepted, schedule_from
from servicepoints.services.editing.typed import TypedHours, grid_of_schedule

DAYS_SHOWN = 14


@dataclass(frozen=True, slots=True)
class Understood:
    """What was typed comes to `schedule`, in `words` and for the coming `days`; of an unread text with a
    proposal (`proposed`) these are the proposal's. `errors` by the field of a grid."""

    schedule: Schedule
    words: tuple[str, ...]
    days: tuple[DayWords, ...]
    proposed: bool
    errors: Errors


def read_typed(register: Register, typed: TypedHours, standing: Schedule, today: date) -> Understood:
    """What the hours that were typed over the standing ones mean from today on."""
    with register.read() as reader:
        days = Calendar(calendar.overrides(reader))
    return understood(typed, standing, today, days)


def understood(typed: TypedHours, standing: Schedule, today: date, days: Calendar) -> Understood:
    """The same, where the calendar is at hand."""
    schedule, errors = schedule_from(typed, standing)
    proposed = schedule.status is ScheduleStatus.REVIEW and schedule.proposal is not None
    shown = accepted(schedule) if proposed else schedule
    if errors:
        return Understood(Schedule(), (), (), False, errors)
    words, coming = _words(shown, today, days), week(shown, today, days, days=DAYS_SHOWN)
    return Understood(schedule, words, coming, proposed, {})


def _words(schedule: Schedule, today: date, days: Calendar) -> tuple[str, ...]:
    """The schedule in words, whatever the season: all of them and all dates, where a grid can say them."""
    grid = grid_of_schedule(schedule)
    if grid is None or not (grid.seasons or grid.dates):
        return schedule_words(schedule, today, days)
    return (grid_words(grid),)
