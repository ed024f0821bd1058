"""What was changed: imports, revisions, the change feed, and how the listing stood day by day."""

from sqlalchemy import JSON, Column, Date, ForeignKey, Integer, String, Table, Text

from servicepoints.register.schema.columns import Moment, code, metadata, text, word

import_batch = Table(
    "import_batch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("filename", Text, nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    text("bureau"),
    Column("at", Moment, nullable=False),
    word("actor_kind"),
    text("actor_name"),
    Column("counts", JSON, nullable=False),
    Column("columns", JSON, nullable=False),
    Column("undone_at", Moment),
    Column("undone_by", Text, nullable=False, default="", server_default=""),
)

# `what`: {field: [old, new]}; private fields in it are sealed
revision = Table(
    "revision",
    metadata,
    code(primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False, index=True),
    word("actor_kind"),
    text("actor_name"),
    Column("what", JSON, nullable=False),
    text("why"),
    Column("batch", Integer, ForeignKey("import_batch.id"), index=True),
)

feed = Table(
    "feed",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("n", Integer, nullable=False),
)

change = Table(
    "change",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("code", String(6), primary_key=True),
)

# one row a day for each bureau and sub-district: what the small lines of the desk and the city are drawn from
measure = Table(
    "measure",
    metadata,
    Column("day", Date, primary_key=True),
    Column("bureau", String(64), primary_key=True),
    Column("district", String(32), primary_key=True),
    Column("sub_district", String(32), primary_key=True),
    Column("points", Integer, nullable=False),
    Column("checked", Integer, nullable=False),
    Column("hours_unknown", Integer, nullable=False),
    Column("amenities_unknown", Integer, nullable=False),
    Column("unlocated", Integer, nullable=False),
    *(
        Column(name, Integer)  # none where that day it was not measured, or not known
        for name in (
            "age_days",
            "open_late",
            "open_holiday",
            "searched",
            "served",
            "reported",
            "answered",
            "confirmed",
            "found_shut",
        )
    ),
)
