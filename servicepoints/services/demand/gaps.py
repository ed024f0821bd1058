"""Gaps: where couriers look and find nothing, at which hours, for what; and where that is in words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from servicepoints.catalogue.finder import Query
from servicepoints.catalogue.masks import Openness
from servicepoints.domain.cells import Cell, centre
from servicepoints.domain.demand import ANY, LEAST_SHOWN, ByCell, Count, Line, Part, at_weekend, part_of
from servicepoints.services.finding import Finding

ALL = "所有查找"
NOWHERE = "附近没有收录的点"
_LOOKED_M = 5000.0
_MOSTLY = 0.5
"""Two days of seven have this share of what was missed: the weekend is when it is missed."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One line: in a cell, in a part of the day, for a need (ANY: all searches together), how many searches
    there were. `weekend`: most of the unmet were on a Saturday or Sunday."""

    cell: Cell
    part: Part
    need: str
    count: Count
    weekend: bool

    @property
    def when(self) -> str:
        """夜里22–24点，周末居多."""
        return f"{self.part.words}，周末居多" if self.weekend else self.part.words


def gaps(counts: ByCell) -> list[Gap]:
    """The lines with something unmet, the most first; none of fewer than `LEAST_SHOWN` searches."""
    found = [gap for cell, lines in counts.items() for gap in _of_cell(cell, lines)]
    return sorted(found, key=lambda g: (-g.count.unmet, g.cell, g.part.first, g.need != ANY, g.need))


def _of_cell(cell: Cell, lines: Iterable[Line]) -> Iterator[Gap]:
    sums: dict[tuple[Part, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for hour, need, asked, served in lines:
        held = sums[part_of(hour), need]
        held[0] += asked
        held[1] += served
        held[2] += asked - served if at_weekend(hour) else 0
    for (part, need), (asked, served, weekend) in sums.items():
        if asked >= LEAST_SHOWN and asked > served:
            yield Gap(cell, part, need, Count(asked, served), weekend > _MOSTLY * (asked - served))


class Places:
    """Where cells are, in words: by the nearest published point, looked for once a cell."""

    def __init__(self, finding: Finding, now: datetime) -> None:
        self._finding, self._now = finding, now
        self.of = cache(self._of)

    def known(self, cells: Iterable[Cell]) -> dict[Cell, str]:
        """The words for each of these cells."""
        return {cell: self.of(cell) for cell in cells}

    def _of(self, cell: Cell) -> str:
        """淮海中路街道 示例驿站附近."""
        latitude, longitude = centre(cell)
        near = Query(
            latitude=latitude,
            longitude=longitude,
            at=self._now,
            open=Openness.ANY,
            limit=1,
            radius_m=_LOOKED_M,
        )
        hit = next(iter(self._finding.near(near)), None)
        point = self._finding.points([hit.code]).get(hit.code) if hit else None
        if point is None:
            return NOWHERE
        return f"{point.sub_district or point.district} {point.name}附近".strip()


def need_words(finding: Finding, need: str) -> str:
    """The word for a need; one that this version does not know stays as it was counted."""
    if need == ANY:
        return ALL
    amenity = finding.vocabulary.get(need)
    return amenity.label if amenity else need
