"""The chips of a list: what may be chosen, each with the address that chooses it."""

from dataclasses import dataclass, replace
from datetime import datetime

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.status_words import name_of_moment
from servicepoints.web.courier.filters import MORNING, NIGHT, NO_MORE, Filters


@dataclass(frozen=True, slots=True)
class Chip:
    """One chip: its word, whether it is on, and the address that turns it over."""

    label: str
    on: bool
    href: str


@dataclass(frozen=True, slots=True)
class Times:
    """The choice of another moment: a chip for each of the usual ones, and what a form needs that asks for
    any other: where it leads, what it keeps, and what it is set to ("" for now)."""

    chips: tuple[Chip, ...]
    path: str
    kept: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class ChipRow:
    """The chips on show, and behind 更多 the moments and the other chips (none of both in a brief row)."""

    shown: tuple[Chip, ...]
    times: Times | None = None
    more: tuple[Chip, ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """What a row of chips depends on besides the filters: the path of its list, the parameters that each
    address keeps, the words of the season by amenity (避暑), the word of the open-only switch ("" for none),
    and now and the moment that is asked about (aware, to the minute); `brief` for a row without 更多."""

    path: str
    now: datetime
    at: datetime
    toggle: str = ""
    others: tuple[tuple[str, str], ...] = ()
    seasonal: tuple[tuple[str, str], ...] = ()
    brief: bool = False


def chips(filters: Filters, vocabulary: Vocabulary, around: Around) -> ChipRow:
    """The row of chips of a list page."""
    path, others, seasonal, toggle = around.path, dict(around.others), dict(around.seasonal), around.toggle

    def need(key: str) -> Chip:
        label = seasonal.get(key, vocabulary[key].label)
        return Chip(label, key in filters.needs, filters.with_need(key, vocabulary).address(path, **others))

    first = [a.key for a in vocabulary.first_chips]
    shown = list(dict.fromkeys([*filters.needs, *seasonal, *(first if around.brief else first[:2])]))
    rest = [key for key in dict.fromkeys([*first, *vocabulary]) if key not in shown]
    switch = replace(filters, every=not filters.every).address(path, **others)
    head = (Chip(toggle, not filters.every, switch),) if toggle else ()
    on_show = (*head, *map(need, shown))
    if around.brief:
        return ChipRow(on_show)
    return ChipRow(on_show, _times(filters, around), tuple(map(need, rest)))


def _times(filters: Filters, around: Around) -> Times:
    """The moments to choose from: now, tonight (not in the night), the next morning."""
    now, at, others = around.now, around.at, dict(around.others)

    def chip(label: str, said: str, when: datetime) -> Chip:
        return Chip(label, when == at, replace(filters, at=said, more=NO_MORE).address(around.path, **others))

    usual = [chip("现在", "", now)]
    for said in (NIGHT, MORNING):
        when = Filters(at=said).moment(now)
        if when != now:
            usual.append(chip(name_of_moment(when, now), said, when))
    kept = {**others, **replace(filters, at="").parameters()}
    return Times(
        chips=tuple(usual),
        path=around.path,
        kept=tuple(kept.items()),
        chosen="" if at == now else f"{at:%Y-%m-%dT%H:%M}",
    )


def seasonal_chips(month: int, summer: frozenset[int], winter: frozenset[int]) -> dict[str, str]:
    """The amenity that counts most in this month, and what couriers call it: 避暑 in summer, 取暖 in
    winter."""
    if month in summer:
        return {"air_conditioning": "避暑"}
    return {"heating": "取暖"} if month in winter else {}
