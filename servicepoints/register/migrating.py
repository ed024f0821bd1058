"""Bringing the register's tables to the version of this code."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection

from servicepoints.register.engine import Register
from servicepoints.register.failures import ours
from servicepoints.register.server import refuse_old, unhurried
from servicepoints.register.version import refuse_newer

_SCRIPTS = Path(__file__).with_name("migrations")


def migrate(register: Register) -> tuple[str, str]:
    """Runs what is missing, in one transaction; (version before, version after), "" for an empty register.

    InstanceError, and nothing changed, when the register is newer than this code.
    """
    with ours(), register.begin() as connection:
        return upgrade(connection)


def upgrade(connection: Connection) -> tuple[str, str]:
    """The same in a transaction that goes on."""
    refuse_old(connection)
    unhurried(connection)
    before = _version(connection)
    refuse_newer(before)
    command.upgrade(_config(connection), "head")
    return before, _version(connection)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = connection
    return config


def _version(connection: Connection) -> str:
    return MigrationContext.configure(connection).get_current_revision() or ""
