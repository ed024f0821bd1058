"""WeChat's ticket, kept sealed for all nodes, and who of them may fetch the next one.

One fetches at a time: whoever's conditional update takes the row. A claim ends by itself, so that one whose
process died holds nobody up for long.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, text, update

from servicepoints.errors import SettingError
from servicepoints.register import schema as s
from servicepoints.register.transaction import Reader, Writer

_T = s.wechat_ticket.c
# one statement on both engines; a row that stands stays as it is
_MAKE = text(
    "INSERT INTO wechat_ticket (app_id, sealed, failure) VALUES (:app_id, '', '')"
    " ON CONFLICT (app_id) DO NOTHING"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of an account's ticket: its value ("" for none, or one sealed with a key that is gone)
    and until when it signs; the last failure, with when it was; and when to ask again after that."""

    value: str = ""
    valid_until: datetime | None = None
    failure: str = ""
    failed_at: datetime | None = None
    retry_at: datetime | None = None

    def signs(self, at: datetime) -> bool:
        """Whether it signs at that moment."""
        return bool(self.value) and self.valid_until is not None and self.valid_until > at


def standing(reader: Reader, app_id: str) -> Standing:
    """How it stands with the ticket of that account."""
    row = reader.connection.execute(select(s.wechat_ticket).where(_T.app_id == app_id)).one_or_none()
    if row is None:
        return Standing()
    try:
        value = str(reader.secrecy.open(row.sealed)) if row.sealed else ""
    except SettingError:
        value = ""
    return Standing(value, row.valid_until, row.failure, row.failed_at, row.retry_at)


def claim(writer: Writer, app_id: str, until: datetime, ends_before: datetime | None) -> bool:
    """Takes the fetching of the next ticket until then; False if someone else has it, if it is too early
    after a failure, or if the ticket that stands signs beyond `ends_before` (None: replace it whatever)."""
    writer.connection.execute(_MAKE, {"app_id": app_id})
    free = (
        _T.app_id == app_id,
        or_(_T.claimed_until.is_(None), _T.claimed_until <= writer.now),
        or_(_T.retry_at.is_(None), _T.retry_at <= writer.now),
    )
    old = () if ends_before is None else (or_(_T.valid_until.is_(None), _T.valid_until <= ends_before),)
    taken = writer.connection.execute(update(s.wechat_ticket).where(*free, *old).values(claimed_until=until))
    return bool(taken.rowcount == 1)


def keep(writer: Writer, app_id: str, value: str, valid_until: datetime) -> None:
    """Keeps a ticket in place of the one before, and lets the claim go."""
    _set(
        writer,
        app_id,
        sealed=writer.secrecy.seal(value),
        valid_until=valid_until,
        claimed_until=None,
        retry_at=None,
        failure="",
        failed_at=None,
    )


def fail(writer: Writer, app_id: str, why: str, retry_at: datetime) -> None:
    """Notes why none was fetched and when to try again, and lets the claim go. The old one stays."""
    _set(writer, app_id, claimed_until=None, retry_at=retry_at, failure=why, failed_at=writer.now)


def _set(writer: Writer, app_id: str, **values: object) -> None:
    writer.connection.execute(update(s.wechat_ticket).where(_T.app_id == app_id).values(**values))
