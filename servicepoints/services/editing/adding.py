"""Adding a point: weighed like a change of nothing, then stored under a new code."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from servicepoints.domain.calendar import Calendar
from servicepoints.domain.points import Kind, Point
from servicepoints.domain.roles import Account, require_bureau
from servicepoints.register import Reader, Register, Writer, bureaus, calendar, points, revisions
from servicepoints.services.accounts.signing import actor_of
from servicepoints.services.editing.changing import Tables
from servicepoints.services.editing.cleaning import clean
from servicepoints.services.editing.effects import Effects, effects
from servicepoints.services.editing.hours import Errors
from servicepoints.services.editing.settling import settle
from servicepoints.services.editing.typed import Typed
from servicepoints.services.editing.units import units
from servicepoints.services.importing.matching import Sought, Standing
from servicepoints.services.suggesting.deciding import answer_with

WHY = "在后台新加"
_TWICE_WITHIN = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class NewPoint:
    """What a form would add. `namesakes` stand already and may be the same place."""

    point: Point
    errors: Errors
    effects: Effects = field(default_factory=Effects)
    namesakes: tuple[Point, ...] = ()


def bureaus_of(register: Register, account: Account) -> dict[str, str]:
    """The bureaus, by slug, whose points that account may add."""
    with register.read() as reader:
        return {b.slug: b.name for b in bureaus.all_bureaus(reader) if account.owns(b.slug)}


def weigh_new(
    register: Register, account: Account, bureau: str, typed: Typed, tables: Tables, at: datetime
) -> NewPoint:
    """What would be added, at that moment (aware). NotAllowed for another bureau's."""
    with register.read() as reader:
        return weighed(reader, account, bureau, typed, tables, at)


def add(
    register: Register,
    account: Account,
    bureau: str,
    typed: Typed,
    tables: Tables,
    at: datetime,
    *,
    suggestion: int = 0,
) -> tuple[NewPoint, str]:
    """Stores it and returns its code, "" if there are errors; the same sent twice is stored once. NotAllowed
    for another bureau's.

    What somebody proposed (`suggestion`, its number) is answered in the same transaction, and where they put
    it waits as a candidate for its position. Conflict, and nothing stored, if it was decided meanwhile.
    """
    with register.write(actor_of(account)) as writer:
        bureaus.hold(writer, bureau)  # of two taps at once the second sees what the first has stored
        new = weighed(writer, account, bureau, typed, tables, at)
        if new.errors:
            return new, ""
        twin = _just_added(writer, new)
        if twin:
            return new, twin
        code = store(writer, new.point, tables)
        if suggestion:
            answer_with(writer, account, suggestion, code)
    return new, code


def store(writer: Writer, point: Point, tables: Tables, why: str = WHY) -> str:
    """Stores a point without errors under a new code, which it returns; what could not be read waits for a
    person."""
    code = points.insert(writer, point, why)
    stored = points.get(writer, code)
    if stored is not None:
        settle(writer, stored, units(tables.vocabulary), ())
    return code


def weighed(
    reader: Reader, account: Account, bureau: str, typed: Typed, tables: Tables, at: datetime
) -> NewPoint:
    """What would be added, where a snapshot or a transaction is at hand. NotAllowed for another bureau's."""
    require_bureau(account, bureau)
    errors: Errors = {}
    if bureaus.get(reader, bureau) is None:
        errors["bureau"] = "选一个邮政管理局"
    blank = Point(name="", kind=Kind.UNKNOWN, bureau=bureau)
    point, wrong = clean(typed, blank, tables.vocabulary, tables.gazetteer)
    if point.kind is Kind.UNKNOWN:
        wrong.setdefault("kind", "选一个类型：它决定谁能进")
    errors |= wrong
    if errors:
        return NewPoint(point, errors)
    found = effects(None, point, at, Calendar(calendar.overrides(reader)), tables.vocabulary)
    return NewPoint(point, errors, found, _namesakes(reader, point))


def _just_added(writer: Writer, new: NewPoint) -> str:
    """The code of the same point if this person has just added it: a tap too many, or an answer lost."""
    for twin in new.namesakes:
        (first, *later) = revisions.history(writer, twin.code)
        recent = first.actor == writer.actor and writer.now - first.at < _TWICE_WITHIN
        same = replace(twin, code="", revision=0, updated_at=None) == new.point
        if recent and same and not later:
            return twin.code
    return ""


def _namesakes(reader: Reader, point: Point) -> tuple[Point, ...]:
    """The points of its bureau that may be the same, or else those that are nobody's yet."""
    standing = Standing([*points.matching(reader, point.bureau), *points.matching(reader, "")])
    match = standing.match(
        Sought("", point.name, point.address, point.district, point.bureau, point.sub_district)
    )
    return (match.point,) if match.point else match.rivals
