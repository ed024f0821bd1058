"""A schedule as a weekly grid, cell by cell as a person fills it in, and the rules that it stands for.

A grid has an ordinary week, seasons with weeks of their own, and dates that differ. Rules are more than that
(n-th weekdays, spans in endless numbers): `grid_of` gives a grid only where it means the same as the rules on
every day, else None, and only words will do.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache

from servicepoints.domain.calendar import Calendar, DayType
from servicepoints.domain.hours import OpeningHours
from servicepoints.domain.hours_text.model import Reading
from servicepoints.domain.hours_text.week import Week as Written
from servicepoints.domain.hours_text.writing import write_week
from servicepoints.domain.rules import DateRange, MonthDay, Rule, Span, merge

Spans = tuple[Span, ...]
"""The spans of one day, merged; () is closed."""

MOST_SPANS = 3
MOST_OPEN_DATES = 15
"""Open dates up to this many in a row decide on holidays too (`Rule.names_dates`); more are a season."""

_DAY = 1440
LEAP_YEAR = 2028
_YEAR = tuple(date(LEAP_YEAR, 1, 1) + timedelta(days=i) for i in range(366))


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Sunday, and what holds on public holidays (None: nothing was announced)."""

    days: tuple[Spans, ...] = ((),) * 7
    holidays: Spans | None = None


@dataclass(frozen=True, slots=True)
class Season:
    """Months from `first` to `last` (1 to 12, both included; may run over New Year) with their own week; from
    `first_day` of the one to `last_day` of the other, or whole months where both are 0."""

    first: int
    last: int
    week: Week
    first_day: int = 0
    last_day: int = 0

    @property
    def dates(self) -> DateRange:
        """The dates that it covers, of every year."""
        return DateRange(MonthDay(0, self.first, self.first_day), MonthDay(0, self.last, self.last_day))

    @property
    def days(self) -> frozenset[date]:
        """The same, as days of a leap year."""
        return frozenset(day for day in _YEAR if day in self.dates)


@dataclass(frozen=True, slots=True)
class Dated:
    """Dates from `first` to `last`, both included, with hours of their own, holiday or not."""

    first: date
    last: date
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """`week` holds on the days of no season; `dates` beat both."""

    week: Week = field(default_factory=Week)
    seasons: tuple[Season, ...] = ()
    dates: tuple[Dated, ...] = ()

    @property
    def blank(self) -> bool:
        """Whether nothing is open anywhere in it."""
        weeks = (self.week, *(season.week for season in self.seasons))
        return not any(any(w.days) or w.holidays for w in weeks) and not any(d.spans for d in self.dates)


@dataclass(frozen=True, slots=True)
class Fault:
    """What keeps a grid from being rules: `part` is `week`, `season` or `date`, `index` which of them."""

    part: str
    index: int
    reason: str


def faults(grid: Grid) -> list[Fault]:
    """All that keeps the grid from being written as rules, in words for whoever filled it in."""
    return [*_week_faults("week", 0, grid.week), *_season_faults(grid), *_date_faults(grid.dates)]


def rules_of(grid: Grid) -> tuple[Rule, ...]:
    """The rules that say what the grid says. The grid must be without `faults`."""
    rules = list(_week_rules(grid.week, ()))
    for season in grid.seasons:
        rules += _week_rules(season.week, (season.dates,))
    for dated in grid.dates:
        rules.append(Rule(dated.spans, dates=(DateRange(_on(dated.first), _on(dated.last)),)))
    return tuple(rules)


@lru_cache(maxsize=1024)
def grid_of(rules: tuple[Rule, ...]) -> Grid | None:
    """The grid that means what these rules mean on every day, None if there is none."""
    try:
        grid = _likely(rules)
    except ValueError:
        return None
    if grid is None or faults(grid) or not _same(rules, rules_of(grid), grid.dates):
        return None
    return grid


def _week_rules(week: Week, dates: tuple[DateRange, ...]) -> Iterator[Rule]:
    yield from write_week(Written(dates, Reading(), spans=dict(enumerate(week.days)), holidays=week.holidays))
    shared = bool(week.holidays) and week.holidays in week.days
    if week.holidays is not None and not shared:
        yield Rule(week.holidays, holidays=True, dates=dates)


def _on(day: date) -> MonthDay:
    return MonthDay(day.year, day.month, day.day)


# faults


def _week_faults(part: str, index: int, week: Week) -> Iterator[Fault]:
    for spans in (*week.days, week.holidays or ()):
        yield from (Fault(part, index, reason) for reason in _span_faults(spans))


def _span_faults(spans: Spans) -> Iterator[str]:
    if len(spans) > MOST_SPANS:
        yield f"一天最多{MOST_SPANS}段"
    if spans != merge(spans):
        yield "同一天的时段有重叠"
    if any(end - start >= _DAY and (start, end) != (0, _DAY) for start, end in spans):
        yield "一段不能超过一整天"


