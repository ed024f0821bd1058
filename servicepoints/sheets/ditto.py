"""Cells that say 同上 or 〃: they hold what stands in the row above, under the same column."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from servicepoints.sheets.readings import Cell, Row
from servicepoints.sheets.texts import Value

MARKS = frozenset({"同上", "同前", "同上行", "同上一行", "上同", "〃", "″", "”", "〞", '"', "''", "、、"})
UNKNOWN = "ditto"
"""The origin of a cell that says 同上 where nothing stands above, or where no two may be the same."""

_OWN = ("code",)


def any_in(values: Iterable[list[Value]]) -> bool:
    """Whether any cell of a sheet is such a mark."""
    return any(not MARKS.isdisjoint(row) for row in values)


def resolved(rows: Iterable[Row]) -> list[Row]:
    """The data rows of one table, each mark replaced by what is meant."""
    above: dict[str, Cell] = {}
    done = []
    for row in rows:
        values, ticks = _filled(row.values, above), _filled(row.ticks, above)
        done.append(replace(row, values=values, ticks=ticks))
        above = {cell.column: cell for group in (values, ticks) for cells in group.values() for cell in cells}
    return done


def _filled(cells: Mapping[str, tuple[Cell, ...]], above: Mapping[str, Cell]) -> dict[str, tuple[Cell, ...]]:
    return {name: tuple(_meant(name, cell, above) for cell in group) for name, group in cells.items()}


def _meant(name: str, cell: Cell, above: Mapping[str, Cell]) -> Cell:
    if cell.text not in MARKS:
        return cell
    said = above.get(cell.column)
    if said is None or said.origin == UNKNOWN or name in _OWN:
        return cell._replace(origin=UNKNOWN)
    return cell._replace(text=said.text, origin=said.origin)
