"""All that the register holds of one mobile number: found, and erased where somebody asks for it.

HELD names every column in which a person's number may stand, NOBODYS every other column that holds text; a
test compares both with the tables, so that a new column cannot be forgotten.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Table, delete, insert, select, update

from servicepoints.domain.people import MASK, is_person, mobiles, without_people
from servicepoints.domain.records import point_of, record_of
from servicepoints.register import points, writing
from servicepoints.register import schema as s
from servicepoints.register.transaction import Reader, Writer

HELD: Mapping[str, tuple[str, ...]] = {
    "booking": ("sealed", "phone", "reason"),
    "contact": ("number", "sealed", "fingerprint"),
    "point": (
        "name", "address", "access_note", "parking_note", "hours_text", "hours_proposal", "hours_reasons",
        "booking_phone", "booking_link", "booking_note", "listing_reason", "checked_by", "confirmed_by",
        "source", "note",
    ),
    "space": ("name", "hours_text", "hours_proposal", "hours_reasons"),
    "revision": ("what", "why"),
    "review_item": ("content", "sealed", "reason"),
    "sighting": ("words",),
    "suggestion": ("name", "address", "hours", "note", "reason"),
    "offering": ("title", "description", "phone", "link", "how"),
    "offering_session": ("reason",),
    "outbox": ("text", "note"),
    "digest_opening": ("line",),
    "geocode_answer": ("query", "answer"),
    "keeper_use": ("what",),
    "position_candidate": ("candidate", "why"),
}  # fmt: skip
"""Columns by table. What is whole files (`upload`) is in NOBODYS: it is dropped after a day."""

NOBODYS: Mapping[str, tuple[str, ...]] = {
    "account": ("login", "name", "role", "bureau", "password"),  # of those who keep the listing
    "api_token": ("digest", "bureau", "name", "scopes"),
    "api_replay": ("key", "request"),
    "amenity": ("key",),
    "booking": ("digest", "door_code", "state", "attendance", "news"),
    "bureau": ("slug", "name"),
    "calendar_day": ("type", "holiday"),
    "change": ("code",),
    "demand": ("month", "need"),
    "demand_batch": ("id",),
    "digest_opening": ("bureau",),
    "geocode_answer": ("provider", "level", "raw_datum"),
    "half_session": ("digest",),
    "import_batch": ("filename", "sha256", "bureau", "counts", "columns"),
    "instance": ("id", "kind"),
    "invitation": ("digest",),
    "keeper_link": ("id",),
    "measure": ("bureau", "district", "sub_district"),
    "measure_age": ("bureau",),
    "offering": ("space", "kind", "category", "welcome", "channel"),
    "offering_session": ("code", "bookers", "state", "series"),
    "outbox": ("batch", "form", "state"),
    "personal_request": ("account", "what", "number", "counts"),  # the number is masked
    "point": (
        "code", "kind", "demonstration", "bureau", "district", "sub_district", "position_basis", "audience",
        "access", "opening_hours", "hours_status", "booking_channel", "link_group", "listing", "source_date",
    ),
    "pulse": ("name",),
    "recovery_code": ("hashed",),
    "review_item": ("key", "kind", "bureau", "sheet", "column", "outcome"),
    "robot": (
        "bureau", "name", "sealed", "fingerprint", "tail", "district", "sub_district", "length", "form",
        "fault",
    ),
    "roster_opening": ("account", "what"),
    "second_factor": ("sealed",),  # the key of an authenticator
    "session": ("digest", "device"),
    "sighting": ("saw", "rider", "lacks", "near", "device", "network", "digest", "answered_by", "answer"),
    "space": ("opening_hours", "hours_status"),
    "suggestion": ("digest", "bureau", "district", "sub_district", "amenities", "who", "source", "outcome"),
    "throttle": ("key",),
    "upload": ("id", "bureau", "filename", "sealed", "mapping", "preview"),
    "wechat_ticket": ("app_id", "sealed", "failure"),
}  # fmt: skip
"""The rest: closed words, codes, digests, and the names of accounts."""
ACTORS = frozenset(
    {
        "made_by", "revoked_by", "ended_by", "done_by", "undone_by", "told_by", "by", "actor_name",
        "actor_kind",
    }
)  # fmt: skip
"""Columns with the name of an account, in whichever table."""

_OF_POINT = ("point", "space", "contact")
_ELSEWHERE = tuple(name for name in HELD if name not in (*_OF_POINT, "booking"))
_GONE = object()


@dataclass(frozen=True, slots=True)
class Held:
    """One row that holds the number: of which table, at which point ("" elsewhere), and what is said there,
    opened."""

    table: str
    at: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for of a number and done: `what` is `look`, `export` or `erase`, `number` masked."""

    at: datetime
    account: str
    what: str
    number: str
    counts: Mapping[str, int]


def note(writer: Writer, account: str, what: str, number: str, counts: Mapping[str, int]) -> None:
    """Records that an account did this for a number, which is masked."""
    row = {"at": writer.now, "account": account, "what": what, "number": number, "counts": dict(counts)}
    writer.connection.execute(insert(s.personal_request).values(**row))


def requests(reader: Reader, most: int) -> list[Request]:
    """What was done, the latest first."""
    t = s.personal_request
    query = select(t.c.at, t.c.account, t.c.what, t.c.number, t.c.counts).order_by(t.c.id.desc()).limit(most)
    return [Request(*row) for row in reader.connection.execute(query)]


