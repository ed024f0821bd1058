"""One thing that was looked at, and how it stands."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """OK, something a public site should have (WARN), or something that does not work (FAIL)."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing looked at: what it is, how it stands, and what to do when it is not OK."""

    level: Level
    subject: str
    words: str
    fix: str = ""
