"""Points as they stand, read whole.

`get`, `matching` and `all_points` open private contacts and need the data key where there are any;
`publishable`, `unlocated` and `confirmed_pins` leave them out and need none. What they return in full may
be changed and handed to `update`; what they return without contacts must not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select

from servicepoints.domain.points import COARSE_M, Listing, Point
from servicepoints.domain.publication import published
from servicepoints.domain.records import point_of
from servicepoints.register import schema as s
from servicepoints.register.loading import known, load, load_codes
from servicepoints.register.rows import opened, public_only
from servicepoints.register.transaction import Reader
from servicepoints.register.writing import insert, insert_many, update, update_many

__all__ = [
    "all_points",
    "any_sealed",
    "confirmed_pins",
    "count",
    "count_unlocated",
    "get",
    "get_many",
    "insert",
    "insert_many",
    "known",
    "matching",
    "publishable",
    "unlocated",
    "update",
    "update_many",
]


def get(reader: Reader, code: str) -> Point | None:
    """The point with that code, private contacts included, or None."""
    return get_many(reader, [code]).get(code)


def get_many(reader: Reader, codes: Iterable[str]) -> dict[str, Point]:
    """The points with those codes; unknown codes are left out."""
    return {code: point_of(r) for code, r in load_codes(reader, codes, opened(reader.secrecy)).items()}


def matching(reader: Reader, bureau: str) -> list[Point]:
    """All points of one bureau, withdrawn and held ones included: what an import is compared with."""
    return [point_of(r) for r in load(reader, s.point.c.bureau == bureau, opened(reader.secrecy)).values()]


def all_points(reader: Reader) -> list[Point]:
    """Every point, in the order of codes."""
    return [point_of(r) for r in load(reader, None, opened(reader.secrecy)).values()]


def count(reader: Reader) -> int:
    """How many points there are, withdrawn and held ones included."""
    n: int = reader.connection.execute(select(func.count()).select_from(s.point)).scalar_one()
    return n


def any_sealed(reader: Reader) -> str:
    """One contact as it is sealed, "" if there is none: what a data key can be tried on."""
    sealed = select(s.contact.c.sealed).where(s.contact.c.sealed != "").limit(1)
    return reader.connection.execute(sealed).scalar_one_or_none() or ""


def publishable(reader: Reader, codes: Iterable[str] | None = None) -> dict[str, Point | None]:
    """What couriers may see of those points (all, for None): `domain.publication.published`, None where it is
    nothing."""
    records = load(reader, None, public_only) if codes is None else load_codes(reader, codes, public_only)
    return {code: published(point_of(record)) for code, record in records.items()}


def confirmed_pins(reader: Reader) -> list[Point]:
    """The points whose position a person confirmed: the embedded geocoder's knowledge. Without contacts."""
    return [point_of(r) for r in load(reader, s.point.c.confirmed_by != "", public_only).values()]


def unlocated(reader: Reader, today: date) -> list[Point]:
    """Points that have an address but no position, or only a coarse one nobody confirmed, and that are
    neither withdrawn nor over. Without contacts."""
    wanted = reader.connection.execute(
        select(s.point.c.code).where(_coarse() & (s.point.c.address != "") & _lasting(today))
    )
    return [point_of(r) for r in load_codes(reader, wanted.scalars(), public_only).values()]


@dataclass(frozen=True, slots=True)
class Unlocated:
    """How many points cannot be ridden to: without any position, of these without an address, and with a
    position that is only coarse."""

    nowhere: int
    no_address: int
    coarse: int


def count_unlocated(reader: Reader, today: date) -> Unlocated:
    """Of the points that are neither withdrawn nor over."""
    nowhere, blank = s.point.c.latitude.is_(None), s.point.c.address == ""
    wanted = [func.count().filter(one) for one in (nowhere, nowhere & blank, ~nowhere & _coarse())]
    row = reader.connection.execute(select(*wanted).select_from(s.point).where(_lasting(today))).one()
    return Unlocated(row[0], row[1], row[2])


def _coarse() -> ColumnElement[bool]:
    vague = or_(s.point.c.latitude.is_(None), s.point.c.precision_m > COARSE_M)
    return vague & (s.point.c.confirmed_by == "")


def _lasting(today: date) -> ColumnElement[bool]:
    over = s.point.c.valid_to.is_not(None) & (s.point.c.valid_to < today)
    return (s.point.c.listing != Listing.WITHDRAWN.value) & ~over
