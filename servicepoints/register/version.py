"""The version of the register's tables: what this code expects, and refusing what is older or newer.

Without alembic, which only `migrating` needs: a worker that serves pages does not carry it.
"""

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from servicepoints.errors import InstanceError
from servicepoints.register.engine import Register
from servicepoints.register.server import refuse_old

HEAD = "0013"
"""The last migration; versions count up, so later ones sort behind."""

_NEWER = "登记库是更新版本的程序建的（版本 {at}），这个程序只认得到 {head}：请先升级程序，登记库没有被改动"
_OLDER = "登记库的版本（{at}）比程序旧：请运行 servicepoints migrate"
_AT = text("SELECT version_num FROM alembic_version")


def check_version(register: Register) -> None:
    """InstanceError unless the register has exactly the tables that this code expects; RegisterAway."""
    try:
        with register.read() as reader:
            refuse_old(reader.connection)
            at = reader.connection.execute(_AT).scalar_one_or_none() or ""
    except InstanceError as error:
        if not isinstance(error.__cause__, DBAPIError) or "alembic_version" not in str(error):
            raise
        at = ""
    refuse_newer(at)
    if at != HEAD:
        raise InstanceError(_OLDER.format(at=at or "空"))


def refuse_newer(at: str) -> None:
    """InstanceError for a version that this code does not know yet."""
    if at > HEAD:
        raise InstanceError(_NEWER.format(at=at, head=HEAD))
