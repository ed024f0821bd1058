"""Booking: offerings, their sessions, bookings, and who opened a session's roster."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds them to what stands."""
    _offerings()
    _sessions()
    _bookings()
    op.create_table(
        "roster_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session", sa.String(length=6), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["session"], ["offering_session.code"], name="fk_roster_opening_session"),
        sa.PrimaryKeyConstraint("id", name="pk_roster_opening"),
    )
    op.create_index("ix_roster_opening_session", "roster_opening", ["session"])


def _offerings() -> None:
    op.create_table(
        "offering",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("space", "title")),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("welcome", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("phone", "link", "how")),
        sa.Column("how_date", sa.Date(), nullable=True),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["point.code"], name="fk_offering_code"),
        sa.PrimaryKeyConstraint("id", name="pk_offering"),
    )
    op.create_index("ix_offering_code", "offering", ["code"])


def _sessions() -> None:
    op.create_table(
        "offering_session",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("offering", sa.Integer(), nullable=False),
        sa.Column("starts_at", _MOMENT, nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("queue", sa.Integer(), nullable=False),
        sa.Column("opens_at", _MOMENT, nullable=True),
        sa.Column("closes_at", _MOMENT, nullable=True),
        sa.Column("notice_minutes", sa.Integer(), nullable=False),
        sa.Column("closing", _MOMENT, nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved_from", _MOMENT, nullable=True),
        sa.Column("series", sa.String(length=32), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("taken", "waiting", "turn")),
        sa.CheckConstraint("taken >= 0 AND taken <= coalesce(capacity, 0)", name="ck_offering_session_taken"),
        sa.CheckConstraint("waiting >= 0", name="ck_offering_session_waiting"),
        sa.ForeignKeyConstraint(["offering"], ["offering.id"], name="fk_offering_session_offering"),
        sa.PrimaryKeyConstraint("code", name="pk_offering_session"),
    )
    for column in ("offering", "starts_at", "ends_at"):
        op.create_index(f"ix_offering_session_{column}", "offering_session", [column])


def _bookings() -> None:
    standing = sa.text("state IN ('confirmed', 'waiting')")
    op.create_table(
        "booking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session", sa.String(length=6), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("door_code", sa.String(length=8), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("phone", sa.String(length=64), nullable=True),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("settled_at", _MOMENT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("attendance", sa.String(length=32), nullable=True),
        sa.Column("news", sa.String(length=32), nullable=True),
        sa.Column("news_at", _MOMENT, nullable=True),
        sa.Column("told_at", _MOMENT, nullable=True),
        sa.Column("told_by", sa.Text(), nullable=False),
        sa.CheckConstraint("places > 0", name="ck_booking_places"),
        sa.ForeignKeyConstraint(["session"], ["offering_session.code"], name="fk_booking_session"),
        sa.PrimaryKeyConstraint("id", name="pk_booking"),
        sa.UniqueConstraint("digest", name="uq_booking_digest"),
        sa.UniqueConstraint("session", "door_code", name="uq_booking_session_door_code"),
    )
    op.create_index("ix_booking_line", "booking", ["session", "state", "turn"])
    op.create_index("ix_booking_phone", "booking", ["phone"])
    op.create_index(
        "uq_booking_standing", "booking", ["session", "phone"], unique=True,
        sqlite_where=standing, postgresql_where=standing,
    )  # fmt: skip
