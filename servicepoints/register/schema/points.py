"""The instance, its bureaus and calendar, and its points with their parts."""

from sqlalchemy import Boolean, Column, Date, Float, Integer, String, Table, Text, false

from servicepoints.register.schema.columns import Moment, code, hours, metadata, text, word

instance = Table(
    "instance",
    metadata,
    Column("id", String(32), primary_key=True),
    word("kind"),
    Column("created_at", Moment, nullable=False),
)

bureau = Table(
    "bureau",
    metadata,
    Column("slug", String(64), primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    # whether what a keeper changes is published at once, or waits for the bureau
    Column("trusts_keepers", Boolean, nullable=False, default=False, server_default=false()),
)

calendar_day = Table(
    "calendar_day",
    metadata,
    Column("date", Date, primary_key=True),
    word("type"),
    text("holiday"),
)

point = Table(
    "point",
    metadata,
    Column("code", String(6), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("name", Text, nullable=False),
    word("kind"),
    word("demonstration"),
    Column("bureau", String(64), nullable=False, index=True),
    text("district"),
    text("sub_district"),
    text("address"),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("precision_m", Float),
    word("position_basis"),
    text("confirmed_by"),
    Column("confirmed_on", Date),
    word("audience"),
    Column("free", Boolean),
    word("access"),
    text("access_note"),
    text("parking_note"),
    *hours(optional=False),
    word("booking_channel"),
    text("booking_phone"),
    text("booking_link"),
    text("booking_note"),
    Column("booking_note_date", Date),
    text("link_group"),
    Column("valid_from", Date),
    Column("valid_to", Date),
    word("listing"),
    Column("suspended_until", Moment),
    text("listing_reason"),
    Column("checked_on", Date),
    text("checked_by"),
    text("source"),
    text("source_date"),
    text("note"),
    Column("updated_at", Moment, nullable=False),
)

space = Table(
    "space",
    metadata,
    code(primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    *hours(optional=True),
)

# place 0 is the point itself, 1… its spaces; an amenity without a row is unknown
amenity = Table(
    "amenity",
    metadata,
    code(primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("key", String(64), primary_key=True),
    Column("has", Boolean, nullable=False),
)

# `number` is in the clear only when it is public; `sealed` holds [name, number] of all that is private
contact = Table(
    "contact",
    metadata,
    code(primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("public", Boolean, nullable=False),
    text("number"),
    text("sealed"),
    Column("fingerprint", String(64), nullable=False, default="", index=True),
)
