"""What reading a roster yields: columns, rows, notes, and what each row says of its point.

A reading holds only what the roster says. A column that is not there and a cell that is blank both say
nothing, so nothing that stands is erased by them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypedDict

from servicepoints.domain.points import (
    Access,
    Audience,
    Channel,
    Contact,
    Demonstration,
    Kind,
    Listing,
    Position,
)


class Severity(StrEnum):
    """REFUSE: the row cannot be taken. REVIEW: it is taken without this value, and a person looks."""

    REFUSE = "refuse"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its letter, its header as written, what it was taken for, and why.

    `field` is a name of `sheets.fields.FIELDS`, `amenity:<key>` for a tick column, or "" when it is not used;
    `how` says it in Chinese.
    """

    sheet: str
    letter: str
    header: str
    field: str
    how: str


class Cell(NamedTuple):
    """A cell of a data row: its text, the letter and header of its column.

    `days` is what a header says of the days (工作日), `origin` names what Excel held where it was no text:
    `date`, `time`, `number`, `error`.
    """

    text: str
    column: str
    header: str
    days: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A data row as laid out: sheet, Excel row number (from 1), cells by field, ticks by amenity key.

    A field can have several cells (固定电话 and 手机). `district` and `sub_district` come from heading rows,
    or a sheet that is called after one. `about` is what the names of file and sheet and the title say of all
    rows; `presumed` is the one (district, sub-district) in it, for rows whose cells say none.
    """

    sheet: str
    number: int
    values: Mapping[str, tuple[Cell, ...]]
    ticks: Mapping[str, tuple[Cell, ...]] = field(default_factory=dict)
    district: str = ""
    sub_district: str = ""
    about: str = ""
    presumed: tuple[str, str] = ("", "")
    circle: bool | None = None
    """What ○ means in this sheet, None when nothing says it."""


@dataclass(frozen=True, slots=True)
class Note:
    """A row that a person must see: a footnote (注：…), which may name points, or, with a `reason` and a fix,
    what was not understood."""

    sheet: str
    row: int
    text: str
    reason: str = ""
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row or sheet that is no data, and why (row 0: the whole sheet)."""

    sheet: str
    row: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Roster:
    """A whole roster: columns, data rows, footnotes, and what was passed over with the reason."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[Note, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """A value that does not fit, or that a person should see: where it stands, why, and the fix (Chinese)."""

    field: str
    column: str
    header: str
    value: str
    reason: str
    fix: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class SpaceReading:
    """A space as a roster states it; `hours` is its text, "" when it has none of its own."""

    name: str
    amenities: Mapping[str, bool]
    hours: str = ""


class Fields(TypedDict, total=False):
    """What a row says, cleaned; a key is there only if the roster says it.

    Positions are WGS-84. `bureau` is as written (name or slug). `district` and `sub_district` are the
    gazetteer's names. `listing` is there only where the row says that the place is gone or shut for now,
    in the words of `listing_reason`. Dates are ISO dates, `source_date` is text as it may be partial
    (2024-05).
    """

    code: str
    name: str
    kind: Kind
    demonstration: Demonstration
    bureau: str
    district: str
    sub_district: str
    address: str
    position: Position
    hours: str
    contacts: tuple[Contact, ...]
    amenities: Mapping[str, bool]
    spaces: tuple[SpaceReading, ...]
    audience: Audience
    free: bool
    access: Access
    access_note: str
    parking_note: str
    booking_channel: Channel
    booking_phone: str
    booking_link: str
    booking_note: str
    booking_note_date: date
    link_group: str
    valid_from: date
    valid_to: date
    checked_on: date
    checked_by: str
    source: str
    source_date: str
    note: str
    listing: Listing
    listing_reason: str


@dataclass(frozen=True, slots=True)
class RowReading:
    """One row, read: what it says, what it only suggests, and its problems.

    `inferred_kind` comes from the name, the header of names or the title, and is for new points only;
    `inferred_from` says from which words, "" for the name's own. `said` names the
    roster fields with a cell that is not blank: `contacts` is made of `phone`, `contact` and
    `contact_public`, and a roster without a 联系人 column says nothing about names that stand.
    """

    sheet: str
    number: int
    fields: Fields
    said: frozenset[str]
    problems: tuple[Problem, ...]
    inferred_kind: Kind | None = None
    inferred_from: str = ""

    @property
    def refused(self) -> bool:
        """Whether the row cannot be taken."""
        return any(p.severity is Severity.REFUSE for p in self.problems)
