"""Second factors of accounts: the sealed key of the authenticator, the codes for who has lost it, and the
browsers in which only the password was given so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update

from servicepoints.register import accounts
from servicepoints.register import schema as s
from servicepoints.register.transaction import Reader, Writer

AHEAD = 20
"""So many half minutes before the last code that was used, a code tells of a clock that went ahead then: it
is taken, or nobody would get in until the clock is there again."""

_F, _R, _H = s.second_factor.c, s.recovery_code.c, s.half_session.c


@dataclass(frozen=True, slots=True)
class Factor:
    """A second factor: the key (base 32), and since when it is asked for."""

    key: str
    since: datetime


def get(reader: Reader, account: int) -> Factor | None:
    """The factor of an account, opened; None if it has none. SettingError without the data key."""
    row = reader.connection.execute(select(s.second_factor).where(_F.account == account)).one_or_none()
    return None if row is None else Factor(str(reader.secrecy.open(row.sealed)), row.since)


def put(writer: Writer, account: int, key: str, step: int, hashed: Sequence[str]) -> None:
    """Gives the account a factor in place of any before: its key, the step whose code is used up, and its
    recovery codes, hashed. SettingError without the data key."""
    sealed = writer.secrecy.seal(key)
    accounts.held(writer, account)
    drop(writer, account)
    row = {"account": account, "sealed": sealed, "since": writer.now, "step": step}
    writer.connection.execute(insert(s.second_factor).values(row))
    codes = [{"account": account, "place": n, "hashed": one} for n, one in enumerate(hashed)]
    writer.connection.execute(insert(s.recovery_code), codes)


def drop(writer: Writer, account: int) -> bool:
    """Takes the account's factor away, with its recovery codes; whether it had one."""
    writer.connection.execute(delete(s.recovery_code).where(_R.account == account))
    return bool(writer.connection.execute(delete(s.second_factor).where(_F.account == account)).rowcount)


def use_step(writer: Writer, account: int, since: datetime, step: int) -> bool:
    """Uses up the code of a step of the factor that stands since then; False if that code, or a later one,
    was used before (but see AHEAD), or the factor is another by now."""
    later = (_F.step < step) | (_F.step > step + AHEAD)
    unused = (_F.account == account) & (_F.since == since) & later
    return bool(writer.connection.execute(update(s.second_factor).where(unused).values(step=step)).rowcount)


def recovery_codes(reader: Reader, account: int) -> Mapping[int, str]:
    """The recovery codes that are left, as hashed, by their place."""
    query = select(_R.place, _R.hashed).where(_R.account == account).order_by(_R.place)
    return {row.place: row.hashed for row in reader.connection.execute(query)}


def recovery_left(reader: Reader, account: int) -> int:
    """How many recovery codes are left."""
    query = select(func.count()).select_from(s.recovery_code).where(_R.account == account)
    return int(reader.connection.execute(query).scalar_one())


def use_recovery(writer: Writer, account: int, place: int, hashed: str) -> bool:
    """Uses up a recovery code; False if it was used before."""
    same = (_R.account == account) & (_R.place == place) & (_R.hashed == hashed)
    return bool(writer.connection.execute(delete(s.recovery_code).where(same)).rowcount)


def begin_half(writer: Writer, account: int, digest: str, expires_at: datetime) -> None:
    """Remembers a browser in which the password was right."""
    row = {"digest": digest, "account": account, "expires_at": expires_at}
    writer.connection.execute(insert(s.half_session).values(row))


def half(reader: Reader, digest: str, now: datetime) -> int | None:
    """The account whose password was given in that browser, while that counts; it may be disabled."""
    query = select(_H.account).where(_H.digest == digest, _H.expires_at > now)
    return reader.connection.execute(query).scalar_one_or_none()


def end_half(writer: Writer, digest: str) -> bool:
    """Ends the wait for the second factor in that browser; whether there still was one."""
    return bool(writer.connection.execute(delete(s.half_session).where(_H.digest == digest)).rowcount)
