"""Demand: counts of searches, and what more is measured of each day."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MEASURED = (
    "age_days", "open_late", "open_holiday", "searched", "served", "reported", "answered", "confirmed",
    "found_shut",
)  # fmt: skip


def upgrade() -> None:
    """Adds them to what stands; days measured before know nothing of what is new."""
    op.create_table(
        "demand",
        sa.Column("month", sa.String(length=7), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("north", "east", "hour")),
        sa.Column("need", sa.String(length=32), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("asked", "served")),
        sa.PrimaryKeyConstraint("month", "north", "east", "hour", "need", name="pk_demand"),
    )
    op.create_table(
        "demand_batch",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_demand_batch"),
    )
    op.create_table(
        "measure_age",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("bureau", sa.String(length=64), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("day", "bureau", name="pk_measure_age"),
    )
    for name in MEASURED:
        op.add_column("measure", sa.Column(name, sa.Integer(), nullable=True))
