"""Opening the instance that the settings name: its register, at the version that this code expects."""

from collections.abc import Callable
from datetime import datetime

from servicepoints.config import Settings
from servicepoints.errors import InstanceError
from servicepoints.register.engine import Register, now, open_register
from servicepoints.register.server import Limits
from servicepoints.register.version import check_version

__all__ = ["Register", "door", "open_instance"]


def open_instance(settings: Settings, clock: Callable[[], datetime] = now) -> Register:
    """The register of the instance, whose writes happen when `clock` says. InstanceError if there is none or
    its version is another; RegisterAway.
    """
    register = door(settings, clock)
    check_version(register)
    return register


def door(settings: Settings, clock: Callable[[], datetime] = now) -> Register:
    """The register, not yet connected to nor checked. A SQLite file is never made here: that would look like
    an empty instance.
    """
    if not settings.register_url and not (settings.home / "register.db").is_file():
        raise InstanceError(
            f"{settings.home} 里没有实例：请先运行 servicepoints init（或 servicepoints demo 试用），"
            "或用 SERVICEPOINTS_HOME 指到实例文件夹"
        )
    limits = Limits(settings.register_connections, settings.register_timeout_s)
    return open_register(settings.register_address, settings.data_key, clock, limits)
