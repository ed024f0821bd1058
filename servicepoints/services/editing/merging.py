"""Two editors on one point: what only one of them changed is taken, what both changed otherwise is asked.

Pure. `base` is the point when the second editor opened it, `theirs` as it stands now, `mine` as the second
wants it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from servicepoints.domain.amenities import Vocabulary
from servicepoints.domain.points import Point
from servicepoints.domain.records import point_of, record_of
from servicepoints.services.editing.units import put, units, value

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True)
class Merge:
    """`point` is theirs with what only we changed, and what was chosen of the rest. `brought` are the units
    that others changed and we did not, `collisions` those still to be chosen."""

    point: Point
    brought: tuple[str, ...]
    collisions: tuple[str, ...]


def merge(
    base: Point, theirs: Point, mine: Point, choices: Mapping[str, str], vocabulary: Vocabulary
) -> Merge:
    """The merge; `choices` says MINE or THEIRS of units. A unit that both changed alike is no collision."""
    was, now, wanted = record_of(base), record_of(theirs), record_of(mine)
    result = record_of(theirs)
    brought, collisions = [], []
    for unit in units(vocabulary):
        old, standing, new = value(unit, was), value(unit, now), value(unit, wanted)
        if new in (old, standing):
            if standing != old and new == old:
                brought.append(unit)
            continue
        if standing != old and choices.get(unit) not in (MINE, THEIRS):
            collisions.append(unit)
        elif standing == old or choices[unit] == MINE:
            put(unit, wanted, result)
    return Merge(point_of(result), tuple(brought), tuple(collisions))
