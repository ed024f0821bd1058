"""The links of station keepers, and each use of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from servicepoints.register import schema as s
from servicepoints.register.loading import chunks
from servicepoints.register.transaction import Reader, Writer

_L, _U = s.keeper_link.c, s.keeper_use.c


@dataclass(frozen=True, slots=True)
class KeeperLink:
    """A link to one point: `id` is what its token signs. It works until `expires_at`, unless it was
    revoked."""

    id: str
    code: str
    made_at: datetime
    made_by: str
    expires_at: datetime
    revoked_at: datetime | None
    revoked_by: str

    def works(self, now: datetime) -> bool:
        """Whether it still lets someone in."""
        return self.revoked_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a link: when, and what was done, in words."""

    at: datetime
    what: str


def make(writer: Writer, number: str, code: str, expires_at: datetime) -> KeeperLink:
    """Remembers a new link to a point."""
    link = KeeperLink(number, code, writer.now, writer.actor.name, expires_at, None, "")
    row = {"id": number, "code": code, "made_at": link.made_at, "made_by": link.made_by}
    writer.connection.execute(insert(s.keeper_link).values(**row, expires_at=expires_at))
    return link


def find(reader: Reader, number: str) -> KeeperLink | None:
    """The link with that id, working or not."""
    row = reader.connection.execute(select(s.keeper_link).where(_L.id == number)).one_or_none()
    return None if row is None else _link(row)


def of_points(reader: Reader, codes: Iterable[str]) -> dict[str, list[KeeperLink]]:
    """The links of these points by code, the latest first."""
    found: dict[str, list[KeeperLink]] = {}
    for chunk in chunks(codes):
        query = select(s.keeper_link).where(_L.code.in_(chunk)).order_by(_L.made_at.desc(), _L.id)
        for row in reader.connection.execute(query):
            found.setdefault(row.code, []).append(_link(row))
    return found


def revoke(writer: Writer, number: str) -> bool:
    """Ends a link; whether it had not been ended before."""
    standing = (_L.id == number) & _L.revoked_at.is_(None)
    ended = {"revoked_at": writer.now, "revoked_by": writer.actor.name}
    return bool(writer.connection.execute(update(s.keeper_link).where(standing).values(**ended)).rowcount)


def used(writer: Writer, number: str, what: str) -> None:
    """Notes a use."""
    writer.connection.execute(insert(s.keeper_use).values(link=number, at=writer.now, what=what))


def uses(reader: Reader, number: str, most: int) -> list[Use]:
    """The latest uses of a link, the last one first."""
    query = select(_U.at, _U.what).where(_U.link == number).order_by(_U.id.desc()).limit(most)
    return [Use(*row) for row in reader.connection.execute(query)]


def count_uses(reader: Reader, number: str) -> int:
    """How often a link was used."""
    n: int = reader.connection.execute(
        select(func.count()).select_from(s.keeper_use).where(_U.link == number)
    ).scalar_one()
    return n


def _link(row: Row[Any]) -> KeeperLink:
    return KeeperLink(
        row.id, row.code, row.made_at, row.made_by, row.expires_at, row.revoked_at, row.revoked_by
    )
