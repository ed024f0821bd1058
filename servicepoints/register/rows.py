"""A point's record, cut into the rows of its four tables and put together again."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row

from servicepoints.domain.records import Record
from servicepoints.register import schema as s
from servicepoints.register.secrecy import Secrecy

HOURS = ("hours_text", "opening_hours", "hours_status", "hours_proposal", "hours_reasons")
POINT_FIELDS = tuple(c.name for c in s.point.columns)


class ChildRows(NamedTuple):
    """The rows of one or many points in the three tables beside `point`."""

    spaces: list[Record]
    amenities: list[Record]
    contacts: list[Record]


def point_row(record: Record) -> Record:
    """The row of `point`."""
    return {name: record[name] for name in POINT_FIELDS}


def place_rows(record: Record, into: ChildRows) -> None:
    """Adds the rows of its spaces and of all its amenities."""
    code = record["code"]
    for place, unit in enumerate((record, *record["spaces"])):
        into.amenities.extend(
            {"code": code, "place": place, "key": key, "has": has} for key, has in unit["amenities"].items()
        )
    for place, space in enumerate(record["spaces"], start=1):
        hours = {name: space.get(name) for name in HOURS}
        into.spaces.append({"code": code, "place": place, "name": space["name"], **hours})


def contact_rows(record: Record, secrecy: Secrecy, into: ChildRows) -> None:
    """Adds the rows of its contacts. SettingError if one of them is private and there is no data key."""
    for place, contact in enumerate(record["contacts"]):
        name, number, public = contact["name"], contact["number"], contact["public"]
        into.contacts.append(
            {
                "code": record["code"],
                "place": place,
                "public": public,
                "number": number if public else "",
                "sealed": secrecy.seal([name, number]) if is_private(contact) else "",
                "fingerprint": secrecy.fingerprint(number) if number and not public else "",
            }
        )


def is_private(contact: Mapping[str, Any]) -> bool:
    """Whether something of it must not lie in the clear: any name, any number that is not public."""
    return bool(contact["name"] or not contact["public"])


def opened(secrecy: Secrecy) -> Callable[["Row[Any]"], Record | None]:
    """A reader of contact rows that opens what is sealed."""

    def contact(row: "Row[Any]") -> Record | None:
        name, number = secrecy.open(row.sealed) if row.sealed else ("", row.number)
        return {"name": name, "number": number, "public": row.public}

    return contact


def public_only(row: "Row[Any]") -> Record | None:
    """A reader of contact rows that needs no key: private ones are left out, and every name."""
    return {"name": "", "number": row.number, "public": True} if row.public else None


def assemble(
    points: Iterable["Row[Any]"],
    spaces: Iterable["Row[Any]"],
    amenities: Iterable[Sequence[Any]],
    contacts: Iterable["Row[Any]"],
    contact_of: Callable[["Row[Any]"], Record | None],
) -> dict[str, Record]:
    """Records by code; child rows must come in the order of their places, points in the order wanted."""
    records: dict[str, Record] = {}
    for row in points:
        record = dict(zip(POINT_FIELDS, row, strict=True))
        record |= {"amenities": {}, "spaces": [], "contacts": []}
        records[record["code"]] = record
    for row in spaces:
        hours = {name: getattr(row, name) for name in HOURS} if row.hours_status else {}
        records[row.code]["spaces"].append({"name": row.name, "amenities": {}, **hours})
    for code, place, key, has in amenities:
        record = records[code]
        unit = record if place == 0 else record["spaces"][place - 1]
        unit["amenities"][key] = has
    for row in contacts:
        contact = contact_of(row)
        if contact is not None:
            records[row.code]["contacts"].append(contact)
    return records
