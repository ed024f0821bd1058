"""Which points a filter picks: what SQL can say, and then what only the evaluator of hours can."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from servicepoints.domain.breaks import AHEAD_DAYS, Break, coming_breaks, is_silent
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.points import Kind, Listing, Point, Schedule, ScheduleStatus, Space
from servicepoints.domain.roles import Account, require_bureau
from servicepoints.register import calendar, listing
from servicepoints.register.conditions import AsOf
from servicepoints.register.listing import Wanted
from servicepoints.register.transaction import Reader
from servicepoints.services.importing.looking import absent_from
from servicepoints.services.listing.names import HOLIDAY


@dataclass(frozen=True, slots=True)
class Chosen:
    """The points that a filter picks: code → the revision at which it stands, in the filter's order;
    `absent_from`: the file that names none of them, if it asks for such."""

    versions: Mapping[str, int]
    absent_from: str = ""

    @property
    def digest(self) -> str:
        """Another as soon as one of them changes, comes or goes: what somebody saw when choosing them all."""
        said = "".join(f"{code}{revision};" for code, revision in sorted(self.versions.items()))
        return hashlib.sha256(said.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Holidays:
    """The coming holidays, and the points of a bureau that say nothing of how they are open on them."""

    breaks: Sequence[Break]
    silent: frozenset[str]


def scope(account: Account, bureau: str | None) -> str | None:
    """The bureau that someone looks at: an editor's own, for the city the one asked for, None for all.
    NotAllowed for another's."""
    if bureau is None:
        return None if account.is_city else account.bureau
    require_bureau(account, bureau)
    return bureau


def choose(reader: Reader, account: Account, wanted: Wanted, at: AsOf) -> Chosen:
    """The points that the filter picks among those that are theirs. NotAllowed for another's bureau, NotFound
    for another's roster."""
    wanted = replace(wanted, bureau=scope(account, wanted.bureau))
    of_silent = wanted.matter == HOLIDAY
    found = listing.versions(reader, replace(wanted, matter="") if of_silent else wanted, at)
    if of_silent:
        silent = holidays(reader, wanted.bureau, at.today).silent
        found = {code: revision for code, revision in found.items() if code in silent}
    if not wanted.absent:
        return Chosen(found)
    absent = absent_from(reader, account, wanted.absent)
    found = {code: revision for code, revision in found.items() if code in absent.codes}
    return Chosen(found, absent.filename)


def holidays(reader: Reader, bureau: str | None, today: date) -> Holidays:
    """What is coming, and who is silent on it among a bureau's points (None: among all)."""
    days = Calendar(calendar.overrides(reader))
    breaks = [coming for coming in coming_breaks(days, today, AHEAD_DAYS) if coming.is_holiday]
    if not breaks:
        return Holidays((), frozenset())
    spaces = listing.space_hours(reader, bureau)
    known: dict[Any, bool] = {}
    silent = set()
    for row in listing.hours_of(reader, bureau):
        # thousands of points share some dozens of schedules
        values: tuple[Any, ...] = tuple(row)[1:]
        code, key = row.code, (*values, tuple(spaces.get(row.code, ())))
        if key not in known:
            known[key] = is_silent(as_far_as_hours(*key), breaks, today, days)
        if known[key]:
            silent.add(code)
    return Holidays(breaks, frozenset(silent))


def as_far_as_hours(
    opening_hours: str | None,
    status: str,
    standing: str,
    suspended_until: datetime | None,
    valid_from: date | None,
    valid_to: date | None,
    spaces: tuple[tuple[str, str | None], ...],
) -> Point:
    """As much of a point as decides when it is open."""
    return Point(
        name="",
        kind=Kind.UNKNOWN,
        schedule=_schedule(status, opening_hours),
        listing=Listing(standing),
        suspended_until=suspended_until,
        valid_from=valid_from,
        valid_to=valid_to,
        spaces=tuple(Space(name="", schedule=_schedule(*hours)) for hours in spaces),
    )


def _schedule(status: str, opening_hours: str | None) -> Schedule:
    return Schedule(opening_hours=opening_hours, status=ScheduleStatus(status))