def find(reader: Reader, phone: str) -> list[Held]:
    """Every row but bookings that holds a mobile number (eleven figures). SettingError without the key."""
    found = []
    for code in _points_with(reader, phone):
        point = points.get(reader, code)
        if point is not None:
            found.append(Held("point", code, tuple(_said(record_of(point), phone))))
    for table, row, values in _others(reader, phone):
        texts = tuple(text for value in values.values() for text in _said(value, phone))
        found.append(Held(table.name, str(row._mapping.get("code") or ""), texts))
    return found


def erase(writer: Writer, phone: str, why: str) -> dict[str, int]:
    """Erases a number, with the names beside it, wherever it stands; how many rows of each table. The counts
    of bookings stay. Standing bookings are to be ended before. SettingError without the key."""
    counts = {"booking": _erase_bookings(writer, phone), "point": 0}
    for code in _points_with(writer, phone):
        point = points.get(writer, code)
        if point is not None:
            record = without(record_of(point), phone)
            record["booking_phone"] = _number(record["booking_phone"])
            changed = point_of(record)
            counts["point"] += bool(writing.update(writer, code, changed, why))
    for table, row, values in list(_others(writer, phone)):  # what was just written into the history, too
        key = [column == row._mapping[column.name] for column in table.primary_key.columns]
        if table is s.geocode_answer:  # the text is its key; it is asked again
            writer.connection.execute(delete(table).where(*key))
        else:
            again = {n: _closed(writer, table, n, without(value, phone)) for n, value in values.items()}
            writer.connection.execute(update(table).where(*key).values(**again))
        counts[table.name] = counts.get(table.name, 0) + 1
        if table is s.offering:
            writer.changed([row._mapping["code"]])
    return {name: n for name, n in counts.items() if n}


def without(value: Any, phone: str) -> Any:
    """A JSON value without the number, and without the names beside it; a contact of that number is gone."""
    found = _without(value, phone)
    return "" if found is _GONE else found


def _without(value: Any, phone: str) -> Any:
    if isinstance(value, str):
        others = frozenset(mobiles(value)) - {phone}
        return without_people(value, others) if phone in mobiles(value) else value
    if isinstance(value, list | tuple):
        kept = [_without(one, phone) for one in value]
        return [one for one in kept if one is not _GONE]
    if isinstance(value, dict):
        if _is(value.get("number"), phone):
            return _GONE
        beside = any(isinstance(one, str) and phone in mobiles(one) for one in value.values())
        cleaned = {
            name: "" if beside and isinstance(one, str) and is_person(one) else _without(one, phone)
            for name, one in value.items()
        }
        return {name: "" if one is _GONE else one for name, one in cleaned.items()}
    return value


def _said(value: Any, phone: str) -> Iterator[str]:
    """The texts in a JSON value that hold the number; of a contact its name, too."""
    if isinstance(value, str):
        if phone in mobiles(value):
            yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _said(one, phone)
    elif isinstance(value, dict):
        if _is(value.get("number"), phone):
            yield " ".join(filter(None, (str(value.get("name", "")), phone)))
        else:
            yield from (text for one in value.values() for text in _said(one, phone))


def _is(number: Any, phone: str) -> bool:
    return isinstance(number, str) and phone in mobiles(number)


def _points_with(reader: Reader, phone: str) -> list[str]:
    """Codes of the points that hold it, in their texts or their contacts."""
    codes: set[str] = set()
    sealed = s.contact.c.fingerprint.in_(reader.secrecy.fingerprints(phone))
    codes.update(reader.connection.execute(select(s.contact.c.code).where(sealed)).scalars())
    for table in (s.point, s.space, s.contact):
        columns = [table.c[name] for name in HELD[table.name] if name not in ("sealed", "fingerprint")]
        for code, *values in reader.connection.execute(select(table.c.code, *columns)):
            if any(True for _ in _said(values, phone)):
                codes.add(code)
    return sorted(codes)


def _others(reader: Reader, phone: str) -> Iterator[tuple[Table, Row[Any], dict[str, Any]]]:
    """(table, row, the columns that hold it, opened) of all rows that belong to no booking and no point."""
    for name in _ELSEWHERE:
        table = s.metadata.tables[name]
        for row in reader.connection.execute(select(table)):
            opened = {column: _opened(reader, table, column, row._mapping[column]) for column in HELD[name]}
            holding = {c: value for c, value in opened.items() if any(True for _ in _said(value, phone))}
            if holding:
                yield table, row, holding


def _opened(reader: Reader, table: Table, column: str, value: Any) -> Any:
    """What is sealed in a column, opened. It is known where that is; anybody may write what looks like it."""
    if column == "sealed":
        return reader.secrecy.open(value) if value else value
    if table is s.revision and column == "what":
        return {name: reader.secrecy.open(one["sealed"]) if isinstance(one, dict) else one
                for name, one in value.items()}  # fmt: skip
    return value


def _closed(writer: Writer, table: Table, column: str, value: Any) -> Any:
    """The same as it is kept."""
    if column == "sealed":
        return writer.secrecy.seal(value)
    if column == "phone":
        return _number(value)
    if table is s.revision and column == "what":
        return {name: _pair(writer, name, pair) for name, pair in value.items()}
    return value


def _number(text: str) -> str:
    """A field that holds nothing but a number: a mask there is no number."""
    return "" if MASK in text else text


def _pair(writer: Writer, name: str, pair: Any) -> Any:
    return {"sealed": writer.secrecy.seal(pair)} if name == "contacts" else pair


def _erase_bookings(writer: Writer, phone: str) -> int:
    of_phone = s.booking.c.phone.in_(writer.secrecy.fingerprints(phone))
    forgotten = {"sealed": "", "phone": None, "reason": ""}
    return writer.connection.execute(update(s.booking).where(of_phone).values(**forgotten)).rowcount
