"""Bureaus (邮政管理局): the owners of listings, by slug."""

from dataclasses import dataclass

from sqlalchemy import insert, select, update

from servicepoints.register import schema as s
from servicepoints.register.transaction import REFERENCE, Reader, Writer


@dataclass(frozen=True, slots=True)
class Bureau:
    """A bureau: the slug that points refer to, and its name. What its keepers change of hours and amenities
    is published at once if it `trusts_keepers`, else it waits for the bureau."""

    slug: str
    name: str
    trusts_keepers: bool = False


def get(reader: Reader, slug: str) -> Bureau | None:
    """The bureau with that slug, or None."""
    return next((b for b in all_bureaus(reader) if b.slug == slug), None)


def named(reader: Reader, name: str) -> Bureau | None:
    """The bureau with that name or slug, or None."""
    return next((b for b in all_bureaus(reader) if name in (b.name, b.slug)), None)


def all_bureaus(reader: Reader) -> list[Bureau]:
    """All of them, in the order of slugs."""
    rows = reader.connection.execute(select(s.bureau).order_by(s.bureau.c.slug))
    return [Bureau(row.slug, row.name, row.trusts_keepers) for row in rows]


def hold(writer: Writer, slug: str) -> None:
    """Lets nobody else who asks the same work on the bureau until this transaction ends."""
    writer.connection.execute(select(s.bureau.c.slug).where(s.bureau.c.slug == slug).with_for_update()).all()


def names(reader: Reader) -> dict[str, str]:
    """Their names by slug."""
    return {bureau.slug: bureau.name for bureau in all_bureaus(reader)}


def put(writer: Writer, bureau: Bureau) -> None:
    """Adds it, or gives the one with that slug this name. Conflict if another has the name."""
    standing = get(writer, bureau.slug)
    if standing is not None and standing.name == bureau.name:
        return
    if standing is None:
        writer.connection.execute(insert(s.bureau).values(slug=bureau.slug, name=bureau.name))
    else:
        writer.connection.execute(
            update(s.bureau).where(s.bureau.c.slug == bureau.slug).values(name=bureau.name)
        )
    writer.changed([REFERENCE])


def trust_keepers(writer: Writer, slug: str, trusts: bool) -> None:
    """Lets what the bureau's keepers change be published at once, or wait."""
    writer.connection.execute(update(s.bureau).where(s.bureau.c.slug == slug).values(trusts_keepers=trusts))
