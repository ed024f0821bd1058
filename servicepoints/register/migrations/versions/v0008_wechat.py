"""WeChat's ticket, for all nodes."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds it to what stands."""
    op.create_table(
        "wechat_ticket",
        sa.Column("app_id", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        *(sa.Column(name, _MOMENT, nullable=True) for name in ("valid_until", "claimed_until", "retry_at")),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("failed_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("app_id", name="pk_wechat_ticket"),
    )
