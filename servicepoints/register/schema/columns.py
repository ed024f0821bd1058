"""What the tables are made of: their metadata, and the columns that several of them have."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    MetaData,
    String,
    Text,
    TypeDecorator,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_UTC = ZoneInfo("UTC")


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept as UTC on both engines (SQLite's own type would drop the offset)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuses a naive time: nobody could say which moment it means."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive time {value!r}")
        return value.astimezone(_UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """UTC; SQLite gives it back without the offset."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=_UTC) if moment.tzinfo is None else moment


def text(name: str) -> Column[str]:
    """Any text; "" is none."""
    return Column(name, Text, nullable=False, default="")


def word(name: str) -> Column[str]:
    """The value of a closed set."""
    return Column(name, String(32), nullable=False)


def code(**options: Any) -> Column[str]:
    """The point that a row belongs to."""
    return Column("code", String(6), ForeignKey("point.code"), **options)


def hours(*, optional: bool) -> tuple[Column[Any], ...]:
    """The columns of a schedule."""
    return (
        Column("hours_text", Text, nullable=optional),
        Column("opening_hours", Text),
        Column("hours_status", String(32), nullable=optional),
        Column("hours_proposal", Text),
        Column("hours_reasons", JSON, nullable=optional),
    )
