"""Groups: their robots, the outbox, the opening lines of notices."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds them to what stands."""
    _robots()
    _outbox()
    op.create_table(
        "digest_opening",
        sa.Column("bureau", sa.String(length=64), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("bureau", name="pk_digest_opening"),
    )
    op.create_table(
        "pulse",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_pulse"),
    )


def _robots() -> None:
    op.create_table(
        "robot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bureau", sa.String(length=64), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("name", "sealed")),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("tail", sa.String(length=8), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("district", "sub_district")),
        *(sa.Column(name, sa.String(length=32), nullable=False) for name in ("length", "form")),
        sa.Column("greets", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("weekday", "minute")),
        sa.Column("since", _MOMENT, nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("claimed_at", _MOMENT, nullable=True),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("removed_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_robot"),
        sa.UniqueConstraint("fingerprint", name="uq_robot_fingerprint"),
    )
    op.create_index("ix_robot_bureau", "robot", ["bureau"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("robot", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(length=64), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        *(sa.Column(name, sa.String(length=32), nullable=False) for name in ("form", "state")),
        sa.Column("attempts", sa.Integer(), nullable=False),
        *(sa.Column(name, _MOMENT, nullable=False) for name in ("due_at", "queued_at", "ends_at")),
        *(sa.Column(name, _MOMENT, nullable=True) for name in ("claimed_at", "settled_at")),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["robot"], ["robot.id"], name="fk_outbox_robot"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("robot", "batch", "part", name="uq_outbox_robot_batch_part"),
    )
    op.create_index("ix_outbox_line", "outbox", ["state", "robot"])
    op.create_index("ix_outbox_made_at", "outbox", ["made_at"])
