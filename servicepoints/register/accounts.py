"""Accounts, their sessions, and the links that set a password. Of every secret only a digest comes here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from servicepoints.domain.roles import Account, Role
from servicepoints.errors import Conflict, NotFound
from servicepoints.register import schema as s
from servicepoints.register.transaction import Reader, Writer

_SINCE = s.second_factor.c.since.label("factor_since")
_ALL = select(s.account, _SINCE).outerjoin_from(
    s.account, s.second_factor, s.second_factor.c.account == s.account.c.id
)
_LET_IN = (s.session, s.invitation, s.half_session)
"""What lets somebody in for a time."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An account as it stands: its password as argon2 hashed it ("" while it has none), whether it may sign
    in, since when it is there, and since when it has a second factor (None: it has none)."""

    account: Account
    password: str
    disabled: bool
    made_at: datetime
    factor_since: datetime | None = None

    @property
    def usable(self) -> bool:
        """Whether anyone can sign in with it."""
        return bool(self.password) and not self.disabled


@dataclass(frozen=True, slots=True)
class Session:
    """One signed-in device."""

    digest: str
    account: int
    made_at: datetime
    seen_at: datetime
    expires_at: datetime
    device: str


def named(reader: Reader, login: str) -> Standing | None:
    """The account that signs in under that name, or None."""
    row = reader.connection.execute(_ALL.where(s.account.c.login == login)).one_or_none()
    return None if row is None else _standing(row)


def get(reader: Reader, number: int) -> Standing:
    """The account with that number; NotFound."""
    row = reader.connection.execute(_ALL.where(s.account.c.id == number)).one_or_none()
    if row is None:
        raise NotFound("没有这个账号")
    return _standing(row)


def held(writer: Writer, number: int) -> Standing:
    """The same, and nobody changes it before this transaction is over; NotFound."""
    writer.connection.execute(select(s.account.c.id).where(s.account.c.id == number).with_for_update())
    return get(writer, number)


def all_accounts(reader: Reader) -> list[Standing]:
    """All of them, in the order of their names for signing in."""
    return [_standing(row) for row in reader.connection.execute(_ALL.order_by(s.account.c.login))]


def add(writer: Writer, login: str, name: str, role: Role, bureau: str) -> Account:
    """A new account, without a password. Conflict if the name for signing in is taken."""
    if named(writer, login) is not None:
        raise Conflict(f"已经有账号“{login}”了，换一个登录名")
    row = {
        "login": login, "name": name, "role": role.value, "bureau": bureau,
        "made_at": writer.now, "made_by": writer.actor.name,
    }  # fmt: skip
    number = writer.connection.execute(insert(s.account).values(row).returning(s.account.c.id)).scalar_one()
    return Account(number, login, name, role, bureau)


def set_password(writer: Writer, number: int, hashed: str) -> None:
    """Gives the account this password, as hashed, and ends what links to set one are about."""
    _change(writer, number, {"password": hashed})
    writer.connection.execute(delete(s.invitation).where(s.invitation.c.account == number))


def disable(writer: Writer, number: int) -> None:
    """Lets the account sign in no more, and ends its sessions and links."""
    _change(writer, number, {"disabled_at": writer.now})
    end_sessions(writer, number)
    writer.connection.execute(delete(s.invitation).where(s.invitation.c.account == number))


def enable(writer: Writer, number: int) -> None:
    """Lets the account sign in again."""
    _change(writer, number, {"disabled_at": None})


def invite(writer: Writer, number: int, digest: str, expires_at: datetime) -> None:
    """Remembers a link that sets the account's password, in place of earlier ones."""
    writer.connection.execute(delete(s.invitation).where(s.invitation.c.account == number))
    writer.connection.execute(
        insert(s.invitation).values(digest=digest, account=number, expires_at=expires_at)
    )


def invited(reader: Reader, digest: str, now: datetime) -> Standing | None:
    """The account whose password that link may set now, or None."""
    query = _ALL.join(s.invitation, s.invitation.c.account == s.account.c.id).where(
        s.invitation.c.digest == digest,
        s.invitation.c.expires_at > now,
        s.account.c.disabled_at.is_(None),
    )
    row = reader.connection.execute(query).one_or_none()
    return None if row is None else _standing(row)


