"""What couriers said at doors, what follows from it for couriers, and how many said it, day by day.

No position and no address of anybody is here: a pin is where a door is, marked on a map. `device` and
`network` are digests under a key of their day, and are dropped after it.
"""

from sqlalchemy import Boolean, Column, Date, Float, Index, Integer, String, Table, false

from servicepoints.register.schema.columns import Moment, code, metadata, text, word

# `until`: when a shut door is over by itself; `held`: kept back until a person has looked; `due_at`: by when
# the bureau answers, from the moment it is asked; `digest`: of the token of the reporter's page
sighting = Table(
    "sighting",
    metadata,
    Column("id", Integer, primary_key=True),
    code(nullable=False),
    word("saw"),
    word("rider"),
    text("lacks"),
    text("words"),
    word("near"),
    *(Column(name, Float) for name in ("pin_latitude", "pin_longitude")),  # WGS-84 degrees
    Column("at", Moment, nullable=False),
    Column("day", Date, nullable=False, index=True),
    Column("until", Moment),
    Column("device", String(64), nullable=False),
    Column("network", String(64), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("held", Boolean, nullable=False, default=False, server_default=false()),
    Column("due_at", Moment, index=True),
    Column("answered_at", Moment),
    word("answered_by"),
    word("answer"),
    Column("answer_until", Moment),
    Index("ix_sighting_open", "code", "answered_at"),
)

door = Table(
    "door",
    metadata,
    code(primary_key=True),
    Column("confirmed_at", Moment),
    Column("shut_at", Moment),
    Column("shut_until", Moment),
    Column("disputed", Boolean, nullable=False),
    Column("doubted_at", Moment),
    Column("doubted_until", Moment),
)

# said, and put before the bureau, on that day; `refuted`: lone words of a shut door that another found open
door_day = Table(
    "door_day",
    metadata,
    Column("day", Date, primary_key=True),
    code(primary_key=True),
    *(
        Column(name, Integer, nullable=False)
        for name in ("opened", "shut", "refused", "other", "refuted", "asked", "in_time", "late")
    ),
)
