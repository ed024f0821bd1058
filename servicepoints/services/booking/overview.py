"""The desk's week: which sessions a bureau has, how full they are, and whose people are to be phoned."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.roles import Account
from servicepoints.register import Reader, Register, agenda, bureaus
from servicepoints.register.offerings import Standing
from servicepoints.services.listing import scope

WEEK = 7
MOST_SHOWN = 500
"""Of one page; who needs more picks a bureau or a point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is looked at: a bureau (None: an editor's own, for the city all), a point ("" for all), the week
    from a day on; or, with `to_phone`, every session whose people are to be phoned; or, with `shut`, every
    one that begins while its point is shut."""

    bureau: str | None = None
    point: str = ""
    first: date
    to_phone: bool = False
    shut: bool = False

    @property
    def of_a_week(self) -> bool:
        """Whether it is a week that is looked at."""
        return not self.to_phone and not self.shut


@dataclass(frozen=True, slots=True)
class Line:
    """A session in the week, the name of its point, and how many of its people are to be phoned."""

    standing: Standing
    point: str
    to_phone: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page shows: days with their sessions (all of the week, those without too), how many people
    are to be phoned in all, how many sessions begin while their point is `shut`, the points to filter by and
    those to open something at (code → name), the bureaus that the city can choose from, the day of the next
    session after an empty week, and whether there is more than is shown."""

    days: tuple[tuple[date, tuple[Line, ...]], ...]
    to_phone: int
    shut: int
    points: Mapping[str, str]
    places: Mapping[str, str]
    bureaus: Mapping[str, str]
    following: date | None
    cut: bool


def overview(register: Register, account: Account, asked: Asked) -> Overview:
    """The week of a bureau. NotAllowed for another's; RegisterAway."""
    bureau, now = scope(account, asked.bureau), register.now()
    with register.read() as reader:
        names = agenda.offering_points(reader, bureau)
        untold = agenda.untold(reader, bureau, now)
        found = _found(reader, bureau, asked, untold, now)
        lines = [
            Line(one, names.get(one.offering.point, ""), untold.get(one.session.code, 0))
            for one in found[:MOST_SHOWN]
        ]
        everyone = bureaus.all_bureaus(reader) if account.is_city else ()
        return Overview(
            _by_day(lines, asked.first if asked.of_a_week else None),
            sum(untold.values()),
            agenda.count_shut(reader, bureau, now),
            names,
            agenda.point_names(reader, bureau) if bureau is not None else {},
            {one.slug: one.name for one in everyone},
            None if found or not asked.of_a_week else _following(reader, bureau, asked),
            len(found) > MOST_SHOWN,
        )


def _found(
    reader: Reader, bureau: str | None, asked: Asked, untold: Mapping[str, int], now: datetime
) -> list[Standing]:
    if asked.shut:
        return agenda.shut(reader, bureau, now)
    if asked.to_phone:
        return agenda.named(reader, sorted(untold)[: MOST_SHOWN + 1])
    since = _midnight(asked.first)
    return agenda.sessions(reader, bureau, asked.point, since, since + timedelta(days=WEEK))


def _by_day(lines: list[Line], first: date | None) -> tuple[tuple[date, tuple[Line, ...]], ...]:
    """The lines under their days; all days of the week from `first` on, if that is given."""
    days: dict[date, list[Line]] = {}
    if first is not None:
        days = {first + timedelta(days=n): [] for n in range(WEEK)}
    for line in lines:
        day = line.standing.session.starts_at.astimezone(TIMEZONE).date()
        days.setdefault(day, []).append(line)
    return tuple((day, tuple(found)) for day, found in days.items())


def _following(reader: Reader, bureau: str | None, asked: Asked) -> date | None:
    after = _midnight(asked.first) + timedelta(days=WEEK)
    at: datetime | None = agenda.next_start(reader, bureau, asked.point, after)
    return at.astimezone(TIMEZONE).date() if at else None


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=TIMEZONE)
