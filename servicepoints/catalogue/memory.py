"""A bounded memory of what was computed, for several threads: the oldest is forgotten first."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Memory(Generic[K, V]):
    """At most `most` values by key. Two threads may compute the same value at once; both are equal."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: dict[K, V] = {}
        self._lock = Lock()

    def get(self, key: K, compute: Callable[[], V]) -> V:
        """The value remembered for the key, else the one computed now."""
        found = self._values.get(key)
        if found is None:
            found = compute()
            with self._lock:
                while len(self._values) >= self._most:
                    del self._values[next(iter(self._values))]
                self._values[key] = found
        return found
