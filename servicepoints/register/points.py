"""Points as they stand, read whole.

`get`, `matching` and `all_points` open private contacts and need the data key where there are any;
`publishable`, `unlocated` and `confirmed_pins` leave them out and need none. What they return in full may
be changed and handed to `update`; what they return without contacts must not.
"""

from collections.abc import Iterable

from sqlalchemy import func, or_, select

from servicepoints.domain.points import COARSE_M, Listing, Point
from servicepoints.domain.publication import published
from servicepoints.domain.records import point_of
from servicepoints.register import schema as s
from servicepoints.register.loading import load, load_codes
from servicepoints.register.rows import opened, public_only
from servicepoints.register.transaction import Reader
from servicepoints.register.writing import insert, insert_many, update, update_many

__all__ = [
    "all_points",
    "any_sealed",
    "codes",
    "confirmed_pins",
    "count",
    "get",
    "get_many",
    "insert",
    "insert_many",
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


def codes(reader: Reader) -> list[str]:
    """Every code that was ever given out."""
    return list(reader.connection.execute(select(s.point.c.code).order_by(s.point.c.code)).scalars())


def count(reader: Reader) -> int:
    """How many points there are, withdrawn and held ones included."""
    n: int = reader.connection.execute(select(func.count()).select_from(s.point)).scalar_one()
    return n


def any_sealed(reader: Reader) -> str:
    """One contact as it is sealed, "" if there is none: what a data key can be tried on."""
    sealed = select(s.contact.c.sealed).where(s.contact.c.sealed != "").limit(1)
    return reader.connection.execute(sealed).scalar_one_or_none() or ""


def publishable(reader: Reader, codes: Iterable[str] | None = None) -> dict[str, Point | None]:
    """What couriers may see of those points (all, for None): `domain.points.published`, None where it is
    nothing."""
    records = load(reader, None, public_only) if codes is None else load_codes(reader, codes, public_only)
    return {code: published(point_of(record)) for code, record in records.items()}


def confirmed_pins(reader: Reader) -> list[Point]:
    """The points whose position a person confirmed: the embedded geocoder's knowledge. Without contacts."""
    return [point_of(r) for r in load(reader, s.point.c.confirmed_by != "", public_only).values()]


def unlocated(reader: Reader, limit: int | None = None) -> list[Point]:
    """Points that have an address but no position, or only a coarse one, and were not withdrawn. Without
    contacts."""
    condition = (
        or_(s.point.c.latitude.is_(None), s.point.c.precision_m > COARSE_M)
        & (s.point.c.confirmed_by == "")
        & (s.point.c.address != "")
        & (s.point.c.listing != Listing.WITHDRAWN.value)
    )
    wanted = reader.connection.execute(
        select(s.point.c.code).where(condition).order_by(s.point.c.code).limit(limit)
    )
    return [point_of(r) for r in load_codes(reader, wanted.scalars(), public_only).values()]
