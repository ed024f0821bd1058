"""A point as the cells of a roster, and as the row that comes back when nobody edits them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.points import Access, Audience, Channel, Kind, Listing, Point
from servicepoints.domain.wording import (
    ACCESS_WORDS,
    AUDIENCE_WORDS,
    CHANNEL_WORDS,
    DEMONSTRATION_WORDS,
    KIND_WORDS,
    LISTING_WORDS,
)
from servicepoints.sheets.composing import contact_cells
from servicepoints.sheets.fields import BY_NAME
from servicepoints.sheets.headers import AMENITY
from servicepoints.sheets.readings import Cell, Row
from servicepoints.sheets.space_cells import write_spaces
from servicepoints.sheets.texts import neutralise, text_of
from servicepoints.sheets.words import BASIS

CellValue = str | float
"""What a cell is written as; "" for blank."""

_YES_NO: Mapping[bool | None, str] = {True: "是", False: "否", None: ""}
_AWAY = (Listing.SUSPENDED, Listing.WITHDRAWN)
_HAS: Mapping[bool | None, str] = {True: "有", False: "无", None: ""}


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _basis(point: Point) -> str:
    known = BASIS.get(point.position.basis, "") if point.position else ""
    return known.split()[0] if known else ""


_WRITTEN: Mapping[str, Callable[[Point], CellValue]] = {
    "code": lambda p: p.code,
    "name": lambda p: p.name,
    "kind": lambda p: "" if p.kind is Kind.UNKNOWN else KIND_WORDS[p.kind],
    "demonstration": lambda p: DEMONSTRATION_WORDS[p.demonstration],
    "bureau": lambda p: p.bureau,
    "district": lambda p: p.district,
    "sub_district": lambda p: p.sub_district,
    "address": lambda p: p.address,
    "longitude": lambda p: p.position.longitude if p.position else "",
    "latitude": lambda p: p.position.latitude if p.position else "",
    "precision_m": lambda p: p.position.precision_m if p.position else "",
    "position_basis": _basis,
    "hours": lambda p: p.schedule.text,
    "phone": lambda p: contact_cells(p.contacts)[0],
    "contact": lambda p: contact_cells(p.contacts)[1],
    "contact_public": lambda p: contact_cells(p.contacts)[2],
    "audience": lambda p: "" if p.audience is Audience.UNKNOWN else AUDIENCE_WORDS[p.audience],
    "free": lambda p: _YES_NO[p.free],
    "access": lambda p: "" if p.access is Access.UNKNOWN else ACCESS_WORDS[p.access],
    "access_note": lambda p: p.access_note,
    "parking_note": lambda p: p.parking_note,
    "booking_channel": lambda p: (
        "" if p.booking.channel is Channel.UNKNOWN else CHANNEL_WORDS[p.booking.channel]
    ),
    "booking_phone": lambda p: p.booking.phone,
    "booking_link": lambda p: p.booking.link,
    "booking_note": lambda p: p.booking.note,
    "booking_note_date": lambda p: _day(p.booking.note_date),
    "link_group": lambda p: p.link_group,
    "status": lambda p: LISTING_WORDS[p.listing] if p.listing in _AWAY else "",
    "valid_from": lambda p: _day(p.valid_from),
    "valid_to": lambda p: _day(p.valid_to),
    "checked_on": lambda p: _day(p.checked_on),
    "checked_by": lambda p: p.checked_by,
    "source": lambda p: p.source,
    "source_date": lambda p: p.source_date,
    "note": lambda p: p.note,
}
_SPACES_AND_TICKS_BEFORE = "note"


def columns(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The fields of an exported roster in its order; ticks are `amenity:<key>`."""
    ticks = tuple(AMENITY + key for key in vocabulary)
    names = list(_WRITTEN)
    at = names.index(_SPACES_AND_TICKS_BEFORE)
    return (*names[:at], "spaces", *ticks, *names[at:])


def header(field: str, vocabulary: Vocabulary) -> str:
    """The header of such a field."""
    if field.startswith(AMENITY):
        return vocabulary[field.removeprefix(AMENITY)].label
    return BY_NAME[field].label


def options(field: str) -> tuple[str, ...]:
    """The words that may stand in a field's cells, () if any text may."""
    tables: Mapping[str, Iterable[str]] = {
        "kind": [KIND_WORDS[k] for k in Kind if k is not Kind.UNKNOWN],
        "demonstration": DEMONSTRATION_WORDS.values(),
        "audience": [AUDIENCE_WORDS[a] for a in Audience if a is not Audience.UNKNOWN],
        "access": [ACCESS_WORDS[a] for a in Access if a is not Access.UNKNOWN],
        "booking_channel": [CHANNEL_WORDS[c] for c in Channel if c is not Channel.UNKNOWN],
        "free": ("是", "否"),
        "contact_public": ("是", "否"),
    }
    return ("有", "无") if field.startswith(AMENITY) else tuple(tables.get(field, ()))


def cells(point: Point, fields: Iterable[str], vocabulary: Vocabulary) -> list[CellValue]:
    """The point's cells under these fields."""
    row: list[CellValue] = []
    for field in fields:
        if field.startswith(AMENITY):
            row.append(_HAS[point.amenities.get(field.removeprefix(AMENITY))])
        elif field == "spaces":
            row.append(write_spaces(point.spaces, vocabulary))
        else:
            row.append(_WRITTEN[field](point))
    return row


def row_of(point: Point, vocabulary: Vocabulary) -> Row:
    """The row that an export of this point is read back as; `point.bureau` as it is to be written."""
    values: dict[str, tuple[Cell, ...]] = {}
    ticks: dict[str, tuple[Cell, ...]] = {}
    fields = columns(vocabulary)
    for field, value in zip(fields, cells(point, fields, vocabulary), strict=True):
        written = neutralise(value) if isinstance(value, str) else value
        text, origin = text_of(written)
        if text and field.startswith(AMENITY):
            ticks[field.removeprefix(AMENITY)] = (Cell(text, "", "", "", origin),)
        elif text:
            values[field] = (Cell(text, "", "", "", origin),)
    return Row("", 0, values, ticks)
