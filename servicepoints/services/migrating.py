"""Bringing the instance's register to the version of this code, and moving a register into another."""

from servicepoints.config import Settings
from servicepoints.errors import InstanceError
from servicepoints.register import migrating, moving
from servicepoints.register.engine import open_register
from servicepoints.register.moving import Moved
from servicepoints.services.opening import door


def migrate_instance(settings: Settings) -> tuple[str, str]:
    """Bring the register to this code's version; the versions before and after, the same if
    nothing was to do. InstanceError, RegisterAway.
    """
    return migrating.migrate(door(settings))


def move_register(source: str, target: str) -> list[Moved]:
    """Copies all of the register at one address (as REGISTER_URL takes them) into an empty one at another;
    what went along, table by table. The old one stays as it is.

    SettingError for an address that cannot be used; InstanceError, Conflict, RegisterAway, and then nothing
    was moved.
    """
    old, new = open_register(source), open_register(target)
    try:
        if old.file is not None and not old.file.path.is_file():  # it would be made, and be empty
            raise InstanceError(f"没有这个登记库：{old.file.path}")
        return moving.move(old, new)
    finally:
        old.close()
        new.close()
