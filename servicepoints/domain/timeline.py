"""The coming days of a schedule or a point in plain minutes: when it is open, unknown, or shut.

The one thing that badge, filter, sort, page and API are computed from, so they cannot disagree. Minutes
count from 00:00 of `first`, Asia/Shanghai (no daylight saving: every day has 1440)."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache, reduce
from operator import itemgetter

from servicepoints.domain.calendar import Calendar
from servicepoints.domain.hours import TIMEZONE, OpeningHours
from servicepoints.domain.points import Listing, Point, Schedule, ScheduleStatus, Space
from servicepoints.domain.rules import Span, merge

Stretch = tuple[int, int, str, str]
"""Start and end in minutes, the reason, and the holiday's name or ""."""

Life = tuple[date | None, date | None]
"""The first and the last day of a pop-up; None is open-ended."""

FOREVER: Life = (None, None)

HORIZON_DAYS = 8
"""So many days, today included, always show at least seven whole days ahead."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """`days` days from `first` on. Outside `open` and `uncertain` it is closed.

    `open` is merged and sorted, begins with the tail of the eve's night shift, and ends no later than the
    last midnight. `uncertain` are stretches of which nothing is certain ("holiday", "unannounced",
    "make_up", "no_hours", "review"). `shut` says for closed stretches that something other than the
    schedule closes them ("suspended", "not_yet", "ended", "withdrawn")."""

    first: date
    days: int
    open: tuple[Span, ...]
    uncertain: tuple[Stretch, ...] = ()
    shut: tuple[tuple[int, int, str], ...] = ()

    @property
    def end(self) -> int:
        """The minute at which it ends."""
        return self.days * 1440

    def minute(self, at: datetime) -> int:
        """The minute of a moment on this timeline (seconds dropped). Raises ValueError for a naive
        datetime."""
        if at.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        local = at.astimezone(TIMEZONE)
        return (local.date() - self.first).days * 1440 + local.hour * 60 + local.minute

    def moment(self, minute: int) -> datetime:
        """The moment of a minute of this timeline, Asia/Shanghai."""
        midnight = datetime(self.first.year, self.first.month, self.first.day, tzinfo=TIMEZONE)
        return midnight + timedelta(minutes=minute)


def is_open(timeline: Timeline, minute: int, least: int) -> bool:
    """Whether it is certainly open for `least` minutes from that minute on."""
    i = bisect_right(timeline.open, minute, key=itemgetter(0))
    return i > 0 and minute + least <= timeline.open[i - 1][1]


@lru_cache(maxsize=4096)
def intervals(
    hours: OpeningHours, first: date, days: int, calendar: Calendar, life: Life = FOREVER
) -> Timeline:
    """When a schedule is open from 00:00 of `first` for so many days, by what starts on a day of `life`.

    The night shift that certainly began on a certain eve is open even into an uncertain day; the one that
    may have begun on an uncertain day leaves the next morning uncertain."""
    opened: list[Span] = []
    doubtful: list[Stretch] = []
    for i in range(-2, days):
        offset = i * 1440
        if not _lives(life, first + timedelta(days=i)):
            continue
        day = hours.spans_on(first + timedelta(days=i), calendar)
        if day.certain:
            opened += [(start + offset, end + offset) for start, end in day.spans]
        else:
            doubtful.append((offset, offset + 1440 + hours.longest_tail, day.reason, day.holiday))
    horizon = ((0, days * 1440),)
    spans = intersect(merge(opened), horizon)
    return Timeline(first, days, spans, _settle(doubtful, spans, horizon))


def schedule_timeline(
    schedule: Schedule, first: date, days: int, calendar: Calendar, life: Life = FOREVER
) -> Timeline:
    """The timeline of a schedule; one that could not be read is uncertain throughout `life`."""
    if schedule.status is ScheduleStatus.READ and schedule.opening_hours:
        return intervals(OpeningHours.parse(schedule.opening_hours), first, days, calendar, life)
    reason = "review" if schedule.status is ScheduleStatus.REVIEW else "no_hours"
    start, end = _minutes_of(life, first, days)
    return Timeline(first, days, (), ((start, end, reason, ""),) if start < end else ())


def point_timeline(
    point: Point, first: date, days: int, calendar: Calendar, needs: frozenset[str] = frozenset()
) -> Timeline:
    """When a point can be used, the whole law: its life, its suspension, its hours, and those of its spaces.

    Without needs it is open when the point or one of its spaces is; where none is, its own schedule says
    whether it is closed or unknown (or, where it has none, its spaces'). With needs it is open when, for
    every need, the point or a space that has it is open; open beats unknown, unknown beats closed. A need
    that nobody is known to have is not a question of hours: the whole point answers."""

    whole = whole_timeline(point, needs, lambda unit: unit_timeline(point, unit, first, days, calendar))
    return within_its_life(point, whole)


def whole_timeline(
    point: Point, needs: frozenset[str], timeline_of: Callable[[Point | Space], Timeline]
) -> Timeline:
    """The same by the schedules alone, from the timelines of the point and its spaces."""

    def one_of(units: Iterable[Point | Space]) -> Timeline:
        return reduce(either, map(timeline_of, units))

    if needs:
        return reduce(both, [one_of(units_having(point, need)) for need in sorted(needs)])
    whole = one_of(answering_units(point))
    for space in own_hours_spaces(point):
        # a reading room of which nobody knows the hours leaves no doubt about the hall
        whole = _open_too(whole, timeline_of(space))
    return whole


def within_its_life(point: Point, timeline: Timeline) -> Timeline:
    """The timeline of a part of the point, shut where something other than a schedule shuts the point."""
    for start, end, reason in _closures(point, timeline):
        timeline = _shut(timeline, start, end, reason)
    return timeline


def unit_timeline(point: Point, unit: Point | Space, first: date, days: int, calendar: Calendar) -> Timeline:
    """The timeline of the point itself or of one of its spaces, which follows the point's hours if it has
    none."""
    life = (point.valid_from, point.valid_to)
    return schedule_timeline(unit.schedule or point.schedule, first, days, calendar, life)


def either(a: Timeline, b: Timeline) -> Timeline:
    """Open when one of them is; unknown when none is open and one is unknown."""
    spans = merge((*a.open, *b.open))
    return Timeline(a.first, a.days, spans, _settle((*a.uncertain, *b.uncertain), spans, ((0, a.end),)))


def both(a: Timeline, b: Timeline) -> Timeline:
    """Open when both are; unknown when it hangs on an unknown one; closed as soon as one is closed."""
    spans = intersect(a.open, b.open)
    possible = intersect(_possible(a), _possible(b))
    return Timeline(a.first, a.days, spans, _settle((*a.uncertain, *b.uncertain), spans, possible))


def _open_too(a: Timeline, b: Timeline) -> Timeline:
    """Open when one of them is; else what the first is."""
    spans = merge((*a.open, *b.open))
    return Timeline(a.first, a.days, spans, _settle(a.uncertain, spans, ((0, a.end),)))


def intersect(a: Sequence[Span], b: Sequence[Span]) -> tuple[Span, ...]:
    """The minutes in both of two merged lists of spans."""
    found: list[Span] = []
    i = j = 0
    while i < len(a) and j < len(b):
        start, end = max(a[i][0], b[j][0]), min(a[i][1], b[j][1])
        if start < end:
            found.append((start, end))
        if a[i][1] <= b[j][1]:
            i += 1
        else:
            j += 1
    return tuple(found)


def subtract(a: Sequence[Span], b: Sequence[Span]) -> tuple[Span, ...]:
    """The minutes of one merged list of spans that are not in another."""
    if not b:
        return tuple(a)
    edges = [min(a[0][0] if a else 0, b[0][0]), *(edge for span in b for edge in span)]
    edges.append(max(a[-1][1] if a else 0, b[-1][1]))
    return intersect(a, [gap for gap in zip(edges[::2], edges[1::2], strict=True) if gap[0] < gap[1]])


def _possible(timeline: Timeline) -> tuple[Span, ...]:
    return merge((*timeline.open, *((start, end) for start, end, _, _ in timeline.uncertain)))


def _settle(
    stretches: Iterable[Stretch], opened: Sequence[Span], within: Sequence[Span]
) -> tuple[Stretch, ...]:
    """The uncertain stretches without overlap, inside `within` and outside what is open; the first reason
    stays."""
    settled: list[Stretch] = []
    taken: tuple[Span, ...] = tuple(opened)
    for start, end, reason, holiday in sorted(stretches):
        pieces = subtract(intersect(((start, end),), within), taken)
        settled += [(*piece, reason, holiday) for piece in pieces]
        taken = merge((*taken, *pieces))
    return tuple(sorted(settled))


def own_hours_spaces(point: Point) -> list[Space]:
    """The spaces that keep hours of their own."""
    return [space for space in point.spaces if space.schedule is not None]


def answering_units(point: Point) -> list[Point | Space]:
    """The units that answer for the whole point: itself, or where it says nothing of hours, its spaces."""
    own = [s for s in own_hours_spaces(point) if s.schedule and s.schedule.status is not ScheduleStatus.NONE]
    return [point] if point.schedule.status is not ScheduleStatus.NONE or not own else [*own]


def units_having(point: Point, need: str) -> list[Point | Space]:
    """The units that are known to have an amenity; the whole point where none is."""
    units: list[Point | Space] = [point, *point.spaces]
    return [unit for unit in units if unit.amenities.get(need)] or answering_units(point)


def _lives(life: Life, day: date) -> bool:
    begin, end = life
    return (begin is None or begin <= day) and (end is None or day <= end)


def _minutes_of(life: Life, first: date, days: int) -> Span:
    """The minutes of a timeline whose days lie in a life; the end is not after the start if none do."""
    begin, end = life
    start = 0 if begin is None else max(0, (begin - first).days * 1440)
    return start, days * 1440 if end is None else min(days, (end - first).days + 1) * 1440


def _closures(point: Point, timeline: Timeline) -> Iterable[tuple[int, int, str]]:
    """The stretches in which something other than the schedule shuts the point.

    What started on the last day of a pop-up runs to its end, beyond midnight too."""
    if point.listing in (Listing.WITHDRAWN, Listing.HELD):
        yield 0, timeline.end, "withdrawn"
    start, end = _minutes_of((point.valid_from, point.valid_to), timeline.first, timeline.days)
    for a, b, why in ((0, start, "not_yet"), (max(0, end), timeline.end, "ended")):
        if a < min(b, timeline.end):
            yield from ((*gap, why) for gap in subtract(((a, min(b, timeline.end)),), _possible(timeline)))
    if point.listing is Listing.SUSPENDED:
        until = point.suspended_until
        yield 0, timeline.end if until is None else timeline.minute(until), "suspended"


def _shut(timeline: Timeline, start: int, end: int, reason: str) -> Timeline:
    start, end = max(start, 0), min(end, timeline.end)
    if start >= end:
        return timeline
    rest = subtract(((0, timeline.end),), ((start, end),))
    fresh = subtract(((start, end),), [(a, b) for a, b, _ in timeline.shut])
    spans = intersect(timeline.open, rest)
    return Timeline(
        timeline.first,
        timeline.days,
        spans,
        _settle(timeline.uncertain, spans, rest),
        tuple(sorted((*timeline.shut, *((a, b, reason) for a, b in fresh)))),
    )
