"""A PostgreSQL as the register: how it is connected to, for how long it may keep us waiting, and whether it
keeps what it has acknowledged.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, make_url, text
from sqlalchemy.exc import ArgumentError

from servicepoints.errors import InstanceError
from servicepoints.later import later

if TYPE_CHECKING:
    from cryptography import x509
else:
    x509 = later("cryptography.x509")

OLDEST = 15
"""The oldest version that is looked after, and that the statements are tried on."""

_TCP = {
    "connect_timeout": "5",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "15000",  # milliseconds: a server that is gone, not closed, is noticed by then
    "application_name": "servicepoints",
}
_CHECKED = ("verify-ca", "verify-full")
_IDLE_MS = 60_000
_TOO_OLD = "PostgreSQL {at} 太旧：请升级到 {oldest} 以上，登记库没有被改动"


@dataclass(frozen=True, slots=True)
class Limits:
    """At most so many connections of one process, and seconds for one statement; for a lock or for a free
    connection a third of those."""

    connections: int = 10
    statement_s: int = 30

    @property
    def wait_s(self) -> int:
        """Seconds for a lock, or a free connection."""
        return max(1, self.statement_s // 3)


def unchecked_hosts(address: URL, environment: Mapping[str, str]) -> list[str]:
    """The other machines that an address leads to without their certificate being looked at: whoever stands
    between reads along, and may write. `environment`: where PGSSLMODE may stand, too."""
    said = address.query.get("sslmode", environment.get("PGSSLMODE", ""))
    if said in _CHECKED:
        return []
    named = address.query.get("host", address.host or "")
    several = (named,) if isinstance(named, str) else named
    hosts = [_without_port(host) for one in several for host in one.split(",")]
    return [host for host in hosts if not _is_here(host)]


def certificates(url: str) -> Iterator[tuple[str, datetime | None]]:
    """The files of certificates that the address of a register names, each with when the first of those in it
    is over; None for one that cannot be read."""
    try:
        said = make_url(url).query
    except ArgumentError:
        return
    for name in ("sslcert", "sslrootcert"):
        path = str(said.get(name, ""))
        if path not in ("", "system"):
            yield path, _over(Path(path))


def _over(path: Path) -> datetime | None:
    try:
        return min(one.not_valid_after_utc for one in x509.load_pem_x509_certificates(path.read_bytes()))
    except (OSError, ValueError):
        return None


def _without_port(host: str) -> str:
    return host.partition(":")[0] if host.count(":") == 1 else host


def _is_here(host: str) -> bool:
    """Whether a name leads to this machine: a socket, or loopback."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host in ("", "localhost") or host.startswith(("/", "@"))


def engine_arguments(address: URL, limits: Limits) -> dict[str, Any]:
    """What an engine is made with. What the address itself says of the same goes before."""
    ours = {
        "statement_timeout": limits.statement_s * 1000,
        "lock_timeout": limits.wait_s * 1000,
        "idle_in_transaction_session_timeout": _IDLE_MS,
    }
    options = " ".join(f"-c {name}={value}" for name, value in ours.items())
    said = address.query.get("options", "")
    theirs = said if isinstance(said, str) else " ".join(said)
    return {
        "pool_pre_ping": True,  # after a restart of the server, nobody is handed a connection that is gone
        "pool_size": limits.connections,
        "max_overflow": 0,
        "pool_timeout": limits.wait_s,
        "connect_args": {name: value for name, value in _TCP.items() if name not in address.query}
        | {"options": f"{options} {theirs}".strip()},
    }


def unhurried(connection: Connection) -> None:
    """No limit of time until the end of this transaction: for migrations and moves."""
    if connection.dialect.name == "postgresql":
        for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
            connection.execute(text(f"SET LOCAL {limit} = 0"))


def refuse_old(connection: Connection) -> None:
    """InstanceError for a server that is older than `OLDEST`."""
    version = connection.dialect.server_version_info or ()
    if connection.dialect.name == "postgresql" and version < (OLDEST,):
        raise InstanceError(_TOO_OLD.format(at=".".join(map(str, version)), oldest=OLDEST))


class Weakness(StrEnum):
    """How a server may lose what it has acknowledged."""

    FSYNC = "fsync"
    FULL_PAGE_WRITES = "full_page_writes"
    COMMIT = "synchronous_commit"
    STANDBY = "synchronous_standby_names"


def weaknesses(connection: Connection) -> Iterator[tuple[Weakness, str]]:
    """Each weakness of the server, with the value of the setting that makes it; nothing of a file."""
    if connection.dialect.name != "postgresql":
        return
    said = {name: str(connection.execute(text(f"SHOW {name}")).scalar_one()) for name in Weakness}
    for name in (Weakness.FSYNC, Weakness.FULL_PAGE_WRITES):
        if said[name] == "off":
            yield name, "off"
    named = said[Weakness.STANDBY]
    if said[Weakness.COMMIT] == "off" or (named and said[Weakness.COMMIT] == "local"):
        yield Weakness.COMMIT, said[Weakness.COMMIT]
    follow = connection.execute(text("SELECT count(*) FROM pg_stat_replication")).scalar_one()
    if follow and not named:
        yield Weakness.STANDBY, ""
