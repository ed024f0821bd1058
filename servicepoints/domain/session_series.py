"""Sessions by the week: the dates of a series without the days that are skipped, and a day cut into slots."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from servicepoints.domain.calendar import Calendar, Day, DayType
from servicepoints.domain.hours import TIMEZONE
from servicepoints.errors import InvalidValue

MOST_SESSIONS = 500
"""Of one series: a year of hourly slots on one weekday."""

_DAY = timedelta(days=1)
_HOLIDAY_SKIPS = frozenset({DayType.PUBLIC_HOLIDAY})


@dataclass(frozen=True, slots=True)
class Series:
    """Weekly sessions: on `weekdays` (0 is Monday) from `first` to `last` (inclusive), `begins` to `ends`.

    An end that is not after the beginning is on the next day. With `slot`, each day is cut into sessions of
    that length. Days of the types in `skipped` have none.
    """

    weekdays: frozenset[int]
    first: date
    last: date
    begins: time
    ends: time
    slot: timedelta | None = None
    skipped: frozenset[DayType] = _HOLIDAY_SKIPS


@dataclass(frozen=True, slots=True)
class Planned:
    """What a series comes to: (start, end) of each session, and the days left out with why (国庆)."""

    spans: tuple[tuple[datetime, datetime], ...]
    left_out: tuple[tuple[date, str], ...]


def planned(series: Series, calendar: Calendar) -> Planned:
    """The sessions of a series in order of time. InvalidValue if there are none, or too many."""
    _check(series)
    spans: list[tuple[datetime, datetime]] = []
    left_out: list[tuple[date, str]] = []
    for day in _days(series.first, series.last, series.weekdays):
        known = calendar.day(day)
        if known.type in series.skipped:
            left_out.append((day, _why(known)))
            continue
        spans += _slots(day, series)
        if len(spans) > MOST_SESSIONS:
            raise InvalidValue(
                "日期", f"{series.first}到{series.last}", f"超过{MOST_SESSIONS}场", "把时间段分成几次来加"
            )
    if not spans:
        raise InvalidValue("日期", f"{series.first}到{series.last}", "这段时间里一场也没有", "看看日期和星期")
    return Planned(tuple(spans), tuple(left_out))


def _check(series: Series) -> None:
    if not series.weekdays:
        raise InvalidValue("星期", "", "一天也没选", "至少选一个星期几")
    if series.last < series.first:
        raise InvalidValue("到哪天", f"{series.last}", f"在开始的{series.first}之前", "往后选")
    if (series.last - series.first).days > 366:
        raise InvalidValue("到哪天", f"{series.last}", "超过一年", "一次最多加一年")
    if series.slot is not None and series.slot < timedelta(minutes=5):
        raise InvalidValue("每场多少分钟", str(series.slot), "太短", "至少5分钟")


def _days(first: date, last: date, weekdays: Collection[int]) -> Iterator[date]:
    day = first
    while day <= last:
        if day.weekday() in weekdays:
            yield day
        day += _DAY


def _why(day: Day) -> str:
    """Why a day is skipped: 国庆, 调休上班, 国庆怎么放还没公布."""
    match day.type:
        case DayType.MAKE_UP:
            return "调休上班"
        case DayType.UNANNOUNCED:
            return f"{day.holiday}怎么放还没公布"
        case _:
            return day.holiday or "休息"


def _slots(day: date, series: Series) -> Iterator[tuple[datetime, datetime]]:
    start = datetime.combine(day, series.begins, TIMEZONE)
    end = datetime.combine(day if series.ends > series.begins else day + _DAY, series.ends, TIMEZONE)
    length = series.slot or end - start
    while start + length <= end:
        yield start, start + length
        start += length
