"""Second factors of accounts: keys of authenticators, codes for who has lost one, browsers half signed in."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds them to what stands; nobody has one yet."""
    op.create_table(
        "second_factor",
        sa.Column("account", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.Column("step", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="fk_second_factor_account"),
        sa.PrimaryKeyConstraint("account", name="pk_second_factor"),
    )
    op.create_table(
        "recovery_code",
        sa.Column("account", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hashed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="fk_recovery_code_account"),
        sa.PrimaryKeyConstraint("account", "place", name="pk_recovery_code"),
    )
    op.create_table(
        "half_session",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="fk_half_session_account"),
        sa.PrimaryKeyConstraint("digest", name="pk_half_session"),
    )
    op.create_index("ix_half_session_account", "half_session", ["account"])
