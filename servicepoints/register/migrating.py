"""Bringing the register's tables to the version of this code, and refusing those of a newer one."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from servicepoints.errors import InstanceError
from servicepoints.register.engine import Register
from servicepoints.register.failures import ours

_SCRIPTS = Path(__file__).with_name("migrations")
_NEWER = "登记库是更新版本的程序建的（版本 {at}），这个程序只认得到 {head}：请先升级程序，登记库没有被改动"
_OLDER = "登记库的版本（{at}）比程序旧：请运行 servicepoints migrate"


def migrate(register: Register) -> tuple[str, str]:
    """Runs what is missing, in one transaction; (version before, version after), "" for an empty register.

    InstanceError, and nothing changed, when the register is newer than this code.
    """
    with ours(), register.begin() as connection:
        config = _config(connection)
        before = _version(connection)
        _refuse_newer(config, before)
        command.upgrade(config, "head")
        return before, _version(connection)


def check_version(register: Register) -> None:
    """InstanceError unless the register has exactly the tables that this code expects."""
    with register.read() as reader:
        config = _config(reader.connection)
        at = _version(reader.connection)
    _refuse_newer(config, at)
    if at != _head(config):
        raise InstanceError(_OLDER.format(at=at or "空"))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = connection
    return config


def _version(connection: Connection) -> str:
    return MigrationContext.configure(connection).get_current_revision() or ""


def _head(config: Config) -> str:
    return ScriptDirectory.from_config(config).get_current_head() or ""


def _refuse_newer(config: Config, at: str) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if at and at not in known:
        raise InstanceError(_NEWER.format(at=at, head=_head(config)))
