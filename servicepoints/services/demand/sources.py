"""How many searches of one network count: a courier's day, and not a script's.

Positions are easily made up, and so is what an agent calls itself; a network address is what costs something.
Many couriers share one (a carrier's), so its limit is a crowd's, and the numbers are too low rather than too
high. Of an address nothing is kept but a salted hash in a worker's memory, until midnight.
"""

import secrets
from datetime import date
from functools import lru_cache
from ipaddress import ip_address

from servicepoints.domain.cells import Cell
from servicepoints.domain.networks import network_of

MOST_A_DAY = 300
MOST_IN_CELL = 6
"""Searches of one network that count in a day and a worker: in all; in one cell, whatever was needed."""
MOST_TOLD = 30_000
"""Networks, and their cells, that are told apart in a day; of more none is counted."""


class Sources:
    """The counts of one day. Not safe for several threads at once: its caller holds a lock."""

    def __init__(self) -> None:
        self._day: date | None = None
        self._salt = b""
        self._counted: dict[int, int] = {}

    def admit(self, address: str, cell: Cell, today: date) -> bool:
        """Whether one more search from that address in that cell counts; it is counted if so.

        What comes from this machine itself came through a proxy that says no more (or is a test): it counts.
        """
        if today != self._day:
            self._day, self._salt, self._counted = today, secrets.token_bytes(16), {}
        network = _network(address)
        if network is None:
            return True
        whole, here = hash((self._salt, network)), hash((self._salt, network, cell))
        if self._count(whole) >= MOST_A_DAY or self._count(here) >= MOST_IN_CELL:
            return False
        if here not in self._counted and len(self._counted) >= MOST_TOLD:
            return False
        self._counted[whole], self._counted[here] = self._count(whole) + 1, self._count(here) + 1
        return True

    def _count(self, key: int) -> int:
        return self._counted.get(key, 0)


@lru_cache(maxsize=1024)
def _network(address: str) -> str | None:
    """The network of an address; None for this machine's own."""
    network = network_of(address)
    return None if network and "/" not in network and ip_address(network).is_loopback else network
