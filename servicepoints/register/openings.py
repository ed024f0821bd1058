"""The line with which a bureau ("" is the city) opens its group notices."""

from sqlalchemy import delete, insert, select

from servicepoints.register import schema as s
from servicepoints.register.transaction import Reader, Writer

_O = s.digest_opening.c


def line(reader: Reader, bureau: str) -> str:
    """Its line, or ""."""
    return reader.connection.execute(select(_O.line).where(_O.bureau == bureau)).scalar_one_or_none() or ""


def keep(writer: Writer, bureau: str, words: str) -> None:
    """Keeps it for next time; "" for none."""
    writer.connection.execute(delete(s.digest_opening).where(_O.bureau == bureau))
    if words:
        row = {"bureau": bureau, "line": words, "at": writer.now, "by": writer.actor.name}
        writer.connection.execute(insert(s.digest_opening).values(**row))
