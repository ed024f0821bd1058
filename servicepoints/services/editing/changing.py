"""Changing a point that stands: opened, weighed against what others did meanwhile, saved."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.calendar import Calendar
from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.domain.points import Point
from servicepoints.domain.roles import Account
from servicepoints.register import Reader, Register, calendar, imports, points, revisions
from servicepoints.register.imports import ReviewItem
from servicepoints.services.accounts.signing import actor_of
from servicepoints.services.editing.cleaning import clean
from servicepoints.services.editing.effects import Effects, effects
from servicepoints.services.editing.hours import Errors
from servicepoints.services.editing.merging import Merge, merge
from servicepoints.services.editing.settling import settle
from servicepoints.services.editing.typed import Typed
from servicepoints.services.editing.units import changed
from servicepoints.services.owning import own_point

__all__ = ["Opened", "ReviewItem", "Submission", "Tables", "Weighed", "open_point", "save", "weigh"]

WHY = "在后台修改"


@dataclass(frozen=True, slots=True)
class Tables:
    """The amenities and the places that a form chooses from."""

    vocabulary: Vocabulary
    gazetteer: Gazetteer


@dataclass(frozen=True, slots=True)
class Submission:
    """A form that was sent. `base` is the revision that it was opened at; `choices` say MINE or THEIRS of the
    units in which it collided with revision `seen`; `ticked` are review items that are dealt with."""

    typed: Typed
    base: int
    seen: int = 0
    choices: Mapping[str, str] = field(default_factory=dict)
    ticked: Collection[int] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A point for editing, and what waits for a person about it."""

    point: Point
    waiting: list[ReviewItem]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a form would do to the point as it `stands`. With `errors` nothing else holds; with collisions in
    `merged` somebody must choose first; `base` and `mine` are for showing both sides."""

    stands: Point
    errors: Errors
    base: Point
    mine: Point
    merged: Merge | None = None
    effects: Effects = field(default_factory=Effects)

    @property
    def collides(self) -> bool:
        """Whether somebody must choose."""
        return self.merged is not None and bool(self.merged.collisions)

    @property
    def after(self) -> Point:
        """The point as it would be stored."""
        return self.merged.point if self.merged else self.stands


def open_point(register: Register, account: Account, code: str) -> Opened:
    """The point, private contacts included. NotFound; NotAllowed if it is another bureau's."""
    with register.read() as reader:
        return Opened(own_point(reader, account, code), imports.open_reviews(reader, code=code))


def weigh(
    register: Register, account: Account, code: str, sent: Submission, tables: Tables, at: datetime
) -> Weighed:
    """What the form would do, at that moment (aware). NotFound, NotAllowed."""
    with register.read() as reader:
        return _weighed(reader, account, code, sent, tables, at)


def save(
    register: Register, account: Account, code: str, sent: Submission, tables: Tables, at: datetime
) -> tuple[Weighed, bool]:
    """Stores what was weighed and shown at revision `seen`, and whether it stands now: not if there are
    errors or collisions, nor if anybody changed the point since, unless it says all of it already (a tap too
    many). NotFound, NotAllowed."""
    with register.write(actor_of(account)) as writer:
        weighed = _weighed(writer, account, code, sent, tables, at)
        if weighed.errors or weighed.collides:
            return weighed, False
        after, standing = weighed.after, weighed.stands.revision
        units = changed(weighed.stands, after, tables.vocabulary)
        if units and standing != sent.seen:
            return weighed, False
        points.update(writer, code, after, sent.why or WHY, expected_revision=standing)
        settle(writer, after, units, sent.ticked)
    return weighed, True


def _weighed(
    reader: Reader, account: Account, code: str, sent: Submission, tables: Tables, at: datetime
) -> Weighed:
    stands = own_point(reader, account, code)
    base = stands if sent.base == stands.revision else revisions.as_of(reader, stands, sent.base)
    mine, errors = clean(sent.typed, base, tables.vocabulary, tables.gazetteer)
    if errors:
        return Weighed(stands, errors, base, mine)
    choices = sent.choices if sent.seen == stands.revision else {}
    merged = merge(base, stands, mine, choices, tables.vocabulary)
    days = Calendar(calendar.overrides(reader))
    found = effects(stands, merged.point, at, days, tables.vocabulary)
    return Weighed(stands, errors, base, mine, merged, found)
