"""Where rest is missing: how often couriers searched, in counts that know no one; and how each day stood."""

from sqlalchemy import Column, Date, Integer, String, Table

from servicepoints.register.schema.columns import Moment, metadata

_NAME = 32

# one row for each cell, month, hour of the week and need; nothing finer is ever written
demand = Table(
    "demand",
    metadata,
    Column("month", String(7), primary_key=True),
    Column("north", Integer, primary_key=True, autoincrement=False),
    Column("east", Integer, primary_key=True, autoincrement=False),
    Column("hour", Integer, primary_key=True, autoincrement=False),
    Column("need", String(_NAME), primary_key=True),
    Column("asked", Integer, nullable=False),
    Column("served", Integer, nullable=False),
)

# which batches of counts are in already, so that one sent twice is counted once; `hour`: no finer time
demand_batch = Table(
    "demand_batch",
    metadata,
    Column("id", String(_NAME), primary_key=True),
    Column("hour", Moment, nullable=False),
)

# the median age of what is known, which no sum of sub-districts gives; "*" is the whole city
measure_age = Table(
    "measure_age",
    metadata,
    Column("day", Date, primary_key=True),
    Column("bureau", String(64), primary_key=True),
    Column("days", Integer),
)
