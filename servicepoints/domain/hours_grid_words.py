"""A grid in words: the text that is stored for a schedule that was made in a grid.

The words of `hours_words`, but whole: holidays, every season, every date. `hours_text` reads them back to the
same rules or leaves them to a person, never to others.
"""

from collections.abc import Iterator

from servicepoints.domain.hours import OpeningHours
from servicepoints.domain.hours_grid import Dated, Grid, Season, Week, rules_of
from servicepoints.domain.hours_text.reader import HOLIDAYS_UNSAID
from servicepoints.domain.hours_words import span_words, weekly_words
from servicepoints.domain.points import Schedule, ScheduleStatus
from servicepoints.domain.rules import MonthDay


def schedule_of(grid: Grid) -> Schedule:
    """The schedule of a grid without faults."""
    rules = rules_of(grid)
    silent = not any(rule.holidays for rule in rules)
    return Schedule(
        text=grid_words(grid),
        opening_hours=str(OpeningHours(rules)),
        status=ScheduleStatus.READ,
        reasons=(HOLIDAYS_UNSAID,) if silent else (),
    )


def grid_words(grid: Grid) -> str:
    """平日8:30–17:00，周末不开，法定节假日不开；7月至8月每天8:00–20:00；2026年10月1日至10月7日不开."""
    return "；".join([_week(grid.week), *map(_season, grid.seasons), *map(_dated, grid.dates)])


def _week(week: Week) -> str:
    return "，".join([*weekly_words(week.days), *_holidays(week)])


def _holidays(week: Week) -> Iterator[str]:
    if week.holidays is not None:
        yield f"法定节假日{span_words(week.holidays)}"


def _season(season: Season) -> str:
    first, last = season.dates.first, season.dates.last
    if first == last:
        return f"{_month_day(first)}{_week(season.week)}"
    over_new_year = "次年" if (last.month, last.day) < (first.month, first.day) else ""
    return f"{_month_day(first)}至{over_new_year}{_month_day(last)}{_week(season.week)}"


def _month_day(when: MonthDay) -> str:
    """5月, or 5月1日."""
    return f"{when.month}月" + (f"{when.day}日" if when.day else "")


def _dated(dated: Dated) -> str:
    first, last = dated.first, dated.last
    said = f"{first.year}年{first.month}月{first.day}日"
    if last != first:
        year = "" if last.year == first.year else f"{last.year}年"
        said += f"至{year}{last.month}月{last.day}日"
    return f"{said}{span_words(dated.spans)}"
