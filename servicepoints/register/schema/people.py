"""Who may write: accounts with their sessions, and the links of station keepers. Of every secret only
a digest is here."""

from sqlalchemy import JSON, BigInteger, Column, Date, ForeignKey, Integer, String, Table, Text

from servicepoints.register.schema.columns import Moment, code, metadata, text, word

account = Table(
    "account",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    word("role"),
    Column("bureau", String(64), nullable=False),
    text("password"),
    Column("made_at", Moment, nullable=False),
    text("made_by"),
    Column("disabled_at", Moment),
)

# a link that sets a password, once
invitation = Table(
    "invitation",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("account", Integer, ForeignKey("account.id"), nullable=False, index=True),
    Column("expires_at", Moment, nullable=False),
)

# the second factor of an account: the key of its authenticator, sealed, and the last half minute (as RFC 6238
# counts them) of which a code was used
second_factor = Table(
    "second_factor",
    metadata,
    Column("account", Integer, ForeignKey("account.id"), primary_key=True, autoincrement=False),
    text("sealed"),
    Column("since", Moment, nullable=False),
    Column("step", BigInteger, nullable=False),
)

# codes for who has lost the authenticator, as argon2 hashed them; each is good once
recovery_code = Table(
    "recovery_code",
    metadata,
    Column("account", Integer, ForeignKey("account.id"), primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    text("hashed"),
)

# a browser in which the password was right, and the second factor is still to come
half_session = Table(
    "half_session",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("account", Integer, ForeignKey("account.id"), nullable=False, index=True),
    Column("expires_at", Moment, nullable=False),
)

session = Table(
    "session",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("account", Integer, ForeignKey("account.id"), nullable=False, index=True),
    Column("made_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    text("device"),
)

# failures of one kind from one source (a keyed digest) since a moment: what is too often is refused
throttle = Table(
    "throttle",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("since", Moment, nullable=False, index=True),
)

# what a bureau's own systems write with through the API; the token itself is shown once and kept nowhere
api_token = Table(
    "api_token",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("bureau", String(64), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("made_at", Moment, nullable=False),
    text("made_by"),
    Column("expires_at", Moment, nullable=False),
    Column("used_on", Date),
    Column("revoked_at", Moment),
    text("revoked_by"),
)

# what was made under a key (a digest) of a token's: the same request sent again is answered with it
api_replay = Table(
    "api_replay",
    metadata,
    Column("token", Integer, ForeignKey("api_token.id"), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("request", String(64), nullable=False),
    code(nullable=False),
    Column("at", Moment, nullable=False, index=True),
)

# what was done for whoever asked for what is held of a number (`what`: look, export, erase), which is masked
personal_request = Table(
    "personal_request",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("account", Text, nullable=False),
    word("what"),
    Column("number", String(16), nullable=False),
    Column("counts", JSON, nullable=False),
)

# the token in the link is `id`, signed: it can be shown again, and is worth nothing without this row
keeper_link = Table(
    "keeper_link",
    metadata,
    Column("id", String(32), primary_key=True),
    code(nullable=False, index=True),
    Column("made_at", Moment, nullable=False),
    text("made_by"),
    Column("expires_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    text("revoked_by"),
)

keeper_use = Table(
    "keeper_use",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("link", String(32), ForeignKey("keeper_link.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("what", Text, nullable=False),
)
