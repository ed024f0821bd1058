"""Where a door really is, as who was there marked it on a map."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds it to what is said at doors; what was said before has none."""
    for name in ("pin_latitude", "pin_longitude"):
        op.add_column("sighting", sa.Column(name, sa.Float(), nullable=True))
