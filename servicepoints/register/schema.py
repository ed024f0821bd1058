"""The register's tables.

A point is known by its code everywhere: the code is unique for ever (rows of `point` are never deleted), so
nothing else is needed to refer to it. Words of closed sets are kept as their values; the domain reads them.
A change here needs a migration beside it; a test compares the two.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
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


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, default="")


def _word(name: str) -> Column[str]:
    return Column(name, String(32), nullable=False)


def _code(**options: Any) -> Column[str]:
    return Column("code", String(6), ForeignKey("point.code"), **options)


def _hours(*, optional: bool) -> tuple[Column[Any], ...]:
    return (
        Column("hours_text", Text, nullable=optional),
        Column("opening_hours", Text),
        Column("hours_status", String(32), nullable=optional),
        Column("hours_proposal", Text),
        Column("hours_reasons", JSON, nullable=optional),
    )


instance = Table(
    "instance",
    metadata,
    Column("id", String(32), primary_key=True),
    _word("kind"),
    Column("created_at", Moment, nullable=False),
)

bureau = Table(
    "bureau",
    metadata,
    Column("slug", String(64), primary_key=True),
    Column("name", Text, nullable=False, unique=True),
)

point = Table(
    "point",
    metadata,
    Column("code", String(6), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("name", Text, nullable=False),
    _word("kind"),
    _word("demonstration"),
    Column("bureau", String(64), nullable=False, index=True),
    _text("district"),
    _text("sub_district"),
    _text("address"),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("precision_m", Float),
    _word("position_basis"),
    _text("confirmed_by"),
    Column("confirmed_on", Date),
    _word("audience"),
    Column("free", Boolean),
    _word("access"),
    _text("access_note"),
    _text("parking_note"),
    *_hours(optional=False),
    _word("booking_channel"),
    _text("booking_phone"),
    _text("booking_link"),
    _text("booking_note"),
    Column("booking_note_date", Date),
    _text("link_group"),
    Column("valid_from", Date),
    Column("valid_to", Date),
    _word("listing"),
    Column("suspended_until", Moment),
    _text("listing_reason"),
    Column("checked_on", Date),
    _text("checked_by"),
    _text("source"),
    _text("source_date"),
    _text("note"),
    Column("updated_at", Moment, nullable=False),
)

space = Table(
    "space",
    metadata,
    _code(primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    *_hours(optional=True),
)

# place 0 is the point itself, 1… its spaces; an amenity without a row is unknown
amenity = Table(
    "amenity",
    metadata,
    _code(primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("key", String(64), primary_key=True),
    Column("has", Boolean, nullable=False),
)

# `number` is in the clear only when it is public; `sealed` holds [name, number] of all that is private
contact = Table(
    "contact",
    metadata,
    _code(primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("public", Boolean, nullable=False),
    _text("number"),
    _text("sealed"),
    Column("fingerprint", String(64), nullable=False, default="", index=True),
)

import_batch = Table(
    "import_batch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("filename", Text, nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    _text("bureau"),
    Column("at", Moment, nullable=False),
    _word("actor_kind"),
    _text("actor_name"),
    Column("counts", JSON, nullable=False),
    Column("columns", JSON, nullable=False),
)

# `what`: {field: [old, new]}; private fields in it are sealed
revision = Table(
    "revision",
    metadata,
    _code(primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    _word("actor_kind"),
    _text("actor_name"),
    Column("what", JSON, nullable=False),
    _text("why"),
    Column("batch", Integer, ForeignKey("import_batch.id"), index=True),
)

feed = Table(
    "feed",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("n", Integer, nullable=False),
)

change = Table(
    "change",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("code", String(6), primary_key=True),
)

review_item = Table(
    "review_item",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(64), nullable=False, unique=True),
    _word("kind"),
    Column("code", String(6), ForeignKey("point.code")),
    _text("bureau"),
    Column("batch", Integer, ForeignKey("import_batch.id")),
    _text("sheet"),
    Column("row", Integer),
    _text("column"),
    _text("reason"),
    Column("content", JSON, nullable=False),
    Column("sealed", Text, nullable=False, default=""),
    Column("created_at", Moment, nullable=False),
    Column("done_at", Moment),
    _text("done_by"),
    _text("outcome"),
    Index("ix_review_item_open", "done_at", "kind"),
)

geocode_answer = Table(
    "geocode_answer",
    metadata,
    Column("provider", String(32), primary_key=True),
    Column("query", Text, primary_key=True),
    Column("answer", JSON, nullable=False),
    _text("level"),
    _word("raw_datum"),
    Column("answered_on", Date, nullable=False),
)

position_candidate = Table(
    "position_candidate",
    metadata,
    _code(primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("candidate", JSON, nullable=False),
    _text("why"),
    Column("found_at", Moment, nullable=False),
)

calendar_day = Table(
    "calendar_day",
    metadata,
    Column("date", Date, primary_key=True),
    _word("type"),
    _text("holiday"),
)
