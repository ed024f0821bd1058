"""The register's figures for who watches a node: how far its changes are, what waits, what failed.

The process that brings the catalogue up tells them in a small file, so that nobody who scrapes a worker makes
it open the register.
"""

import time
from pathlib import Path

import orjson

from servicepoints.config import Settings
from servicepoints.domain.outbox import MessageState
from servicepoints.register import feed, outbox
from servicepoints.register.engine import Register
from servicepoints.register.transaction import Reader

EVERY_S = 10.0


def path_of(settings: Settings) -> Path:
    """The file in which they are told."""
    return settings.home / "figures.json"


class Figures:
    """Tells them every so often; called each round."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._told = -EVERY_S

    def tell(self, register: Register) -> None:
        """Writes the file anew if it is time. RegisterAway, OSError."""
        if time.monotonic() - self._told < EVERY_S:
            return
        with register.read() as reader:
            figures = {"feed": feed.latest(reader), "outbox": _outbox(reader)}
        fresh = self._path.with_name(f"{self._path.name}.new")
        fresh.write_bytes(orjson.dumps(figures))
        fresh.replace(self._path)
        self._told = time.monotonic()


def _outbox(reader: Reader) -> dict[str, int]:
    """How many messages to groups wait, and of how many a person must decide."""
    by_state = outbox.counts(reader)
    return {
        "waiting": by_state.get(MessageState.WAITING, 0) + by_state.get(MessageState.SENDING, 0),
        "failed": by_state.get(MessageState.STOPPED, 0) + by_state.get(MessageState.UNSURE, 0),
    }
