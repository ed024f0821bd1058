"""The facts of doors that are published, and what was counted of them day by day."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from sqlalchemy import bindparam, func, select, text

from servicepoints.domain.doors import NOBODY_CAME, Door
from servicepoints.register import schema as s
from servicepoints.register.loading import chunks
from servicepoints.register.transaction import Reader, Writer

COUNTED = ("opened", "shut", "refused", "other", "refuted", "asked", "in_time", "late")

_T, _D = s.door.c, s.door_day.c
_FACTS = ("confirmed_at", "shut_at", "shut_until", "disputed", "doubted_at", "doubted_until")
# one statement on both engines, so that two at once are both counted
_SET = text(
    f"INSERT INTO door (code, {', '.join(_FACTS)}) VALUES (:code, {', '.join(f':{f}' for f in _FACTS)})"
    f" ON CONFLICT (code) DO UPDATE SET {', '.join(f'{f} = excluded.{f}' for f in _FACTS)}"
).bindparams(*(bindparam(name, type_=_T[name].type) for name in _FACTS))
_COUNT = text(
    f"INSERT INTO door_day (day, code, {', '.join(COUNTED)})"
    f" VALUES (:day, :code, {', '.join(f':{f}' for f in COUNTED)}) ON CONFLICT (day, code) DO UPDATE SET "
    + ", ".join(f"{f} = door_day.{f} + excluded.{f}" for f in COUNTED)
).bindparams(bindparam("day", type_=_D.day.type))


def get(reader: Reader, code: str) -> Door:
    """The facts of one door; of one at which nobody was, none."""
    return among(reader, [code]).get(code, NOBODY_CAME)


def among(reader: Reader, codes: Iterable[str]) -> dict[str, Door]:
    """The facts of these doors, by code; doors at which nobody was are left out."""
    found: dict[str, Door] = {}
    for chunk in chunks(codes):
        rows = reader.connection.execute(select(s.door).where(_T.code.in_(chunk)))
        found |= {row.code: Door(*(getattr(row, name) for name in _FACTS)) for row in rows}
    return found


def every(reader: Reader) -> dict[str, Door]:
    """The facts of all doors, by code."""
    rows = reader.connection.execute(select(s.door))
    return {row.code: Door(*(getattr(row, name) for name in _FACTS)) for row in rows}


def put(writer: Writer, code: str, door: Door) -> None:
    """Makes these the facts of a door, and lets couriers know."""
    facts = {name: getattr(door, name) for name in _FACTS}
    writer.connection.execute(_SET, {"code": code, **facts})
    writer.changed([code])


def count(writer: Writer, day: date, code: str, **more: int) -> None:
    """Counts what was said or answered of a door on a day, by the names of COUNTED."""
    writer.connection.execute(_COUNT, {"day": day, "code": code, **dict.fromkeys(COUNTED, 0), **more})


def counted(reader: Reader, codes: Collection[str] | None, since: date) -> Mapping[str, int]:
    """What was counted of these doors (None: of all) from a day on, by the names of COUNTED."""
    query = select(*(func.coalesce(func.sum(_D[name]), 0).label(name) for name in COUNTED))
    query = query.where(_D.day >= since)
    if codes is not None:
        query = query.where(_D.code.in_(codes))
    return {name: int(n) for name, n in reader.connection.execute(query).mappings().one().items()}
