"""The filters of a list: read from the address, written back into it, shown as chips.

They live in the address so that a shared list keeps them; a courier's coordinates never do.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import NamedTuple
from urllib.parse import urlencode

from servicepoints.domain.amenities import Vocabulary

MOST_DRAWN = 300
"""Cards of one group, or of a list in one row, that a page draws at most."""

NIGHT_STARTS = time(23)
"""夜里还开着的 means: open at eleven in the evening."""

_NIGHT_HOURS = (22, 5)
_MORE = re.compile(r"([a-z]{1,10})-(\d{1,4})")


class More(NamedTuple):
    """The group of which more is wanted (`all`: a list in one row), and how many cards of it."""

    group: str = ""
    cards: int = 0


NO_MORE = More()


@dataclass(frozen=True, slots=True)
class Chip:
    """One chip: its word, whether it is on, and the address that turns it over."""

    label: str
    on: bool
    href: str


@dataclass(frozen=True, slots=True)
class ChipRow:
    """The chips on show and those behind 更多."""

    shown: tuple[Chip, ...]
    more: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is asked for. `needs` are amenity keys in the vocabulary's order; `every` lists open
    and closed alike by distance; `night` asks about tonight at eleven instead of now; `more` asks for a
    longer group, and is forgotten by the next choice."""

    needs: tuple[str, ...] = ()
    every: bool = False
    night: bool = False
    more: More = NO_MORE

    def moment(self, now: datetime) -> datetime:
        """The moment they ask about: now, or tonight at eleven (in the night itself, now)."""
        late, early = _NIGHT_HOURS
        if not self.night or now.hour >= late or now.hour < early:
            return now
        return now.replace(hour=NIGHT_STARTS.hour, minute=0, second=0, microsecond=0)

    def parameters(self) -> dict[str, str]:
        """Their part of an address; nothing for what is the default."""
        said = {"need": ",".join(self.needs)} if self.needs else {}
        if self.every:
            said["open"] = "any"
        if self.night:
            said["at"] = "night"
        return said

    def address(self, path: str, **others: str) -> str:
        """The path with them as its query, and other parameters (q) in front."""
        query = urlencode({**others, **self.parameters()}, safe=",")
        return f"{path}?{query}" if query else path

    def more_address(self, path: str, group: str, count: int, **others: str) -> str:
        """The same list with so many cards of one group, beginning at that group."""
        address = self.address(path, **others)
        return f"{address}{'&' if '?' in address else '?'}more={group}-{count}#{group}"

    @property
    def point_query(self) -> str:
        """What a link to a point carries on: the needs, so that its page answers for the same room."""
        return f"?need={','.join(self.needs)}" if self.needs else ""

    def with_need(self, key: str, vocabulary: Vocabulary) -> "Filters":
        """The same with one need turned over."""
        wanted = set(self.needs) ^ {key}
        return replace(self, needs=tuple(k for k in vocabulary if k in wanted), more=NO_MORE)


def read_filters(arguments: Mapping[str, str], vocabulary: Vocabulary) -> Filters:
    """The filters of a query string. What we do not know (a need of a later version, a typing error) is
    left out: an old link in a group must still lead to a list, and the chips show what it was asked for."""
    wanted = {key.strip() for key in arguments.get("need", "").split(",")}
    return Filters(
        needs=tuple(key for key in vocabulary if key in wanted),
        every=arguments.get("open") == "any",
        night=arguments.get("at") == "night",
        more=_more(arguments.get("more", "")),
    )


def _more(said: str) -> More:
    found = _MORE.fullmatch(said)
    return More(found[1], min(int(found[2]), MOST_DRAWN)) if found else NO_MORE


def chips(
    filters: Filters,
    path: str,
    vocabulary: Vocabulary,
    seasonal: Mapping[str, str],
    toggle: str,
    **others: str,
) -> ChipRow:
    """The row of chips of a list page. `seasonal` maps an amenity to its word of the season (避暑);
    `toggle` is the word of the open-only switch, "" for none; `others` are parameters to keep in each
    address."""

    def need(key: str) -> Chip:
        label = seasonal.get(key, vocabulary[key].label)
        return Chip(label, key in filters.needs, filters.with_need(key, vocabulary).address(path, **others))

    first = [a.key for a in vocabulary.first_chips]
    shown = list(dict.fromkeys([*filters.needs, *seasonal, *first[:2]]))
    rest = [key for key in dict.fromkeys([*first, *vocabulary]) if key not in shown]
    switch = replace(filters, every=not filters.every).address(path, **others)
    head = (Chip(toggle, not filters.every, switch),) if toggle else ()
    return ChipRow((*head, *map(need, shown)), tuple(map(need, rest)))


def seasonal_chips(month: int, summer: frozenset[int], winter: frozenset[int]) -> dict[str, str]:
    """The amenity that counts most in this month, and what couriers call it: 避暑 in summer, 取暖 in
    winter."""
    if month in summer:
        return {"air_conditioning": "避暑"}
    return {"heating": "取暖"} if month in winter else {}
