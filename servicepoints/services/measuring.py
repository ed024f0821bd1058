"""Measuring: how every bureau's listing stands, noted once a day, so that desk, city and public see how it
moves."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from servicepoints.domain.breaks import coming_breaks
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.cells import Cell, cell_of, centre
from servicepoints.domain.coordinates import distance_m
from servicepoints.domain.demand import Count, month_of, months_before
from servicepoints.domain.figures import Figures, median_age
from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.status import State, point_status
from servicepoints.errors import Conflict
from servicepoints.register import Actor, Register, calendar, demand, listing, measures, reported, throttling
from servicepoints.register.conditions import RECENT_DAYS, AsOf
from servicepoints.register.measures import CITY, Place
from servicepoints.register.transaction import Reader
from servicepoints.services.listing.choosing import as_far_as_hours

LATE, AFTERNOON = time(23), time(14)
"""When it is asked who is open: late in the evening, and on a holiday in the hours of rest."""

_AHEAD_DAYS = 365
_MACHINE = Actor("machine", "measure")


def measure(register: Register, at: AsOf) -> int:
    """Notes the day of that moment, unless it was noted; how many rows it wrote. RegisterAway.

    Called whenever somebody opens the desk and by the publisher, so that most days are there; a day on which
    nobody did is missing, and stays so.
    """
    with register.read() as reader:
        if measures.is_noted(reader, at.today):
            return 0
        more, ages = _taken(reader, at)
    try:
        with register.write(_MACHINE) as writer:
            throttling.forget_old(writer)
            return measures.note(writer, at, more, ages)
    except Conflict:  # another process was first
        return 0


def _taken(reader: Reader, at: AsOf) -> tuple[dict[Place, Figures], dict[str, int | None]]:
    """What the rows of the day say beside what SQL counts, by place; and the median ages by bureau."""
    points = reported.whereabouts(reader)
    place_of = {code: place for code, place, _, _ in points}
    days: dict[Place, list[int | None]] = defaultdict(list)
    for _, place, checked, _ in points:
        days[place].append(None if checked is None else (at.today - checked).days)
    late, holiday = _open(reader, place_of, at)
    searches = _searches(reader, points, at)
    said = reported.said(reader, at.before(RECENT_DAYS), at.now)
    found = {}
    for place in days:
        doors, searched = said.get(place, reported.Said()), searches.get(place, Count(0, 0))
        found[place] = Figures(
            age_days=median_age(days[place]),
            open_late=late[place],
            open_holiday=None if holiday is None else holiday[place],
            searched=searched.asked,
            served=searched.served,
            reported=doors.in_time + doors.late + doors.overdue,
            answered=doors.in_time,
            confirmed=doors.opened,
            found_shut=doors.shut,
        )
    return found, _ages(days)


def _ages(days: Mapping[Place, list[int | None]]) -> dict[str, int | None]:
    by_bureau: dict[str, list[int | None]] = defaultdict(list)
    for (bureau, _, _), ages in days.items():
        by_bureau[bureau] += ages
        by_bureau[CITY] += ages
    return {bureau: median_age(ages) for bureau, ages in by_bureau.items()}


def _open(
    reader: Reader, place_of: Mapping[str, Place], at: AsOf
) -> tuple[Counter[Place], Counter[Place] | None]:
    """How many are certainly open late that day, and in the afternoon of the next holiday: None while none is
    announced."""
    known = Calendar(calendar.overrides(reader))
    off = (one for one in coming_breaks(known, at.today, _AHEAD_DAYS) if one.is_holiday and one.announced)
    holiday = next((one.days[0] for one in off), None)
    moments = [_at(at.today, LATE), *([_at(holiday, AFTERNOON)] if holiday else [])]
    counted: list[Counter[Place]] = [Counter() for _ in moments]
    answers: dict[Any, list[bool]] = {}
    spaces = listing.space_hours(reader, None)
    for row in listing.hours_of(reader, None):
        key = (*tuple(row)[1:], tuple(spaces.get(row.code, ())))
        if key not in answers:  # thousands of points share some dozens of schedules
            point = as_far_as_hours(*key)
            answers[key] = [point_status(point, moment, known).state is State.OPEN for moment in moments]
        for count, is_open in zip(counted, answers[key], strict=True):
            count[place_of[row.code]] += is_open
    return counted[0], counted[1] if holiday else None


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, TIMEZONE)


Positions = Iterable[tuple[str, Place, date | None, tuple[float, float] | None]]


def _searches(reader: Reader, points: Positions, at: AsOf) -> dict[Place, Count]:
    """The searches of this month and the last, given to the place of the point nearest to the middle of each
    cell, however far: who searched where nothing is must not be missing."""
    this = month_of(at.now)
    cells = demand.totals(reader, (this, months_before(this, 1)))
    here: dict[Cell, list[tuple[tuple[float, float], Place]]] = defaultdict(list)
    for _, place, _, position in points if cells else ():
        if position is not None:
            here[cell_of(*position)].append((position, place))
    found: dict[Place, Count] = {}
    for cell, count in cells.items() if here else ():
        place = _nearest(cell, here)
        before = found.get(place, Count(0, 0))
        found[place] = Count(before.asked + count.asked, before.served + count.served)
    return found


def _nearest(cell: Cell, here: Mapping[Cell, list[tuple[tuple[float, float], Place]]]) -> Place:
    """Among the points of the cells round it, or where there are none, of the nearest cell with any."""
    steps = (-1, 0, 1)
    round_it = (Cell(cell.north + up, cell.east + right) for up in steps for right in steps)
    near = [one for beside in round_it for one in here.get(beside, ())]
    middle = centre(cell)
    if not near:
        closest = min(here, key=lambda other: distance_m(*middle, *centre(other)))
        near = here[closest]
    return min(near, key=lambda one: (distance_m(*middle, *one[0]), one[1]))[1]
