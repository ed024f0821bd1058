"""The listing as the desk sees it: which points a filter picks, how many have which matter, and where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, literal, or_, select, true, union_all

from servicepoints.domain.hours import TIMEZONE
from servicepoints.domain.points import Listing, ScheduleStatus, clean_code
from servicepoints.register import schema as s
from servicepoints.register.conditions import CONDITIONS, NOT_WITHDRAWN, AsOf, condition, since
from servicepoints.register.loading import chunks
from servicepoints.register.transaction import Reader

ANY = "any"
_p, _s = s.point.c, s.space.c
_PLACE = (_p.district, _p.sub_district, _p.name, _p.code)

SORTS: Mapping[str, tuple[Any, ...]] = {
    "place": _PLACE,
    "name": (_p.name, _p.code),
    "checked": (_p.checked_on.asc().nulls_first(), *_PLACE),
    "changed": (_p.updated_at.desc(), _p.code),
}
"""By sub-district, by name, longest unchecked first, last changed first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A filter. None asks for any bureau, district or sub-district, "" for the points that have none.

    `text`: words that must all stand in the name, the address or the code. `listing` is a value of Listing,
    "" for all but the withdrawn, or ANY. `matter` is a name of CONDITIONS, or "". `sort` is one of SORTS.
    `absent`, which the register does not look at, is the name of a roster that does not speak of them.
    """

    bureau: str | None = None
    text: str = ""
    district: str | None = None
    sub_district: str | None = None
    kind: str = ""
    listing: str = ""
    matter: str = ""
    sort: str = "place"
    absent: str = ""


class Spoken(NamedTuple):
    """The hours of a point (place 0, space "") or of one of its spaces (1…): what they were read as, and the
    words of the roster; where the point stands, and how long."""

    code: str
    place: int
    space: str
    name: str
    district: str
    sub_district: str
    valid_to: date | None
    words: str
    opening_hours: str | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many, and since when (a moment, Shanghai time) the first of them; None if there is none."""

    count: int = 0
    since: datetime | None = None


def versions(reader: Reader, wanted: Wanted, at: AsOf) -> dict[str, int]:
    """The codes that the filter picks, in its order, each with the revision at which the point stands."""
    query = select(_p.code, _p.revision).where(_picked(wanted, at)).order_by(*SORTS[wanted.sort])
    return {row.code: row.revision for row in reader.connection.execute(query)}


def matters(reader: Reader, codes: Iterable[str], at: AsOf) -> dict[str, frozenset[str]]:
    """Which conditions hold for each of those points."""
    columns = [case((condition(name, at), 1), else_=0).label(name) for name in CONDITIONS]
    found: dict[str, frozenset[str]] = {}
    for chunk in chunks(codes):
        for row in reader.connection.execute(select(_p.code, *columns).where(_p.code.in_(chunk))):
            found[row.code] = frozenset(name for name in CONDITIONS if getattr(row, name))
    return found


def tallies(reader: Reader, bureau: str | None, names: Sequence[str], at: AsOf) -> dict[str, Tally]:
    """How many points of a bureau (None: of all) have which matter, and since when: one statement."""
    columns: list[ColumnElement[Any]] = []
    for name in names:
        holds = condition(name, at)
        columns.append(func.count(case((holds, 1))))
        columns += [func.min(case((holds, begun))) for begun in since(name)]
    values = iter(reader.connection.execute(select(*columns).where(of_bureau(bureau))).one())
    return {name: Tally(next(values), _first([next(values) for _ in since(name)], at)) for name in names}


def hours_of(reader: Reader, bureau: str | None) -> list[Row[Any]]:
    """What the evaluator needs of every listed or suspended point whose own hours were read or that leaves
    them to its spaces; the spaces' are with `space_hours`."""
    wanted = _p.listing.in_([Listing.LISTED.value, Listing.SUSPENDED.value])
    columns = (
        _p.code, _p.opening_hours, _p.hours_status, _p.listing, _p.suspended_until, _p.valid_from,
        _p.valid_to,
    )  # fmt: skip
    return list(reader.connection.execute(select(*columns).where(wanted, of_bureau(bureau))))


