"""What of a row would show a person's number, account or name to everyone: told before it is published.

The texts stay as they are in the register; `domain.publication` leaves the people out of what couriers read.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from servicepoints.domain.people import mobiles, without_people
from servicepoints.domain.publication import public_mobiles, text_shown
from servicepoints.sheets.readings import Cell, Fields, Problem, Row, Severity

_TEXTS = (
    "name", "address", "access_note", "parking_note", "booking_note", "hours", "link_group", "source", "note",
)  # fmt: skip
_FIX = "把人名、手机号移到“联系人”“电话”两列；本人同意公开的，再在“可公开”写“是”"


def exposed(row: Row, fields: Fields) -> list[Problem]:
    """A problem for each cell of a row whose published text will leave a person out."""
    texts: Mapping[str, Any] = fields
    said = [(name, texts[name]) for name in _TEXTS if name in texts]
    said += [("spaces", f"{space.name} {space.hours}") for space in fields.get("spaces", ())]
    public = public_mobiles(fields.get("contacts", ()), fields.get("booking_phone", ""))
    found = [
        _hidden(row, name, text, public) for name, text in said if text_shown(name, text, public) != text
    ]
    return [*found, *_booking_by_mobile(row, fields)] if fields.get("booking_phone") else found


def _booking_by_mobile(row: Row, fields: Fields) -> Iterator[Problem]:
    """A mobile to book by is shown, as its column says so, unless it is a contact's that stays private."""
    phone = fields.get("booking_phone", "")
    ticked = {contact.number for contact in fields.get("contacts", ()) if contact.public}
    if set(mobiles(phone)) - ticked:
        reason = "预约电话是手机号，会在页面上给大家看"
        yield _problem(row, "booking_phone", phone, reason, "不能公开的，在“可公开”写“否”，或换成座机")


def _hidden(row: Row, field: str, text: str, public: Collection[str]) -> Problem:
    """That a text will be shown with someone left out: a mobile number and its name, or whom it names."""
    number = "里面有手机号，公开的页面会把它和旁边的人名遮住"
    name = "里面像是有人名或私人账号，公开的页面会把它遮住"
    return _problem(row, field, text, number if without_people(text, public) != text else name, _FIX)


def _problem(row: Row, field: str, value: str, reason: str, fix: str) -> Problem:
    cells = row.values.get(field, ()) or (row.values.get("opens", ()) if field == "hours" else ())
    telling = (cell for cell in cells if text_shown(field, cell.text, frozenset()) != cell.text)
    cell = next(telling, cells[0] if cells else Cell("", "", ""))
    return Problem(field, cell.column, cell.header, cell.text or value, reason, fix, Severity.REVIEW)
