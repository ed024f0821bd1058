"""The desk: accounts, sessions, keepers' links, rosters sent in, undone imports, daily figures."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds them to what stands."""
    _accounts()
    _keepers()
    _uploads()
    _measures()
    with op.batch_alter_table("bureau") as bureau:
        bureau.add_column(
            sa.Column("trusts_keepers", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    with op.batch_alter_table("import_batch") as batch:
        batch.add_column(sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("undone_by", sa.Text(), server_default="", nullable=False))
    op.create_index("ix_revision_at", "revision", ["at"])


def _accounts() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("bureau", sa.String(length=64), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("login", name="uq_account_login"),
    )
    op.create_table(
        "invitation",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="fk_invitation_account"),
        sa.PrimaryKeyConstraint("digest", name="pk_invitation"),
    )
    op.create_index("ix_invitation_account", "invitation", ["account"])
    op.create_table(
        "session",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="fk_session_account"),
        sa.PrimaryKeyConstraint("digest", name="pk_session"),
    )
    op.create_index("ix_session_account", "session", ["account"])
    op.create_table(
        "throttle",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_throttle"),
    )
    op.create_index("ix_throttle_since", "throttle", ["since"])


def _keepers() -> None:
    op.create_table(
        "keeper_link",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["point.code"], name="fk_keeper_link_code"),
        sa.PrimaryKeyConstraint("id", name="pk_keeper_link"),
    )
    op.create_index("ix_keeper_link_code", "keeper_link", ["code"])
    op.create_table(
        "keeper_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["link"], ["keeper_link.id"], name="fk_keeper_use_link"),
        sa.PrimaryKeyConstraint("id", name="pk_keeper_use"),
    )
    op.create_index("ix_keeper_use_link", "keeper_use", ["link"])


def _uploads() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("bureau", sa.String(length=64), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("preview", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="fk_upload_account"),
        sa.ForeignKeyConstraint(["batch"], ["import_batch.id"], name="fk_upload_batch"),
        sa.PrimaryKeyConstraint("id", name="pk_upload"),
    )
    op.create_index("ix_upload_account", "upload", ["account"])
    op.create_index("ix_upload_at", "upload", ["at"])


def _measures() -> None:
    op.create_table(
        "measure",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("bureau", sa.String(length=64), nullable=False),
        sa.Column("district", sa.String(length=32), nullable=False),
        sa.Column("sub_district", sa.String(length=32), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("checked", sa.Integer(), nullable=False),
        sa.Column("hours_unknown", sa.Integer(), nullable=False),
        sa.Column("amenities_unknown", sa.Integer(), nullable=False),
        sa.Column("unlocated", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "bureau", "district", "sub_district", name="pk_measure"),
    )
