"""Bringing the instance's register to the version of this code."""

from servicepoints.config import Settings
from servicepoints.register import migrating
from servicepoints.services.opening import door


def migrate_instance(settings: Settings) -> tuple[str, str]:
    """Bring the register to this code's version; the versions before and after, the same if
    nothing was to do. InstanceError, RegisterAway.
    """
    return migrating.migrate(door(settings))
