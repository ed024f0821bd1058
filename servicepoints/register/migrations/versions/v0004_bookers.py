"""Who may book a session, in its own row."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_FILL = """
UPDATE offering_session SET bookers = (
  SELECT CASE WHEN offering.channel <> 'here' OR point.listing IN ('held', 'withdrawn') THEN 'nobody'
              WHEN offering.welcome = 'everyone' THEN 'public' ELSE 'desk' END
  FROM offering JOIN point ON point.code = offering.code WHERE offering.id = offering_session.offering)
"""


def upgrade() -> None:
    """Adds it to what stands."""
    column = sa.Column("bookers", sa.String(length=32), server_default="nobody", nullable=False)
    op.add_column("offering_session", column)
    op.execute(_FILL)
