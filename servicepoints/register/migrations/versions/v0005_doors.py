"""What couriers say at doors, what follows from it, and how many said it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds them to what stands."""
    _sightings()
    op.create_table(
        "door",
        sa.Column("code", sa.String(length=6), nullable=False),
        *(sa.Column(name, _MOMENT, nullable=True) for name in ("confirmed_at", "shut_at", "shut_until")),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        *(sa.Column(name, _MOMENT, nullable=True) for name in ("doubted_at", "doubted_until")),
        sa.ForeignKeyConstraint(["code"], ["point.code"], name="fk_door_code"),
        sa.PrimaryKeyConstraint("code", name="pk_door"),
    )
    counted = ("opened", "shut", "refused", "other", "refuted", "asked", "in_time", "late")
    op.create_table(
        "door_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in counted),
        sa.ForeignKeyConstraint(["code"], ["point.code"], name="fk_door_day_code"),
        sa.PrimaryKeyConstraint("day", "code", name="pk_door_day"),
    )


def _sightings() -> None:
    op.create_table(
        "sighting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        *(sa.Column(name, sa.String(length=32), nullable=False) for name in ("saw", "rider")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("lacks", "words")),
        sa.Column("near", sa.String(length=32), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("until", _MOMENT, nullable=True),
        *(sa.Column(name, sa.String(length=64), nullable=False) for name in ("device", "network", "digest")),
        sa.Column("held", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("due_at", _MOMENT, nullable=True),
        sa.Column("answered_at", _MOMENT, nullable=True),
        *(sa.Column(name, sa.String(length=32), nullable=False) for name in ("answered_by", "answer")),
        sa.Column("answer_until", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["code"], ["point.code"], name="fk_sighting_code"),
        sa.PrimaryKeyConstraint("id", name="pk_sighting"),
        sa.UniqueConstraint("digest", name="uq_sighting_digest"),
    )
    op.create_index("ix_sighting_day", "sighting", ["day"])
    op.create_index("ix_sighting_due_at", "sighting", ["due_at"])
    op.create_index("ix_sighting_open", "sighting", ["code", "answered_at"])
