"""What waits for a person: reviews, candidates of positions, rosters that were sent in but not yet taken,
places that people propose."""

from sqlalchemy import (
    JSON,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from servicepoints.register.schema.columns import Moment, code, metadata, text, word

review_item = Table(
    "review_item",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(64), nullable=False, unique=True),
    word("kind"),
    Column("code", String(6), ForeignKey("point.code")),
    text("bureau"),
    Column("batch", Integer, ForeignKey("import_batch.id")),
    text("sheet"),
    Column("row", Integer),
    text("column"),
    text("reason"),
    Column("content", JSON, nullable=False),
    Column("sealed", Text, nullable=False, default=""),
    Column("created_at", Moment, nullable=False),
    Column("done_at", Moment),
    text("done_by"),
    text("outcome"),
    Index("ix_review_item_open", "done_at", "kind"),
)

geocode_answer = Table(
    "geocode_answer",
    metadata,
    Column("provider", String(32), primary_key=True),
    Column("query", Text, primary_key=True),
    Column("answer", JSON, nullable=False),
    text("level"),
    word("raw_datum"),
    Column("answered_on", Date, nullable=False),
)

position_candidate = Table(
    "position_candidate",
    metadata,
    code(primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("candidate", JSON, nullable=False),
    text("why"),
    Column("found_at", Moment, nullable=False),
)

# `sealed` is the file as it came: rosters hold names and mobile numbers. `mapping` is what an editor changed
# of how its columns were understood, `preview` (sealed too) what an import would do
upload = Table(
    "upload",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("account", Integer, ForeignKey("account.id"), nullable=False, index=True),
    Column("bureau", String(64), nullable=False),
    Column("filename", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("mapping", JSON, nullable=False),
    Column("preview", LargeBinary),
    Column("at", Moment, nullable=False, index=True),
    Column("batch", Integer, ForeignKey("import_batch.id")),
)

# `digest` is of the token in the address of its page; `source` a keyed digest that changes daily and is
# forgotten when someone has decided
suggestion = Table(
    "suggestion",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("bureau", String(64), nullable=False),
    text("name"),
    text("address"),
    text("district"),
    text("sub_district"),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("precision_m", Float),
    Column("amenities", JSON, nullable=False),
    text("hours"),
    text("note"),
    word("who"),
    Column("source", String(32), nullable=False),
    Column("created_at", Moment, nullable=False),
    word("outcome"),
    Column("done_at", Moment),
    text("done_by"),
    code(nullable=True),
    text("reason"),
    Index("ix_suggestion_open", "done_at", "bureau"),
)
