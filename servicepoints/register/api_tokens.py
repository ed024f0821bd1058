"""The tokens with which a bureau's own systems write through the API. Of each only a digest comes here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from servicepoints.domain.roles import Scope
from servicepoints.register import schema as s
from servicepoints.register.transaction import Reader, Writer

_T, _R = s.api_token.c, s.api_replay.c


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A token: what its system is called, whose points it may change and what of them. `used_on` is the last
    day on which it was used; it works until `expires_at`, unless it was revoked."""

    id: int
    bureau: str
    name: str
    scopes: frozenset[Scope]
    made_at: datetime
    made_by: str
    expires_at: datetime
    used_on: date | None
    revoked_at: datetime | None
    revoked_by: str

    def works(self, now: datetime) -> bool:
        """Whether it still lets anything in."""
        return self.revoked_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True)
class Replay:
    """What was made under a key: the digest of the request that made it, and the code of the point."""

    request: str
    code: str


def add(
    writer: Writer, digest: str, bureau: str, name: str, scopes: Iterable[Scope], expires_at: datetime
) -> ApiToken:
    """Remembers a new token by its digest."""
    row = {
        "digest": digest, "bureau": bureau, "name": name, "scopes": sorted(scope.value for scope in scopes),
        "made_at": writer.now, "made_by": writer.actor.name, "expires_at": expires_at,
    }  # fmt: skip
    made = insert(s.api_token).values(row).returning(s.api_token)
    return _token(writer.connection.execute(made).one())


def find(reader: Reader, digest: str) -> ApiToken | None:
    """The token with that digest, working or not."""
    row = reader.connection.execute(select(s.api_token).where(_T.digest == digest)).one_or_none()
    return None if row is None else _token(row)


def get(reader: Reader, number: int) -> ApiToken | None:
    """The token with that number, working or not."""
    row = reader.connection.execute(select(s.api_token).where(_T.id == number)).one_or_none()
    return None if row is None else _token(row)


def of_bureau(reader: Reader, bureau: str | None) -> list[ApiToken]:
    """The tokens of a bureau (None: of all), the latest first."""
    query = select(s.api_token).order_by(_T.id.desc())
    rows = reader.connection.execute(query if bureau is None else query.where(_T.bureau == bureau))
    return [_token(row) for row in rows]


def revoke(writer: Writer, number: int) -> bool:
    """Ends a token; whether it had not been ended before."""
    ended = {"revoked_at": writer.now, "revoked_by": writer.actor.name}
    standing = (_T.id == number) & _T.revoked_at.is_(None)
    return bool(writer.connection.execute(update(s.api_token).where(standing).values(**ended)).rowcount)


def used(writer: Writer, number: int, on: date) -> None:
    """Notes the day of a use."""
    writer.connection.execute(update(s.api_token).where(_T.id == number).values(used_on=on))


def replay(reader: Reader, token: int, key: str) -> Replay | None:
    """What was made under a key (a digest) of a token's."""
    query = select(_R.request, _R.code).where(_R.token == token, _R.key == key)
    row = reader.connection.execute(query).one_or_none()
    return None if row is None else Replay(row.request, row.code)


def remember(writer: Writer, token: int, key: str, what: Replay) -> None:
    """Remembers what was made under a key."""
    row = {"token": token, "key": key, "request": what.request, "code": what.code, "at": writer.now}
    writer.connection.execute(insert(s.api_replay).values(row))


def forget_replays(writer: Writer, before: datetime) -> int:
    """Forgets what was made before that moment; how many."""
    return writer.connection.execute(delete(s.api_replay).where(_R.at < before)).rowcount


def _token(row: Row[Any]) -> ApiToken:
    return ApiToken(
        row.id, row.bureau, row.name, frozenset(map(Scope, row.scopes)), row.made_at, row.made_by,
        row.expires_at, row.used_on, row.revoked_at, row.revoked_by,
    )  # fmt: skip
