"""Amenities (设施): the closed vocabulary, as data.

The table itself is `data/amenities.csv`; one new amenity is one new row there and nothing else.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Amenity:
    """One amenity: its key, its word on screen, its group, its place among the first chips (or None), the
    words rosters use for it, and its OSM tag ("key=value" or "")."""

    key: str
    label: str
    group: str
    first: int | None
    synonyms: tuple[str, ...]
    osm: str


class Vocabulary(Mapping[str, Amenity]):
    """The amenities by key, in the order of the table."""

    def __init__(self, amenities: Iterable[Amenity]) -> None:
        self._by_key = {a.key: a for a in amenities}

    def __getitem__(self, key: str) -> Amenity:
        return self._by_key[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_key)

    def __len__(self) -> int:
        return len(self._by_key)

    def label(self, key: str) -> str:
        """The word for an amenity; for one that the table no longer has, its key."""
        return self._by_key[key].label if key in self._by_key else key

    @property
    def first_chips(self) -> tuple[Amenity, ...]:
        """Those a courier looks for first, in that order."""
        chips = [(a.first, a) for a in self.values() if a.first is not None]
        return tuple(a for _, a in sorted(chips, key=lambda pair: pair[0]))
