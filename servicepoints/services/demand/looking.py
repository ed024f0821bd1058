"""Who may see which counts: the city all, a bureau those round its own points; nobody what is too few."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from servicepoints.domain.cells import Cell, cell_of, centre
from servicepoints.domain.coordinates import distance_m
from servicepoints.domain.demand import ANY, LEAST_SHOWN, ByCell, Count, Line, month_of
from servicepoints.domain.roles import Account
from servicepoints.errors import InvalidValue
from servicepoints.register import Register, bureaus, demand
from servicepoints.register.conditions import AsOf
from servicepoints.services.listing import scope

AROUND_M = 3000.0
"""A bureau sees the cells whose middle is this near to one of its points."""

_RINGS = 4
"""So many cells away may a middle still be that near."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What an account sees of one month. `cells`: how often was searched in each; `counts`: the same by hour
    and need. `months` are all of which there are counts, the latest first; `own` are the codes whose change
    is theirs to think about (None: all); `bureaus` (by slug) is what the city can choose from."""

    month: str
    months: tuple[str, ...]
    cells: Mapping[Cell, Count]
    counts: ByCell
    own: frozenset[str] | None
    bureaus: Mapping[str, str]

    @property
    def whole(self) -> Count:
        """All searches of it."""
        asked = sum(count.asked for count in self.cells.values())
        return Count(asked, sum(count.served for count in self.cells.values()))


def look(register: Register, account: Account, bureau: str | None, month: str, at: AsOf) -> Looked:
    """The counts of a month ("" for the latest) that an account may see, of a bureau if one is named.
    NotAllowed for another's bureau; InvalidValue for a month of which there are none."""
    bureau = scope(account, bureau)
    with register.read() as reader:
        months = demand.months(reader)
        if month and month not in months:
            raise InvalidValue("month", month[:20], "这个月没有计数", "从列表里选一个月")
        chosen = month or next(iter(months), month_of(at.now))
        own = None if bureau is None else demand.places_of(reader, bureau)
        around = None if own is None else cells_around(place for place in own.values() if place)
        found = demand.counted(reader, chosen, around)
        everyone = bureaus.all_bureaus(reader) if account.is_city else ()
    counts, cells = enough(found)
    return Looked(
        month=chosen,
        months=tuple(months),
        cells=cells,
        counts=counts,
        own=None if own is None else frozenset(own),
        bureaus={one.slug: one.name for one in everyone},
    )


def enough(counts: ByCell) -> tuple[dict[Cell, Sequence[Line]], dict[Cell, Count]]:
    """What of one month's counts may be shown, and the totals of the cells that it is in."""
    totals = {cell: _total(lines) for cell, lines in counts.items()}
    cells = {cell: total for cell, total in totals.items() if total.asked >= LEAST_SHOWN}
    return {cell: counts[cell] for cell in cells}, cells


def _total(lines: Sequence[Line]) -> Count:
    every = [(asked, served) for _, need, asked, served in lines if need == ANY]
    return Count(sum(asked for asked, _ in every), sum(served for _, served in every))


def cells_around(places: Iterable[tuple[float, float]]) -> Collection[Cell]:
    """The cells whose middle lies within `AROUND_M` of one of these places (WGS-84 degrees)."""
    steps = range(-_RINGS, _RINGS + 1)
    found: set[Cell] = set()
    for latitude, longitude in places:
        here = cell_of(latitude, longitude)
        beside = (Cell(here.north + up, here.east + right) for up in steps for right in steps)
        found |= {
            cell
            for cell in beside
            if cell not in found and distance_m(latitude, longitude, *centre(cell)) <= AROUND_M
        }
    return found