def begin_session(writer: Writer, number: int, digest: str, expires_at: datetime, device: str) -> None:
    """Remembers a device that signed in, and forgets sessions that are over."""
    forget_over(writer)
    row = {
        "digest": digest, "account": number, "made_at": writer.now, "seen_at": writer.now,
        "expires_at": expires_at, "device": device,
    }  # fmt: skip
    writer.connection.execute(insert(s.session).values(row))


def forget_over(writer: Writer) -> None:
    """Forgets sessions that are over, with their devices, those that stayed half begun, and invitations that
    nobody took up in time."""
    for table in _LET_IN:
        writer.connection.execute(delete(table).where(table.c.expires_at <= writer.now))


def session(reader: Reader, digest: str, now: datetime) -> tuple[Session, Account, datetime | None] | None:
    """A session that is not over, whose it is, and since when that account has a second factor; None if there
    is none or the account may not sign in."""
    query = (
        select(s.session, s.account, _SINCE)
        .join(s.account, s.session.c.account == s.account.c.id)
        .outerjoin(s.second_factor, s.second_factor.c.account == s.account.c.id)
        .where(s.session.c.digest == digest, s.session.c.expires_at > now, s.account.c.disabled_at.is_(None))
    )
    row = reader.connection.execute(query).mappings().one_or_none()
    return None if row is None else (_session(row), _account(row), row[_SINCE])


def seen(writer: Writer, digest: str, expires_at: datetime) -> None:
    """Notes that a session is in use, and till when it now lasts."""
    writer.connection.execute(
        update(s.session)
        .where(s.session.c.digest == digest)
        .values(seen_at=writer.now, expires_at=expires_at)
    )


def sessions(reader: Reader, number: int, now: datetime) -> list[Session]:
    """The account's sessions that are not over, the latest used first."""
    query = (
        select(s.session)
        .where(s.session.c.account == number, s.session.c.expires_at > now)
        .order_by(s.session.c.seen_at.desc())
    )
    return [_session(row) for row in reader.connection.execute(query).mappings()]


def renew_session(writer: Writer, digest: str, fresh: str) -> None:
    """Gives a session another digest: whoever has the token of the old one is out."""
    writer.connection.execute(update(s.session).where(s.session.c.digest == digest).values(digest=fresh))


def end_session(writer: Writer, number: int, digest: str) -> bool:
    """Ends one session of the account; whether there was such a one."""
    mine = (s.session.c.account == number) & (s.session.c.digest == digest)
    return bool(writer.connection.execute(delete(s.session).where(mine)).rowcount)


def end_sessions(writer: Writer, number: int, but: str = "") -> int:
    """Ends all sessions of the account but one (a digest), and what is half begun; returns how many were
    whole."""
    writer.connection.execute(delete(s.half_session).where(s.half_session.c.account == number))
    others = (s.session.c.account == number) & (s.session.c.digest != but)
    return writer.connection.execute(delete(s.session).where(others)).rowcount


def end_everything(writer: Writer) -> None:
    """Ends every session, what is half begun, and every link that sets a password."""
    for table in _LET_IN:
        writer.connection.execute(delete(table))


def _change(writer: Writer, number: int, values: Mapping[str, Any]) -> None:
    done = writer.connection.execute(update(s.account).where(s.account.c.id == number).values(**values))
    if done.rowcount != 1:
        raise NotFound("没有这个账号")


def _standing(row: Row[Any]) -> Standing:
    account = Account(row.id, row.login, row.name, Role(row.role), row.bureau)
    return Standing(account, row.password, row.disabled_at is not None, row.made_at, row.factor_since)


def _account(row: Mapping[Any, Any]) -> Account:
    a = s.account.c
    return Account(row[a.id], row[a.login], row[a.name], Role(row[a.role]), row[a.bureau])


def _session(row: Mapping[Any, Any]) -> Session:
    c = s.session.c
    return Session(
        row[c.digest], row[c.account], row[c.made_at], row[c.seen_at], row[c.expires_at], row[c.device]
    )