def space_hours(reader: Reader, bureau: str | None) -> dict[str, list[tuple[str, str | None]]]:
    """The hours of spaces that have their own: code → [(status, opening_hours)]."""
    columns = (s.space.c.code, s.space.c.hours_status, s.space.c.opening_hours)
    query = select(*columns).where(s.space.c.hours_status.is_not(None)).order_by(*s.space.primary_key)
    if bureau is not None:
        query = query.where(s.space.c.code.in_(select(_p.code).where(of_bureau(bureau))))
    found: dict[str, list[tuple[str, str | None]]] = {}
    for code, status, hours in reader.connection.execute(query):
        found.setdefault(code, []).append((status, hours))
    return found


def schedules(reader: Reader, bureau: str | None) -> list[Spoken]:
    """The hours that were read, of the points of a bureau that are not withdrawn and of their spaces."""
    wanted = and_(of_bureau(bureau), NOT_WITHDRAWN)
    told = (_p.name, _p.district, _p.sub_district, _p.valid_to)
    own = select(
        _p.code, literal(0).label("place"), literal("").label("space"), *told, _p.hours_text, _p.opening_hours
    ).where(wanted, _p.hours_status == ScheduleStatus.READ.value)
    inside = (
        select(_s.code, _s.place, _s.name, *told, _s.hours_text, _s.opening_hours)
        .join(s.point)
        .where(wanted, _s.hours_status == ScheduleStatus.READ.value)
    )
    return [Spoken(*row) for row in reader.connection.execute(union_all(own, inside))]


def places(reader: Reader, bureau: str | None) -> list[tuple[str, str]]:
    """The (district, sub-district) pairs in which a bureau's points stand, "" where nobody said."""
    query: Select[Any] = select(_p.district, _p.sub_district).where(of_bureau(bureau)).distinct()
    return [(d, sub) for d, sub in reader.connection.execute(query.order_by(_p.district, _p.sub_district))]


def link_groups(reader: Reader, bureau: str | None) -> list[str]:
    """The names of the link groups of a bureau's points."""
    query = select(_p.link_group).where(of_bureau(bureau), _p.link_group != "", NOT_WITHDRAWN).distinct()
    return list(reader.connection.execute(query.order_by(_p.link_group)).scalars())


def of_bureau(bureau: str | None) -> ColumnElement[bool]:
    """The points of one bureau (a slug, "" for nobody's), or of all."""
    return true() if bureau is None else _p.bureau == bureau


def _picked(wanted: Wanted, at: AsOf) -> ColumnElement[bool]:
    conditions = [of_bureau(wanted.bureau), *(_contains(word) for word in wanted.text.split())]
    if wanted.district is not None:
        conditions.append(_p.district == wanted.district)
    if wanted.sub_district is not None:
        conditions.append(_p.sub_district == wanted.sub_district)
    if wanted.kind:
        conditions.append(_p.kind == wanted.kind)
    if not wanted.listing:
        conditions.append(NOT_WITHDRAWN)
    elif wanted.listing != ANY:
        conditions.append(_p.listing == wanted.listing)
    if wanted.matter:
        conditions.append(condition(wanted.matter, at))
    return and_(*conditions)


def _contains(word: str) -> ColumnElement[bool]:
    # SQLite's lower() knows ASCII alone: Ａ is found as it is written
    found = [
        written.contains(said, autoescape=True)
        for c in (_p.name, _p.address)
        for written, said in ((c, word), (func.lower(c), word.lower()))
    ]
    return or_(*found, _p.code.contains(clean_code(word) or word.upper(), autoescape=True))


def _first(values: Iterable[date | datetime | None], at: AsOf) -> datetime | None:
    moments = [
        v.astimezone(TIMEZONE) if isinstance(v, datetime) else at.start_of(v) for v in values if v is not None
    ]
    return min(moments, default=None)
