"""What one reads and writes the register through: a snapshot, or a transaction that knows who is writing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, insert, update

from servicepoints.register import schema as s
from servicepoints.register.secrecy import Secrecy

REFERENCE = ""
"""In place of a code: what changed is no point but a table published beside them (calendar, bureaus)."""

# A sequence would let a later number commit before an earlier one. So the number is one row, updated last
# in the transaction: its lock is held until the commit, on SQLite and on PostgreSQL alike.
_TAKE_NUMBER = update(s.feed).values(n=s.feed.c.n + 1).returning(s.feed.c.n)
_APPEND = insert(s.change)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who writes. `kind` is `import`, `machine`, `editor`, `keeper`, `courier` or `setup`; `name` says which
    one."""

    kind: str
    name: str

    @property
    def is_machine(self) -> bool:
        """Whether no person stands behind the write: it may not move a pin that a person set."""
        return self.kind == "machine"


COURIER = Actor("courier", "")
"""Who books, reports or suggests without an account: the register keeps no more of them than they send."""


@dataclass(frozen=True)
class Reader:
    """One snapshot of the register."""

    connection: Connection
    secrecy: Secrecy


@dataclass(frozen=True)
class Writer(Reader):
    """One transaction. `now` (aware) is the time of everything it writes."""

    actor: Actor
    now: datetime
    _changed: set[str] = field(default_factory=set)

    def changed(self, codes: Iterable[str]) -> None:
        """Enters points into the change feed; `REFERENCE` stands for everything published but points."""
        self._changed.update(codes)

    def finish(self) -> None:
        """Takes the change number. Called last, so that numbers come in the order of commits and without
        gaps."""
        if self._changed:
            n = self.connection.execute(_TAKE_NUMBER).scalar_one()
            self.connection.execute(_APPEND, [{"n": n, "code": code} for code in sorted(self._changed)])
