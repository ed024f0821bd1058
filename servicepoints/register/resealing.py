"""A change of data keys: all that is sealed is sealed anew, under the first key, and found by it alone.

One kind after another, a few rows a transaction. `KINDS` names every column that holds something sealed or
keyed; what is counted for a day (`throttle`) and a ticket of two hours (`wechat_ticket`) are left to run out.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Column, Row, Table, select, tuple_, update

from servicepoints.register import schema as s
from servicepoints.register.reviews import item_keys, item_of
from servicepoints.register.secrecy import Secrecy
from servicepoints.register.transaction import Writer

Values = dict[str, Any]
After = tuple[Any, ...] | None


def _booking(row: Row[Any], secrecy: Secrecy) -> Values:
    _, phone = secrecy.open(row.sealed) if row.sealed else ("", "")
    return {"sealed": _text(row.sealed, secrecy), "phone": secrecy.fingerprint(phone)} if phone else {}


def _contact(row: Row[Any], secrecy: Secrecy) -> Values:
    if not row.sealed:
        return {}
    _, number = secrecy.open(row.sealed)
    found_by = secrecy.fingerprint(number) if row.fingerprint else ""
    return {"sealed": _text(row.sealed, secrecy), "fingerprint": found_by}


def _review(row: Row[Any], secrecy: Secrecy) -> Values:
    if not row.sealed:
        return {}
    keys = item_keys(item_of(row, secrecy), secrecy)
    key = keys[0] if row.key in keys else row.key  # of one that another bureau took over, nobody else's
    return {"sealed": _text(row.sealed, secrecy), "key": key}


def _revision(row: Row[Any], secrecy: Secrecy) -> Values:
    what = {
        name: {"sealed": _text(value["sealed"], secrecy)} if isinstance(value, dict) else value
        for name, value in row.what.items()
    }
    return {"what": what} if any(isinstance(value, dict) for value in what.values()) else {}


def _upload(row: Row[Any], secrecy: Secrecy) -> Values:
    blobs = {"sealed": row.sealed, "preview": row.preview}
    return {name: secrecy.again(blob) for name, blob in blobs.items() if blob}


def _robot(row: Row[Any], secrecy: Secrecy) -> Values:
    if not row.sealed:
        return {}
    found_by = secrecy.fingerprint(str(secrecy.open(row.sealed)))
    return {"sealed": _text(row.sealed, secrecy), "fingerprint": found_by}


def _factor(row: Row[Any], secrecy: Secrecy) -> Values:
    return {"sealed": _text(row.sealed, secrecy)}


def _text(sealed: str, secrecy: Secrecy) -> str:
    return secrecy.again(sealed).decode()


KINDS: tuple[tuple[Table, Callable[[Row[Any], Secrecy], Values], int], ...] = (
    (s.booking, _booking, 200),
    (s.contact, _contact, 200),
    (s.review_item, _review, 200),
    (s.revision, _revision, 200),
    (s.robot, _robot, 200),
    (s.second_factor, _factor, 200),
    (s.upload, _upload, 1),  # whole files
)
"""What of a row is to be written anew, and of how many rows in one transaction."""


def reseal(writer: Writer, kind: int, after: After) -> tuple[int, After]:
    """Seals what comes next of one of KINDS, in the order of its key.

    How many rows were sealed, and the key to go on after (None: there are no more).
    """
    table, anew, most = KINDS[kind]
    key: list[Column[Any]] = list(table.primary_key.columns)
    query = select(table).order_by(*key).limit(most)
    if after is not None:
        query = query.where(tuple_(*key) > tuple_(*after))
    rows, n = writer.connection.execute(query.with_for_update()).all(), 0
    for row in rows:
        values = anew(row, writer.secrecy)
        if values:
            at = [column == row._mapping[column.name] for column in key]
            writer.connection.execute(update(table).where(*at).values(**values))
            n += 1
    return n, tuple(rows[-1]._mapping[column.name] for column in key) if len(rows) == most else None
