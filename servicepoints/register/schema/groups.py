"""What is sent into groups: their robots, the outbox, and the line with which a bureau opens its notices."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from servicepoints.register.schema.columns import Moment, metadata, text, word

# `sealed` is the address with its key; of the key `tail` is shown, the keyed hash tells the same one again.
# `claimed_at` is set by every claim of a message of it: whoever sets it has the robot's turn until the commit
robot = Table(
    "robot",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("bureau", String(64), nullable=False, index=True),
    Column("name", Text, nullable=False),
    text("sealed"),
    Column("fingerprint", String(64), unique=True),
    Column("tail", String(8), nullable=False),
    text("district"),
    text("sub_district"),
    word("length"),
    word("form"),
    Column("greets", Boolean, nullable=False),
    Column("weekday", Integer),
    Column("minute", Integer),
    Column("since", Moment, nullable=False),
    text("fault"),
    Column("claimed_at", Moment),
    Column("made_at", Moment, nullable=False),
    text("made_by"),
    Column("removed_at", Moment),
)

# a batch is one notice: of a week (weekly:2026-09-14), or as the desk sent it; it is put in line once
outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("robot", Integer, ForeignKey("robot.id"), nullable=False),
    Column("batch", String(64), nullable=False),
    Column("part", Integer, nullable=False),
    Column("text", Text, nullable=False),
    word("form"),
    word("state"),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("queued_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("claimed_at", Moment),
    Column("settled_at", Moment),
    text("note"),
    Column("made_at", Moment, nullable=False, index=True),
    text("made_by"),
    UniqueConstraint("robot", "batch", "part"),
    Index("ix_outbox_line", "state", "robot"),
)

digest_opening = Table(
    "digest_opening",
    metadata,
    Column("bureau", String(64), primary_key=True),
    Column("line", Text, nullable=False),
    Column("at", Moment, nullable=False),
    text("by"),
)

# when a round that cron makes was last made
pulse = Table(
    "pulse",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("at", Moment, nullable=False),
)
