"""Bounded memories of what was computed, for several threads."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Memory(Generic[K, V]):
    """At most `most` values by key; the oldest is forgotten first. Two threads may compute the same value at
    once; both are equal."""

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


class Shared(Generic[V]):
    """At most `most` values made of two objects that many share, by which objects they are: that costs less
    to find out than what they say. When there are more, all are forgotten."""

    def __init__(self, most: int) -> None:
        self._most = most
        # the objects are held with their value: while it is kept, no other can have their identity
        self._values: dict[tuple[int, int], tuple[V, object, object]] = {}

    def find(self, one: object, other: object) -> V | None:
        """The value kept for these very objects, None if there is none."""
        found = self._values.get((id(one), id(other)))
        return None if found is None else found[0]

    def keep(self, value: V, one: object, other: object) -> V:
        """Keeps the value for these objects, and returns it."""
        if len(self._values) >= self._most:
            self._values.clear()
        self._values[id(one), id(other)] = value, one, other
        return value
