"""When a round that cron makes was last made."""

from datetime import datetime

from sqlalchemy import bindparam, select, text

from servicepoints.register import schema as s
from servicepoints.register.schema import Moment
from servicepoints.register.transaction import Reader, Writer

_BEAT = text(
    "INSERT INTO pulse (name, at) VALUES (:name, :at) ON CONFLICT (name) DO UPDATE SET at = :at"
).bindparams(bindparam("at", type_=Moment))


def beat(writer: Writer, name: str) -> None:
    """It is made now."""
    writer.connection.execute(_BEAT, {"name": name, "at": writer.now})


def last(reader: Reader, name: str) -> datetime | None:
    """When it was last made, or None."""
    at: datetime | None = reader.connection.execute(
        select(s.pulse.c.at).where(s.pulse.c.name == name)
    ).scalar_one_or_none()
    return at
