"""What can be booked, and who did: offerings of points, their sessions, bookings.

Of a booking's person only a sealed text and keyed hashes are here; of its link only a digest.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy import (
    text as sql,
)

from servicepoints.register.schema.columns import Moment, code, metadata, text, word

offering = Table(
    "offering",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("revision", Integer, nullable=False),
    code(nullable=False, index=True),
    text("space"),
    text("title"),
    word("kind"),
    word("category"),
    text("description"),
    word("welcome"),
    word("channel"),
    text("phone"),
    text("link"),
    text("how"),
    Column("how_date", Date),
    Column("made_at", Moment, nullable=False),
    text("made_by"),
    Column("ended_at", Moment),
    text("ended_by"),
)

# `taken` and `waiting` are counted in the same statement that guards them; the checks are the last defence.
# `bookers` follows the offering and the point, so that the same statement sees who may book
offering_session = Table(
    "offering_session",
    metadata,
    Column("code", String(6), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("offering", Integer, ForeignKey("offering.id"), nullable=False, index=True),
    Column("starts_at", Moment, nullable=False, index=True),
    Column("ends_at", Moment, nullable=False, index=True),
    Column("capacity", Integer),
    Column("most", Integer, nullable=False),
    Column("queue", Integer, nullable=False),
    Column("opens_at", Moment),
    Column("closes_at", Moment),
    Column("notice_minutes", Integer, nullable=False),
    Column("closing", Moment, nullable=False),
    word("bookers"),
    word("state"),
    text("reason"),
    Column("moved_from", Moment),
    Column("series", String(32), nullable=False, default=""),
    Column("taken", Integer, nullable=False, default=0),
    Column("waiting", Integer, nullable=False, default=0),
    Column("turn", Integer, nullable=False, default=0),
    CheckConstraint("taken >= 0 AND taken <= coalesce(capacity, 0)", name="ck_offering_session_taken"),
    CheckConstraint("waiting >= 0", name="ck_offering_session_waiting"),
)

_STANDING = sql("state IN ('confirmed', 'waiting')")

booking = Table(
    "booking",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("session", String(6), ForeignKey("offering_session.code"), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("door_code", String(8), nullable=False),
    Column("places", Integer, nullable=False),
    word("state"),
    Column("turn", Integer, nullable=False),
    text("sealed"),
    Column("phone", String(64)),
    Column("made_at", Moment, nullable=False),
    word("made_by"),
    Column("settled_at", Moment),
    text("reason"),
    Column("attendance", String(32)),
    Column("news", String(32)),
    Column("news_at", Moment),
    Column("told_at", Moment),
    text("told_by"),
    UniqueConstraint("session", "door_code"),
    CheckConstraint("places > 0", name="ck_booking_places"),
    Index("ix_booking_line", "session", "state", "turn"),
    Index("ix_booking_phone", "phone"),
    Index(
        "uq_booking_standing", "session", "phone", unique=True,
        sqlite_where=_STANDING, postgresql_where=_STANDING,
    ),
)  # fmt: skip

# who saw the names and numbers of a session, and when
roster_opening = Table(
    "roster_opening",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("session", String(6), ForeignKey("offering_session.code"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("account", Text, nullable=False),
    Column("what", Text, nullable=False),
)
