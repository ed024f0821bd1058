"""What is in a backup besides the register: what tells whether it fits an instance, and the settings."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from servicepoints.backups.sealing import keys_of
from servicepoints.config import Settings, table
from servicepoints.register.secrecy import Secrecy

PART = {"sqlite": "register.db", "postgresql": "register.dump"}
"""The register in a backup, by its engine."""
_OWN = ("SERVICEPOINTS_HOME",)
"""Settings of one machine alone."""
_MARK = "servicepoints backup"


def key_marks(secrecy: Secrecy) -> list[str]:
    """By which one sees whether a data key is the one of the backup; from them no key can be told."""
    return list(secrecy.fingerprints(_MARK)) if secrecy.ready else []


def backup_keys(settings: Settings) -> tuple[bytes, ...]:
    """The keys of backups, the first of which encrypts. SettingError."""
    return keys_of(settings.backup_key)


def plain_settings(settings: Settings) -> dict[str, str]:
    """The settings that are not the default ones, as they would be written; never a secret."""
    return {
        name: written
        for row, name, value, default in _values(settings)
        if value != default
        and not row.secret
        and name not in _OWN
        and (written := _written(value)) is not None
    }


def _values(settings: Settings) -> Iterator[tuple[Any, str, Any, Any]]:
    default = Settings()
    for row, field in zip(table(), fields(settings), strict=True):
        yield row, row.name, getattr(settings, field.name), getattr(default, field.name)


def _written(value: Any) -> str | None:
    match value:
        case bool():
            return str(int(value))
        case frozenset() | tuple():
            return ",".join(str(one) for one in (sorted(value) if isinstance(value, frozenset) else value))
        case _:
            return str(value)