def _season_faults(grid: Grid) -> Iterator[Fault]:
    taken: frozenset[date] = frozenset()
    for i, season in enumerate(grid.seasons):
        yield from _week_faults("season", i, season.week)
        if season.days & taken:
            yield Fault("season", i, "和前面的季节有重叠的日子")
        if len(season.days) <= MOST_OPEN_DATES:
            yield Fault("season", i, f"季节至少{MOST_OPEN_DATES + 1}天，短的请用“加几天不一样的”")
        if grid.week.holidays is not None and season.week.holidays is None:
            # a rule for holidays all year round would speak for the season too
            yield Fault("season", i, "平时写了法定节假日怎么开，这个季节也要写")
        taken |= season.days
    if len(_YEAR) - len(taken) < 7:
        yield Fault("season", len(grid.seasons) - 1, "几个季节占满了全年，把其中一个写成平时的一周")


def _date_faults(dates: Sequence[Dated]) -> Iterator[Fault]:
    for i, dated in enumerate(dates):
        yield from (Fault("date", i, reason) for reason in _span_faults(dated.spans))
        if dated.last < dated.first:
            yield Fault("date", i, "结束的日子比开始的早")
        elif dated.spans and (dated.last - dated.first).days >= MOST_OPEN_DATES:
            yield Fault("date", i, f"另有时间的日子一次最多{MOST_OPEN_DATES}天，更长的请用“季节”")
        if any(d.first <= dated.last and dated.first <= d.last for d in dates[:i]):
            yield Fault("date", i, "和前面写的日子有重叠")


# the grid of some rules


def _likely(rules: tuple[Rule, ...]) -> Grid | None:
    """The only grid that can mean the same: each week is what the first days of its season come to."""
    yearly = tuple(rule for rule in rules if not any(r.first.year for r in rule.dates))
    dates = tuple(
        Dated(r.first.on_calendar(), r.last.on_calendar(), rule.spans)
        for rule in rules
        for r in rule.dates
        if r.first.year
    )
    ranges = dict.fromkeys(r for rule in yearly for r in rule.dates)
    if not yearly or any(bool(r.first.day) != bool(r.last.day) for r in ranges):
        return None
    hours = OpeningHours(yearly)
    seasons = [_season_in(hours, r) for r in ranges]
    rest = frozenset(_YEAR).difference(*(s.days for s in seasons))
    if not rest:  # seasons all year round: the last of them is the ordinary week
        return Grid(seasons[-1].week, tuple(seasons[:-1]), tuple(sorted(dates, key=lambda d: d.first)))
    return Grid(_week_in(hours, rest), tuple(seasons), tuple(sorted(dates, key=lambda d: d.first)))


def _season_in(hours: OpeningHours, dates: DateRange) -> Season:
    blank = Season(dates.first.month, dates.last.month, Week(), dates.first.day, dates.last.day)
    return replace(blank, week=_week_in(hours, blank.days))


def _week_in(hours: OpeningHours, among: Iterable[date]) -> Week:
    """What a week among those days comes to. Raises ValueError where there are not all seven weekdays, or
    holidays differ by the weekday."""
    weekdays = {day.weekday(): day for day in sorted(among, reverse=True)}
    days = [weekdays[weekday] for weekday in sorted(weekdays)]
    if len(days) < 7:
        raise ValueError("not a whole week")
    plain = Calendar({d: (_plain(d), "") for d in days})
    feast = Calendar(dict.fromkeys(days, (DayType.PUBLIC_HOLIDAY, "")))
    answers = {hours.spans_on(d, feast) for d in days}
    if len(answers) > 1 and any(answer.certain for answer in answers):
        raise ValueError("holidays differ by the weekday")
    answer = answers.pop()
    return Week(tuple(hours.spans_on(d, plain).spans for d in days), answer.spans if answer.certain else None)


def _plain(day: date) -> DayType:
    return DayType.REST_DAY if day.weekday() >= 5 else DayType.WORKDAY


def _same(one: tuple[Rule, ...], other: tuple[Rule, ...], dates: Sequence[Dated]) -> bool:
    """Whether both mean the same on every day of a leap year and on the dates named, whatever sort of day
    each is."""
    days = list(_YEAR)
    for dated in dates:
        days += [dated.first + timedelta(days=i) for i in range((dated.last - dated.first).days + 1)]
    a, b = OpeningHours(one), OpeningHours(other)
    for kind in (None, DayType.PUBLIC_HOLIDAY, DayType.MAKE_UP):
        told = Calendar({d: (kind or _plain(d), "") for d in days})
        if any(a.spans_on(d, told) != b.spans_on(d, told) for d in days):
            return False
    return True
