"""A schedule in words: seven days by date, and the short summary that a card or a group's text has room for.

Both come from the evaluator, day by day, not from the text of the schedule: what is said is what is computed.
Words of a single moment are in `status_words`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from servicepoints.domain.calendar import Calendar, DayType
from servicepoints.domain.holiday_hours import usual as usually
from servicepoints.domain.hours import OpeningHours
from servicepoints.domain.points import Point, Schedule, ScheduleStatus
from servicepoints.domain.rules import Span
from servicepoints.domain.status_words import WEEKDAYS, unknown_words
from servicepoints.domain.timeline import subtract

Shut = Sequence[tuple[int, int, str]]
"""What shuts a point apart from its schedule, as `Timeline.shut` has it."""

NOT_OPEN = "不开"
ALL_DAY = "24小时"

_DAY = 1440
_WEEKEND = (5, 6)
_SHUT_WORDS: Mapping[str, str] = {
    "suspended": "临时关门",
    "not_yet": "还没开始",
    "ended": "已结束",
    "withdrawn": "已撤点",
}


@dataclass(frozen=True, slots=True)
class DayWords:
    """One day: 9月14日 周一, the holiday it belongs to (国庆 or ""), its hours in words, whether they are
    certain, and whether it is the first day asked for."""

    date: date
    label: str
    holiday: str
    hours: str
    certain: bool
    first: bool

    @property
    def told(self) -> str:
        """Its hours as they stand alone, of a holiday with its name: 国庆不开."""
        return f"{self.holiday}{self.hours}" if self.certain else self.hours


def date_words(day: date) -> str:
    """A date that stays true: 9月16日（周三）."""
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def stretch_words(first: date, last: date) -> str:
    """Dates from one to another, both included: 9月14日–20日; one alone with its weekday."""
    if first == last:
        return date_words(first)
    if first.month == last.month:
        return f"{first.month}月{first.day}日–{last.day}日"
    return f"{first.month}月{first.day}日–{last.month}月{last.day}日"


def span_words(spans: Sequence[Span]) -> str:
    """The spans of one day: 8:30–11:30、13:00–16:30; 18:00–次日2:00; 24小时; 不开 if there are none."""
    if not spans:
        return NOT_OPEN
    if (0, _DAY) in spans:
        return ALL_DAY
    return "、".join(f"{minute_words(start)}–{minute_words(end)}" for start, end in spans)


def week(
    schedule: Schedule, first: date, calendar: Calendar, shut: Shut = (), days: int = 7
) -> tuple[DayWords, ...]:
    """The days from `first` on; () for a schedule that could not be read.

    `shut`: minutes from 00:00 of `first` in which something else shuts the point (`Timeline.shut`).
    """
    hours = _hours(schedule)
    if hours is None:
        return ()
    return tuple(_day_words(hours, first, i, calendar, shut) for i in range(days))


def schedule_words(schedule: Schedule, first: date, calendar: Calendar) -> tuple[str, ...]:
    """The schedule in short, as it holds from `first` on: 平日8:30–20:00, 周末9:00–17:00, 节假日不开.

    The usual, then the dates that differ from it. () for a schedule that could not be read.
    """
    return (*usual_words(schedule, first), *dated_words(schedule, first, calendar))


def usual_words(schedule: Schedule, first: date) -> tuple[str, ...]:
    """Weekdays as they are apart from holidays and from dates that the schedule names; then holidays, where
    it speaks of them. () for a schedule that could not be read."""
    hours = _hours(schedule)
    if hours is None:
        return ()
    usual = _usual(hours, first)
    weekly = weekly_words(usual)
    if any(rule.nth for rule in hours.rules):
        weekly = (*weekly, "个别周次不同")
    return (*weekly, *_holidays(hours, first, usual))


def dated_words(schedule: Schedule, first: date, calendar: Calendar) -> tuple[str, ...]:
    """The dates of the coming fortnight that the schedule itself names, where they differ from the usual:
    9月16日（周三）13:00–17:00临时关门 where it begins and ends as usual, else the hours of those dates."""
    hours = _hours(schedule)
    if hours is None:
        return ()
    usual = _usual(hours, first)
    named = [rule for rule in hours.rules if rule.names_dates]
    said: dict[str, list[int]] = {}
    for i in range(14):
        day = first + timedelta(days=i)
        spans, usually_then = hours.spans_on(day, calendar).spans, usual[day.weekday()]
        if any(rule.in_season(day) for rule in named) and spans != usually_then:
            said.setdefault(_differing(spans, usually_then), []).append(i)
    return tuple(
        f"{stretch_words(first + timedelta(days=run[0]), first + timedelta(days=run[-1]))}{words}"
        for words, days in said.items()
        for run in _runs(days)
    )


def space_words(point: Point, first: date, calendar: Calendar) -> tuple[str, ...]:
    """The hours of the spaces that keep their own, in short, those that never close first:
    24小时驿站：24小时; 阅览室：周二至周日9:00–17:00."""
    return _of_spaces(point, lambda schedule: schedule_words(schedule, first, calendar))


def space_words_on(point: Point, day: date, calendar: Calendar, shut: Shut = ()) -> tuple[str, ...]:
    """The same of one date: 24小时驿站：24小时; 阅览室：不开. Not those that are as their point is."""
    own = _on(point.schedule, day, calendar, shut)
    return _of_spaces(point, lambda schedule: _on(schedule, day, calendar, shut), own)


def _on(schedule: Schedule, day: date, calendar: Calendar, shut: Shut) -> tuple[str, ...]:
    return tuple(one.told for one in week(schedule, day, calendar, shut, 1))


def _of_spaces(
    point: Point, words_of: Callable[[Schedule], tuple[str, ...]], but: tuple[str, ...] = ()
) -> tuple[str, ...]:
    said = [(space.name, words_of(space.schedule)) for space in point.spaces if space.schedule]
    said.sort(key=lambda space: ALL_DAY not in space[1])
    return tuple(f"{name}：{'，'.join(words)}" for name, words in said if words and words != but)


def _hours(schedule: Schedule) -> OpeningHours | None:
    read = schedule.status is ScheduleStatus.READ and schedule.opening_hours
    return OpeningHours.parse(schedule.opening_hours) if read and schedule.opening_hours else None


def _day_words(hours: OpeningHours, first: date, i: int, calendar: Calendar, shut: Shut) -> DayWords:
    day, begin = first + timedelta(days=i), i * _DAY
    label = f"{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}"
    holiday = calendar.day(day).holiday
    whole = next((why for a, b, why in shut if a <= begin and begin + _DAY <= b), "")
    spans = hours.spans_on(day, calendar)
    if whole:
        return DayWords(day, label, holiday, _SHUT_WORDS[whole], True, i == 0)
    if not spans.certain:
        return DayWords(day, label, holiday, unknown_words(spans.reason, spans.holiday), False, i == 0)
    left = subtract(spans.spans, sorted((a - begin, b - begin) for a, b, _ in shut))
    return DayWords(day, label, holiday, span_words(left), True, i == 0)


def _ordinary(hours: OpeningHours, first: date, weekday: int) -> date:
    """The first such weekday from then on whose date the schedule does not name."""
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    named = [rule for rule in hours.rules if rule.names_dates]
    for weeks in range(53):
        then = day + timedelta(weeks=weeks)
        if not any(rule.in_season(then) for rule in named):
            return then
    return day


def weekly_words(usual: Sequence[tuple[Span, ...]]) -> tuple[str, ...]:
    """The seven days put together where they agree, those without hours last: 平日8:30–20:00, 周末不开."""
    if len(set(usual)) == 1:
        return (f"每天{span_words(usual[0])}" if usual[0] != ((0, _DAY),) else ALL_DAY,)
    groups: dict[tuple[Span, ...], list[int]] = {}
    for weekday, spans in enumerate(usual):
        groups.setdefault(spans, []).append(weekday)
    ordered = sorted(groups.items(), key=lambda group: (not group[0], group[1][0]))
    return tuple(f"{_weekday_words(weekdays)}{span_words(spans)}" for spans, weekdays in ordered)


def _weekday_words(weekdays: Sequence[int]) -> str:
    """平日, 周末, 周一至周四, 周一、周三."""
    if tuple(weekdays) == (0, 1, 2, 3, 4):
        return "平日"
    if tuple(weekdays) == _WEEKEND:
        return "周末"
    said = []
    for run in _runs(weekdays):
        names = [f"周{WEEKDAYS[weekday]}" for weekday in run]
        said += [f"{names[0]}至{names[-1]}"] if len(names) > 2 else names
    return "、".join(said)


def _runs(numbers: Iterable[int]) -> list[list[int]]:
    """Sorted numbers cut into runs without gaps."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _holidays(hours: OpeningHours, first: date, usual: Sequence[tuple[Span, ...]]) -> tuple[str, ...]:
    """What holds on public holidays, if that is known, one answer for all, and not the same as every day."""
    answers = set()
    for weekday in range(7):
        day = _ordinary(hours, first, weekday)
        answers.add(hours.spans_on(day, Calendar({day: (DayType.PUBLIC_HOLIDAY, "")})))
    if len(answers) != 1 or not (answer := answers.pop()).certain or set(usual) == {answer.spans}:
        return ()
    return (f"节假日{span_words(answer.spans)}",)


def _usual(hours: OpeningHours, first: date) -> list[tuple[Span, ...]]:
    """The spans of the seven weekdays apart from holidays and dates that the schedule names."""
    return [usually(hours, _ordinary(hours, first, weekday)) for weekday in range(7)]


def _differing(spans: tuple[Span, ...], usual: tuple[Span, ...]) -> str:
    """What one reads of a date that differs: the gap where it begins and ends as usual, else its hours."""
    if spans and usual and (spans[0][0], spans[-1][1]) == (usual[0][0], usual[-1][1]):
        lost = subtract(usual, spans)
        if lost and not subtract(spans, usual):
            return f"{span_words(lost)}{_SHUT_WORDS['suspended']}"
    return span_words(spans)


def minute_words(minutes: int) -> str:
    """A minute of a day as it is said: 8:30, 24:00, 次日2:00."""
    if minutes <= _DAY:
        return f"{minutes // 60}:{minutes % 60:02}"
    return f"次日{minutes // 60 - 24}:{minutes % 60:02}"
