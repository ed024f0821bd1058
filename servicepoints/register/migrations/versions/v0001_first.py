"""The first tables: instance, points with their parts and history, imports, reviews, geocoding."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Creates them, and the one row of the feed."""
    _instance()
    _point()
    _parts()
    _history()
    _waiting()
    op.execute("INSERT INTO feed (id, n) VALUES (1, 0)")


def _instance() -> None:
    op.create_table(
        "instance",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_instance"),
    )
    op.create_table(
        "bureau",
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name="pk_bureau"),
        sa.UniqueConstraint("name", name="uq_bureau_name"),
    )
    op.create_table(
        "calendar_day",
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("holiday", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("date", name="pk_calendar_day"),
    )


def _point() -> None:
    op.create_table(
        "point",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("demonstration", sa.String(length=32), nullable=False),
        sa.Column("bureau", sa.String(length=64), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("sub_district", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("precision_m", sa.Float(), nullable=True),
        sa.Column("position_basis", sa.String(length=32), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("audience", sa.String(length=32), nullable=False),
        sa.Column("free", sa.Boolean(), nullable=True),
        sa.Column("access", sa.String(length=32), nullable=False),
        sa.Column("access_note", sa.Text(), nullable=False),
        sa.Column("parking_note", sa.Text(), nullable=False),
        sa.Column("hours_text", sa.Text(), nullable=False),
        sa.Column("opening_hours", sa.Text(), nullable=True),
        sa.Column("hours_status", sa.String(length=32), nullable=False),
        sa.Column("hours_proposal", sa.Text(), nullable=True),
        sa.Column("hours_reasons", sa.JSON(), nullable=False),
        sa.Column("booking_channel", sa.String(length=32), nullable=False),
        sa.Column("booking_phone", sa.Text(), nullable=False),
        sa.Column("booking_link", sa.Text(), nullable=False),
        sa.Column("booking_note", sa.Text(), nullable=False),
        sa.Column("booking_note_date", sa.Date(), nullable=True),
        sa.Column("link_group", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("listing", sa.String(length=32), nullable=False),
        sa.Column("suspended_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("listing_reason", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_date", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_point"),
    )
    op.create_index("ix_point_bureau", "point", ["bureau"], unique=False)


def _parts() -> None:
    op.create_table(
        "space",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("hours_text", sa.Text(), nullable=True),
        sa.Column("opening_hours", sa.Text(), nullable=True),
        sa.Column("hours_status", sa.String(length=32), nullable=True),
        sa.Column("hours_proposal", sa.Text(), nullable=True),
        sa.Column("hours_reasons", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["code"], ["point.code"], name="fk_space_code"),
        sa.PrimaryKeyConstraint("code", "place", name="pk_space"),
    )
    op.create_table(
        "amenity",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("has", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["point.code"], name="fk_amenity_code"),
        sa.PrimaryKeyConstraint("code", "place", "key", name="pk_amenity"),
    )
    op.create_table(
        "contact",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["point.code"], name="fk_contact_code"),
        sa.PrimaryKeyConstraint("code", "place", name="pk_contact"),
    )
    op.create_index("ix_contact_fingerprint", "contact", ["fingerprint"], unique=False)


def _history() -> None:
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("bureau", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(length=32), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_import_batch"),
    )
    op.create_index("ix_import_batch_sha256", "import_batch", ["sha256"], unique=False)
    op.create_table(
        "revision",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(length=32), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("what", sa.JSON(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["batch"], ["import_batch.id"], name="fk_revision_batch"),
        sa.ForeignKeyConstraint(["code"], ["point.code"], name="fk_revision_code"),
        sa.PrimaryKeyConstraint("code", "revision", name="pk_revision"),
    )
    op.create_index("ix_revision_batch", "revision", ["batch"], unique=False)
    op.create_table(
        "feed",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feed"),
    )
    op.create_table(
        "change",
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.PrimaryKeyConstraint("n", "code", name="pk_change"),
    )


def _waiting() -> None:
    op.create_table(
        "review_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=True),
        sa.Column("bureau", sa.Text(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=True),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("column", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["batch"], ["import_batch.id"], name="fk_review_item_batch"),
        sa.ForeignKeyConstraint(["code"], ["point.code"], name="fk_review_item_code"),
        sa.PrimaryKeyConstraint("id", name="pk_review_item"),
        sa.UniqueConstraint("key", name="uq_review_item_key"),
    )
    op.create_index("ix_review_item_open", "review_item", ["done_at", "kind"], unique=False)
    op.create_table(
        "geocode_answer",
        sa.Column("provider", sa.String(length=32), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("raw_datum", sa.String(length=32), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("provider", "query", name="pk_geocode_answer"),
    )
    op.create_table(
        "position_candidate",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("candidate", sa.JSON(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["point.code"], name="fk_position_candidate_code"),
        sa.PrimaryKeyConstraint("code", "place", name="pk_position_candidate"),
    )
